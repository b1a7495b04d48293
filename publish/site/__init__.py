"""The course as web pages that need no kernel: Sphinx, MyST-NB and the theme Furo, in every language.

`python -m publish.site` (make site) writes dist/site, which opens from a folder. `notebooks` makes pages of notebooks,
`pages` writes the others, `conf` holds Sphinx's settings. The words of the site stand in `words`, a file a language.
"""
