"""A talk's plan: its parts in the notebook's order, and the minutes that a class of each length gives to them.

A part runs from the cell that the plan names to the next one it names. A quiz or an exercise is a part of its own, so
that a class can vote, do it, or take it home.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Literal

from helpers.text import lesson_text
from publish.lessons import HEADING
from publish.talks import Talk, mark, pages, words

if TYPE_CHECKING:
    from nbformat import NotebookNode

Kind = Literal["slides", "lab", "quiz", "exercise"]
LENGTHS = (30, 50, 90)  # minutes of a class
VOTE = 2  # minutes of a quiz in class: half a minute alone, half a minute with a neighbour, a minute for the reply
CALLED: dict[Kind, re.Pattern[str]] = {  # how a cell calls what has a name
    "quiz": re.compile(r"^Quiz\('[^/']+/([^']+)'\)", re.MULTILINE),
    "exercise": re.compile(r"^check\('[^/']+/([^']+)'", re.MULTILINE),
}


@dataclass(frozen=True)
class Part:
    """A part of a talk.

    Attributes:
        name: A quiz's or an exercise's key in the texts of its lesson; empty for others.
        title: "퀴즈 3", "연습: …", or the last heading at or above it.
        minutes: At each of LENGTHS; 0 where it is left out.
        cells: Those of the notebook, left out or not.
        slides: Numbers of its slides, from 1; none if the talk leaves it out.
        address: The first one's place in the exported talk, such as "#/2/1".
    """

    kind: Kind
    name: str
    title: str
    minutes: tuple[int, ...]
    cells: tuple[NotebookNode, ...]
    slides: tuple[int, ...]
    address: str

    @property
    def id(self) -> str:
        """That of its first cell."""
        return self.cells[0].id

    @property
    def must(self) -> bool:
        """Whether a class of any length comes to it."""
        return all(self.minutes)

    @property
    def homework(self) -> bool:
        """Whether no class comes to it."""
        return not any(self.minutes)


def parts_of(talk: Talk) -> list[Part]:
    """The talk's parts, in the notebook's order."""
    headings, places = _headings(talk), list(_places(talk))
    parts = [_part(talk, cells, headings, places) for cells in _groups(talk)]
    return list(_told_apart(parts))


def _told_apart(parts: list[Part]) -> Iterator[Part]:
    """Number the quizzes, and say of a part below the same heading as one before that it goes on."""
    seen: set[str] = set()
    quizzes = count(1)
    for part in parts:
        if part.kind == "quiz":
            yield replace(part, title=words()["quiz"].format(next(quizzes)))
        else:
            yield replace(part, title=words()["continued"].format(part.title)) if part.title in seen else part
            seen.add(part.title)


def _groups(talk: Talk) -> list[list[NotebookNode]]:
    """The notebook's cells, a list a part."""
    groups: list[list[NotebookNode]] = []
    for cell in talk.notebook.cells:
        if cell.id in talk.plan:
            groups.append([])
        groups[-1].append(cell)
    return groups


def _part(talk: Talk, cells: list[NotebookNode], headings: dict[str, str], places: list[tuple[str, str]]) -> Part:
    first, ids = cells[0].id, {cell.id for cell in cells}
    kind, name = _kind(cells)
    title = headings[first]
    if kind == "exercise":
        title = words()["exercise"].format(lesson_text("exercises", talk.lesson)[name]["title"])
    slides = tuple(number for number, (cell, _) in enumerate(places, start=1) if cell in ids)
    address = places[slides[0] - 1][1] if slides else ""
    return Part(kind, name, title, talk.plan[first], tuple(cells), slides, address)


def _kind(cells: list[NotebookNode]) -> tuple[Kind, str]:
    """What a part is, and its name."""
    for kind, called in CALLED.items():
        if cells[0].id.startswith(f"{kind}-"):
            (name,) = [found[1] for cell in cells if (found := called.search(cell.source))]
            return kind, name
    return ("lab" if any(cell.id.startswith("lab-") for cell in cells) else "slides"), ""


def _headings(talk: Talk) -> dict[str, str]:
    """Id of each cell → its first heading, else the last one above it."""
    last, found = words()["opening"], {}
    for cell in talk.notebook.cells:
        told = cell.cell_type == "markdown" and mark(cell) != "skip"
        within = HEADING.findall(cell.source) if told else []
        found[cell.id] = within[0] if within else last
        last = within[-1] if within else last
    return found


def _places(talk: Talk) -> Iterator[tuple[str, str]]:
    """For each slide the id of the cell that it comes from, and its place in the exported talk."""
    across, down = -1, 0
    for cell in pages(talk).cells:
        kind = mark(cell)
        if kind in ("slide", "subslide"):
            across, down = (across + 1, 0) if kind == "slide" else (across, down + 1)
            yield _origin(cell), f"#/{across}/{down}"


def _origin(page: NotebookNode) -> str:
    """The id of the cell that a page comes from; `pages` numbers the parts of a cell of Markdown."""
    return re.sub(r"-\d\d$", "", page.id) if page.cell_type == "markdown" else page.id.removesuffix("-shows")
