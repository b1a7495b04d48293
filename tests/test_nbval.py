"""What `make test` sees in a notebook: another figure below a cell makes it fail, other digits of a training do not."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from tests.execute import store

pytestmark = pytest.mark.course

SETUP = """
from helpers.course import setup
setup()
import matplotlib.pyplot as plt
import numpy as np
from helpers.plots import plot_class_counts, plot_confusion_matrix, plot_histories, plot_images, plot_prediction
images = np.zeros((2, 28, 28))
"""
TWO_AXES = """
_, (left, right) = plt.subplots(1, 2)
left.set({})
right.set({})
left.plot([3, 2, 1], label='SGD')
plt.show()
"""
LINES = "for name, values in {}.items():\n    plt.plot(values, label=name)\nplt.legend()\nplt.show()"
HISTORY = "plot_histories({{'{}': {{'loss': [{}], 'val_loss': [0.7, 0.6]}}}}, metric='loss')\nplt.show()"
TURN = "plot_histories({{'SGD': {{'loss': [{}]}}}}, metric='loss')\nplt.show()"
PREDICTION = "plot_prediction(images[0], np.eye(10)[{}] * {} + {}, label=8)\nplt.show()"
MATRIX = "matrix = np.eye(10, dtype=int) * 900\nmatrix[{}] = {}\nplot_confusion_matrix(matrix)\nplt.show()"
OTHERS = {  # what differs → a cell as it is stored, and as it then is
    "titles": [TWO_AXES.format(*titles) for titles in (("title='A'", "title='B'"), ("title='B'", "title='A'"))],
    "axes": [TWO_AXES.format("title='A'", f"{x}label='손실', {y}label='에포크'") for x, y in ("xy", "yx")],
    "legend": [LINES.format(lines) for lines in ("{'a': [1, 2], 'b': [2, 4]}", "{'b': [1, 2], 'a': [2, 4]}")],
    "values": [LINES.format(lines) for lines in ("{'a': [1, 2], 'b': [2, 4]}", "{'a': [1, 2], 'b': [2, 5]}")],
    "bars": [f"plot_class_counts(np.arange({n}) % 10)\nplt.show()" for n in (60_000, 50_000)],
    "captions": [f"plot_images(images, labels=[{labels}])\nplt.show()" for labels in ("0, 9", "9, 0")],
    "runs": [HISTORY.format(name, "0.8, 0.5") for name in ("SGD", "Adam")],
    "course": [HISTORY.format("SGD", losses) for losses in ("0.8, 0.5", "0.5, 0.8")],
    "class": [PREDICTION.format(label, 0.9, 0.01) for label in (8, 9)],
    "figures": ["plt.plot([1, 2])\nplt.show()", "plt.plot([1, 2])\nplt.show()\nplt.plot([1, 2])\nplt.show()"],
}
ALIKE = {  # what a machine may show otherwise
    "losses": [HISTORY.format("SGD", losses) for losses in ("0.8123, 0.5", "0.813, 0.0499")],
    "turn": [TURN.format(losses) for losses in ("0.8, 0.5, 0.4, 0.7", "0.8, 0.4, 0.5, 0.68")],
    "probability": [PREDICTION.format(8, *shares) for shares in ((0.9, 0.01), (0.8, 0.02))],
    "confusion": [MATRIX.format(*most) for most in (("6, 0", 150), ("4, 2", 146))],
    "epoch": [f"print('멈춘 에포크: {epoch}')" for epoch in (10, 12)],
    "mistakes": [
        f"plot_images(images, captions={each})\nplt.show()" for each in (["a / b", "c / d"], ["a / c", "b / d"])
    ],
}


def failing_cells(path: Path) -> list[int]:
    masks = Path("tests/sanitize.cfg").resolve()
    command = [sys.executable, "-m", "pytest", "-rf", "--nbval", f"--nbval-sanitize-with={masks}", path.name]
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    done = subprocess.run(command, cwd=path.parent, env=environment, capture_output=True, encoding="utf-8")
    assert f"{len(OTHERS) + len(ALIKE) + 1} items" in done.stdout, done.stdout
    return [int(number) for number in re.findall(r"^FAILED .*Cell (\d+)", done.stdout, re.MULTILINE)]


def test_a_cell_that_shows_something_else_fails_and_one_whose_digits_were_learnt_does_not(tmp_path):
    cells = [*OTHERS.values(), *ALIKE.values()]
    sources = [SETUP, *(stored for stored, _ in cells)]
    path = tmp_path / "figures.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources]), path)
    store(path)
    changed = nbformat.read(path, as_version=4)
    for cell, (_, other) in zip(changed.cells[1:], cells, strict=True):
        assert cell.source != other
        cell.source = other
    nbformat.write(changed, path)
    names = [*OTHERS, *ALIKE]
    assert [names[number - 1] for number in failing_cells(path)] == list(OTHERS)
