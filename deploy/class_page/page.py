"""The page as a browser gets it, in the language that is spoken: live from the service, or a file with its numbers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from deploy.words import WORDS
from helpers.text import language

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
    head = f"<style>\n{style.read_text('utf-8')}</style>"
    return _page(head, f"{_data('view', view)}\n<script>\n{code.read_text('utf-8')}</script>")


def _page(head: str, script: str) -> str:
    words = WORDS.of(language())["page"]
    told = {name: escape(each) for name, each in words.items()}
    page = Template((FOLDER / "page.html").read_text("utf-8"))
    return page.substitute(told, language=language(), head=head, script=f"{_data('words', words)}\n{script}")


def _data(name: str, value: Mapping[str, Any]) -> str:
    """What the script finds by that name; no word in it ends the element."""
    data = json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/json" id="{name}">{data}</script>'
