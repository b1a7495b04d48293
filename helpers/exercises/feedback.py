"""What an exercise says, as text and as HTML: a sign, a word and a colour for each state."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Literal

from helpers.text import say
from helpers.text.html import Colour, framed, with_code

Kind = Literal["untried", "not_yet", "right", "help"]
SIGNS: dict[Kind, str] = {"untried": "○", "not_yet": "△", "right": "✔", "help": "▶"}
COLOURS: dict[Kind, Colour] = {"untried": "open", "not_yet": "wrong", "right": "right", "help": "help"}


@dataclass(frozen=True)
class Card:
    """What is shown in answer.

    Attributes:
        head: A few words.
        says: Sentences, one per line, with `code` in them.
        code: Lines of code.
    """

    state: Kind
    head: str
    says: str
    code: str = ""

    def __repr__(self) -> str:
        code = [f"    {line}".rstrip() for line in self.code.splitlines()]
        return "\n".join([f"{SIGNS[self.state]} {self.head}", *self.says.splitlines(), *code])

    def _repr_html_(self) -> str:
        head = f"<b>{SIGNS[self.state]} {escape(self.head)}</b>"
        code = f"<pre>{escape(self.code, quote=False)}</pre>" if self.code else ""
        return framed("<br>".join([head, *map(with_code, self.says.splitlines())]) + code, COLOURS[self.state])


def bar(done: int, of: int) -> str:
    """A bar of signs: ■■□□□."""
    return "■" * done + "□" * (of - done)


def state_word(state: Kind) -> str:
    """A state in words."""
    return say(f"exercise.{state}")
