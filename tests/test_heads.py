"""The head of a notebook: its parts with links, and times that its cells add up to."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from publish.heads import READMES, lessons, minutes, running_minutes, told, write_head, write_rows
from publish.languages import NOTEBOOKS, ROOT, place_of, published, speaking


def made_up(*cells) -> nbformat.NotebookNode:
    opening = new_markdown_cell(
        "# 7-3a 새\n\n| 읽으며 따라 하기 5분, 연습 문제와 퀴즈 1분, 모든 셀 실행 1분쯤 |", id="c7-3a-00"
    )
    return new_notebook(cells=[opening, new_markdown_cell("## 준비", id="c7-3a-01"), *cells])


def test_reading_counts_letters_and_lines_in_steps_of_five_minutes():
    prose, code = new_markdown_cell("가" * 1500 + "\n```\n" + "나" * 900 + "\n```"), new_code_cell("x = 1\n\n" * 24)
    assert minutes(made_up(prose)) == (5, 0)
    assert minutes(made_up(prose, code)) == (10, 0)


def test_exercises_and_quizzes_have_minutes_of_their_own_and_none_to_read():
    task = new_markdown_cell("가" * 5000, id="exercise-7-3a-x-task")
    stub = new_code_cell("my_x = ...\n\ncheck('7-3a/x', my_x)\n# hint('7-3a/x')", id="exercise-7-3a-x")
    quiz = new_code_cell("from helpers.exercises import Quiz\n\nQuiz('7-3a/y')", id="quiz-7-3a-y")
    assert minutes(made_up(task, stub, quiz)) == (5, 5)


def test_writing_a_head_twice_changes_nothing_the_second_time():
    notebook = made_up(new_markdown_cell("## 두 번째 부분: 나머지\n\n" + "가" * 4000))
    write_head(notebook, "2026-01-02")
    once = nbformat.writes(notebook)
    assert "읽으며 따라 하기 10분, 모든 셀 실행 1분쯤" in notebook.cells[0].source
    assert "- [준비](#cell-id=c7-3a-01)\n- [두 번째 부분: 나머지](#cell-id=" in notebook.cells[1].source
    assert "2026-01-02 · 과정 " in notebook.cells[1].source
    write_head(notebook, "2026-01-02")
    assert nbformat.writes(notebook) == once


def test_a_translation_has_the_minutes_of_the_korean_notebook_in_its_own_words():
    notebook = made_up()
    notebook.cells[0].source = "# 7-3a New\n\n| Reading along 5 min, exercises and quizzes 1 min, all cells 1 min |"
    with speaking("en"):
        write_head(notebook, "2026-01-02", (20, 0))
    assert "| Reading along 20 min, all cells 1 min |" in notebook.cells[0].source
    assert notebook.cells[1].source.startswith("**Contents**\n")
    assert "2026-01-02 · course version " in notebook.cells[1].source


@pytest.mark.parametrize("path", lessons(), ids=lambda path: path.stem)
def test_the_head_of_every_notebook_and_its_row_in_the_readmes_are_those_of_its_cells(path: Path):
    notebook = nbformat.read(path, as_version=4)
    assert notebook.cells[1].id.endswith("-contents")
    day = re.search(r"^\d{4}-\d{2}-\d{2}", notebook.cells[1].source, re.MULTILINE)[0]
    before = nbformat.writes(notebook)
    write_head(notebook, day)
    assert nbformat.writes(notebook) == before, "python -m publish.heads"
    for readme in READMES:
        text = readme.read_text(encoding="utf-8")
        for each in (path, *path.parent.glob(f"??/{path.name}")):
            assert f"({each.relative_to(ROOT).as_posix()})" in text
        assert write_rows(text, path.name, *minutes(notebook)) == text, "python -m publish.heads"


@pytest.mark.parametrize("language", published()[1:])
@pytest.mark.parametrize("korean", lessons(), ids=lambda path: path.stem)
def test_so_is_that_of_every_translation(korean: Path, language: str):
    path = place_of(NOTEBOOKS, language) / korean.name
    notebook, took = nbformat.read(path, as_version=4), minutes(nbformat.read(korean, as_version=4))
    day = re.search(r"^\d{4}-\d{2}-\d{2}", notebook.cells[1].source, re.MULTILINE)[0]
    before = nbformat.writes(notebook)
    with speaking(language):
        assert told(*took) in notebook.cells[0].source
        write_head(notebook, day, took)
    assert nbformat.writes(notebook) == before, "python -m publish.heads"


@pytest.mark.parametrize(
    ("opening", "language", "minutes"),
    [
        ("| 읽으며 따라 하기 5분, 모든 셀 실행 1~2분 | 없음 |", "ko", "1~2"),
        ("| 모든 셀 실행 1분 | [7-1b](7-1b.ipynb) |", "ko", "1"),
        ("| Reading along 5 min, running all cells 1 to 2 min |", "en", "1 to 2"),
        ("| 모든 셀 실행 1분 |", "en", ""),
    ],
)
def test_an_opening_says_how_long_all_cells_take(opening, language, minutes):
    with speaking(language):
        assert running_minutes(opening) == minutes


def test_a_row_of_a_table_takes_other_minutes():
    row = "| [7-3a](notebooks/7-3a-new.ipynb), [it](notebooks/it/7-3a-new.ipynb) | 30 kinds of 3 | 5 + 3 min | 2 min |"
    assert write_rows(row, "7-3a-new.ipynb", 20, 7) == row.replace("5 + 3", "20 + 7")
    assert write_rows(row, "7-3a-new.ipynb", 20, 0) == row.replace("5 + 3", "20")
    assert write_rows(row, "7-3b-other.ipynb", 20, 7) == row
