"""The judges of 7-2a: layers upon layers, their activations, and a fair comparison."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from helpers.data import first_images
from helpers.exercises.judging import (
    compare,
    number,
    output_of,
    pair,
    require,
    require_model,
    require_ten_probabilities,
    result_of,
    same,
    shown,
    steady_result_of,
    untouched,
)
from helpers.formulas import ACTIVATIONS, sigmoid

RNG_SEED = 7


def merged_layers(answer: Callable) -> None:
    """A function: weights and biases of two linear layers to those of the one layer that does the same."""
    rng = np.random.default_rng(RNG_SEED)
    w1, w2 = rng.normal(size=(2, 4, 4))  # square, so that a product in the wrong order has a result
    b1, b2 = rng.normal(size=(2, 4))
    weights, bias = pair(result_of(answer, w1, b1, w2, b2))
    compare(weights, w1 @ w2, {"order": w2 @ w1, "elementwise": w1 * w2, "sum_of_weights": w1 + w2})
    mistakes = {
        "bias_added": b1 + b2,
        "first_bias_lost": b2,
        "second_bias_lost": b1 @ w2,
        "wrong_weights": b2 @ w1 + b1,
    }
    compare(bias, b1 @ w2 + b2, mistakes)


def parameters_of_three_layers(answer: Any) -> None:
    """How many parameters 784 pixels, 300 and 100 hidden neurons and ten outputs have."""
    sizes = (784, 300, 100, 10)
    weights = sum(before * after for before, after in itertools.pairwise(sizes))
    mistakes = {
        "no_bias": weights,
        "bias_of_inputs": weights + sum(sizes),
        "one_bias": weights + 3,
        "two_layers": 784 * 300 + 300 + 300 * 10 + 10,
        "last_layer_lost": 784 * 300 + 300 + 300 * 100 + 100,
        "product": 784 * 300 * 100 * 10,
    }
    compare(number(answer), weights + sum(sizes[1:]), mistakes, tolerance=0)


def deep_network(answer: Any) -> None:
    """A model: images of 28×28, hidden layers of 100 and 50 neurons with ReLU, ten probabilities."""
    model = untouched(answer)
    require_model(model, 28, 28)
    images = np.random.default_rng(RNG_SEED).random((16, 28, 28), dtype=np.float32)
    require_ten_probabilities(model, images)
    count = 784 * 100 + 100 + 100 * 50 + 50 + 50 * 10 + 10
    require(model.count_params() == count, "sizes", value=model.count_params(), expected=count)
    between, doubled = (images[:-1] + images[1:]) / 2, 2 * images
    scores = _scores(model, images)
    is_linear = np.allclose(_scores(model, between), (scores[:-1] + scores[1:]) / 2, atol=1e-3)
    require(not is_linear, "linear_hidden")
    without_bias = all(not weights.any() for weights in model.get_weights() if weights.ndim == 1)
    require(not without_bias or np.allclose(_scores(model, doubled), 2 * scores, atol=1e-2), "not_relu")


def relu(answer: Callable) -> None:
    """A function: z, an array, to the output of ReLU."""
    function, slope = ACTIVATIONS["relu"]
    z = np.array([[-3.0, -0.5, 0.0], [0.25, 2.0, 40.0]])
    mistakes = {
        "slope": slope(z),
        "absolute": np.abs(z),
        "negative_kept": np.minimum(z, 0),
        "unchanged": z,
        "clipped": np.clip(z, 0, 1),
        "sigmoid": sigmoid(z),
        "positive_only": z[z > 0],
    }
    compare(steady_result_of(answer, z), function(z), mistakes)


def fair_comparison(answer: Callable) -> None:
    """A function that trains the same network with sigmoid and with ReLU and gives both accuracies."""
    data = first_images(1200)
    x, y, x_valid, y_valid = data.images[:800], data.labels[:800], data.images[800:], data.labels[800:].copy()
    y_valid[::2] = (y_valid[::2] + 1) % 10  # half of them wrong: nobody who is judged by these gets much above 0.5
    first, second = (_accuracies(answer, x, y, x_valid, y_valid) for _ in range(2))
    require(first[1] < 0.52, "scored_on_training", value=f"{first[1]:.3f}")
    require(first[1] > 0.2, "hardly_trained", value=f"{first[1]:.3f}")
    require(not same(*first), "same_activation", value=f"{first[0]:.4f}")
    require(same(first, second), "no_seed", first=f"{first[1]:.4f}", second=f"{second[1]:.4f}")


def _scores(model: Any, images: np.ndarray) -> np.ndarray:
    """What softmax got, up to a number for each image: linear in the images where the model is."""
    logs = np.log(output_of(model, images).astype(float))
    return logs - logs[:, :1]


def _accuracies(answer: Callable, *data: np.ndarray) -> tuple[float, float]:
    found = result_of(answer, *data)
    require(isinstance(found, Mapping) and set(found) == {"sigmoid", "relu"}, "keys", value=shown(found))
    accuracies = number(found["sigmoid"]), number(found["relu"])
    require(all(0 <= accuracy <= 1 for accuracy in accuracies), "loss", value=f"{max(accuracies):.3f}")
    return accuracies


JUDGES = {  # by the keys of the exercises, in the order in which the lesson sets them
    "1": merged_layers,
    "2": parameters_of_three_layers,
    "3": deep_network,
    "4": relu,
    "5": fair_comparison,
}
