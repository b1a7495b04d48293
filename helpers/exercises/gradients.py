"""The judges of gradients: one that goes back through a chain, and one that is measured."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.exercises.judging import NotYet, compare, number, require, result_of, same, shown, steady_result_of
from helpers.formulas import sigmoid

CLOSE = 1e-3  # to a slope, relative and absolute: what is measured with a small step is as good as what is derived
TOO_FINE = 1e-12  # a step in which a number of 64 bits loses its digits


def chain_gradient(answer: Callable) -> None:
    """A function from x, w1, w2 and y to the gradient of the loss by w1 in sigmoid(w2 · sigmoid(w1 · x))."""
    x, w1, w2, y = 0.7, -1.3, 1.9, 0
    h = sigmoid(w1 * x)
    p = sigmoid(w2 * h)
    slope, slope_again = h * (1 - h), sigmoid(h) * (1 - sigmoid(h))
    right = (p - y) * w2 * slope * x
    mistakes = {
        "fixed_target": (p - 1) * w2 * slope * x,
        "sign": -right,
        "no_output_weight": (p - y) * slope * x,
        "no_slope": (p - y) * w2 * x,
        "no_input": (p - y) * w2 * slope,
        "output_slope": right * p * (1 - p),
        "slope_of_output": (p - y) * w2 * slope_again * x,
        "other_weight": (p - y) * h,
        "added": (p - y) + w2 + slope + x,
        "moved": w1 - right,
        "loss": -np.log(1 - p),
    }
    compare(number(steady_result_of(answer, x, w1, w2, y)), right, mistakes, CLOSE)
    for x, w1, w2, y in ((0.5, 2.0, -2.0, 1), (-2.0, 0.4, 3.0, 1), (1.0, 0.0, -1.5, 0)):
        h = sigmoid(w1 * x)
        right = (sigmoid(w2 * h) - y) * w2 * h * (1 - h) * x
        compare(number(result_of(answer, x, w1, w2, y)), right, {}, CLOSE)


def finite_difference(answer: Callable) -> None:
    """A function from f, a function of one number, and w to the slope of f at w, measured."""
    cases = (  # a function, a place, and the slope there
        (lambda w: w**3 - 2 * w, 1.5, 4.75),
        (np.sin, -0.4, np.cos(0.4)),
        (lambda w: 1 / (1 + np.exp(-w)), 0.5, sigmoid(0.5) * sigmoid(-0.5)),
        (lambda w: 3 - 2 * w, 0.0, -2.0),
    )
    for function, w, slope in cases:
        _require_slope(answer, function, w, slope)


def _require_slope(answer: Callable, function: Callable, w: float, slope: float) -> None:
    """Raise NotYet, by where the answer has asked for the function, unless it comes close to the slope."""
    asked = []

    def noted(place: Any) -> Any:
        asked.append(place)
        return function(place)

    found = number(result_of(answer, noted, w))
    if same(found, slope, CLOSE):
        return
    require(not same(found, function(w), CLOSE), "value")
    require(len(asked) > 1, "one_place")
    places = [float(np.real(place)) for place in asked]
    span = max(places) - min(places)
    require(span > TOO_FINE, "too_fine", value=f"{span:.1g}")
    difference = function(max(places)) - function(min(places))
    mistakes = {"sign": -slope, "double": 2 * slope, "half": slope / 2, "upside_down": 1 / slope}
    require(not same(found, difference, 1e-9), "not_divided")
    for key, value in mistakes.items():
        require(not same(found, value, CLOSE), key)
    require(not same(found, difference / span, 1e-6), "too_coarse", value=f"{span:.1g}")
    raise NotYet("other", value=shown(found))
