"""Words as HTML that takes its colours from the page, except for a frame's."""

from __future__ import annotations

import re
from html import escape
from typing import Literal
from unicodedata import east_asian_width

from helpers.colours import BLUE, GREEN, GREY, VERMILLION

Colour = Literal["open", "wrong", "right", "help"]
COLOURS: dict[Colour, str] = {"open": GREY, "wrong": VERMILLION, "right": GREEN, "help": BLUE}
WHOLE_WORDS = "word-break: keep-all"  # Korean lines break between words


def width_of(text: str) -> int:
    """How much room a text takes, in Latin letters; a Hangul one is two wide."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def with_code(text: str) -> str:
    """The text as HTML, with whatever stands between `backticks` as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text, quote=False))


def framed(html: str, colour: Colour) -> str:
    """HTML behind a bar of that colour."""
    style = f"border-left: 6px solid {COLOURS[colour]}; margin: 6px 0; padding: 2px 12px; {WHOLE_WORDS}"
    return f'<div style="{style}">{html}</div>'
