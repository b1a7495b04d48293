"""What a marked notebook asks: the judge of `check`, but an answer that is not right fails the cell.

Nothing is kept of it, for where hand-ins are marked the record of solved exercises is somebody else's.
"""

from __future__ import annotations

from typing import Any

from IPython.display import display

from helpers.exercises.catalogue import find
from helpers.exercises.feedback import Card, state_word
from helpers.text import say


class NotRight(AssertionError):
    """An answer is blank or not right yet; it shows why without a traceback."""

    def _render_traceback_(self) -> list[str]:
        return str(self).splitlines()


def grade(name: str, answer: Any) -> None:
    """Judge the answer to an exercise and show that it is right.

    Args:
        name: Such as "7-1b/2".
        answer: What the student has made.

    Raises:
        KeyError: There is no exercise of that name.
        NotRight: The answer is blank or not right yet; the message says why.
    """
    verdict = find(name).verdict(answer)
    says = say("exercise.blank") if verdict.state == "untried" else verdict.says
    card = Card(verdict.state, f"{state_word(verdict.state)} ({name})", says)
    if verdict.state != "right":
        raise NotRight(repr(card))
    display(card)
