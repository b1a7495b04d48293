"""One question with four answers, each of which opens to show its own reply.

It is HTML rather than a widget: answers open by keyboard and mouse even while the kernel is busy or gone, and what a
notebook stores is what a reader gets. The row that takes a student's vote is a widget, and an output of its own: where
a page has a widget and its kernel is gone, it shows an error in the place of the whole output.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from IPython import get_ipython
from IPython.display import display

from helpers.colours import GREY
from helpers.events import Verdict, new_event
from helpers.exercises.record import Record
from helpers.sending import send_soon
from helpers.text import LESSONS, lesson_text, say
from helpers.text.html import WHOLE_WORDS, Colour, framed, with_code

ANSWERS = 4
NUMBERS = "①②③④"
WIDTH = f"max-width: 46em; {WHOLE_WORDS}; overflow-wrap: anywhere"
BOX = f"margin: 6px 0; padding: 6px 12px; border: 1px solid {GREY}; border-radius: 4px"


class Quiz:
    """A question of helpers/text/ko/quizzes.

    Args:
        name: "7-1b/softmax": a lesson and one of its questions.

    Raises:
        KeyError: There is no such question.
        ValueError: It does not have four answers, one of them right, each with a reply of its own.
    """

    def __init__(self, name: str):
        lesson, _, key = name.partition("/")
        questions = lesson_text("quizzes", lesson)
        if key not in questions:
            choices = [f"{lesson}/{each}" for each in questions] or [f"{each}/…" for each in LESSONS]
            raise KeyError(say("quiz.unknown", value=name, choices=", ".join(choices)))
        checked(name, questions[key])
        self.name = name
        self.question: str = questions[key]["question"]
        self.answers: list[dict[str, Any]] = questions[key]["answers"]

    def __repr__(self) -> str:
        return f"<{self._title}>"

    def _repr_html_(self) -> str:
        answers = "\n".join(_answer_html(*each) for each in zip(NUMBERS, self.answers, strict=True))
        title = escape(self._title)
        question = f"<p><strong>{with_code(self.question)}</strong></p>"
        return f'<div role="group" aria-label="{title}" style="{WIDTH}">\n{question}\n{answers}\n</div>'

    def _ipython_display_(self) -> None:
        """Show the question and, where there is a kernel to take it, the row for the student's vote."""
        display({"text/plain": repr(self), "text/html": self._repr_html_()}, raw=True)
        if hasattr(get_ipython(), "kernel"):
            from helpers.labs.parts.choice import Choice  # loads ipywidgets, and Matplotlib for the labs beside it

            Choice(say("quiz.vote_first"), say("quiz.my_answer"), NUMBERS, self.vote).show()

    def vote(self, number: int) -> str:
        """Note which answer a student has chosen; what became of it, in a sentence. The last choice counts.

        Args:
            number: From 1 to ANSWERS.
        """
        verdict: Verdict = "right" if self.answers[number - 1].get("right") else "not_yet"
        log = Record().log
        try:
            log.add(new_event("quiz", self.name, verdict, str(number)))
            send_soon(log)
            return say("quiz.noted", number=NUMBERS[number - 1]) if log.is_on else say("quiz.noting_is_off")
        except OSError:
            return say("quiz.unwritable")

    @property
    def _title(self) -> str:
        return say("quiz.title", question=self.question.replace("`", ""))


def checked(name: str, question: Mapping[str, Any]) -> None:
    """Refuse, by name, a question that cannot be asked.

    Raises:
        ValueError: See `Quiz`.
    """
    answers = question.get("answers", [])
    if not question.get("question"):
        raise ValueError(say("quiz.question", name=name))
    if len(answers) != ANSWERS or not all(each.get("answer") for each in answers):
        raise ValueError(say("quiz.answers", name=name, expected=ANSWERS, value=len(answers)))
    if (rights := sum(bool(each.get("right")) for each in answers)) != 1:
        raise ValueError(say("quiz.right", name=name, value=rights))
    for part in ("answer", "reply"):
        if len({each.get(part) or None for each in answers} - {None}) != ANSWERS:
            raise ValueError(say("quiz.different", name=name))


def _answer_html(number: str, answer: Mapping[str, Any]) -> str:
    right: Colour = "right" if answer.get("right") else "wrong"
    verdict = say(f"quiz.verdict.{right}")
    summary = f'<summary style="cursor: pointer">{number} {with_code(answer["answer"])}</summary>'
    reply = f"<strong>{verdict}</strong> {with_code(answer['reply'])}"
    return f'<details style="{BOX}">{summary}{framed(reply, right)}</details>'
