"""A survey before and after the chapter, from the quizzes: sheets without a key, tables for a form, and the key.

Both ask the same questions in another order. A fifth answer says that one does not know yet: who guesses, hides what
the survey looks for.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from helpers.text import lesson_text
from publish.excerpts import read_sheet

SIGNS = "①②③④⑤"  # of the answers, as in a quiz; the last for one that does not know yet


@dataclass(frozen=True)
class Question:
    """A question of a quiz.

    Attributes:
        key: Such as "7-1b/cross_entropy".
        answers: Four, in the quiz's order; the sign of each stays its own before and after.
        right: The place of the right one, from 0.
        misconceptions: The place of each wrong answer → what its choice shows, the first sentence of the quiz's reply.
    """

    key: str
    text: str
    answers: tuple[str, ...]
    right: int
    misconceptions: dict[int, str]


def question(key: str) -> Question:
    """Read a question of the quizzes.

    Raises:
        KeyError: There is none.
    """
    lesson, name = key.split("/")
    asked = lesson_text("quizzes", lesson)[name]
    answers = asked["answers"]
    (right,) = [place for place, each in enumerate(answers) if each.get("right")]
    first = [re.split(r"(?<=\.) ", each["reply"])[0] for each in answers]
    wrong = {place: sentence for place, sentence in enumerate(first) if place != right}
    return Question(key, asked["question"], tuple(each["answer"] for each in answers), right, wrong)


def before(keys: Sequence[str]) -> list[Question]:
    """The questions in the order of the lessons."""
    return [question(key) for key in keys]


def after(keys: Sequence[str]) -> list[Question]:
    """The same questions, the second of each lesson first: each stands in another place."""
    return before([*keys[1::2], *keys[::2]])


def table(questions: Sequence[Question]) -> str:
    """A survey as CSV for an online form: a line a question, its answers in columns, no word of which is right."""
    says = read_sheet("survey")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    table = says["table"]
    writer.writerow([table["number"], table["question"], *map(table["answer"].format, SIGNS)])
    for number, each in enumerate(questions, start=1):
        writer.writerow([number, *(words.replace("`", "") for words in (each.text, *each.answers, says["unknown"]))])
    return text.getvalue()


def gain(share_before: float, share_after: float) -> float:
    """The normalised gain of a class: how much of what it could still win it has won.

    Hake, "Interactive-engagement versus traditional methods", American Journal of Physics 66, 64 (1998).

    Args:
        share_before: The mean share of right answers of those who took both surveys, in [0, 1).
        share_after: That of the same people after.

    Raises:
        ValueError: All was right before; there was nothing to win.
    """
    if not 0 <= share_before < 1:
        raise ValueError(f"no gain is left to be won after a share of {share_before}")
    return (share_after - share_before) / (1 - share_before)
