"""The English notebooks say what the Korean ones say.

nbval runs the Korean ones and compares all that they print; here the English ones are held to them. Their code is the
same but for words (`publish.languages`), so are all numbers that they have stored, and each runs once in a kernel of
its own, on a few images: what it prints must be English and must not fail.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from tests.execute import execute
from tests.lessons import FEW_IMAGES, runnable, shortened
from tests.words import HANGUL

PATHS = sorted(Path("notebooks/en").glob("*.ipynb"))
WITH_CODE = [path for path in PATHS if '"code"' in path.read_text("utf-8")]
NUMBER = re.compile(r"\d+(?:[.,]\d+)+(?:e[-+]?\d+)?|\d{3,}")  # smaller ones may be words: the first, two layers
SECONDS = re.compile(r"\d+m?s - \d+[mu]?s/(?:step|epoch)|(?<=걸린 시간 )[\d.]+|(?<=took )[\d.]+")


def texts(cell: NotebookNode) -> Iterator[str]:
    """What a reader of a cell's stored outputs reads."""
    for output in cell.get("outputs", ()):
        yield output.get("text", "")
        yield output.get("data", {}).get("text/plain", "")
        yield output.metadata.get("image/png", {}).get("alt", "") if "metadata" in output else ""
        yield output.get("data", {}).get("text/html", "")


def kinds(cell: NotebookNode) -> list[tuple[str, ...]]:
    """What a cell has stored: an output's type, and the forms that it has."""
    return [(output.output_type, *output.get("data", {})) for output in cell.outputs]


def numbers(cell: NotebookNode) -> Counter[str]:
    """The numbers in a cell's text outputs, whatever words stand around them; none that a clock has told."""
    told = "\n".join(output.get("text", "") + output.get("data", {}).get("text/plain", "") for output in cell.outputs)
    return Counter(NUMBER.findall(SECONDS.sub("", told)))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_no_reader_meets_hangul(path):
    for cell in nbformat.read(path, as_version=4).cells:
        assert not HANGUL.search(cell.source), cell.id
        assert not HANGUL.search("\n".join(texts(cell))), cell.id


@pytest.mark.parametrize("path", WITH_CODE, ids=lambda path: path.stem)
def test_the_stored_numbers_are_those_of_the_korean_notebook(path):
    korean = nbformat.read(path.parents[1] / path.name, as_version=4)
    for ours, theirs in zip(korean.cells, nbformat.read(path, as_version=4).cells, strict=True):
        if ours.cell_type == "code":
            assert kinds(ours) == kinds(theirs), ours.id
            assert numbers(ours) == numbers(theirs), ours.id


@pytest.mark.thorough
@pytest.mark.parametrize("path", runnable(WITH_CODE))
def test_it_runs_and_prints_english(path, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path.cwd()))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path))
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.source = shortened(cell.source) if cell.cell_type == "code" else cell.source
    notebook.cells.insert(0, nbformat.v4.new_code_cell(FEW_IMAGES))
    nbformat.write(notebook, tmp_path / path.name)
    for cell in execute(tmp_path / path.name).cells[1:]:
        assert not HANGUL.search("\n".join(texts(cell))), cell.id
