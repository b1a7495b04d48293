"""What a page for the class takes out of a notebook, by the ids of its cells, so that nothing is typed twice."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import nbformat
from markupsafe import Markup
from nbformat import NotebookNode

from helpers.text import language
from publish.languages import ROOT
from publish.lessons import DIAGRAM, path_of, title_of

SHEETS = Path(__file__).parent / "sheets"
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\([^)]+\)")
DISPLAYED = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
INLINE = re.compile(r"(?<!\$)\$([^$]+)\$(?!\$)")
ROW = re.compile(r"^\| (.+) \| (.+) \|$", re.MULTILINE)


def read_sheet(name: str) -> dict[str, Any]:
    """A sheet such as "7-1a": what publish/sheets has for all languages, with the words of the one that is spoken."""
    return joined(_read_toml(SHEETS / f"{name}.toml"), _read_toml(SHEETS / language() / f"{name}.toml"))


def read_words() -> dict[str, Any]:
    """What all pages say, in the language that is spoken."""
    return _read_toml(SHEETS / language() / "words.toml")


def joined(one: Any, other: Any) -> Any:
    """Two halves of a sheet as one: tables by their keys, lists by place.

    Raises:
        ValueError: Lists of other lengths, or a value that stands in both.
    """
    if isinstance(one, dict) and isinstance(other, dict):
        return one | other | {key: joined(one[key], other[key]) for key in one.keys() & other.keys()}
    if isinstance(one, list) and isinstance(other, list):
        return [joined(*each) for each in zip(one, other, strict=True)]
    raise ValueError(f"stands in both halves of a sheet: {one!r}")


def _read_toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Picture:
    """A diagram or a figure as HTML, and what it shows, in words."""

    html: Markup
    words: str


@functools.cache
def _read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


class Excerpts:
    """A lesson's notebook in the language that is spoken, to be quoted.

    Args:
        lesson: Such as "7-1a".
    """

    def __init__(self, lesson: str):
        self.notebook = _read(path_of(lesson))
        self._cells: dict[str, NotebookNode] = {cell.id: cell for cell in self.notebook.cells}

    def cell(self, name: str) -> NotebookNode:
        """The cell with that id.

        Raises:
            KeyError: There is none.
        """
        return self._cells[name]

    @property
    def title(self) -> str:
        """The notebook's heading."""
        return title_of(self.notebook)

    @property
    def summary(self) -> list[str]:
        """What the last cell lists, in Markdown without links."""
        lines = LINK.sub(r"\1", self.notebook.cells[-1].source).splitlines()
        return [line.removeprefix("- ") for line in lines if line.startswith("- ")]

    @property
    def core_names(self) -> list[tuple[str, str]]:
        """The last cell's table, in Markdown: names, and what they do."""
        return ROW.findall(self.notebook.cells[-1].source)[2:]  # below its head and the line under it

    def heading(self, name: str) -> str:
        """The first heading in that cell, without its signs.

        Raises:
            ValueError: There is none.
        """
        found = re.search(r"^#+ (.+)$", self.cell(name).source, re.MULTILINE)
        if not found:
            raise ValueError(f"{name} has no heading")
        return found[1]

    def picture(self, name: str, which: int = 0) -> Picture:
        """A diagram in a cell of Markdown, or a figure that a cell of code has stored.

        Args:
            name: The cell's id.
            which: Its place among the cell's pictures.

        Raises:
            IndexError: The cell has fewer.
        """
        cell = self.cell(name)
        if cell.cell_type == "markdown":
            words, path = DIAGRAM.findall(cell.source)[which]
            return Picture(Markup((ROOT / path).read_text(encoding="utf-8")), words)
        stored = [output for output in cell.outputs if "image/png" in output.get("data", {})][which]
        words = stored.metadata["image/png"]["alt"]
        data = stored.data["image/png"].replace("\n", "")
        return Picture(Markup(f'<img src="data:image/png;base64,{data}" alt="{escape(words)}">'), words)

    def formula(self, name: str, has: str = "") -> str:
        """The first formula in a cell that contains those letters, those on lines of their own first; without $.

        Raises:
            ValueError: There is none.
        """
        source = self.cell(name).source
        for formula in [*DISPLAYED.findall(source), *INLINE.findall(DISPLAYED.sub("", source))]:
            if has in formula:
                return formula.strip()
        raise ValueError(f"{name} has no formula with {has!r}")
