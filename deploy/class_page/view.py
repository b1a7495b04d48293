"""What the page shows of a tally, as JSON has it: numbers, and the words of the course."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from string import Formatter
from typing import Any

from deploy.class_page.tally import Standing, Tally
from deploy.words import say
from helpers.text import LESSONS, lesson_text, sentences


def view(tally: Tally, now: float) -> dict[str, Any]:
    """All that the page shows.

    Args:
        now: Seconds since 1970.

    Returns:
        students: name, and quiet: for how many whole minutes nothing has happened, None for who has not begun.
        lessons: name, exercises and quizzes of each; `cells` of an exercise are in the order of the students.
    """
    students = [{"name": name, "quiet": _quiet(tally.moved(name), now)} for name in tally.students]
    return {"students": students, "lessons": [_lesson(tally, name) for name in LESSONS]}


def _quiet(moved: float | None, now: float) -> int | None:
    return None if moved is None else max(0, int((now - moved) // 60))


def _lesson(tally: Tally, lesson: str) -> dict[str, Any]:
    exercises, quizzes = lesson_text("exercises", lesson), lesson_text("quizzes", lesson)
    return {
        "name": lesson,
        "exercises": [_exercise(tally, f"{lesson}/{key}", texts) for key, texts in exercises.items()],
        "quizzes": [_quiz(tally, f"{lesson}/{key}", texts) for key, texts in quizzes.items()],
    }


def _exercise(tally: Tally, name: str, texts: Mapping[str, Any]) -> dict[str, Any]:
    standings = [tally.standing(student, "exercise", name) for student in tally.students]
    counts = Counter(each.state for each in standings)
    return {
        "name": name,
        "title": texts["title"],
        "cells": [{"state": each.state, "key": each.key, "hints": each.hints} for each in standings],
        "counts": {state: counts[state] for state in ("right", "not_yet", "untried")},
        "misconceptions": _misconceptions(standings, texts.get("not_yet", {})),
    }


def _misconceptions(standings: list[Standing], own: Mapping[str, str]) -> list[dict[str, Any]]:
    """Who holds one now counts before who has ever held it; those that the course does not know are one."""

    def said(key: str) -> str:
        sentence = own.get(key) or sentences().get(f"exercise.{key}")
        return with_blanks(sentence) if sentence else say("page.unknown")

    now = Counter(said(each.latest.key) for each in standings if each.state == "not_yet" and each.latest)
    ever = Counter(says for each in standings for says in {said(key) for key in each.misconceptions})
    ordered = sorted(ever, key=lambda says: (-now[says], -ever[says], says))
    return [{"says": says, "now": now[says], "ever": ever[says]} for says in ordered]


def with_blanks(sentence: str) -> str:
    """A sentence whose values, which differ from student to student, are an ellipsis each."""
    parts = Formatter().parse(sentence)
    return "".join(words + ("" if field is None else "…") for words, field, _, _ in parts)


def _quiz(tally: Tally, name: str, texts: Mapping[str, Any]) -> dict[str, Any]:
    votes = Counter(tally.standing(student, "quiz", name).choice for student in tally.students)
    return {
        "name": name,
        "question": texts["question"],
        "answers": [
            {"says": answer["answer"], "right": bool(answer.get("right")), "votes": votes[str(number)]}
            for number, answer in enumerate(texts["answers"], start=1)
        ],
    }
