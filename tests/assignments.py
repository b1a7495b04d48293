"""The notebooks of assignments as tests make them, and what nbgrader leaves of a source when it hands it out."""

from __future__ import annotations

import re

import nbformat
from nbformat import NotebookNode

from publish.assignment import assignment
from publish.lessons import path_of

SOLUTION = re.compile(r"### BEGIN SOLUTION\n.*?\n### END SOLUTION", re.DOTALL)


def source(lesson: str, **options) -> NotebookNode:
    """The source notebook of a lesson's assignment, in the language that is spoken."""
    return assignment(nbformat.read(path_of(lesson), as_version=4), **options)


def released(lesson: str) -> list[tuple[str, str]]:
    """The cells that are handed out: name, source."""
    return [(cell.metadata.nbgrader.grade_id, SOLUTION.sub("", cell.source)) for cell in source(lesson).cells]
