"""Judges of a step that an optimizer takes: by the two or three lines of momentum, Adagrad and Adam."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from helpers.exercises.judging import compare, number, pair, parts, require, result_of, same
from helpers.formulas import step_with_momentum

SEED = 7
START = 0.1  # of Keras's sum of squares


def momentum_step(answer: Callable) -> None:
    """A function from weight, last step, gradient, rate and momentum to the new weight and the new step."""
    w, v, gradient, rate, momentum = 1.0, -0.3, 2.0, 0.1, 0.8
    found = pair(result_of(answer, w, v, gradient, rate, momentum))
    for fixed in ((rate, 0.9), (0.01, momentum), (0.01, 0.9)):  # the notebook's numbers instead of the arguments
        require(not same(found, _moved(w, v, gradient, *fixed)), "fixed_numbers")
    right = _, new_v = _moved(w, v, gradient, rate, momentum)
    uphill = step_with_momentum(v, -gradient, rate, momentum)
    mistakes = {
        "unchanged": (w, v),
        "swapped": right[::-1],
        "old_v": (w + v, new_v),
        "old_v_returned": (w + new_v, v),
        "only_v": (w, new_v),
        "uphill": (w + uphill, uphill),
        "subtracted": (w - new_v, new_v),
        "both_signs": (w - uphill, uphill),
        "no_rate": _moved(w, v, gradient, 1, momentum),
        "no_momentum": _moved(w, v, gradient, rate, 1),
        "forgets_v": (w - rate * gradient, -rate * gradient),
        "momentum_of_gradient": _moved(w, v, momentum * gradient, rate, 1),
        "momentum_of_both": _moved(w, v, momentum * gradient, rate, momentum),
        "nesterov": (w + step_with_momentum(new_v, gradient, rate, momentum), new_v),
    }
    compare(found, right, mistakes)
    for w, v, gradient in ((0.5, 0.4, -1.5), (-2.0, 0.7, 0.25), (3.0, -0.6, -1.0)):  # every pair of signs
        compare(pair(result_of(answer, w, v, gradient, rate, momentum)), _moved(w, v, gradient, rate, momentum), {})
    w, v, gradient = np.random.default_rng(SEED).normal(size=(3, 4, 2))
    found = pair(result_of(answer, w, v, gradient, rate, momentum))
    require(same(found, _moved(w, v, gradient, rate, momentum)), "arrays")


def adagrad_walk(answer: Callable) -> None:
    """A function from a weight, a list of gradients and a rate to where Adagrad takes the weight."""
    w, gradients, rate = 1.0, [2.0, -0.5, 1.0, 3.0], 0.2
    found = number(result_of(answer, w, gradients, rate))
    right, total = _walked(w, gradients, rate), START + sum(g**2 for g in gradients)
    before = [START, *(START + np.cumsum(np.square(gradients[:-1])))]  # the sums without the newest square
    for one in (gradients[0], gradients[-1]):
        require(not same(found, _walked(w, [one], rate)), "one_only")
    alone = [_walked(w, gradients, rate, lambda s, g: START + g**2), w - rate * np.sign(gradients).sum()]
    means = [_walked(w, gradients, rate, lambda s, g: 0.9 * s + 0.1 * g**2, start=start) for start in (START, 0.0)]
    for key, variants in {"forgets": alone, "averages": means}.items():
        require(not any(same(found, variant) for variant in variants), key)
    mistakes = {
        "unchanged": w,
        "only_steps": right - w,
        "uphill": 2 * w - right,
        "at_once": w - rate * sum(gradients) / np.sqrt(total),
        "old_sum": w - rate * sum(g / np.sqrt(s) for g, s in zip(gradients, before, strict=True)),
        "from_zero": _walked(w, gradients, rate, start=0.0),
        "no_root": _walked(w, gradients, rate, divide=float),
        "no_square": _walked(w, gradients, rate, lambda s, g: s + abs(g)),
        "no_rate": _walked(w, gradients, 1.0),
        "fixed_rate": _walked(w, gradients, 0.1),
        "sgd": w - rate * sum(gradients),
    }
    compare(found, right, mistakes)
    for w, gradients, rate in ((-2.0, [0.3], 0.05), (0.5, [-1.0, -1.0, 0.2, 0.0, 4.0], 0.4), (3.0, [], 0.1)):
        compare(number(result_of(answer, w, gradients, rate)), _walked(w, gradients, rate), {})


def adam_step(answer: Callable) -> None:
    """A function from weight, both means, gradient, count of the step and rate to the new weight and means."""
    w, m, s, gradient, t, rate = given = 1.0, 1.5, 0.05, 2.0, 3, 0.5
    found = parts(result_of(answer, *given), 3)
    right = new_w, new_m, new_s = _adam(*given)
    of_m, of_s = 1 - 0.9**t, 1 - 0.999**t

    def moved(mean: float, squares: float) -> tuple[float, float, float]:
        return w - rate * mean / np.sqrt(squares), new_m, new_s

    for order in ((new_m, new_s, new_w), (new_w, new_s, new_m)):
        require(not same(found, order), "order")
    for other in (t - 1, t + 1):
        require(not same(found, moved(new_m / (1 - 0.9**other), new_s / (1 - 0.999**other))), "count")
    require(not same(found[1:], (0.9 * m + 0.1 * gradient, 0.999 * s + 0.001 * gradient)), "no_square")
    mistakes = {
        "unchanged": (w, m, s),
        "means_returned": (new_w, m, s),
        "corrected_kept": (new_w, new_m / of_m, new_s / of_s),
        "uncorrected": moved(new_m, new_s),
        "only_m": moved(new_m / of_m, new_s),
        "only_s": moved(new_m, new_s / of_s),
        "no_power": moved(new_m / (1 - 0.9), new_s / (1 - 0.999)),
        "multiplied": moved(new_m * of_m, new_s * of_s),
        "old_means": moved(m / of_m, s / of_s),
        "gradient": moved(gradient, new_s / of_s),
        "no_root": (w - rate * (new_m / of_m) / (new_s / of_s), new_m, new_s),
        "uphill": (2 * w - new_w, new_m, new_s),
        "no_rate": _adam(w, m, s, gradient, t, 1.0),
        "fixed_rate": _adam(w, m, s, gradient, t, 0.001),
        "swapped": _adam(*given, keep=(0.999, 0.9)),
        "shares": _adam(*given, keep=(0.1, 0.001)),
    }
    compare(found, right, mistakes)
    for given in ((0.5, 0.0, 0.0, -1.5, 1, 0.2), (-2.0, 0.7, 0.4, 0.25, 20, 0.05), (3.0, -0.6, 2.0, -1.0, 400, 0.01)):
        compare(parts(result_of(answer, *given), 3), _adam(*given), {})
    w, m, gradient = np.random.default_rng(SEED).normal(size=(3, 4, 2))
    arrays = w, m, m**2 + 0.1, gradient, 5, 0.1
    require(same(parts(result_of(answer, *arrays), 3), _adam(*arrays)), "arrays")


def _moved(w: Any, v: Any, gradient: Any, rate: float, momentum: float) -> tuple[Any, Any]:
    v = step_with_momentum(v, gradient, rate, momentum)
    return w + v, v


def _walked(
    w: float,
    gradients: Sequence[float],
    rate: float,
    add: Callable[[float, float], float] = lambda s, g: s + g**2,
    divide: Callable[[float], float] = math.sqrt,
    start: float = START,
) -> float:
    """Where Adagrad takes a weight, or a walk like it.

    Args:
        add: From the sum and a gradient to the new sum.
        divide: From the sum to what a step is divided by.
    """
    for gradient in gradients:
        start = add(start, gradient)
        w -= rate * gradient / divide(start)
    return w


def _adam(
    w: Any, m: Any, s: Any, gradient: Any, t: int, rate: float, keep: tuple[float, float] = (0.9, 0.999)
) -> tuple[Any, Any, Any]:
    """Adam's step, without the small number that keeps it from dividing by zero; keep: what stays of each mean."""
    m, s = keep[0] * m + (1 - keep[0]) * gradient, keep[1] * s + (1 - keep[1]) * gradient**2
    return w - rate * (m / (1 - keep[0] ** t)) / np.sqrt(s / (1 - keep[1] ** t)), m, s
