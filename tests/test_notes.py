"""The lecture notes, line by line: each is run in the notebook of old and new code, and told about in its tables."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

pytestmark = pytest.mark.course

NOTEBOOK = Path("notebooks/7-0-notes-and-today.ipynb")
LINES_THAT_RUN = [  # today, as they stand, though some do not do what they seem to
    "from tensorflow import keras",
    "(train_input, train_target), (test_input, test_target) = keras.datasets.fashion_mnist.load_data()",
    "print(train_input.shape, train_target.shape)",
    "print(test_input.shape, test_target.shape)",
    "import matplotlib.pyplot as plt",
    "fig, axs = plt.subplots(1, 10, figsize=(10,10))",
    "axs[i].imshow(train_input[i], cmap='gray_r')",
    "axs[i].axis('off')",
    "plt.show()",
    "import tensorflow.keras as keras",
    "from sklearn.model_selection import train_test_split",
    "print(train_scaled.shape, train_target.shape)",
    "print(val_scaled.shape, val_target.shape)",
    "dense = keras.layers.Dense(10, activation='softmax', input_shape=(784,))",
    "print(train_target[:10])",
    "model.fit(train_scaled, train_target, epochs=5)",
    "model.evaluate(val_scaled, val_target)",
    "dense1 = keras.layers.Dense(100, activation='sigmoid', input_shape=(784,))",
    "dense2 = keras.layers.Dense(10, activation='softmax')",
    "model = keras.Sequential([dense1, dense2])",
    "model.summary()",
    "keras.layers.Dense(100, activation='sigmoid', input_shape=(784,), name='hidden'),",
    "keras.layers.Dense(10, activation='softmax', name='output')], name='패션 MNIST 모델')",
    "model = keras.Sequential()",
    "model.add(keras.layers.Dense(100, activation='sigmoid', input_shape=(784,)))",
    "model.add(keras.layers.Flatten(input_shape=(28, 28)))",
    "model.add(keras.layers.Dense(100, activation='relu'))",
    "model.add(keras.layers.Dense(10, activation='softmax'))",
]
LINES_THAT_FAIL = [
    "loss='log'",
    "train_test_split(train_scaled, train_target, test_size=0.2, random_state=42)",  # nothing is scaled before it
    "model = keras.Sequential(dense)",
    "model.compile(loss='sparse_categorical_crossentropy', metrics='accuracy')",
    "model.compile(optimizer='sgd', loss='sparse_categorical_crossentropy', metrics='accuracy')",
    "sgd = keras.optimizer.SGD()",
    "sgd = keras.optimizer.SGD(learning_rate=0.1)",
    "sgd = keras.optimizer.SGD(momentum=0.9, nesterov=True)",
    "model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics='accuracy')",
]
ROW = re.compile(r"^\| (?P<old>.+?) \| (?P<today>.+?) \| (?P<why>.+?) \| (?P<lesson>.+?) \|$", re.MULTILINE)


def squeezed(text: str) -> str:
    return re.sub(r"\s+|#.*", "", text)


@pytest.fixture(scope="module")
def cells() -> list:
    return nbformat.read(NOTEBOOK, as_version=4).cells


@pytest.mark.parametrize("line", LINES_THAT_RUN)
def test_every_line_that_runs_is_run_where_nothing_has_to_fail(line, cells):
    running = [cell.source.split("with fails_with")[0] for cell in cells if cell.cell_type == "code"]
    assert any(squeezed(line) in squeezed(source) for source in running)


@pytest.mark.parametrize("line", LINES_THAT_FAIL)
def test_every_line_that_fails_is_run_where_it_has_to_fail(line, cells):
    failing = [block for cell in cells for block in cell.source.split("with fails_with")[1:]]
    assert any(squeezed(line) in squeezed(block) for block in failing)


def test_the_last_table_tells_today_s_line_why_and_where_it_is_taught(cells):
    rows = [row.groupdict() for row in ROW.finditer(cells[-1].source)]
    told = [row for row in rows if row["old"].endswith(")")]
    assert len(told) > 10
    for row in told:
        assert row["old"].endswith(("(오류)", "(경고)", "(조용히)")), row
        assert row["lesson"].startswith("[7-"), row
    headings = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    for kind in ("오류", "경고", "조용히"):
        assert f"({kind})\n" in headings, kind
