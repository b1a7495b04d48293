"""What the lessons train does not depend on TensorFlow: with JAX below Keras the figures are the same within bands."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import keras
import nbformat
import numpy as np
import pytest

from helpers.data import FashionMNIST
from helpers.text import say
from helpers.training.engines import KerasEngine, train
from helpers.training.runs import Progress, TrainConfig
from tests.execute import execute
from tests.lessons import runnable

pytestmark = pytest.mark.course

LESSONS = sorted(Path("notebooks").glob("7-[12]*.ipynb"))
CONFIG = TrainConfig("momentum", momentum=0.9, epochs=2, batch_size=300, architecture={"units": 20})
COLUMNS = {"loss": "loss", "accuracy": "accuracy", "valid_loss": "val_loss", "valid_accuracy": "val_accuracy"}


def judged(notebook: nbformat.NotebookNode) -> list[str]:
    """The figures that were found within their bands."""
    said = "".join(output.get("text", "") for cell in notebook.cells for output in cell.get("outputs", ()))
    return re.findall(r"^(.+) -?\d+\.\d{4} ✓$", said, re.MULTILINE)


@pytest.mark.skipif(not importlib.util.find_spec("jax"), reason="JAX is not installed: pip install jax")
@pytest.mark.parametrize("path", runnable(LESSONS))
def test_a_lesson_trains_with_jax_and_its_figures_lie_within_their_bands(path, monkeypatch):
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    notebook = execute(path)
    setup = next(cell for cell in notebook.cells if cell.cell_type == "code")
    assert "JAX" in setup.outputs[0].text
    assert judged(notebook) == judged(nbformat.read(path, as_version=4)) != []


def build_model(units):
    layers = [keras.layers.Dense(units, activation="relu"), keras.layers.Dense(10, activation="softmax")]
    return keras.Sequential([keras.Input((784,)), *layers])


@pytest.fixture
def other_backend(monkeypatch):
    """Keras says that its backend is another one; what PlainFit does is the same on all."""
    monkeypatch.setattr(keras.backend, "backend", lambda: "jax")


@pytest.mark.usefixtures("other_backend")
def test_on_another_backend_the_engine_trains_as_fit_and_says_so(small: FashionMNIST):
    engine = KerasEngine(build_model, small)
    with pytest.warns(UserWarning, match="fit"):
        history = train(engine, CONFIG)
    assert engine.notice == say("engine.plain_fit", value="jax")

    keras.utils.set_random_seed(CONFIG.seed)
    model = build_model(20)
    optimizer = keras.optimizers.SGD(CONFIG.learning_rate, momentum=0.9)
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    valid = small.valid.flat, small.valid.labels
    options = {"epochs": 2, "batch_size": 300, "validation_data": valid, "verbose": 0}
    expected = model.fit(small.train.flat, small.train.labels, **options).history
    for ours, theirs in COLUMNS.items():
        np.testing.assert_allclose(history.column(ours), expected[theirs], rtol=1e-6)


@pytest.mark.usefixtures("other_backend")
def test_there_a_second_run_is_as_new_and_stops_between_epochs(small: FashionMNIST):
    engine = KerasEngine(build_model, small)
    runs = [[event for event in engine.run(CONFIG) if not isinstance(event, Progress)] for _ in range(2)]
    assert [record.loss for record in runs[0]] == [record.loss for record in runs[1]]
    events = engine.run(CONFIG)
    assert next(events) == Progress(1, 0, 7)
    events.close()
