"""Each small experiment: a task, a rubric of ten points, and a solution that runs alone and asserts what is claimed."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

pytestmark = pytest.mark.course

CELLS = {
    cell.id: cell
    for path in sorted(Path("notebooks").glob("*.ipynb"))
    for cell in nbformat.read(path, as_version=4).cells
    if cell.id.startswith("experiment-")
}
PART = re.compile(r"<details>\n<summary>([^<]+)</summary>\n\n(.+?)\n\n</details>", re.DOTALL)
PROGRAM = re.compile(r"```python\n(.+)```", re.DOTALL)
SECONDS = 600  # far more than any needs on a busy machine


def parts(name: str) -> dict[str, str]:
    """What an experiment keeps closed: title → Markdown."""
    return dict(PART.findall(CELLS[name].source))


def solution(name: str) -> str:
    return PROGRAM.fullmatch(parts(name)["풀이"])[1]


def run(program: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program in a fresh process that knows nothing of this folder."""
    command = [sys.executable, "-I", "-X", "utf8", "-c", program]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=SECONDS, check=False)


def closing_assertions(program: str) -> int:
    """How many assertions a program ends with."""
    kinds = [type(statement) is ast.Assert for statement in reversed(ast.parse(program).body)]
    return kinds.index(False) if False in kinds else len(kinds)


def test_there_are_experiments():
    assert CELLS


@pytest.mark.parametrize("name", CELLS)
class TestExperiment:
    def test_is_a_task_for_after_the_talk_with_rubric_and_solution(self, name):
        cell = CELLS[name]
        assert cell.cell_type == "markdown"
        assert cell.metadata["slideshow"]["slide_type"] == "skip"
        assert re.match(r"## 작은 실험: .+\n", cell.source)
        assert re.search(r"^1\. .+\n2\. ", cell.source, re.MULTILINE)
        assert list(parts(name)) == ["채점 기준", "풀이"]

    def test_gives_ten_points_in_four_or_five_lines(self, name):
        points = [int(number) for number in re.findall(r"^\| .+ \| (\d+) \|$", parts(name)["채점 기준"], re.MULTILINE)]
        assert 4 <= len(points) <= 5
        assert sum(points) == 10

    def test_has_a_short_solution_that_ends_with_its_claims(self, name):
        program = solution(name)
        assert len([line for line in program.splitlines() if line.strip()]) <= 25
        assert "helpers" not in program
        assert 1 <= closing_assertions(program) <= 2

    def test_has_a_solution_that_runs_alone_and_whose_claims_hold(self, name, tmp_path):
        ran = run(solution(name), tmp_path)
        assert ran.returncode == 0, ran.stderr
        assert ran.stdout.strip()


def test_a_claim_that_does_not_hold_is_seen(tmp_path):
    ran = run("print('셋')\nassert 1 + 1 == 3", tmp_path)
    assert (ran.returncode, ran.stdout) == (1, "셋\n")
    assert "AssertionError" in ran.stderr


def test_assertions_are_counted_from_the_end():
    assert closing_assertions("assert 1\nprint(2)\nassert 3\nassert 4") == 2
    assert closing_assertions("assert 1\nprint(2)") == 0
