"""A lesson's notebook as what is published takes it: where it lies, its title, its headings, links and diagrams."""

from __future__ import annotations

import re
from pathlib import Path

from nbformat import NotebookNode

from helpers.text import language
from publish.languages import NOTEBOOKS, place_of

HEADING = re.compile(r"^#{2,3} (.+)$", re.MULTILINE)  # of a part
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([\w-]+\.ipynb)?(?:#cell-id=([\w-]+))?\)")  # words, another notebook, a cell
DIAGRAM = re.compile(r"!\[([^\]]*)\]\((?:\.\./)+(images/[\w/-]+\.svg)\)")  # words, file in the repository


def path_of(lesson: str) -> Path:
    """The notebook of a lesson such as "7-1a", in the language that is spoken."""
    (path,) = place_of(NOTEBOOKS, language()).glob(f"{lesson}-*.ipynb")
    return path


def title_of(notebook: NotebookNode) -> str:
    """What its first cell begins with."""
    return notebook.cells[0].source.split("\n")[0].lstrip("# ")
