"""The exercises by name: how each is judged and what is said about it."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from helpers.exercises.isolation import TimeUp, isolated
from helpers.exercises.judging import NotYet, Untried, reason_of
from helpers.text import LESSONS, lesson_text, say, sentences

SECONDS = 60  # for one answer; on a quiet machine no judge needs a tenth of them
State = Literal["untried", "not_yet", "right"]


@dataclass(frozen=True)
class Verdict:
    """What a judge says of an answer.

    Attributes:
        says: Why.
        key: Names the misconception behind an answer that is not right yet.
    """

    state: State
    says: str
    key: str = ""


@dataclass(frozen=True)
class Exercise:
    """One exercise.

    Attributes:
        name: "7-1b/2": a lesson and a key that stays the exercise's own, wherever in the lesson it stands.
        judge: Returns for a right answer, raises NotYet or Untried for others.
        texts: What is said about it.
    """

    name: str
    judge: Callable[[Any], None]
    texts: Mapping[str, Any]

    def verdict(self, answer: Any, seconds: float = SECONDS) -> Verdict:
        """Judge an answer. Whatever it does, this raises nothing and ends soon after that many seconds."""
        try:
            return isolated(lambda: self._judged(answer), seconds)
        except TimeUp:
            return Verdict("not_yet", say("exercise.too_long", seconds=f"{seconds:g}"), "too_long")

    def _judged(self, answer: Any) -> Verdict:
        try:
            return self._told(answer)
        except TimeUp:
            raise
        except BaseException as error:
            return Verdict("not_yet", say("exercise.unjudged", error=reason_of(error)), "unjudged")

    def _told(self, answer: Any) -> Verdict:
        try:
            self.judge(answer)
        except Untried:
            return Verdict("untried", say("exercise.untried_says", name=self.name))
        except NotYet as reason:
            return Verdict("not_yet", self._sentence(reason.key).format(**reason.values), reason.key)
        return Verdict("right", self.texts["right"])

    def _sentence(self, key: str) -> str:
        return self.texts["not_yet"].get(key) or sentences()[f"exercise.{key}"]


def exercises_of(lesson: str) -> list[Exercise]:
    """A lesson's exercises in the order of its JUDGES.

    Raises:
        KeyError: It is not one of LESSONS.
    """
    if lesson not in LESSONS:
        raise KeyError(say("exercise.lesson", value=lesson, choices=", ".join(LESSONS)))
    judges = importlib.import_module(f"helpers.exercises.lesson_{lesson.replace('-', '_')}").JUDGES
    texts = lesson_text("exercises", lesson)
    return [Exercise(f"{lesson}/{key}", judge, texts[key]) for key, judge in judges.items()]


def find(name: str) -> Exercise:
    """The exercise of that name.

    Raises:
        KeyError: There is none; the message lists those there are.
    """
    lesson = str(name).partition("/")[0]
    exercises = {exercise.name: exercise for exercise in exercises_of(lesson)} if lesson in LESSONS else {}
    if name not in exercises:
        choices = exercises or [exercises_of(each)[0].name for each in LESSONS]
        raise KeyError(say("exercise.unknown", value=name, choices=", ".join(choices)))
    return exercises[name]
