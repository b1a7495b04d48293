"""The judges of 7-1b: one layer of neurons, its softmax, its loss and its training."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import keras
import numpy as np

from helpers.data import first_images
from helpers.exercises.fits import joined, noted_fits, require_all_images
from helpers.exercises.judging import (
    NotYet,
    compare,
    compiled_by,
    number,
    numbers_in,
    output_of,
    require,
    require_accuracy,
    require_model,
    require_ten_probabilities,
    result_of,
    same,
    scores_of,
    shown,
    steady_result_of,
    untouched,
)
from helpers.exercises.readings import accuracy_of, has_layers
from helpers.formulas import softmax

RNG_SEED = 7
SIZES = (784, 10)  # of the one layer's input and output


def parameters_of_colour_images(answer: Any) -> None:
    """The number of parameters of one layer for 32×32 colour images and five classes."""
    inputs, classes = 32 * 32 * 3, 5
    mistakes = {
        "no_bias": inputs * classes,
        "one_bias": inputs * classes + 1,
        "bias_of_inputs": inputs * classes + inputs,
        "no_colour": 32 * 32 * classes + classes,
        "one_neuron": inputs + 1,
    }
    compare(number(answer), inputs * classes + classes, mistakes, tolerance=0)


def single_layer(answer: Any) -> None:
    """A model of one layer, from 784 pixels to ten probabilities."""
    require(not isinstance(answer, keras.layers.Layer) or isinstance(answer, keras.Model), "only_a_layer")
    model = untouched(answer)
    require_model(model, 784)
    images = np.random.default_rng(RNG_SEED).random((16, 784), dtype=np.float32)
    require_ten_probabilities(model, images)
    require(has_layers(model, SIZES), "more_layers", value=model.count_params())
    weights = {array.shape: array for array in model.get_weights()}
    by_hand = softmax(images @ weights[784, 10] + weights[10,])
    require(not same(output_of(model, images), softmax(by_hand)), "softmax_twice")
    require(same(output_of(model, images), by_hand), "not_softmax")


def cross_entropy(answer: Callable) -> None:
    """A function from probabilities (n, 10) and integer targets (n,) to the mean loss."""
    probabilities, targets, of_targets = _probabilities(6)
    mistakes = {
        "no_minus": of_targets.mean(),
        "each": -of_targets,
        "sum": -of_targets.sum(),
        "most_likely": -np.log(probabilities.max(axis=1)).mean(),
        "all_classes": -np.log(probabilities).mean(),
        "all_classes_sum": -np.log(probabilities).sum(axis=1).mean(),
        "mean_of_table": -of_targets.sum() / probabilities.size,
        "no_log": -probabilities[np.arange(6), targets].mean(),
        "log10": -of_targets.mean() / np.log(10),
        "log2": -of_targets.mean() / np.log(2),
    }
    compare(steady_result_of(answer, probabilities, targets), -of_targets.mean(), mistakes)
    for count in (25, 1):
        probabilities, targets, of_targets = _probabilities(count)
        loss = result_of(answer, probabilities, targets.astype(np.uint8))  # as the images' labels are
        require(same(loss, -of_targets.mean()), "other_count", value=count)


def _probabilities(count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Probabilities (count, 10), targets (count,) and the logarithms of the targets' probabilities."""
    rng = np.random.default_rng(RNG_SEED)
    probabilities, targets = softmax(rng.normal(size=(count, 10))), rng.integers(0, 10, count)
    return probabilities, targets, np.log(probabilities[np.arange(count), targets])


def compile_for_one_hot(answer: Callable) -> None:
    """A function that compiles a model for one-hot targets and returns it."""
    sure = keras.initializers.RandomNormal(stddev=0.2, seed=RNG_SEED)  # of its answers, or losses differ too little
    layers = [keras.Input(shape=(784,)), keras.layers.Dense(10, activation="softmax", kernel_initializer=sure)]
    data = first_images(64)
    model = compiled_by(answer, keras.Sequential(layers), data.flat)
    one_hot = np.eye(10, dtype=np.float32)[data.labels]
    scores = scores_of(model, data.flat, one_hot, "sparse")
    losses = {"binary": keras.losses.BinaryCrossentropy(), "mean_squared_error": keras.losses.MeanSquaredError()}
    output = output_of(model, data.flat)
    mistakes = {name: loss(one_hot, output) for name, loss in losses.items()}
    right = keras.losses.CategoricalCrossentropy()(one_hot, output)
    compare(scores["loss"], right, mistakes, tolerance=1e-3)
    require_accuracy(scores, model, data.flat, data.labels)


def gradient(answer: Callable) -> None:
    """A function from probabilities p (10,), an integer target and pixels x (784,) to the gradient of W, (784, 10)."""
    p, x = _image(1)
    y = np.eye(10)[6]
    error = p - y
    mistakes = {
        "sign": np.outer(x, -error),
        "no_target": np.outer(x, p),
        "number_target": np.outer(x, p - 6),
        "only_target": np.outer(x, error * y),
        "no_input": error,
        "transposed": np.outer(error, x),
        "softmax_again": np.outer(x, softmax(p) - y),
        "slope_again": np.outer(x, error * p * (1 - p)),
    }
    compare(steady_result_of(answer, p, 6, x), np.outer(x, error), mistakes, tolerance=1e-6)
    for target in (0, 9):
        found = result_of(answer, p, np.uint8(target), x)  # as the images' labels are
        require(same(found, np.outer(x, p - np.eye(10)[target]), 1e-6), "other_target", value=target)
    p, x = _image(0.2)
    require(same(result_of(answer, p, 6, x), np.outer(x, p - y), 1e-6), "other_image")


def _image(brightest: float) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities (10,) and pixels (784,) from 0, which half of them are, to the brightest."""
    rng = np.random.default_rng(RNG_SEED)
    x = np.maximum(0, rng.uniform(-1, 1, 784))
    return softmax(rng.normal(size=10)), brightest * x / x.max()


def train_and_score(answer: Callable) -> None:
    """A function that trains a new model on one set and returns its accuracy on another."""
    data = first_images(1600)
    x, y, x_valid, y_valid = data.flat[:1200], data.labels[:1200], data.flat[1200:], data.labels[1200:]
    half_wrong = y_valid.copy()
    half_wrong[::2] = (half_wrong[::2] + 1) % 10  # nobody who is judged by these gets much above 0.5
    with noted_fits() as fits:
        on_half_wrong = _accuracy(answer, x, y, x_valid, half_wrong)
    for trained in joined(fits):
        require_all_images(trained, x)
        require(has_layers(trained.model, SIZES), "more_layers", value=trained.model.count_params())
        require(trained.epochs == 5, "epochs", value=trained.epochs)
    require(on_half_wrong < 0.55, "scored_on_training", value=f"{on_half_wrong:.3f}")
    if fits:
        own = accuracy_of(fits[-1].model, x_valid, half_wrong)
        require(same(on_half_wrong, own, 1.2 / len(x_valid)), "other_accuracy")  # rounding may turn a near tie
        accuracy = accuracy_of(fits[-1].model, x_valid, y_valid)
    else:
        accuracy = _accuracy(answer, x, y, x_valid, y_valid)
    few, wrong = x[:40], (y[:40] + 1) % 10  # a new model cannot know ten classes by these
    after_few = _accuracy(answer, few, wrong, x_valid, y_valid)
    require(after_few < 0.45, "old_model", value=f"{after_few:.3f}")
    require(accuracy > 0.5, "hardly_trained", value=f"{accuracy:.3f}")


def _accuracy(answer: Callable, x: np.ndarray, y: np.ndarray, x_valid: np.ndarray, y_valid: np.ndarray) -> float:
    try:
        accuracy = result_of(answer, x, y, x_valid, y_valid)
    except NotYet as reason:
        require(
            reason.key != "raises" or not _runs(answer, x, np.eye(10)[y], x_valid, np.eye(10)[y_valid]), "categorical"
        )
        raise
    numbers = numbers_in(accuracy)
    is_array = numbers is not None and numbers.ndim > 0
    is_several = is_array or isinstance(accuracy, (Mapping, list, tuple, keras.callbacks.History))
    require(not is_several, "pair", value=shown(accuracy))
    accuracy = number(accuracy)
    require(0 <= accuracy <= 1, "loss", value=f"{accuracy:.3f}")
    return accuracy


def _runs(function: Callable, *arguments: np.ndarray) -> bool:
    try:
        result_of(function, *arguments)
    except NotYet:
        return False
    return True


JUDGES = {  # by the keys of the exercises, in the order in which the lesson sets them
    "1": parameters_of_colour_images,
    "2": single_layer,
    "3": cross_entropy,
    "4": compile_for_one_hot,
    "gradient": gradient,
    "5": train_and_score,
}
