"""What the notebooks share: loading, plotting, labs, checks. Importing it changes nothing."""

__version__ = "0.1.0"  # that of pyproject.toml, which does not travel with the helpers
