"""A tally as a table for a spreadsheet: a student a row, and what a cell says is never taken for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from deploy.class_page.tally import Standing, Tally
from deploy.words import say
from helpers.text import LESSONS, lesson_text

BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")  # of what Excel, LibreOffice and Google Sheets take for a formula


def as_csv(tally: Tally) -> str:
    """The table, its header first, with the mark by which Excel knows UTF-8.

    Of each exercise: the state, with the misconception's key where it is not right yet, and how many hints were seen;
    of each quiz the number chosen.
    """
    text = StringIO()
    csv.writer(text).writerows([plain(cell) for cell in row] for row in _rows(tally))
    return "\ufeff" + text.getvalue()


def plain(cell: str) -> str:
    """What a spreadsheet shows as these words, whatever they begin with."""
    return f"'{cell}" if cell.lstrip().startswith(BEGINNINGS) or cell.startswith(BEGINNINGS) else cell


def _rows(tally: Tally) -> Iterator[list[str]]:
    exercises = [f"{lesson}/{key}" for lesson in LESSONS for key in lesson_text("exercises", lesson)]
    quizzes = [f"{lesson}/{key}" for lesson in LESSONS for key in lesson_text("quizzes", lesson)]
    heads = [head for name in exercises for head in (name, say("table.hints", name=name))]
    yield [say("table.student"), say("table.solved"), *heads, *(say("table.quiz", name=name) for name in quizzes)]
    for student in tally.students:
        standings = [tally.standing(student, "exercise", name) for name in exercises]
        cells = [cell for each in standings for cell in (_state(each), str(each.hints))]
        choices = [tally.standing(student, "quiz", name).choice for name in quizzes]
        yield [student, str(sum(each.state == "right" for each in standings)), *cells, *choices]


def _state(standing: Standing) -> str:
    """Nothing for what has not been tried."""
    return f"{say(f'page.{standing.state}')} {standing.key}".strip() if standing.latest else ""
