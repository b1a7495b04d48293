"""The judges of 7-1a on learning by hand: the loss, one step, an epoch of steps, the losses of a training.

Arrays: images (n, pixels) with pixels in [0, 1], targets (n,) of 0 and 1, weights (pixels,).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.exercises.judging import (
    NotYet,
    compare,
    numbers_in,
    pair,
    require,
    result_of,
    same,
    shown,
    steady_result_of,
)
from helpers.formulas import binary_cross_entropy, sigmoid

RNG_SEED = 7
RATE = 0.3
CLOSE = 1e-5  # of what is computed in a few lines


def surprise(answer: Callable) -> None:
    """A function from probabilities of "yes" (n,) and targets (n,) to the log losses (n,)."""
    p, y = np.array([0.9, 0.5, 0.1, 0.001, 0.2, 0.7, 0.995]), np.array([1, 1, 0, 1, 0, 0, 0])
    losses = steady_result_of(answer, p, y)
    of_target, right = np.where(y == 1, p, 1 - p), binary_cross_entropy(p, y)
    mistakes = {
        "mean": right.mean(),
        "sum": right.sum(),
        "only_p": -np.log(p),
        "only_yes": -y * np.log(p),
        "swapped": -np.log(1 - of_target),
        "no_minus": -right,
        "base_10": -np.log10(of_target),
        "base_2": -np.log2(of_target),
        "no_log": of_target,
        "difference": 1 - of_target,
        "squared": (p - y) ** 2,
    }
    compare(losses, right, mistakes, CLOSE)
    for start, end in ((2, 3), (4, 7)):
        require(same(result_of(answer, p[start:end], y[start:end]), right[start:end], CLOSE), "other_arrays")


def one_step(answer: Callable) -> None:
    """A function from weights, a bias, one image (pixels,), its target and a rate to the next weights and bias."""
    rng = np.random.default_rng(RNG_SEED)
    for pixels, y, rate, z in ((3, 1, 0.5, -0.8), (5, 0, 0.2, 0.8), (4, 1, 0.3, 1.2)):  # wrong, wrong, right
        w, x = rng.normal(size=pixels), rng.random(pixels)
        b, p = float(z - w @ x), float(sigmoid(z))
        error = p - y
        model = _model_of(answer, w, b, x, y, rate, w=w)
        right = _moved(w, b, x, error, rate)
        for factor in (1, 2):
            squared = _moved(w, b, x, factor * error * p * (1 - p), rate)
            require(not same(model, squared, CLOSE), "squared")
        is_wrong = (z > 0) != y
        mistakes = {
            "unmoved" if is_wrong else "only_mistakes": np.append(w, b),
            "uphill": _moved(w, b, x, -error, rate),
            "no_rate": _moved(w, b, x, error, 1),
            "no_pixels": np.append(w - rate * error, b - rate * error),
            "bias_left": np.append(right[:-1], b),
            "no_sigmoid": _moved(w, b, x, z - y, rate),
            "yes_or_no": _moved(w, b, x, (z > 0) - y, rate),
            "other_target": _moved(w, b, x, p - (1 - y), rate),
            "loss": _moved(w, b, x, -np.log(1 - abs(error)), rate),
            "gradient": np.append(error * x, error),
            "change": right - np.append(w, b),
            "second_look": np.append(right[:-1], b - rate * (sigmoid(right[:-1] @ x + b) - y)),
        }
        compare(model, right, mistakes, CLOSE)


def one_epoch(answer: Callable) -> None:
    """A function from images, targets, weights, a bias and a rate to weights and bias after one step an image."""
    images, targets, w, b = _small_set(12, 4)
    model = _model_of(answer, images, targets, w, b, RATE, w=w)
    errors = sigmoid(images @ w + b) - targets
    for count in (1, len(images)):
        at_once = np.append(w - RATE * errors @ images / count, b - RATE * errors.sum() / count)
        require(not same(model, at_once, CLOSE), "at_once")
    once = _walked(images, targets, w, b)
    mistakes = {
        "unmoved": np.append(w, b),
        "from_zero": _walked(images, targets, np.zeros_like(w), 0.0),
        "first_image": _walked(images[:1], targets[:1], w, b),
        "last_image": _walked(images[-1:], targets[-1:], w, b),
        "backwards": _walked(images[::-1], targets[::-1], w, b),
        "twice": _walked(images, targets, once[:-1], once[-1]),
        "uphill": _walked(images, targets, w, b, -RATE),
        "no_rate": _walked(images, targets, w, b, 1),
        "bias_left": _walked(images, targets, w, b, bias_rate=0),
    }
    compare(model, once, mistakes, CLOSE)
    images, targets, w, b = _small_set(5, 7)
    found = _model_of(answer, images, targets, w, b, RATE / 2, w=w)
    require(same(found, _walked(images, targets, w, b, RATE / 2), CLOSE), "other_arrays")


def loop_losses(answer: Callable) -> None:
    """A function from images, targets, a rate and a number of epochs to the mean loss after each epoch."""
    images, targets, _, _ = _small_set(12, 4)
    losses = steady_result_of(answer, images, targets, RATE, 4)
    numbers = numbers_in(losses)
    if numbers is None:
        raise NotYet("no_numbers", value=shown(losses))
    models = [np.zeros(5)]
    for _ in range(4):
        models.append(_walked(images, targets, models[-1][:-1], models[-1][-1]))
    before, *after = (float(np.mean(_losses(model, images, targets))) for model in models)
    require(not same(numbers, after[-1:]) and not same(numbers, after[-1]), "only_last")
    require(not same(numbers, [before, *after]), "with_start")
    require(numbers.shape == (4,), "length", given=4, value=numbers.size)
    mistakes = {
        "before": [before, *after[:-1]],
        "while_training": [_mean_loss_on_the_way(model, images, targets) for model in models[:-1]],
        "sum": np.multiply(after, len(images)),
        "restarted": [after[0]] * 4,
        "last_image": [_losses(model, images, targets)[-1] for model in models[1:]],
        "only_p": [np.mean(-np.log(sigmoid(images @ model[:-1] + model[-1]))) for model in models[1:]],
    }
    compare(numbers, after, mistakes, CLOSE)
    first = result_of(answer, images[:5], targets[:5], RATE / 2, 1)
    model = _walked(images[:5], targets[:5], np.zeros(4), 0.0, RATE / 2)
    require(same(first, [np.mean(_losses(model, images[:5], targets[:5]))], CLOSE), "other_arrays")


def _model_of(answer: Callable, *arguments: Any, w: np.ndarray) -> np.ndarray:
    """The weights, in the shape of w, and, last, the bias that a student's function gives; NotYet if it does not."""
    first, second = (_model(result_of(answer, *arguments), w) for _ in range(2))
    require(same(first, second), "not_again")
    return first


def _model(result: Any, w: np.ndarray) -> np.ndarray:
    weights, bias = map(numbers_in, pair(result))
    if weights is None or bias is None:
        raise NotYet("no_pair", value=shown(result))
    require(weights.ndim or not bias.ndim, "swapped")
    require(weights.shape == w.shape, "shape", value=weights.shape, wanted=w.shape)
    require(bias.size == 1, "bias_with_pixels", value=bias.shape)
    return np.append(weights, bias)


def _moved(w: np.ndarray, b: float, x: np.ndarray, error: float, rate: float) -> np.ndarray:
    """Weights and, last, the bias after a step, (pixels + 1,)."""
    return np.append(w - rate * error * x, b - rate * error)


def _walked(
    images: np.ndarray, targets: np.ndarray, w: np.ndarray, b: float, rate: float = RATE, bias_rate: float | None = None
) -> np.ndarray:
    """The same after a step for each image; bias_rate: of the bias, if it is another."""
    for x, y in zip(images, targets, strict=True):
        error = sigmoid(w @ x + b) - y
        w, b = w - rate * error * x, b - (rate if bias_rate is None else bias_rate) * error
    return np.append(w, b)


def _losses(model: np.ndarray, images: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """The loss of each image, (n,)."""
    return binary_cross_entropy(sigmoid(images @ model[:-1] + model[-1]), targets)


def _mean_loss_on_the_way(model: np.ndarray, images: np.ndarray, targets: np.ndarray) -> float:
    """The mean of each image's loss when its turn comes in an epoch."""
    losses = []
    for x, y in zip(images, targets, strict=True):
        losses.append(_losses(model, x[None], y[None])[0])
        model = _walked(x[None], y[None], model[:-1], model[-1])
    return float(np.mean(losses))


def _small_set(n: int, pixels: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """Images, targets of both kinds, and weights and a bias to start from."""
    rng = np.random.default_rng(RNG_SEED + n)
    targets = rng.permutation(np.arange(n) % 2).astype(float)
    return rng.random((n, pixels)), targets, rng.normal(size=pixels), 0.5
