"""Four lessons for the five notebooks: what is done before, in and after each, with minutes that are told elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from helpers.text import lesson_text
from publish.excerpts import Excerpts, read_sheet
from publish.heads import EXERCISE, minutes
from publish.korean import MINUTES
from publish.talks import read_talk

OPENING = "들어가며"


@dataclass(frozen=True)
class Part:
    """Slides under one heading, and how long they take."""

    heading: str
    minutes: int


@dataclass(frozen=True)
class Notebook:
    """One of a lesson's notebooks.

    Attributes:
        reading: Minutes to read it, as its head tells.
        running: Minutes to run all its cells, in words such as "1~2".
        told: What is shown in the lesson.
        left_out: What there is no time for.
    """

    title: str
    reading: int
    running: str
    told: list[Part]
    left_out: list[Part]


@dataclass(frozen=True)
class InClass:
    """A task of a handout that is done in the lesson, and the heading of the slides where it is done."""

    number: int
    title: str
    heading: str


@dataclass(frozen=True)
class Lesson:
    """A lesson of the schedule.

    Attributes:
        homework: Titles of exercises.
        optional: A notebook that may be read afterwards, if there is one.
    """

    notebooks: list[Notebook]
    before: str
    in_class: InClass
    homework: list[str]
    after: str
    optional: Notebook | None

    @property
    def minutes(self) -> int:
        """How long what is shown takes."""
        return sum(part.minutes for notebook in self.notebooks for part in notebook.told)

    @property
    def homework_minutes(self) -> int:
        """How long the homework takes, at the minutes that the notebooks' heads count for an exercise."""
        return EXERCISE * len(self.homework)


def read_lesson(source: Mapping[str, Any]) -> Lesson:
    """A lesson from its entry in publish/sheets/schedule.toml.

    Raises:
        KeyError: An exercise that it names is not there.
    """
    homework = []
    for exercise in source["homework"]:
        lesson, _, key = exercise.partition("/")
        homework.append(lesson_text("exercises", lesson)[key]["title"])
    optional = notebook(source["optional"]) if "optional" in source else None
    notebooks = [notebook(lesson, parts(lesson), source["leave_out"]) for lesson in source["lessons"]]
    done = in_class(**source["in_class"])
    return Lesson(notebooks, source["before"], done, homework, source.get("after", ""), optional)


def in_class(lesson: str, task: int, cell: str) -> InClass:
    """A task of a lesson's handout, by its number, done on the slides that a cell opens."""
    title = read_sheet(lesson)["tasks"][task - 1]["title"]
    return InClass(task, title, Excerpts(lesson).heading(cell))


def parts(lesson: str) -> dict[str, int]:
    """Id of each cell that opens slides of a lesson's talk → their minutes."""
    return read_talk(lesson).minutes


def notebook(lesson: str, opened: Mapping[str, int] | None = None, leave_out: list[str] | None = None) -> Notebook:
    """A notebook with the slides that its talk opens, those left out apart."""
    taken = Excerpts(lesson)
    told: list[Part] = []
    left: list[Part] = []
    for place, (name, needed) in enumerate((opened or {}).items()):
        part = Part(taken.heading(name) if place else OPENING, needed)
        (left if name in (leave_out or []) else told).append(part)
    running = re.search(MINUTES, taken.notebook.cells[0].source)
    if not running:
        raise ValueError(f"{lesson}: its opening must say how long all its cells take")
    return Notebook(taken.title, minutes(taken.notebook)[0], running[1], told, left)
