"""The head of a notebook: its parts with links, and times that its cells add up to."""

from __future__ import annotations

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from publish.heads import minutes, write_head


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
