"""The lessons up to their last exercise, the solutions in the place of the stubs: each is right where it stands."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

from helpers.exercises.catalogue import exercises_of, find
from helpers.text import LESSONS
from tests.execute import execute
from tests.lessons import CHECK, shortened

pytestmark = pytest.mark.thorough


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_student_who_solves_all_sees_all_right_and_done(lesson, tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path))
    (path,) = Path("notebooks").glob(f"{lesson}-*.ipynb")
    notebook = nbformat.read(path, as_version=4)
    progress = next(i for i, cell in enumerate(notebook.cells) if cell.source == f"progress('{lesson}')")
    notebook.cells = notebook.cells[: progress + 1]
    for cell in notebook.cells:
        if cell.cell_type == "code" and (called := CHECK.search(cell.source)):
            imports = re.findall(r"^from helpers.*", cell.source, re.MULTILINE)
            cell.source = "\n".join([*imports, find(called[1]).texts["solution"], called[0]])
        elif cell.cell_type == "code":
            cell.source = shortened(cell.source)
    nbformat.write(notebook, tmp_path / path.name)
    monkeypatch.setenv("PYTHONPATH", str(Path.cwd()))

    executed = execute(tmp_path / path.name)

    shown = [output.data for cell in executed.cells for output in cell.get("outputs", ()) if "data" in output]
    said = [data["text/plain"] for data in shown if "text/plain" in data]  # the row below a quiz has none
    heads = [text.splitlines()[0] for text in said]
    names = [exercise.name for exercise in exercises_of(lesson)]
    verdicts = [head for head in heads if re.search(rf"\({lesson}/\w+\)$", head)]
    assert verdicts == [f"✔ 맞았습니다 ({name})" for name in names]
    assert heads[-1] == f"✔ {lesson} 연습 문제: {len(names)}개 가운데 {len(names)}개를 풀었습니다"
