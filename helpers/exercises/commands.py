"""A student's desk: what is shown of an exercise, and what has been tried, solved and noted. Judges nothing itself."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from IPython.display import display

from helpers.events import new_event
from helpers.exercises.catalogue import State, exercises_of, find
from helpers.exercises.feedback import Card, bar, state_word
from helpers.exercises.record import Record
from helpers.text import LESSONS, say


class Desk:
    """The exercises of one student in one kernel."""

    def __init__(self, record: Record):
        self._record = record
        self._tried: set[str] = set()
        self._hints: dict[str, int] = {}
        self._lesson = ""

    def check(self, name: str, answer: Any) -> Card:
        """Judge an answer: not attempted, not right yet and why, or right."""
        exercise = find(name)
        self._lesson = name.partition("/")[0]
        verdict = exercise.verdict(answer)
        if verdict.state != "untried":
            self._tried.add(name)
        if verdict.state == "right":
            self._record.add(name)
        self._record.note(new_event("exercise", name, verdict.state, verdict.key, self._hints.get(name, 0)))
        return self._card(verdict.state, f"{state_word(verdict.state)} ({name})", verdict.says)

    def hint(self, name: str) -> Card:
        """The next hint; after the last one, the last again."""
        hints = find(name).texts["hints"]
        number = self._hints[name] = min(self._hints.get(name, 0) + 1, len(hints))
        says = hints[number - 1]
        if number == len(hints):
            says += "\n" + say("exercise.last_hint", name=name)
        return Card("help", say("exercise.hint", number=number, of=len(hints), name=name), says)

    def solution(self, name: str, now: bool = False) -> Card:
        """Code and reason, after an attempt or when asked for now."""
        texts = find(name).texts
        if not (now or name in self._tried or name in self._record.names()):
            return self._card("untried", say("exercise.try_first"), say("exercise.solution_now", name=name))
        return Card("help", say("exercise.solution", name=name), texts["why"], texts["solution"].strip())

    def progress(self, lesson: str | None = None) -> Card:
        """Which exercises are done, in a lesson or, by default, in that of the last check, or in all."""
        lessons = [lesson or self._lesson] if lesson or self._lesson else LESSONS
        exercises = [exercise for each in lessons for exercise in exercises_of(each)]
        solved = self._record.names()
        states = [self._state(exercise.name, solved) for exercise in exercises]
        done, of = states.count("right"), len(exercises)
        lines = [bar(done, of)]
        for exercise, state in zip(exercises, states, strict=True):
            lines.append(f"{exercise.name} {exercise.texts['title']}: {state_word(state)}")
        head = say("exercise.progress", lesson=", ".join(lessons), done=done, of=of)
        return self._card("right" if done == of else "untried", head, "\n".join(lines))

    def _state(self, name: str, solved: Set[str]) -> State:
        return "right" if name in solved else "not_yet" if name in self._tried else "untried"

    def _card(self, state: State, head: str, says: str) -> Card:
        """A card with what the record has to remark, which is said once."""
        remark, self._record.remark = self._record.remark, ""
        return Card(state, head, "\n".join(filter(None, [says, remark])))


_desk = Desk(Record())


def check(name: str, answer: Any) -> None:
    """Judge the answer to an exercise and show the verdict.

    Args:
        name: Such as "7-1b/2".
        answer: What the student has made.

    Raises:
        KeyError: There is no exercise of that name.
    """
    display(_desk.check(name, answer))


def hint(name: str) -> None:
    """Show the next hint to an exercise."""
    display(_desk.hint(name))


def solution(name: str, now: bool = False) -> None:
    """Show an exercise's solution and the reason for it, after an attempt or, with now=True, at once."""
    display(_desk.solution(name, now))


def progress(lesson: str | None = None) -> None:
    """Show which exercises are done.

    Args:
        lesson: Such as "7-1b"; by default that of the last check, or all.
    """
    display(_desk.progress(lesson))
