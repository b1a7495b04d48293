"""Optimizers on a long, narrow valley, step by step, by Keras's rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from helpers.formulas import step_with_momentum
from helpers.training.runs import TrainConfig

START = (-8.0, 2.0)
TOO_HIGH = 100  # times the height of the start: no step leads back from there
EPSILON = 1e-7
Memory = dict[str, np.ndarray]


@dataclass(frozen=True)
class Descent:
    """A walk over the valley.

    Attributes:
        points: (steps + 1, 2), the start first.
        diverged: It ended early, too high.
    """

    points: np.ndarray
    diverged: bool

    @property
    def heights(self) -> np.ndarray:
        """The height of every point, (steps + 1,)."""
        return height(self.points)


def height(points: np.ndarray) -> np.ndarray:
    """The height, x² / 20 + y², of points, (..., 2); zero at its lowest."""
    return points[..., 0] ** 2 / 20 + points[..., 1] ** 2


def slope(points: np.ndarray) -> np.ndarray:
    """The gradient of the height at points, (..., 2): twenty times as steep across the valley as along it."""
    return points * (0.1, 2.0)


def descend(config: TrainConfig, steps: int, start: tuple[float, float] = START) -> Descent:
    """Walk at most so many steps with an optimizer of RULES; every step sees the true slope where it stands."""
    rule = RULES[config.optimizer]
    points = [np.array(start, dtype=float)]
    limit = TOO_HIGH * height(points[0])
    memory: Memory = {}
    for step in range(1, steps + 1):
        points.append(points[-1] + rule(slope(points[-1]), step, config, memory))
        if not height(points[-1]) <= limit:
            return Descent(np.array(points), diverged=True)
    return Descent(np.array(points), diverged=False)


# A rule turns a gradient into a step. Steps count from 1; memory, empty at first, is what it keeps between them.


def _sgd(gradient: np.ndarray, step: int, config: TrainConfig, memory: Memory) -> np.ndarray:
    memory["step"] = step_with_momentum(memory.get("step", 0.0), gradient, config.learning_rate, config.momentum)
    return memory["step"]


def _nesterov(gradient: np.ndarray, step: int, config: TrainConfig, memory: Memory) -> np.ndarray:
    return step_with_momentum(_sgd(gradient, step, config, memory), gradient, config.learning_rate, config.momentum)


def _adagrad(gradient: np.ndarray, step: int, config: TrainConfig, memory: Memory) -> np.ndarray:
    memory["squares"] = memory.get("squares", 0.1) + gradient**2
    return -config.learning_rate * gradient / np.sqrt(memory["squares"] + EPSILON)


def _rmsprop(gradient: np.ndarray, step: int, config: TrainConfig, memory: Memory) -> np.ndarray:
    memory["squares"] = 0.9 * memory.get("squares", 0.0) + 0.1 * gradient**2
    return -config.learning_rate * gradient / np.sqrt(memory["squares"] + EPSILON)


def _adam(gradient: np.ndarray, step: int, config: TrainConfig, memory: Memory) -> np.ndarray:
    memory["mean"] = 0.9 * memory.get("mean", 0.0) + 0.1 * gradient
    memory["squares"] = 0.999 * memory.get("squares", 0.0) + 0.001 * gradient**2
    rate = config.learning_rate * np.sqrt(1 - 0.999**step) / (1 - 0.9**step)  # both averages start from zero
    return -rate * memory["mean"] / (np.sqrt(memory["squares"]) + EPSILON)


RULES: dict[str, Callable[[np.ndarray, int, TrainConfig, Memory], np.ndarray]] = {  # by the names of OPTIMIZERS
    "sgd": _sgd,
    "momentum": _sgd,
    "nesterov": _nesterov,
    "adagrad": _adagrad,
    "rmsprop": _rmsprop,
    "adam": _adam,
}
