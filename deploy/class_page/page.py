"""The page as a browser gets it: live from the service, or as one file with its numbers in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path
from string import Template
from typing import Any

FOLDER = Path(__file__).parent
POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; "
LIVE_POLICY = POLICY + "script-src 'self'; style-src 'self'; connect-src 'self'; frame-ancestors 'none'"


def live_page(xsrf: str) -> str:
    """The page that asks the service for its numbers.

    Args:
        xsrf: What the hub wants to see again with each question.
    """
    head = '<link rel="stylesheet" href="page.css">'
    return _page(head, f'<script src="page.js" data-xsrf="{escape(xsrf)}"></script>')


def still_page(view: Mapping[str, Any]) -> str:
    """The page with its numbers, which asks for nothing."""
    style, code = (FOLDER / name for name in ("page.css", "page.js"))
    numbers = json.dumps(view, ensure_ascii=False).replace("<", "\\u003c")  # no name ends the element
    head = f"<style>\n{style.read_text('utf-8')}</style>"
    data = f'<script type="application/json" id="view">{numbers}</script>'
    return _page(head, f"{data}\n<script>\n{code.read_text('utf-8')}</script>")


def _page(head: str, script: str) -> str:
    return Template((FOLDER / "page.html").read_text("utf-8")).substitute(head=head, script=script)
