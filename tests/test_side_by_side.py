"""Two kernels of one student, one in Korean and one in English: one record, and no word of one in the other."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.words import HANGUL

pytestmark = pytest.mark.course

COUNT = 32 * 32 * 3 * 5 + 5  # solves 7-1b/1


class Kernel:
    """A kernel that has run the first cell of a notebook."""

    def __init__(self, notebook: str, open_until_the_end: ExitStack):
        cells = [
            cell for cell in nbformat.read(f"notebooks/{notebook}", as_version=4).cells if cell.cell_type == "code"
        ]
        self._notebook = nbformat.v4.new_notebook()
        self._client = NotebookClient(self._notebook, timeout=120, resources={"metadata": {"path": str(Path.cwd())}})
        open_until_the_end.enter_context(self._client.setup_kernel())
        self.began = self.says(cells[0].source)
        self.says("import os\nfrom helpers.exercises import *\nos.chdir(os.environ['JUPYTER_DATA_DIR'])")

    def says(self, code: str) -> str:
        """What a cell with that code shows, as text and as HTML."""
        self._notebook.cells.append(nbformat.v4.new_code_cell(code))
        cell = self._client.execute_cell(self._notebook.cells[-1], len(self._notebook.cells) - 1)
        return "\n".join(output.get("text") or str(output["data"]) for output in cell.outputs)


@pytest.fixture(scope="module")
def kernels(tmp_path_factory):
    """A Korean one and an English one at the same time, with one folder of Jupyter's data."""
    folder = tmp_path_factory.mktemp("student")
    with pytest.MonkeyPatch.context() as patch, ExitStack() as open_until_the_end:
        patch.setenv("JUPYTER_DATA_DIR", str(folder))
        patch.delenv("COURSE_LANGUAGE", raising=False)
        yield [Kernel(f"{place}7-1b-single-layer.ipynb", open_until_the_end) for place in ("", "en/")]


def test_each_speaks_its_own_language(kernels):
    korean, english = kernels
    for code in (
        f"check('7-1b/1', {COUNT - 1})",
        "hint('7-1b/1')",
        "solution('7-1b/1', now=True)",
        "Quiz('7-1b/softmax')",
        "progress()",
        "events()",
        "keep_events(True)",
        "keep_on_drive()",
        "hand_in('Kim')",
        "check('7-1b/2', 'text')",
        "from helpers.data import CLASS_NAMES; print(CLASS_NAMES)",
    ):
        here, there = korean.says(code), english.says(code)
        assert HANGUL.search(here), code
        assert there.strip(), code
        assert not HANGUL.search(there), (code, there)
    assert HANGUL.search(korean.began)
    assert not HANGUL.search(english.began)


def test_what_is_solved_and_noted_in_one_is_so_in_the_other(kernels):
    korean, english = kernels
    korean.says(f"check('7-1b/1', {COUNT})")
    english.says("check('7-1a/1', 'text')")
    assert "1 of 6 solved" in english.says("progress('7-1b')")
    assert "7-1b/1 The parameters for color images: Correct" in english.says("progress('7-1b')")
    assert "exercise 7-1b/1: Correct" in english.says("events()")
    assert "연습 문제 7-1a/1: 아직 맞지 않습니다" in korean.says("events()")
