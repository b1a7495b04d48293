"""One more language by the steps of CONTRIBUTING, "A language", alone: no line of code changes.

Its words are the Korean ones in other letters, so that none can be taken for Korean.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from tests.words import HANGUL

pytestmark = pytest.mark.course

OTHER_LETTERS = str.maketrans(
    {letter: chr(0x4E00 + n) for n, letter in enumerate(filter(HANGUL.match, map(chr, range(0xD800))))}
)
COLAB = """
from publish import colab
colab.as_pngs = lambda paths: {path: path.read_bytes() for path in paths}  # no browser
colab.publish()
"""
ASSIGNMENT = """
from publish.assignment import write_assignment
write_assignment("7-1b")
"""
CLASS_PAGE = """
from deploy.class_page.page import still_page
from deploy.class_page.table import as_csv
from deploy.class_page.tally import Tally
from deploy.class_page.view import view
print(still_page(view(Tally(), 0)), as_csv(Tally()))
"""
HANDOUTS = """
from pathlib import Path
from publish import guide, handouts
from publish.talks import read_talk
handouts.write_pages(Path("handouts"))
Path("handouts/guide.html").write_text(guide.page(read_talk("7-1b")), "utf-8")
"""
PROGRESS = """
from helpers.course import setup
setup(seed=42, language="xx")
from helpers.exercises import check, progress
check("7-1b/1", 1)
progress()
"""


def told(korean: str) -> str:
    """What is Korean, in the other letters."""
    return korean.translate(OTHER_LETTERS)


class Course:
    """A copy of the course."""

    def __init__(self, folder: Path):
        self.folder = folder
        for name in ("deploy", "helpers", "images", "notebooks", "publish"):
            shutil.copytree(name, folder / name, ignore=shutil.ignore_patterns("fashion-mnist", "__pycache__"))
        (folder / "helpers" / "fashion-mnist").symlink_to(Path("helpers/fashion-mnist").resolve())
        for path in (Path("pyproject.toml"), *Path().glob("README*")):
            shutil.copy(path, folder)

    def run(self, *arguments: str, **environment: str) -> str:
        """What Python prints there."""
        environment = {**os.environ, "PYTHONPATH": str(self.folder), "PYTHONUTF8": "1", **environment}
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return done.stdout

    def cells(self, path: str) -> dict[str, str]:
        """Name → source of a notebook's cells."""
        return {cell.id: cell.source for cell in nbformat.read(self.folder / path, as_version=4).cells}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course that speaks xx, too."""
    course = Course(tmp_path_factory.mktemp("course"))
    before = {path for path in course.folder.rglob("*") if "__pycache__" not in path.parts}
    course.run("-m", "publish.languages", "begin", "xx")
    course.run("-m", "publish.languages", "follow", "xx", "7")
    for path in set(course.folder.rglob("*.*")) - before:  # translate
        if path.suffix in (".ipynb", ".py", ".toml"):
            path.write_text(told(path.read_text("utf-8")), "utf-8")
    course.run("-m", "publish.languages", "accept", "xx", "7")
    course.run("-m", "publish.heads")
    course.run("-m", "images.draw")
    return course


def test_its_notebooks_are_those_of_the_korean_course(course):
    assert course.run("-m", "publish.languages") == ""
    korean = sorted(path.name for path in (course.folder / "notebooks").glob("*.ipynb"))
    assert sorted(path.name for path in (course.folder / "notebooks" / "xx").iterdir()) == korean
    for name in korean:
        assert not [cell for cell, text in course.cells(f"notebooks/xx/{name}").items() if HANGUL.search(text)]
    assert course.cells("notebooks/xx/7-1b-single-layer.ipynb")["c7-1b-contents"].startswith(told("**차례**"))


def test_its_diagrams_are_drawn(course):
    korean = sorted(path.name for path in (course.folder / "images").glob("*.svg") if path.stem != "notebook")
    drawn = sorted((course.folder / "images" / "xx").glob("*.svg"))
    assert [path.name for path in drawn] == korean
    assert not [path for path in drawn if HANGUL.search(path.read_text("utf-8"))]


def test_a_kernel_speaks_it(course, tmp_path):
    said = course.run("-c", PROGRESS, JUPYTER_DATA_DIR=str(tmp_path))
    assert told("계산 장치:") in said
    assert told("아직 맞지 않습니다") in said
    assert not HANGUL.search(said)


def test_its_colab_files_are_written(course):
    course.run("-c", COLAB)
    cells = course.cells("dist/colab/xx/7-1b-single-layer.ipynb")
    setup = [text for text in cells.values() if "setup(seed=42, cpu_minutes='1~2', language='xx')" in text]
    assert len(setup) == 1
    assert cells.pop("colab-helpers").startswith(told("#@title helpers 준비하기"))
    assert not [name for name, text in cells.items() if HANGUL.search(text)]


def test_so_is_an_assignment(course):
    course.run("-c", ASSIGNMENT, COURSE_LANGUAGE="xx")
    cells = course.cells("dist/assignment/xx/source/7-1b/7-1b.ipynb")
    assert cells["head"].startswith(told("# 과제: 7-1b"))
    assert not [name for name, text in cells.items() if HANGUL.search(text)]


def test_so_are_talks_and_handouts(course):
    course.run("-c", HANDOUTS, COURSE_LANGUAGE="xx")
    written = sorted((course.folder / "handouts").iterdir())
    assert {"guide.html", "7-1b.html"} <= {path.name for path in written}
    assert not [path.name for path in written if HANGUL.search(path.read_text("utf-8"))]


def test_the_class_page_speaks_it(course):
    said = course.run("-c", CLASS_PAGE, COURSE_LANGUAGE="xx")
    assert told("<h1>수업 현황</h1>") in said
    assert not HANGUL.search(said)
