"""What an exercise says, as text and as HTML: a sign, a word and a colour for each state. Knows no exercise."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from helpers.text import say

SIGNS = {"untried": "○", "not_yet": "△", "right": "✔", "help": "▶"}
COLOURS = {"untried": "#808080", "not_yet": "#D55E00", "right": "#009E73", "help": "#0072B2"}  # of the course's figures
FRAME = "border-left: 6px solid {colour}; padding: 2px 12px; word-break: keep-all"


@dataclass(frozen=True)
class Card:
    """state: a key of SIGNS; head: a few words; says: sentences with `code` in them, one a line; code: lines."""

    state: str
    head: str
    says: str
    code: str = ""

    def __repr__(self) -> str:
        code = [f"    {line}".rstrip() for line in self.code.splitlines()]
        return "\n".join([f"{SIGNS[self.state]} {self.head}", *self.says.splitlines(), *code])

    def _repr_html_(self) -> str:
        head = f"<b>{SIGNS[self.state]} {escape(self.head)}</b>"
        lines = [re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(line, quote=False)) for line in self.says.splitlines()]
        code = f"<pre>{escape(self.code, quote=False)}</pre>" if self.code else ""
        return f'<div style="{FRAME.format(colour=COLOURS[self.state])}">{"<br>".join([head, *lines])}{code}</div>'


def bar(done: int, of: int) -> str:
    """A bar of signs: ■■□□□."""
    return "■" * done + "□" * (of - done)


def state_word(state: str) -> str:
    """A state in words."""
    return say(f"exercise.{state}")
