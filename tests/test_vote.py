"""The vote below a quiz: noted as an event, changed as often as one likes, gone with its cell, and stored nowhere."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from ipywidgets.widgets.widget import _instances as widgets_in_the_kernel

from helpers.exercises import Quiz, quiz
from helpers.exercises.record import Record
from helpers.labs.parts import choice
from helpers.labs.parts import lab as lab_module
from helpers.labs.parts.choice import Choice
from helpers.text import lesson_text, say
from tests.execute import WIDGET, store

NAME = "7-1b/softmax"
RIGHT = [answer.get("right", False) for answer in lesson_text("quizzes", "7-1b")["softmax"]["answers"]].index(True) + 1
WRONG = RIGHT % 4 + 1


@pytest.fixture
def log(monkeypatch, tmp_path):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path))
    return Record().log


@pytest.fixture
def row(log):
    row = Choice("먼저 고르십시오.", "내 답:", quiz.NUMBERS, Quiz(NAME).vote)
    yield row
    row.close()


def told(log) -> list[tuple]:
    return [tuple(asdict(event).values())[2:] for event in log.all()]


def test_each_choice_is_an_event_and_the_row_says_that_it_was_noted(row, log):
    assert row.buttons.value is None
    assert row.words == ""
    for number in (WRONG, RIGHT, WRONG):
        row.buttons.value = number
        assert row.words == say("quiz.noted", number=quiz.NUMBERS[number - 1])
    assert told(log) == [
        ("quiz", NAME, verdict, str(number), 0)
        for number, verdict in ((WRONG, "not_yet"), (RIGHT, "right"), (WRONG, "not_yet"))
    ]


def test_what_the_row_says_does_not_tell_whether_the_choice_is_right(row):
    said = set()
    for number in (1, 2, 3, 4):
        row.buttons.value = number
        said.add(row.words.translate(dict.fromkeys(map(ord, quiz.NUMBERS))))
    assert len(said) == 1


def test_where_notes_are_switched_off_none_is_made_and_the_row_says_so(row, log):
    log.switch(on=False)
    row.buttons.value = RIGHT
    assert row.words == say("quiz.noting_is_off")
    assert told(log) == []


def test_where_nothing_can_be_written_the_row_says_so(row, log):
    log.folder.parent.mkdir(parents=True)
    log.folder.touch()
    row.buttons.value = RIGHT
    assert row.words == say("quiz.unwritable")


def test_a_student_is_asked_to_choose_before_reading(row):
    before, buttons, _ = row.children
    assert before.value == "먼저 고르십시오. 내 답:"
    assert buttons is row.buttons
    assert [label for label, _ in buttons.options] == list("①②③④")
    assert buttons.tooltips[2] == "내 답: ③"


def test_what_stands_in_the_row_is_text_and_no_markup():
    row = Choice("<b>", "내 답:", "ab", lambda place: "a < b")
    row.buttons.value = 1
    assert (row.children[0].value, row.words) == ("&lt;b&gt; 내 답:", "a &lt; b")
    row.close()


@pytest.fixture
def shown(monkeypatch, log):
    """What is displayed, each output's data by its type."""
    shown = []
    for module in (quiz, choice):
        monkeypatch.setattr(module, "display", lambda data, raw: shown.append(data))
    return shown


@pytest.fixture
def shell(monkeypatch, shown):
    """One that runs cells here, as a kernel's does."""
    shell = InteractiveShell()
    shell.kernel = "a kernel"
    for module in (quiz, lab_module):
        monkeypatch.setattr(module, "get_ipython", lambda: shell)
    shell.user_ns["Quiz"] = Quiz
    return shell


def run_cell(shell, code):
    shell.get_parent = lambda: {"metadata": {"cellId": "4a1b"}}
    shell.run_cell(code, store_history=True, cell_id="4a1b").raise_error()


def rows(shown) -> list[Choice]:
    return [widgets_in_the_kernel[data[WIDGET]["model_id"]] for data in shown if WIDGET in data]


def test_without_a_kernel_a_quiz_is_its_question_alone(shown):
    Quiz(NAME)._ipython_display_()
    assert shown == [{"text/plain": repr(Quiz(NAME)), "text/html": Quiz(NAME)._repr_html_()}]


def test_in_a_kernel_the_row_is_an_output_of_its_own_below_the_question(shell, shown, log):
    run_cell(shell, f"Quiz('{NAME}')")
    question, row = shown
    assert question == {"text/plain": repr(Quiz(NAME)), "text/html": Quiz(NAME)._repr_html_()}
    assert set(row) == {WIDGET}
    (widget,) = rows(shown)
    widget.buttons.value = RIGHT
    assert told(log) == [("quiz", NAME, "right", str(RIGHT), 0)]
    widget.close()


def test_a_cell_that_runs_again_closes_the_row_it_made(shell, shown):
    before = set(widgets_in_the_kernel)
    run_cell(shell, f"Quiz('{NAME}')")
    (old,) = rows(shown)
    run_cell(shell, f"Quiz('{NAME}')")
    assert old.comm is None
    run_cell(shell, "1 / 1")
    left = {type(widgets_in_the_kernel[each]).__name__ for each in set(widgets_in_the_kernel) - before}
    assert left == set()


def test_a_row_has_no_picture(row):
    assert row.model_id not in lab_module._alive


@pytest.mark.course
def test_a_stored_notebook_keeps_the_question_and_no_row(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path.cwd()))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    begin = (
        "from helpers.course import use_figure_style\nfrom helpers.exercises import Quiz\n"
        "from helpers.labs import SoftmaxLab\nuse_figure_style();"
    )
    codes = [begin, f"Quiz('{NAME}')", "SoftmaxLab()"]
    path = tmp_path / "quiz.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in codes]), path)
    store(path)
    _, asked, lab = nbformat.read(path, as_version=4).cells
    assert [output.data for output in asked.outputs] == [
        {"text/plain": repr(Quiz(NAME)), "text/html": Quiz(NAME)._repr_html_()}
    ]
    assert [set(output.data) for output in lab.outputs] == [{"text/plain", "image/png"}]
    assert "widget" not in path.read_text("utf-8")
