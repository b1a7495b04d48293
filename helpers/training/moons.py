"""Small networks that tell two half-moons of points apart, trained beforehand: what each was after so many steps.

`python -m publish.moons` trains them and writes the file. NumPy only.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from helpers.formulas import ACTIVATIONS, Function, sigmoid

PATH = Path(__file__).with_suffix(".json")
NEURONS = (0, 1, 2, 3, 4, 8)
STEPS = (0, 10, 30, 100, 300, 1000, 3000)
FUNCTIONS: dict[str, tuple[Function, Function]] = {  # name → the function and its slope
    "linear": (np.asarray, np.ones_like),
    **ACTIVATIONS,
}


@dataclass(frozen=True)
class MoonNetwork:
    """Two inputs, a hidden layer of n neurons, or none, and one output: the probability of the second moon.

    Attributes:
        activation: One of FUNCTIONS, of the hidden layer.
        hidden: (2, n), its weights.
        hidden_bias: (n,).
        output: (n,), the weights of the output; (2,) where n is 0 and the points go straight to it.
        output_bias: A number.
    """

    activation: str
    hidden: np.ndarray
    hidden_bias: np.ndarray
    output: np.ndarray
    output_bias: float

    @property
    def neurons(self) -> int:
        """How many the hidden layer has."""
        return len(self.hidden_bias)

    def probabilities(self, points: np.ndarray) -> np.ndarray:
        """Those of the second moon, (m,), for points (m, 2)."""
        inputs = FUNCTIONS[self.activation][0](points @ self.hidden + self.hidden_bias) if self.neurons else points
        return sigmoid(inputs @ self.output + self.output_bias)


@dataclass(frozen=True)
class Moons:
    """The points and the networks that were trained on them.

    Attributes:
        points: (m, 2).
        labels: (m,), 0 or 1.
        networks: (activation, neurons, steps) → the network, for all of FUNCTIONS, NEURONS and STEPS.
    """

    points: np.ndarray
    labels: np.ndarray
    networks: dict[tuple[str, int, int], MoonNetwork]

    def right(self, network: MoonNetwork) -> int:
        """How many points a network puts on the right side of its boundary."""
        return int(((network.probabilities(self.points) > 0.5) == self.labels).sum())


@functools.cache
def load_moons() -> Moons:
    """Read the file of this module."""
    content = json.loads(PATH.read_text(encoding="utf-8"))
    networks = {(each["activation"], each["neurons"], each["steps"]): _network(each) for each in content["networks"]}
    return Moons(np.array(content["points"]), np.array(content["labels"]), networks)


def row_of(network: MoonNetwork, steps: int, rounded: Callable[[float], float]) -> dict[str, Any]:
    """What the file holds of a network."""
    weights = {
        "hidden": network.hidden,
        "hidden_bias": network.hidden_bias,
        "output": network.output,
        "output_bias": network.output_bias,
    }
    rows = {name: np.vectorize(rounded, otypes=[float])(array).tolist() for name, array in weights.items()}
    return {"activation": network.activation, "neurons": network.neurons, "steps": steps, **rows}


def _network(row: dict[str, Any]) -> MoonNetwork:
    hidden = np.array(row["hidden"]).reshape(2, row["neurons"])
    arrays = hidden, np.array(row["hidden_bias"]), np.array(row["output"])
    return MoonNetwork(row["activation"], *arrays, row["output_bias"])
