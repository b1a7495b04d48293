"""A lesson as a talk: its pages, what the speaker says, how long it takes.

The marks are metadata of the notebook's cells (`slideshow.slide_type`), read by both JupyterLab's live slides and
nbconvert: slide, subslide, fragment, skip, or none for a cell that continues. The notes are not cells, because a
student reading the notebook should not meet them: publish/notes has a file a lesson with its plan, and a folder a
language with its words, by cell id. They are the source of the instructor's guide, too.
"""

from __future__ import annotations

import functools
import re
import tomllib
from base64 import b64decode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat

from helpers.text import language
from publish.lessons import DIAGRAM, path_of, title_of

if TYPE_CHECKING:
    from nbformat import NotebookNode

NOTES = Path(__file__).parent / "notes"
MARKS = ("slide", "subslide", "fragment", "skip")
NUMBERS = "①②③④"
HEADING = re.compile(r"^(?=#{2,3} )", re.MULTILINE)
LINES = 12  # of a cell's printed output that a slide shows
MAX_HEIGHT = 450  # pixels; a taller picture leaves no room for the code above it
ENDS = 4  # lines left at either end of a longer output


@dataclass(frozen=True)
class Talk:
    """A lesson's notebook, its plan and its notes.

    Attributes:
        plan: Id of each cell that opens a part → its minutes at each of `plans.LENGTHS`, 0 where it is left out.
        continues: Ids of the cells left without a mark on purpose.
        votes: A quiz's key → the percentages expected of its answers.
        notes: Id of a cell → what the speaker is told there.
        quizzes: A quiz's key → its `note`.
        guide: What only the guide tells: `misconceptions`, `questions`, `together`, `alone`.
    """

    lesson: str
    notebook: NotebookNode
    plan: dict[str, tuple[int, ...]]
    continues: frozenset[str]
    votes: dict[str, tuple[int, ...]]
    notes: dict[str, str]
    quizzes: dict[str, dict[str, str]]
    guide: dict[str, Any]

    @property
    def title(self) -> str:
        """The notebook's heading."""
        return title_of(self.notebook)

    @property
    def spoken(self) -> dict[str, str]:
        """The notes, and what is told at each quiz: the votes to expect, then its note."""
        told = {key: f"{expected(self.votes[key])}\n\n{each['note']}" for key, each in self.quizzes.items()}
        return self.notes | {f"quiz-{self.lesson}-{key.replace('_', '-')}-opening": told[key] for key in told}


def words() -> dict[str, Any]:
    """What stands around the slides, and in each lesson's guide, in the language that is spoken."""
    return _read(NOTES / language() / "words.toml")


def read_talk(lesson: str) -> Talk:
    """Read the talk of one of LESSONS in the language that is spoken."""
    decided, said = (_read(folder / f"{lesson}.toml") for folder in (NOTES, NOTES / language()))
    plan, votes = ({name: tuple(each) for name, each in decided[table].items()} for table in ("plan", "votes"))
    notebook = nbformat.read(path_of(lesson), as_version=4)
    return Talk(lesson, notebook, plan, frozenset(decided["continues"]), votes, **said)


def expected(votes: Iterable[int]) -> str:
    """The votes to expect at a quiz, in a line."""
    shares = (f"{number} {share}%" for number, share in zip(NUMBERS, votes, strict=True))
    return str(words()["votes"].format(" · ".join(shares)))


def mark(cell: NotebookNode) -> str | None:
    """The cell's mark; None if it continues."""
    return cell.metadata.get("slideshow", {}).get("slide_type")


def shown(notebook: NotebookNode) -> list[NotebookNode]:
    """The cells that the talk does not leave out."""
    return [cell for cell in notebook.cells if mark(cell) != "skip"]


def undecided(talk: Talk) -> list[str]:
    """What is wrong with the marks, one sentence per cell; empty if every cell is decided."""
    wrong = []
    for cell in talk.notebook.cells:
        kind = mark(cell)
        if kind is None and cell.id not in talk.continues:
            wrong.append(f"{cell.id} has no mark: give it one, or name it in `continues`")
        if kind is not None and cell.id in talk.continues:
            wrong.append(f"{cell.id} is marked as {kind} and named in `continues`")
        if kind is not None and kind not in MARKS:
            wrong.append(f"{cell.id} has the mark {kind}, which the two kinds of slides do not treat alike")
    return wrong


def pages(talk: Talk) -> NotebookNode:
    """The notebook as its exported slides show it, with the notes as cells of their own.

    A heading within a cell opens a page; what stands before it closes the page before. A page has at most one diagram.
    A long printed output keeps its two ends. A quiz and a lab hide the code that calls them; a live talk shows it. A
    tall picture has a page of its own.
    """
    notebook = nbformat.v4.new_notebook(metadata=talk.notebook.metadata)
    for cell in shown(talk.notebook):
        parts = list(_code_parts(cell) if cell.cell_type == "code" else _parts(cell))
        notebook.cells += [_for_a_page(part) for part in parts]
        if note := talk.spoken.get(cell.id):
            told = _markdown(note, "notes", f"{cell.id}-note")
            place = -1 if len(parts) > 1 and mark(parts[0]) != "fragment" else len(parts)
            notebook.cells.insert(len(notebook.cells) - len(parts) + 1 if place < 0 else len(notebook.cells), told)
    return notebook


def _parts(cell: NotebookNode) -> Iterator[NotebookNode]:
    """Split a cell of Markdown so that no part has a heading or a second diagram within."""
    sources = [part.strip() for part in HEADING.split(cell.source) if part.strip()]
    sources = _headings_together(sources)
    kind, closes = mark(cell), len(sources) > 1 and not sources[0].startswith("#")
    for place, source in enumerate(sources):
        if place == 0:
            first = "fragment" if closes else kind
        else:
            first = kind if closes and place == 1 and kind in ("slide", "subslide") else "subslide"
        for number, page in enumerate(_one_diagram_each(source)):
            yield _markdown(page, first if number == 0 else "subslide", f"{cell.id}-{place}{number}")


def _code_parts(cell: NotebookNode) -> Iterator[NotebookNode]:
    """A cell of code; its outputs get a page of their own if one is a tall picture."""
    heights = [_height(output.data["image/png"]) for output in cell.outputs if "image/png" in output.get("data", {})]
    if max(heights, default=0) <= MAX_HEIGHT:
        yield cell
        return
    yield nbformat.v4.new_code_cell(cell.source, id=cell.id, metadata=cell.metadata)
    shows = nbformat.v4.new_code_cell(cell.source, id=f"{cell.id}-shows", outputs=cell.outputs)
    shows.metadata["slideshow"] = {"slide_type": "subslide"}
    _hide_source(shows)
    yield shows


def _height(png: str) -> int:
    """The height in pixels of a picture in base64."""
    return int.from_bytes(b64decode(png[:40])[20:24], "big")


def _headings_together(sources: list[str]) -> list[str]:
    """Put a heading that stands alone with what follows."""
    joined: list[str] = []
    for source in sources:
        if joined and re.fullmatch(r"#+ .*", joined[-1]):
            joined[-1] += f"\n\n{source}"
        else:
            joined.append(source)
    return joined


def _one_diagram_each(source: str) -> list[str]:
    """Let the paragraph before a second diagram open another page."""
    found: list[list[str]] = [[]]
    for paragraph in source.split("\n\n"):
        if DIAGRAM.match(paragraph) and any(DIAGRAM.match(each) for each in found[-1]):
            found.append([found[-1].pop()])
        found[-1].append(paragraph)
    return ["\n\n".join(each) for each in found]


def _markdown(source: str, kind: str | None, name: str) -> NotebookNode:
    metadata = {"slideshow": {"slide_type": kind}} if kind else {}
    return nbformat.v4.new_markdown_cell(source, id=name[:64], metadata=metadata)


def _for_a_page(cell: NotebookNode) -> NotebookNode:
    if cell.cell_type == "code":
        for output in cell.outputs:
            if output.output_type == "stream":
                output.text = shortened(output.text)
        if cell.id.startswith(("quiz-", "lab-")):
            _hide_source(cell)
    return cell


def _hide_source(cell: NotebookNode) -> None:
    cell.metadata["transient"] = {"remove_source": True}  # as nbconvert's own preprocessors do


def shortened(text: str) -> str:
    """A printed output, or its two ends if it is long."""
    lines = text.rstrip("\n").split("\n")
    if len(lines) <= LINES:
        return text
    return "\n".join([*lines[:ENDS], "⋮", *lines[-ENDS:]]) + "\n"


@functools.cache
def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
