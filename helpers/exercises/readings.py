"""What the layers of a student's model make of chosen numbers, read by weights that are put in for a moment."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import keras
import numpy as np

from helpers.exercises.judging import output_of, require, require_ten_probabilities, same
from helpers.formulas import ACTIVATIONS, softmax
from helpers.text import CLASSES
from helpers.training.engines.model_checks import shape_for

POINTS = np.array([-1000, -3, -0.5, -0.01, 0, 0.25, 2, 40, 1000])  # with these, one output is left to compare with
SMALL = 1e-3  # a weight that keeps softmax from saturating
SHIFT = 2000.0  # a bias that brings all of POINTS through a later layer with ReLU
TOLERANCE = 1e-2


def has_layers(model: keras.Model, sizes: Sequence[int]) -> bool:
    """Whether a model's weights are those of dense layers of these sizes, the input's first."""
    return sorted(array.shape for array in model.get_weights()) == sorted(_no_weights(sizes))


def activation_of(model: keras.Model, images: np.ndarray, sizes: Sequence[int], layer: int) -> str:
    """The name among ACTIVATIONS of a hidden layer's activation, "linear" if it has none, "" for any other.

    Args:
        model: One with ReLU, or none, in the layers between this and its output.
        images: Some that it takes.
        sizes: Those of its layers, all different, the input's first.
        layer: 1 for the first that is hidden.
    """
    weights = _no_weights(sizes)
    weights[sizes[layer],][: len(POINTS)] = POINTS
    for before, after in itertools.pairwise(sizes[layer:-1]):
        weights[before, after] += np.eye(before, after)
        weights[after,] += SHIFT
    weights[sizes[-2], sizes[-1]][: len(POINTS), : len(POINTS)] = SMALL * np.eye(len(POINTS))
    with _put_in(model, weights):
        output = output_of(model, images[:1])[0].astype(float)
    if not np.isclose(output.sum(), 1):
        output = softmax(output)  # which the loss adds
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(output)
        found = (logs[: len(POINTS)] - logs[-1]) / SMALL - SHIFT * (len(sizes) - 2 - layer)
    known = {"linear": POINTS, **{name: function(POINTS) for name, (function, _) in ACTIVATIONS.items()}}
    return next((name for name, right in known.items() if same(found, right, TOLERANCE)), "")


def accuracy_of(model: keras.Model, images: np.ndarray, labels: np.ndarray) -> float:
    """A trained model's accuracy; NotYet unless the model, or its loss, turns each image into ten probabilities."""
    rows = images.reshape(shape_for(model, images))
    if not getattr(model.loss, "from_logits", False):
        require_ten_probabilities(model, rows)
    return (output_of(model, rows).argmax(axis=1) == labels).mean()


def require_softmax(model: keras.Model, images: np.ndarray, sizes: Sequence[int]) -> None:
    """Raise NotYet unless a model's output is the softmax of what its last layer computes."""
    weights = _no_weights(sizes)
    weights[sizes[-1],] += np.linspace(-2, 3, CLASSES)
    with _put_in(model, weights):
        output = output_of(model, images[:1])[0]
    right = softmax(weights[sizes[-1],])
    require(not same(output, softmax(right)), "softmax_twice")
    require(same(output, right), "not_softmax")


def _no_weights(sizes: Sequence[int]) -> dict[tuple[int, ...], np.ndarray]:
    """Shape → zeros, for the weights and biases of dense layers."""
    pairs = itertools.pairwise(sizes)
    return {shape: np.zeros(shape) for before, after in pairs for shape in ((before, after), (after,))}


@contextmanager
def _put_in(model: keras.Model, weights: Mapping[tuple[int, ...], np.ndarray]) -> Iterator[None]:
    kept = model.get_weights()
    model.set_weights([weights[array.shape] for array in kept])
    try:
        yield
    finally:
        model.set_weights(kept)
