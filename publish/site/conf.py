"""Sphinx's settings for the pages in the language that COURSE_LANGUAGE names."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

from babel.messages import Catalog, mofile  # noqa: E402
from docutils import nodes  # noqa: E402
from sphinx.application import Sphinx  # noqa: E402
from sphinx.search import languages  # noqa: E402
from sphinx.transforms import SphinxTransform  # noqa: E402

from helpers import text  # noqa: E402
from publish.site.words import words  # noqa: E402

SAID = words()
MADE = ROOT / "build" / "site"
FONTS = "'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans KR', 'NanumGothic'"

language = text.language()
locale_dirs = [str(MADE / "locale")]
project = SAID["title"]
author = SAID["authors"]
copyright = f"2026 {author}"
extensions = ["myst_nb", "sphinx_tippy", "sphinxcontrib.katex"]

nb_execution_mode = "off"
nb_merge_streams = True
nb_code_prompt_show, nb_code_prompt_hide = SAID["show_code"], SAID["hide_code"]
myst_enable_extensions = ["dollarmath"]
myst_links_external_new_tab = False
suppress_warnings = ["myst.header"]  # a glossary's terms follow its first heading

html_theme = "furo"
templates_path = [str(HERE / "templates")]
html_title = SAID["title"]
html_static_path = [str(HERE / "static"), str(MADE / "static")]
html_css_files = ["site.css"]
html_js_files = [("site.js", {"defer": "defer"})]
html_show_sourcelink = html_copy_source = False
html_show_search_summary = False  # for which the search loads every page that it has found, and no folder allows it
html_theme_options = {
    "light_css_variables": {"font-stack": f"system-ui, -apple-system, 'Segoe UI', Roboto, {FONTS}, sans-serif"},
    "top_of_page_buttons": [],
}
languages["ko"] = "publish.site.korean.SearchKorean"

katex_css_path = "katex/dist/katex.min.css"
katex_prerender = True

tippy_js = ["@popperjs/core/dist/umd/popper.min.js", "tippy.js/dist/tippy-bundle.umd.min.js"]
tippy_skip_urls = [r"(?!.*7-9-glossary\.html#)"]  # terms alone say what they are
tippy_enable_doitips = tippy_enable_wikitips = False


def translate_theme(said: dict[str, str]) -> None:
    """Write what the theme says, and Sphinx has no words for in this language, where Sphinx looks for it."""
    catalog = Catalog(locale=language)
    for theirs, ours in said.items():
        catalog.add(theirs, ours)
    folder = MADE / "locale" / language / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "sphinx.mo").open("wb") as file:
        mofile.write_mo(file, catalog)


translate_theme(SAID["theme"])


class CellsAsAnchors(SphinxTransform):
    """A section is known by the id of its cell, which is the same in every language, before that of its heading."""

    default_priority = 300  # after docutils has given a section the target above it

    def apply(self, **kwargs: object) -> None:
        """Change the order of each section's ids."""
        known = self.document.nameids
        cells = {known[name] for name, explicit in self.document.nametypes.items() if explicit}
        for section in self.document.findall(nodes.section):
            section["ids"].sort(key=lambda each: each not in cells)


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.add_transform(CellsAsAnchors)
