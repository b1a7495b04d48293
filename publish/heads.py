"""The head of a notebook, counted from its cells: how long it takes to read, its parts with links, date and version.

`python -m publish.heads` writes it into every notebook but the glossary, which has an index of its own, and into those
in other languages, and the minutes into the READMEs' tables; `make notebooks` writes the heads too.
"""

from __future__ import annotations

import math
import re
import sys
import tomllib
from datetime import date
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from publish.languages import NOTEBOOKS, ROOT, place_of, published, speaking
from publish.words import say

READMES = sorted(ROOT.glob("README*.md"))
LETTERS, LINES = 500, 12  # Korean letters of prose and lines of code that one reads in a minute
EXERCISE, QUIZ = 4, 1  # minutes
ASKS = ("exercise-", "quiz-", "experiment-")  # how the ids of cells begin that ask for something
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
CODE = re.compile(r"```.*?```|\$\$.*?\$\$", re.DOTALL)
ONE_OR_TWO = r"(\d+(?:\D{1,5}\d+)?)"  # "1", "1~2", "1 to 2"


def told(reading: int, asked: int) -> str:
    """How long a notebook takes, its cells' own time apart."""
    return say("head.reading", minutes=reading) + (say("head.asked", minutes=asked) if asked else "")


def running_minutes(opening: str) -> str:
    """How long all cells take, such as "1~2", as a notebook's first cell says; "" where it does not say so."""
    found = re.search(_said_of("running", ONE_OR_TWO), opening)
    return found[1] if found else ""


def _replaced_in(opening: str, reading: int, asked: int) -> str:
    """A notebook's first cell with other minutes."""
    said = f"{_said_of('reading')}(?:{_said_of('asked')})?"
    return re.sub(said, told(reading, asked), opening)


def _said_of(part: str, minutes: str = r"\d+") -> str:
    """The pattern of what a head says of a part, whatever its minutes."""
    return re.escape(say(f"head.{part}", minutes="@")).replace("@", minutes)


def minutes(notebook: NotebookNode) -> tuple[int, int]:
    """How long a notebook takes, its cells' own time apart: (reading, exercises and quizzes), reading in fives."""
    read = [cell for cell in notebook.cells[1:] if not cell.id.startswith(ASKS)]
    prose = "\n".join(CODE.sub("", cell.source) for cell in read if cell.cell_type == "markdown")
    code = [line for cell in read if cell.cell_type == "code" for line in cell.source.splitlines() if line.strip()]
    reading = len(re.findall(r"[가-힣]", prose)) / LETTERS + len(code) / LINES
    asked = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    exercises, quizzes = len(re.findall(r"^check\(", asked, re.M)), len(re.findall(r"^Quiz\(", asked, re.M))
    return 5 * math.ceil(reading / 5), EXERCISE * exercises + QUIZ * quizzes


def contents(notebook: NotebookNode, day: str) -> str:
    """The second cell: a link to each part, and the day and version.

    Links name cells: JupyterLab does not find a heading by Korean words, and Colab's files get links of their own.
    """
    texts = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    parts = [(heading, cell.id) for cell in texts for heading in HEADING.findall(CODE.sub("", cell.source))]
    links = [f"- [{heading}](#cell-id={name})" for heading, name in parts]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    version = say("head.version", version=project["version"])
    return "\n".join([f"**{say('head.contents')}**", "", *links, "", f"{day} · {version}"])


def write_head(notebook: NotebookNode, day: str, took: tuple[int, int] | None = None) -> None:
    """Put the head into a notebook in memory; its first cell's table is there and says the rest.

    Args:
        notebook: Changed in place.
        day: Such as "2026-01-02".
        took: What `minutes` says of the Korean notebook, if this is a translation.
    """
    opening, second = notebook.cells[:2]
    name = f"{opening.id.removesuffix('-00')}-contents"
    if second.id != name:
        skipped = {"slideshow": {"slide_type": "skip"}}
        second = nbformat.v4.new_markdown_cell(id=name, metadata=skipped)
        notebook.cells.insert(1, second)
    opening.source = _replaced_in(opening.source, *(took or minutes(notebook)))
    second.source = contents(notebook, day)


def write_rows(readme: str, notebook: str, reading: int, asked: int) -> str:
    """A README whose table tells the minutes of that notebook's head; notebook is a file's name."""
    row = rf"(/{re.escape(notebook)}\)[^|\n]*\|[^|\n]*\| )\d+(?: \+ \d+)?( min|분)"
    return re.sub(row, rf"\g<1>{reading}{f' + {asked}' if asked else ''}\g<2>", readme)


def lessons() -> list[Path]:
    """The Korean notebooks that have a head."""
    return [path for path in sorted(NOTEBOOKS.glob("7-*.ipynb")) if not path.stem.startswith("7-9")]


def write_heads(path: Path, day: str) -> None:
    """Write the head of a Korean notebook and of its translations anew, and its minutes into the READMEs."""
    took = minutes(nbformat.read(path, as_version=4))
    for language in published():
        if (written := place_of(path.parent, language) / path.name).exists():
            notebook = nbformat.read(written, as_version=4)
            with speaking(language):
                write_head(notebook, day, took)
            nbformat.write(notebook, written)
    for readme in READMES:
        readme.write_text(write_rows(readme.read_text(encoding="utf-8"), path.name, *took), encoding="utf-8")


if __name__ == "__main__":
    for lesson in map(Path, sys.argv[1:]) if sys.argv[1:] else lessons():
        write_heads(lesson, date.today().isoformat())
