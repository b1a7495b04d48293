"""The first code cell finds the course from wherever a front end starts it, or says in a sentence what to do."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import nbformat
import pytest

from helpers.text import say
from tests.execute import execute
from tests.lessons import first_cell

pytestmark = pytest.mark.course

COURSE = Path.cwd()
NOTEBOOK = COURSE / "notebooks" / "7-1a-logistic-regression.ipynb"
SENTENCE = re.search(r"raise ImportError\('(.+)'\)", first_cell())[1]
WITHOUT_SETUP = first_cell().replace("setup(seed=42)", "")
SAY_WHERE = "import helpers, helpers.data\nprint(helpers.__path__[0], helpers.data.__file__, sep='\\n')"


def run(folder: Path, code: str, *paths: Path, **environment: str) -> subprocess.CompletedProcess:
    """Python in that folder as after `pip install -r requirements.txt`: all packages, and no course."""
    found = [*paths, sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(map(str, found)), **environment}
    command = [sys.executable, "-S", "-"]  # -S: without what makes the course installed here
    options = {"input": code, "capture_output": True, "encoding": "utf-8"}
    return subprocess.run(command, cwd=folder, env=environment, check=False, **options)


def assert_is_the_course(done: subprocess.CompletedProcess) -> None:
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [str(COURSE / "helpers"), str(COURSE / "helpers" / "data.py")]


@pytest.fixture
def stranger(tmp_path):
    """A folder with a package of the same name."""
    package = tmp_path / "site-packages" / "helpers"
    package.mkdir(parents=True)
    for name in ("__init__", "data"):
        (package / f"{name}.py").write_text("", "utf-8")
    return package.parent


@pytest.mark.parametrize("folder", [".", "notebooks", "tests/answers"])
def test_within_the_repository_the_course_is_found(folder):
    assert_is_the_course(run(COURSE / folder, f"{WITHOUT_SETUP}\n{SAY_WHERE}"))


def test_elsewhere_jupyter_knows_where_the_notebook_is(tmp_path):
    done = run(tmp_path, f"{WITHOUT_SETUP}\n{SAY_WHERE}", JPY_SESSION_NAME=str(NOTEBOOK))
    assert_is_the_course(done)


def test_elsewhere_vs_code_knows_where_the_notebook_is(tmp_path):
    assert_is_the_course(run(tmp_path, f"__vsc_ipynb_file__ = {str(NOTEBOOK)!r}\n{WITHOUT_SETUP}\n{SAY_WHERE}"))


def test_elsewhere_a_course_that_is_installed_does(tmp_path):
    assert_is_the_course(run(tmp_path, f"{WITHOUT_SETUP}\n{SAY_WHERE}", COURSE))


@pytest.mark.parametrize("before", ["", "import helpers.data"])
def test_another_package_of_that_name_is_passed_by_even_where_it_is_imported(before, stranger):
    assert_is_the_course(run(COURSE / "notebooks", f"{before}\n{WITHOUT_SETUP}\n{SAY_WHERE}", stranger))


def test_a_second_run_keeps_the_modules_and_the_path(tmp_path):
    code = f"{WITHOUT_SETUP}\nkept = sys.path.copy(), setup\n{WITHOUT_SETUP}\nassert (sys.path, setup) == kept"
    done = run(COURSE, code)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("others", [False, True])
def test_where_there_is_no_course_one_sentence_says_what_to_do(others, stranger, tmp_path):
    done = run(tmp_path, first_cell(), *([stranger] if others else []))
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == f"ImportError: {SENTENCE}"
    assert done.stderr.count("Traceback") == 1
    assert len(done.stderr.splitlines()) < 5


def test_where_there_is_no_tensorflow_a_notebook_shows_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(COURSE))
    hidden = nbformat.v4.new_code_cell("import sys\nsys.modules['tensorflow'] = None")
    cell = nbformat.v4.new_code_cell(first_cell(), metadata={"tags": ["raises-exception"]})
    nbformat.write(nbformat.v4.new_notebook(cells=[hidden, cell]), tmp_path / "hidden.ipynb")
    (output,) = execute(tmp_path / "hidden.ipynb").cells[1].outputs
    assert output.traceback == [say("course.no_tensorflow")]


def test_the_cell_is_short_and_says_its_sentences_in_one():
    assert len([line for line in first_cell().splitlines() if line]) <= 18
    for sentence in (SENTENCE, say("course.no_tensorflow")):
        assert re.fullmatch(r"[^.!?]+\.", sentence)
