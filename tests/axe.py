"""axe-core, which judges in a browser what keyboards and screen readers get."""

from __future__ import annotations

from importlib.resources import files

# The file alone: its package reads it in the machine's encoding, which need not be UTF-8.
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
SEVERE = ("serious", "critical")
