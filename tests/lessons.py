"""The lesson notebooks as tests run them: first cell, exercises' stubs, and copies that train for one epoch only."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable
from pathlib import Path

import nbformat
import pytest

from helpers.text import language
from publish.languages import place_of

NEEDS = {"7-1c-pytorch": "torch"}  # a notebook → what it needs that the course does not install
CHECK = re.compile(r"^check\('([^']+)', (.+)\)$", re.MULTILINE)

# Code that cuts whatever a notebook trains or evaluates on to its first 500 images.
FEW_IMAGES = """
import functools

import keras
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import SGDClassifier


def of_few(method):
    @functools.wraps(method)
    def on_few(self, x, y, **options):
        return method(self, x[:500], y[:500], **options)

    return on_few


for kind in (keras.Model, SGDClassifier, RandomForestClassifier):
    kind.fit = of_few(kind.fit)
keras.Model.evaluate = of_few(keras.Model.evaluate)
"""


def first_cell() -> str:
    """The code that each notebook begins with."""
    cells = nbformat.read("notebooks/7-1a-logistic-regression.ipynb", as_version=4).cells
    return next(cell.source for cell in cells if cell.cell_type == "code")


def left_out(path: Path) -> str:
    """Why a notebook cannot run here: "" if it can."""
    package = NEEDS.get(path.stem)
    if not package or importlib.util.find_spec(package):
        return ""
    return f"{path.as_posix()} is left out: {package} is not installed (pip install {package})"


def runnable(paths: Iterable[Path]) -> list:
    """Parameters of a test that runs notebooks: one that cannot run here is skipped, and why is said."""
    return [
        pytest.param(path, id=path.stem, marks=pytest.mark.skipif(bool(left_out(path)), reason=left_out(path)))
        for path in paths
    ]


def stubs() -> dict[str, tuple[str, str]]:
    """Name of an exercise → the code of its stub, and what is given to `check` in the same cell; as is spoken."""
    found = {}
    for path in sorted(place_of(Path("notebooks"), language()).glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code" and (called := CHECK.search(cell.source)):
                found[called[1]] = cell.source[: called.start()], called[2]
    return found


def shortened(code: str) -> str:
    """One epoch in the place of many, and no judgement of figures: these are compared by nbval."""
    unjudged = re.sub(r"^( *)within\(.*", r"\1pass", code, flags=re.MULTILINE)
    return re.sub(r"(epochs|max_iter)=\d+", r"\1=1", unjudged)
