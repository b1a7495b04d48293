"""The judges of 7-2a: layers upon layers, their activations, and a fair comparison; gradients has the others."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Mapping
from typing import Any

import keras
import numpy as np

from helpers.data import first_images
from helpers.exercises.fits import Fit, joined, noted_fits, require_all_images, weights_alike
from helpers.exercises.gradients import chain_gradient, finite_difference
from helpers.exercises.judging import (
    NotYet,
    compare,
    number,
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
from helpers.exercises.readings import accuracy_of, activation_of, has_layers, require_softmax
from helpers.formulas import ACTIVATIONS, sigmoid
from helpers.training.engines.model_checks import shape_for

RNG_SEED = 7
DEEP, SHALLOW = (784, 100, 50, 10), (784, 100, 10)  # the sizes of the layers that are asked for, the input's first


def merged_layers(answer: Callable) -> None:
    """A function from weights and biases of two linear layers to those of the one layer that does the same."""
    rng = np.random.default_rng(RNG_SEED)
    w1, w2 = rng.normal(size=(2, 4, 4))  # square, so that a product in the wrong order works too
    b1, b2 = rng.normal(size=(2, 4))
    weights, bias = pair(result_of(answer, w1, b1, w2, b2))
    of_weights = {"order": w2 @ w1, "elementwise": w1 * w2, "sum_of_weights": w1 + w2, "swapped": b1 @ w2 + b2}
    compare(weights, w1 @ w2, of_weights)
    mistakes = {
        "bias_added": b1 + b2,
        "first_bias_lost": b2,
        "second_bias_lost": b1 @ w2,
        "wrong_weights": b2 @ w1 + b1,
    }
    compare(bias, b1 @ w2 + b2, mistakes)
    w1, b1, w2, b2 = rng.normal(size=(5, 3)), rng.normal(size=3), rng.normal(size=(3, 2)), rng.normal(size=2)
    weights, bias = pair(result_of(answer, w1, b1, w2, b2))
    require(same(weights, w1 @ w2) and same(bias, b1 @ w2 + b2), "not_square")


def parameters_of_three_layers(answer: Any) -> None:
    """The number of parameters for 784 pixels, 300 and 100 hidden neurons and ten outputs."""
    sizes = 784, 300, 100, 10
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
    require(has_layers(model, DEEP), "sizes", value=model.count_params(), expected=count)
    require_softmax(model, images, DEEP)
    names = [activation_of(model, images, DEEP, layer) for layer in (1, 2)]
    require(names != ["linear", "linear"], "linear_hidden")
    require(set(names) != {"linear", "relu"}, "one_linear")
    require(names == ["relu", "relu"], "not_relu")


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
    for array in (z[0], z.reshape(3, 1, 2)):
        _require_relu(answer, array)


def _require_relu(answer: Callable, z: np.ndarray) -> None:
    """Raise NotYet unless a function that takes a table takes this array, too."""
    try:
        found = result_of(answer, z)
    except NotYet as reason:
        raise NotYet("dimensions", value=z.shape) from reason
    require(same(found, np.maximum(z, 0)), "dimensions", value=z.shape)


def fair_comparison(answer: Callable) -> None:
    """A function that trains the same network with sigmoid and with ReLU and returns both accuracies."""
    data = first_images(1200)
    x, y, x_valid, y_valid = data.images[:800], data.labels[:800], data.images[800:], data.labels[800:].copy()
    y_valid[::2] = (y_valid[::2] + 1) % 10  # half of them wrong: nobody who is judged by these gets much above 0.5
    with noted_fits() as fits:
        accuracies = _accuracies(answer, x, y, x_valid, y_valid)
    require(accuracies["relu"] < 0.52, "scored_on_training", value=f"{accuracies['relu']:.3f}")
    if len(runs := joined(fits)) == 2:
        _require_fair(runs[0], runs[1], x)
        models = {id(run.model): run.model for run in runs}.values()  # one, if it was put back to its start
        _require_own_accuracies(models, accuracies, x_valid, y_valid)
        return
    require(accuracies["relu"] > 0.2, "hardly_trained", value=f"{accuracies['relu']:.3f}")
    require(len(runs) != 1, "continued")
    require(not same(*accuracies.values()), "same_activation")
    again = _accuracies(answer, x, y, x_valid, y_valid)  # trained in another way: the same start shows in the same end
    first, second = ([found["sigmoid"], found["relu"]] for found in (accuracies, again))
    require(same(first, second), "no_seed", first=f"{first[1]:.4f}", second=f"{second[1]:.4f}")


def _require_fair(one: Fit, other: Fit, images: np.ndarray) -> None:
    """Raise NotYet unless two networks were trained as asked and differ in nothing but their activation."""
    for fit in (one, other):
        require(has_layers(fit.model, SHALLOW), "sizes", value=fit.model.count_params())
    require(weights_alike(one.start, other.start), "other_start")
    require(one.epochs == other.epochs and one.settings == other.settings, "other_settings")
    require(one.order == other.order, "other_order")
    require(one.epochs == 5, "epochs", value=one.epochs)
    require(isinstance(one.model.optimizer, keras.optimizers.SGD), "not_sgd", value=type(one.model.optimizer).__name__)
    require_all_images(one, images)


def _require_own_accuracies(
    models: Collection[keras.Model], accuracies: Mapping[str, float], images: np.ndarray, labels: np.ndarray
) -> None:
    """Raise NotYet unless each network's accuracy stands under the name of its activation."""
    found = {}
    for model in models:
        rows = images.reshape(shape_for(model, images))
        accuracy = accuracy_of(model, images, labels)
        found[activation_of(model, rows, SHALLOW, 1)] = accuracy
    require(len(found) == len(models) and set(found) <= set(accuracies), "same_activation")
    one_image = 1.2 / len(images)  # rounding may turn a near tie
    if not all(same(accuracies[name], accuracy, one_image) for name, accuracy in found.items()):
        others = {"sigmoid": accuracies["relu"], "relu": accuracies["sigmoid"]}
        is_swapped = all(same(others[name], accuracy, one_image) for name, accuracy in found.items())
        raise NotYet("swapped" if is_swapped else "other_accuracy")


def _accuracies(answer: Callable, *data: np.ndarray) -> dict[str, float]:
    found = result_of(answer, *data)
    require(isinstance(found, Mapping) and set(found) == {"sigmoid", "relu"}, "keys", value=shown(found))
    accuracies = {name: number(found[name]) for name in ("sigmoid", "relu")}
    for accuracy in accuracies.values():
        require(0 <= accuracy <= 1, "loss", value=f"{accuracy:.3f}")
    return accuracies


JUDGES = {  # by the keys of the exercises, in the order in which the lesson sets them
    "1": merged_layers,
    "2": parameters_of_three_layers,
    "3": deep_network,
    "chain": chain_gradient,
    "finite_difference": finite_difference,
    "4": relu,
    "5": fair_comparison,
}
