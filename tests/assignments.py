"""The notebooks of assignments as tests make them, and what nbgrader leaves of a source when it hands it out."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from helpers.text import language
from publish.assignment import assignment
from publish.languages import place_of

SOLUTION = re.compile(r"### BEGIN SOLUTION\n.*?\n### END SOLUTION", re.DOTALL)


def source(lesson: str, **options) -> NotebookNode:
    """The source notebook of a lesson's assignment, in the language that is spoken."""
    (path,) = place_of(Path("notebooks"), language()).glob(f"{lesson}-*.ipynb")
    return assignment(nbformat.read(path, as_version=4), **options)


def released(lesson: str) -> list[tuple[str, str]]:
    """The cells that are handed out: name, source."""
    return [(cell.metadata.nbgrader.grade_id, SOLUTION.sub("", cell.source)) for cell in source(lesson).cells]
