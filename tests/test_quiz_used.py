"""Every question is asked in its lesson, once and in the order of its file; none is asked that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

from helpers.exercises import Quiz
from helpers.text import LESSONS, lesson_text

NOTEBOOKS = {path.stem[:4]: path for path in sorted(Path("notebooks").glob("*.ipynb"))}


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_question_is_asked_once_and_in_order(lesson):
    cells = [cell for cell in nbformat.read(NOTEBOOKS[lesson], as_version=4).cells if cell.cell_type == "code"]
    asked = [name for cell in cells for name in re.findall(r"^Quiz\('([^']+)'\)", cell.source, re.MULTILINE)]
    assert asked == [f"{lesson}/{key}" for key in lesson_text("quizzes", lesson)]


@pytest.mark.parametrize("lesson", LESSONS)
def test_what_is_stored_is_the_question_as_it_stands(lesson):
    for cell in nbformat.read(NOTEBOOKS[lesson], as_version=4).cells:
        if cell.cell_type == "code" and (asked := re.search(r"^Quiz\('([^']+)'\)$", cell.source, re.MULTILINE)):
            quiz = Quiz(asked[1])
            (output,) = cell.outputs
            assert output.data == {"text/plain": repr(quiz), "text/html": quiz._repr_html_()}
