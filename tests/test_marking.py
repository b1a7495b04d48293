"""nbgrader hands 7-1b's exercises out and marks what comes back: right, wrong, blank, never-ending, tampered with."""

from __future__ import annotations

import sqlite3
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest

from helpers.text import lesson_text
from publish.assignment import write_assignment
from publish.languages import speaking
from publish.marking import PLACE, nbgrader
from tests.assignments import released
from tests.words import HANGUL

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(not PLACE.exists(), reason="nbgrader is not installed: make .venv/nbgrader/ready"),
]

LESSON = "7-1b"
KEYS = ["1", "2", "3", "4", "gradient", "5"]
SOLUTIONS = {key: texts["solution"] for key, texts in lesson_text("exercises", LESSON).items()}
WRONG = {
    key: next(iter(answers["wrong"].items()))
    for key, answers in tomllib.loads(Path(f"tests/answers/{LESSON}.toml").read_text(encoding="utf-8")).items()
}
MARKS = """
select submitted_assignment.student_id, base_cell.name, grade.auto_score
from grade
join base_cell on base_cell.id = grade.cell_id
join submitted_notebook on submitted_notebook.id = grade.notebook_id
join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
"""
LOUD = """
def my_cross_entropy(probabilities, targets):
    import sys, warnings
    print("계산합니다")
    print("조심", file=sys.stderr)
    warnings.warn("조심")
    return -np.mean(np.log(probabilities[np.arange(len(targets)), targets]))
"""
NEVER_ENDING = """
import time

def compile_for_one_hot(model):
    while True:
        time.sleep(1)
"""


class HandIn:
    """A copy of what was handed out, as one student hands it in."""

    def __init__(self, course: Path, student: str):
        self.notebook = nbformat.read(course / "release" / LESSON / f"{LESSON}.ipynb", as_version=4)
        self.path = course / "submitted" / student / LESSON / f"{LESSON}.ipynb"

    def cell(self, name: str):
        return next(cell for cell in self.notebook.cells if cell.id == name)

    def answer(self, **answers: str) -> None:
        for key, code in answers.items():
            self.cell(f"{LESSON}-{key.strip('_')}-answer").source = code

    def delete(self, *names: str) -> None:
        self.notebook.cells = [cell for cell in self.notebook.cells if cell.id not in names]

    def hand_in(self) -> None:
        self.path.parent.mkdir(parents=True)
        nbformat.write(self.notebook, self.path)


def right(work: HandIn) -> None:
    """Right answers that print, warn, leave and repeat; one test has been edited and one deleted."""
    work.answer(**SOLUTIONS | {"3": LOUD})
    work.cell("7-1b-2-answer").source += "\nimport sys\nsys.exit()"
    work.cell("7-1b-4-test").source = "raise ValueError"
    work.delete("7-1b-gradient-test")


def wrong(work: HandIn) -> None:
    """Wrong answers, with tests that have been made to let them pass."""
    work.answer(**{key: codes if isinstance(codes, str) else codes[0] for key, (_, codes) in WRONG.items()})
    for key in KEYS:
        work.cell(f"7-1b-{key}-test").source = "pass"


def blank(work: HandIn) -> None:
    """What was handed out, as it was."""


def never_ending(work: HandIn) -> None:
    """Cells that never end, ask the kernel to end, or fail, two right answers among them, and others deleted."""
    work.answer(_1="while True:\n    pass", _2=SOLUTIONS["2"] + "\nexit()", _3="raise ValueError", _4=NEVER_ENDING)
    work.answer(gradient=SOLUTIONS["gradient"])
    work.delete("names", "7-1b-5-answer", "7-1b-5-test")


HAND_INS = {"kim": right, "lee": wrong, "park": blank, "choi": never_ending}


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """A course folder in which all have been marked: those that end while the other is waited for."""
    folder = tmp_path_factory.mktemp("course")
    write_assignment(LESSON, folder=folder)
    assert nbgrader("generate_assignment", LESSON, folder=folder) == 0
    for student, work in HAND_INS.items():
        work(hand_in := HandIn(folder, student))
        hand_in.hand_in()

    def mark(students: str) -> int:
        return nbgrader("autograde", LESSON, f"--student={students}", "--Execute.timeout=30", folder=folder)

    with ThreadPoolExecutor() as two:
        assert list(two.map(mark, ("choi", "[!c]*"))) == [0, 0]
    return folder


def marks_in(course: Path) -> dict[str, list[float]]:
    """Student → marks in the order of the exercises."""
    with sqlite3.connect(course / "gradebook.db") as gradebook:
        found = {(student, cell): score for student, cell, score in gradebook.execute(MARKS)}
    return {student: [found[student, f"7-1b-{key}-test"] for key in KEYS] for student, _ in found}


@pytest.fixture(scope="module")
def marks(course) -> dict[str, list[float]]:
    return marks_in(course)


def told_to(student: str, course: Path) -> dict[str, str]:
    """Name of a cell → what a student sees below it once it is marked."""
    cells = nbformat.read(course / "autograded" / student / LESSON / f"{LESSON}.ipynb", as_version=4).cells
    return {cell.metadata.nbgrader.grade_id: str(cell.outputs) for cell in cells if cell.cell_type == "code"}


def test_what_nbgrader_hands_out_is_what_the_tests_of_assignments_look_at(course):
    cells = nbformat.read(course / "release" / LESSON / f"{LESSON}.ipynb", as_version=4).cells
    assert [(cell.metadata.nbgrader.grade_id, cell.source) for cell in cells] == released(LESSON)


def test_right_answers_get_all_points_whatever_they_print_and_whatever_became_of_the_tests(marks):
    assert marks["kim"] == [1, 1, 1, 1, 1, 1]


def test_wrong_answers_get_none_and_are_told_why_though_their_tests_said_pass(course, marks):
    assert marks["lee"] == [0, 0, 0, 0, 0, 0]
    said = told_to("lee", course)
    for key in KEYS:
        assert f"△ 아직 맞지 않습니다 (7-1b/{key})" in said[f"7-1b-{key}-test"]
    assert lesson_text("exercises", LESSON)["1"]["not_yet"]["no_bias"] in said["7-1b-1-test"]


def test_a_blank_hand_in_gets_no_points(marks):
    assert marks["park"] == [0, 0, 0, 0, 0, 0]


def test_what_never_ends_or_leaves_or_fails_costs_its_own_points_only(marks):
    assert marks["choi"] == [0, 1, 0, 0, 1, 0]


def test_another_language_is_marked_and_told_in_it(tmp_path):
    with speaking("en"):
        write_assignment(LESSON, folder=tmp_path)
        assert nbgrader("generate_assignment", LESSON, folder=tmp_path) == 0
        hand_in = HandIn(tmp_path, "kim")
        hand_in.answer(_2=lesson_text("exercises", LESSON)["2"]["solution"], _1="my_parameters = 1")
        hand_in.hand_in()
        assert nbgrader("autograde", LESSON, folder=tmp_path) == 0
    assert marks_in(tmp_path) == {"kim": [0, 1, 0, 0, 0, 0]}
    said = told_to("kim", tmp_path)
    assert "Not correct yet (7-1b/1)" in said["7-1b-1-test"]
    assert "Correct (7-1b/2)" in said["7-1b-2-test"]
    assert not [each for each in said.values() if HANGUL.search(each)]
