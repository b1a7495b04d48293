"""A lab in a notebook is the notebook's: its first epoch is that of `compile` and `fit` on the notebook's own data.

Of each notebook only the cells that its labs need are run, in a kernel, and after each lab one that judges it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import keras
import nbformat
import numpy as np
import pytest
from nbformat import NotebookNode
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split

from helpers.labs import OptimizerRace, TrainingLab, pictures
from helpers.labs.parts.lab import Lab
from helpers.training.runs import TrainConfig
from tests.execute import execute
from tests.lab_checks import settle
from tests.lessons import shortened

pytestmark = pytest.mark.course

LAB = re.compile(r"\b(?:TrainingLab|OptimizerRace|LiveCurve)\(")
BUILDER = re.compile(r"KerasEngine\((\w+),")
OWN = {"train_scaled", "train_target", "val_scaled", "val_target", "build_optimizers"}  # what a notebook has of these
NOTEBOOKS = [path for path in sorted(Path("notebooks").glob("*.ipynb")) if "helpers.labs" in path.read_text("utf-8")]
TOLERANCES = {"sgd": 2e-4}  # pixels divided by 256 instead of 255 are further away
OTHERS = 2e-3  # of optimizers that make much of a last digit; a learning rate 1.1 times as large is further away
SCORES = ("loss", "accuracy", "val_loss", "val_accuracy")


def needed(notebook: NotebookNode) -> list[NotebookNode]:
    """The first code cell, those that make what a later one of these reads, and, at the end, those of the labs."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    missing, found = set(OWN), []
    for cell in reversed(cells):
        reads, makes = names(cell.source)
        if LAB.search(cell.source) or makes & missing or cell is cells[0]:
            missing = missing - makes | reads
            found.insert(0, cell)
    return sorted(found, key=lambda cell: bool(LAB.search(cell.source)))


def names(source: str) -> tuple[set[str], set[str]]:
    """Those that code reads, and those that it makes."""
    nodes = list(ast.walk(ast.parse(source)))
    used = [node for node in nodes if isinstance(node, ast.Name)]
    made = {(node.asname or node.name).split(".")[0] for node in nodes if isinstance(node, ast.alias)}
    made |= {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
    return {node.id for node in used if isinstance(node.ctx, ast.Load)}, made | {
        node.id for node in used if isinstance(node.ctx, ast.Store)
    }


def judge(lab: Lab, notebook: dict[str, Any], builder: str) -> None:
    """Start a lab and compare all its runs. notebook: what the kernel holds; builder: "" where there is no Keras."""
    if isinstance(lab, TrainingLab) and not lab.queue.state.runs:  # else it keeps to its grid
        lab.settings.epochs.value = 1
    lab.start.click()
    settle(lab, seconds=300)
    runs = lab.queue.state.runs
    optimizers = list(notebook["build_optimizers"]().values()) if isinstance(lab, OptimizerRace) else len(runs) * [None]
    for run, optimizer in zip(runs, optimizers, strict=True):
        optimizer = optimizer or keras.optimizers.SGD(run.config.learning_rate)
        if builder:
            expected = fitted(notebook[builder], optimizer, run.config, *own_data(notebook))
        else:
            expected = partly_fitted(run.config, *own_data(notebook))
        first = run.records[0]
        scores = [first.loss, first.accuracy, first.valid_loss, first.valid_accuracy]
        np.testing.assert_allclose(scores, expected, rtol=0, atol=TOLERANCES.get(run.config.optimizer, OTHERS))


def judge_live(notebook: dict[str, Any]) -> None:
    """Compare a fit that LiveCurve has followed for an epoch with one that it has not, and with what it has shown."""
    config = TrainConfig("adam", learning_rate=0.001)
    expected = fitted(notebook["build_model"], keras.optimizers.Adam(), config, *own_data(notebook))
    assert [notebook["history"].history[name] for name in SCORES] == [[score] for score in expected]
    assert any(f"{expected[-1]:.3f}" in words for _, words in pictures().values())


def own_data(notebook: dict[str, Any]) -> Sequence[np.ndarray]:
    """Images and labels of the notebook, to train and to validate with; 7-1a leaves it to the lab to split them."""
    if "val_scaled" in notebook:
        return [notebook[name] for name in ("train_scaled", "train_target", "val_scaled", "val_target")]
    split = train_test_split(notebook["train_scaled"], notebook["train_target"], test_size=0.2, random_state=42)
    return [split[i] for i in (0, 2, 1, 3)]


def fitted(build, optimizer, config: TrainConfig, x, y, x_valid, y_valid) -> list[float]:
    """The SCORES of an epoch, as a student would write it."""
    keras.utils.set_random_seed(config.seed)
    model = build(**config.architecture)
    settings = {"loss": "sparse_categorical_crossentropy", "metrics": ["accuracy"], "steps_per_execution": 50}
    model.compile(optimizer=optimizer, **settings)
    shape = (-1, *model.input_shape[1:])
    valid = x_valid.reshape(shape), y_valid
    history = model.fit(x.reshape(shape), y, batch_size=config.batch_size, validation_data=valid, verbose=0).history
    return [history[name][0] for name in SCORES]


def partly_fitted(config: TrainConfig, x, y, x_valid, y_valid) -> list[float]:
    """The same of scikit-learn, in the order of images that is the engine's own."""
    order = np.random.default_rng(config.seed).permutation(len(x))
    model = SGDClassifier(loss="log_loss", learning_rate="constant", eta0=config.learning_rate, shuffle=False)
    model.partial_fit(x[order], y[order], classes=np.arange(10))
    scores = []
    for images, labels in ((x, y), (x_valid, y_valid)):
        probabilities = model.predict_proba(images.astype(float))  # of float32 the smallest would be cut off
        scores += [log_loss(labels, probabilities), model.score(images, labels)]
    return scores


def judging(cell: NotebookNode, builder: str) -> list[NotebookNode]:
    """The cell that judges the lab of this one, if it has one."""
    if not LAB.search(cell.source):
        return []
    lab = "[*Out.values()][-1]"  # a notebook may have taken the name _
    call = "judge_live(globals())" if "LiveCurve(" in cell.source else f"judge({lab}, globals(), {builder!r})"
    return [nbformat.v4.new_code_cell(f"from tests.test_own_labs import judge, judge_live\n\n{call}")]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_lab_starts_as_fit_does_on_the_data_of_its_notebook(path, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path.cwd()))
    notebook = nbformat.read(path, as_version=4)
    cells = needed(notebook)
    (builder,) = {name for cell in cells for name in BUILDER.findall(cell.source)} or {""}
    for cell in cells:
        cell.source = shortened(cell.source)
    notebook.cells = [each for cell in cells for each in (cell, *judging(cell, builder))]
    nbformat.write(notebook, tmp_path / path.name)
    execute(tmp_path / path.name)
