"""The lessons' formulas on arrays: activations, their slopes, softmax, losses, steps downhill. NumPy only."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike

from helpers.text import say

Step = TypeVar("Step", float, np.ndarray)
Function = Callable[[np.ndarray | float], np.ndarray]

LOWEST = 2.0  # the weight at which one_weight_loss is 0


def sigmoid(z: np.ndarray | float) -> np.ndarray:
    """1 / (1 + exp(-z)), without overflow for large |z|."""
    return np.exp(-np.logaddexp(0, np.negative(z)))


def relu(z: np.ndarray | float) -> np.ndarray:
    """The larger of z and 0."""
    return np.maximum(z, 0.0)


ACTIVATIONS: dict[str, tuple[Function, Function]] = {  # name → the function and its slope
    "sigmoid": (sigmoid, lambda z: sigmoid(z) * sigmoid(np.negative(z))),
    "relu": (relu, lambda z: np.greater(z, 0).astype(float)),
}


def softmax(z: ArrayLike) -> np.ndarray:
    """Probabilities along the last axis, adding up to 1, in the shape (..., n) of z."""
    exp = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return exp / exp.sum(axis=-1, keepdims=True)


def cross_entropy(probability: np.ndarray | float) -> np.ndarray:
    """-log p.

    Args:
        probability: That of the true class, in (0, 1].

    Raises:
        ValueError: A probability lies outside.
    """
    if not np.all((np.asarray(probability) > 0) & (np.asarray(probability) <= 1)):
        raise ValueError(say("formula.probability", value=probability))
    return 0.0 - np.log(probability)  # 0, not -0, for p = 1


def binary_cross_entropy(probability: np.ndarray | float, target: np.ndarray | int) -> np.ndarray:
    """The cross-entropy of one sigmoid, target by target: -log p where the target is 1, -log(1 - p) where it is 0.

    Raises:
        ValueError: See `cross_entropy`.
    """
    return cross_entropy(np.where(np.equal(target, 1), probability, np.subtract(1, probability)))


def one_weight_loss(weight: np.ndarray | float) -> np.ndarray:
    """Half the squared error of the model `weight * 1` whose target is LOWEST; its slope is `weight - LOWEST`."""
    return np.square(np.subtract(weight, LOWEST)) / 2


def one_weight_descent(start: float, learning_rate: float, steps: int) -> np.ndarray:
    """The weight before the first step of gradient descent on that loss and after each, (steps + 1,)."""
    weights = [start]
    for _ in range(steps):
        weights.append(weights[-1] - learning_rate * (weights[-1] - LOWEST))
    return np.array(weights)


def tangent(name: str, z: float, reach: float = 2.5) -> np.ndarray:
    """Where an activation's tangent at z runs, `reach` to either side: two x, and the y of each, (2, 2).

    Args:
        name: One of ACTIVATIONS.
    """
    function, slope = (formula(z) for formula in ACTIVATIONS[name])
    aside = np.array([-reach, reach])
    return np.stack([z + aside, function + slope * aside])


def chained_slopes(name: str, z: float, layers: int) -> np.ndarray:
    """The factor by which 1, 2, ..., layers activations, each at z, scale a gradient.

    Args:
        name: One of ACTIVATIONS.
    """
    return ACTIVATIONS[name][1](z) ** np.arange(1, layers + 1)


def step_with_momentum(last_step: Step | float, gradient: Step, learning_rate: float, momentum: float) -> Step:
    """A step of SGD: the share `momentum` of its last step, and downhill. All arrays have one shape."""
    return momentum * last_step - learning_rate * gradient
