"""Each lesson's assignment: all its exercises, each with task, stub and judge, and nothing that answers them."""

from __future__ import annotations

import ast
import builtins
import re
import runpy
import tomllib
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from traitlets.config import Config

from helpers.exercises.catalogue import SECONDS
from helpers.text import LESSONS, lesson_text
from publish import assignment
from publish.assignment import SETTINGS
from publish.languages import speaking
from publish.tasks import names_in
from tests.assignments import released, source
from tests.lessons import stubs
from tests.words import HANGUL

OURS = re.compile(r"^from helpers\.exercises import .+$", re.MULTILINE)
each_lesson = pytest.mark.parametrize("lesson", LESSONS)


def lines(code: str) -> set[str]:
    return {line.strip() for line in code.splitlines() if line.strip()}


def marks(cell) -> set[str]:
    """What nbgrader is told of a cell."""
    return {name for name, value in cell.metadata.nbgrader.items() if value is True}


def bound_by(code: str) -> set[str]:
    """The names that code makes at any place."""
    nodes = list(ast.walk(ast.parse(code)))
    names = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    made = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.ExceptHandler)}
    imports = (name for node in nodes if isinstance(node, ast.Import | ast.ImportFrom) for name in node.names)
    return names | made | {name.asname or name.name.split(".")[0] for name in imports}


@each_lesson
@pytest.mark.usefixtures("spoken")
def test_every_exercise_is_a_task_an_answer_and_a_locked_test_of_one_point(lesson):
    cells = source(lesson).cells[3:]
    names = []
    for task, answer, test in zip(cells[::3], cells[1::3], cells[2::3], strict=True):
        assert (task.cell_type, answer.cell_type, test.cell_type) == ("markdown", "code", "code")
        assert marks(task) == {"locked"}
        assert marks(answer) == {"solution"}
        assert marks(test) == {"locked", "grade"}
        assert test.metadata.nbgrader.points == 1
        names.append(re.search(r"grade\('(.+?)', ", test.source)[1])
        stub, given = stubs()[names[-1]]
        assert test.source == f"from helpers.exercises import grade\n\ngrade('{names[-1]}', {given})"
        assert lines(OURS.sub("", stub)) <= lines(answer.source.partition("###")[0])
    assert names == [name for name in stubs() if name.startswith(lesson)]
    assert len({cell.metadata.nbgrader.grade_id for cell in source(lesson).cells}) == 3 + len(cells)


@each_lesson
@pytest.mark.usefixtures("spoken")
def test_what_is_handed_out_holds_no_solution_and_nothing_that_is_said_of_answers(lesson):
    handed_out = dict(released(lesson))
    everything = "\n".join(handed_out.values())
    code = lines("\n".join(text for name, text in handed_out.items() if name.endswith("-answer")))
    for key, texts in lesson_text("exercises", lesson).items():
        stub = lines(stubs()[f"{lesson}/{key}"][0])
        assert lines(texts["solution"]) - stub, "a solution that is the stub"
        assert not code & (lines(texts["solution"]) - stub)
        for sentence in (*texts["hints"], texts["why"], texts["right"], *texts["not_yet"].values()):
            assert sentence not in everything
    for question in lesson_text("quizzes", lesson).values():
        assert question["question"] not in everything
        assert not any(answer["reply"] in everything for answer in question["answers"])
    assert not [word for word in ("Quiz", "solution", "SOLUTION", "hint", "JUDGES") if word in everything]


@each_lesson
@pytest.mark.usefixtures("spoken")
def test_solutions_and_right_answers_stand_on_what_the_first_cells_define(lesson):
    cells = source(lesson).cells
    defined = bound_by("\n".join(cell.source for cell in cells[:3] if cell.cell_type == "code")) | vars(builtins).keys()
    answers = tomllib.loads(Path(f"tests/answers/{lesson}.toml").read_text(encoding="utf-8"))
    for key, texts in lesson_text("exercises", lesson).items():
        for code in (texts["solution"], *answers[key]["right"]):
            assert names_in(code) - bound_by(code) <= defined, (key, code)


def test_a_name_that_a_task_tells_of_is_defined_as_in_the_lesson():
    names = next(cell.source for cell in source("7-1a").cells if cell.id == "names")
    assert "\nfrom sklearn.linear_model import SGDClassifier\nfixed = SGDClassifier(" in names


def test_a_task_says_where_in_the_lesson_it_stands_and_what_it_is_worth_and_sends_nobody_elsewhere():
    tasks = {cell.id: cell.source for cell in source("7-2b", points={"7-2b/5": 2.5}).cells}
    heading, place, text = tasks["7-2b-1-task"].split("\n\n")
    assert (heading, place) == (
        "## 연습: 객체로 설정하기 (1점)",
        "수업 노트북의 ‘학습률 바꾸기’에 이어지는 문제입니다.",
    )
    assert text.startswith("받은 모델을 설정하고")
    assert "ipynb" not in text
    assert "학습률이 0.0005인 Adam, 타깃(target)은" in text
    assert "(2.5점)" in tasks["7-2b-5-task"]
    assert "`grade`가 알려 주는 정확도" in tasks["7-2b-5-task"]
    assert not [each.source for each in source("7-1a").cells if "events" in each.source], "grade notes nothing"


def test_another_language_is_spoken_throughout():
    with speaking("en"):
        cells = {cell.id: cell.source for cell in source("7-2b", points={"7-2b/5": 2.5}).cells}
    assert "setup(seed=42, language='en')" in cells["setup"]
    heading, place, text = cells["7-2b-1-task"].split("\n\n")
    assert (heading, place) == (
        "## Exercise: compile with an object (points: 1)",
        'This exercise follows "Changing the learning rate" in the lesson\'s notebook.',
    )
    assert text.startswith("Write a function that compiles")
    assert "the accuracy and loss that `grade` reports" in cells["7-2b-5-task"]
    assert not [name for name, text in cells.items() if HANGUL.search(text)]


def test_each_language_has_a_course_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    places = []
    for language in ("ko", "en"):
        with speaking(language):
            places.append(str(assignment.write_assignment("7-1b")))
    assert places == [f"dist/assignment/{place}source/7-1b/7-1b.ipynb" for place in ("", "en/")]


def test_points_are_those_that_were_asked_for():
    tests = [cell for cell in source("7-1b", points={"7-1b/5": 2}).cells if cell.metadata.nbgrader.grade]
    assert [cell.metadata.nbgrader.points for cell in tests] == [1, 1, 1, 1, 1, 2]


def test_lessons_and_points_reach_nbgrader_and_what_neither_is_is_refused(tmp_path, monkeypatch, capsys):
    calls = []
    monkeypatch.setattr(assignment, "write_assignment", lambda *arguments: calls.append(arguments))
    monkeypatch.setattr(assignment, "nbgrader", lambda *arguments: calls.append(arguments))
    assert assignment.main(["7-1b", "7-1b/5=2"]) == 0
    assert calls == [("7-1b", {"7-1b/5": 2.0}), ("generate_assignment", "7-1b", "--force")]
    calls.clear()
    assert assignment.main(["7-1b", "7-1c", "7-1b/6=2"]) == 1
    assert set(capsys.readouterr().err.strip().partition(": ")[2].split(", ")) == {"7-1c", "7-1b/6"}
    assert not calls
    assignment.main([])
    assert [lesson for lesson, _ in calls[::2]] == list(LESSONS)


@pytest.fixture
def settings():
    config = Config()
    return config, runpy.run_path(str(SETTINGS), {"get_config": lambda: config})


def test_a_judge_has_time_to_end_an_answer_before_nbgrader_interrupts_the_cell(settings):
    assert settings[0].Execute.timeout >= SECONDS + 30


def test_cells_that_a_student_has_deleted_come_back_to_their_places(settings, tmp_path, monkeypatch):
    def cell(name, code="released"):
        return new_code_cell(code, metadata={"nbgrader": {"grade_id": name}} if name else {})

    monkeypatch.chdir(tmp_path)
    Path("release/7-1b").mkdir(parents=True)
    nbformat.write(new_notebook(cells=[cell(name) for name in "abcdef"]), "release/7-1b/book.ipynb")
    handed_in = new_notebook(cells=[cell("b", "own"), cell("", "note"), cell("e", "own")])
    where = {"nbgrader": {"assignment": "7-1b", "notebook": "book"}}

    whole, _ = settings[1]["put_back"](handed_in, where)

    found = [(each.metadata.get("nbgrader", {}).get("grade_id", ""), each.source) for each in whole.cells]
    assert [name for name, _ in found] == ["a", "b", "c", "d", "", "e", "f"]
    assert [code for _, code in found] == ["released", "own", "released", "released", "note", "own", "released"]
