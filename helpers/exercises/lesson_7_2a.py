"""The judges of 7-2a: layers upon layers, their activations, and a fair comparison."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from typing import Any

import keras
import numpy as np

from helpers.data import first_images
from helpers.exercises.fits import Fit, by_model, noted_fits, start_alike
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
from helpers.formulas import relu as max_with_0

RNG_SEED = 7


def merged_layers(answer: Callable) -> None:
    """A function from weights and biases of two linear layers to those of the one layer that does the same."""
    rng = np.random.default_rng(RNG_SEED)
    w1, w2 = rng.normal(size=(2, 4, 4))  # square, so that a product in the wrong order works too
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
    """The number of parameters for 784 pixels, 300 and 100 hidden neurons and ten outputs."""
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
    """A model from 28×28 images through hidden layers of 100 and 50 neurons with ReLU to ten probabilities."""
    model = untouched(answer)
    require_model(model, 28, 28)
    images = np.random.default_rng(RNG_SEED).random((16, 28, 28), dtype=np.float32)
    require_ten_probabilities(model, images)
    count = 784 * 100 + 100 + 100 * 50 + 50 + 50 * 10 + 10
    require(model.count_params() == count, "sizes", value=model.count_params(), expected=count)
    scores = _scores(model, images)
    by_hand = {
        (first, second): _scores_by_hand(model, images, first, second)
        for first in (_linear, max_with_0)
        for second in (_linear, max_with_0)
    }
    require(not same(scores, by_hand[_linear, _linear], 1e-2), "linear_hidden")
    for one_linear in ((_linear, max_with_0), (max_with_0, _linear)):
        require(not same(scores, by_hand[one_linear], 1e-2), "one_linear")
    require(same(scores, by_hand[max_with_0, max_with_0], 1e-2), "not_relu")


def relu(answer: Callable) -> None:
    """A function from z, an array, to ReLU's output."""
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
    require(same(result_of(answer, 1000 * z), function(1000 * z)), "capped")


def fair_comparison(answer: Callable) -> None:
    """A function that trains the same network with sigmoid and with ReLU and returns both accuracies."""
    data = first_images(1200)
    x, y, x_valid, y_valid = data.images[:800], data.labels[:800], data.images[800:], data.labels[800:].copy()
    y_valid[::2] = (y_valid[::2] + 1) % 10  # half of them wrong: nobody who is judged by these gets much above 0.5
    with noted_fits() as fits:
        accuracies = _accuracies(answer, x, y, x_valid, y_valid)
    require(accuracies[1] < 0.52, "scored_on_training", value=f"{accuracies[1]:.3f}")
    require(accuracies[1] > 0.2, "hardly_trained", value=f"{accuracies[1]:.3f}")
    require(not same(*accuracies), "same_activation", value=f"{accuracies[0]:.4f}")
    if len(networks := by_model(fits)) == 2:
        _require_fair(*networks)
        return
    again = _accuracies(answer, x, y, x_valid, y_valid)  # trained in another way: the same start shows in the same end
    require(same(accuracies, again), "no_seed", first=f"{accuracies[1]:.4f}", second=f"{again[1]:.4f}")


def _require_fair(one: Fit, other: Fit) -> None:
    """Raise NotYet unless two networks differ in nothing but their activation."""
    require(start_alike(one, other), "other_start")
    require(one.epochs == other.epochs and one.settings == other.settings, "other_settings")
    require(one.epochs == 5, "epochs", value=one.epochs)
    require(isinstance(one.model.optimizer, keras.optimizers.SGD), "not_sgd", value=type(one.model.optimizer).__name__)


def _scores(model: Any, images: np.ndarray) -> np.ndarray:
    """What softmax was given, up to one number per image: linear in the images if the model is."""
    logs = np.log(output_of(model, images).astype(float))
    return logs - logs[:, :1]


def _scores_by_hand(model: Any, images: np.ndarray, first: Callable, second: Callable) -> np.ndarray:
    """The same of a model with these weights and those activations in its hidden layers."""
    weights = {array.shape: array for array in model.get_weights()}
    hidden = first(images.reshape(-1, 784) @ weights[784, 100] + weights[100,])
    scores = second(hidden @ weights[100, 50] + weights[50,]) @ weights[50, 10] + weights[10,]
    return scores - scores[:, :1]


def _linear(z: np.ndarray) -> np.ndarray:
    return z


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
