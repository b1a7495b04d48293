"""Four lessons for the five notebooks: what is done before, in and after each, with minutes that are told elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from helpers.text import lesson_text
from publish.excerpts import Excerpts, read_sheet
from publish.heads import EXERCISE, minutes, running_minutes
from publish.plans import LENGTHS
from publish.talks import read_talk

OPENING = "들어가며"
SECTION = re.compile(r"^## (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Part:
    """A section of a notebook, and how long it takes in class."""

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
    notebooks = [notebook(lesson, source["plan"], source["leave_out"]) for lesson in source["lessons"]]
    done = in_class(**source["in_class"])
    return Lesson(notebooks, source["before"], done, homework, source.get("after", ""), optional)


def in_class(lesson: str, task: int, cell: str) -> InClass:
    """A task of a lesson's handout, by its number, done on the slides that a cell opens."""
    title = read_sheet(lesson)["tasks"][task - 1]["title"]
    return InClass(task, title, Excerpts(lesson).heading(cell))


def parts(lesson: str, length: int) -> dict[str, int]:
    """Id of each cell at which a part of a lesson's talk begins → its minutes in a class of that length."""
    place = LENGTHS.index(length)
    return {cell: minutes[place] for cell, minutes in read_talk(lesson).plan.items() if minutes[place]}


def notebook(lesson: str, length: int = 0, leave_out: Sequence[str] = ()) -> Notebook:
    """A notebook with its sections and their minutes, what is left out of them apart; without a length, none."""
    taken, heading = Excerpts(lesson), OPENING
    sections: dict[bool, dict[str, int]] = {True: {}, False: {}}
    planned = parts(lesson, length) if length else {}
    for cell in taken.notebook.cells:
        if cell.cell_type == "markdown" and (found := SECTION.findall(cell.source)):
            heading = found[-1]
        if cell.id in planned:
            section = sections[cell.id not in leave_out]
            section[heading] = section.get(heading, 0) + planned[cell.id]
    running = running_minutes(taken.notebook.cells[0].source)
    if not running:
        raise ValueError(f"{lesson}: its opening must say how long all its cells take")
    told, left = ([Part(*each) for each in sections[shown].items()] for shown in (True, False))
    return Notebook(taken.title, minutes(taken.notebook)[0], running, told, left)
