"""Train the small networks of the lab that draws boundaries, and write them into helpers/training/moons.json.

`make moons`, half a minute on one core. Nothing here is drawn by a library but the points, the sums are few and in
64 bits: every machine writes the same file up to its last digits.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import numpy as np
from sklearn.datasets import make_moons

from helpers.files import replacing
from helpers.formulas import binary_cross_entropy, sigmoid, step_with_momentum
from helpers.training.moons import FUNCTIONS, NEURONS, PATH, STEPS, MoonNetwork, row_of

SEEDS = range(8)  # of them the file holds the one with the least loss in the end
LEARNING_RATE, MOMENTUM = 0.3, 0.9
DIGITS = 5


def make_points() -> tuple[np.ndarray, np.ndarray]:
    """200 points, (200, 2), of mean 0 and standard deviation 1 in both directions, and their moons, 0 or 1."""
    points, labels = make_moons(n_samples=200, noise=0.15, random_state=42)
    return ((points - points.mean(axis=0)) / points.std(axis=0)).round(3), labels


def train(activation: str, neurons: int, points: np.ndarray, labels: np.ndarray) -> list[MoonNetwork]:
    """The network after each of STEPS, from the seed that ends with the least loss."""
    runs = [train_from(seed, activation, neurons, points, labels) for seed in SEEDS]
    return min(runs, key=lambda run: loss_of(run[-1], points, labels))


def train_from(seed: int, activation: str, neurons: int, points: np.ndarray, labels: np.ndarray) -> list[MoonNetwork]:
    """The network after each of STEPS of gradient descent with momentum, each of them on all points."""
    rng = np.random.default_rng(seed)
    hidden, hidden_bias = rng.normal(size=(2, neurons)), rng.normal(size=neurons)
    network = MoonNetwork(activation, hidden, hidden_bias, rng.normal(scale=0.5, size=neurons or 2), 0.0)
    steps: list[Any] = [0.0] * 4
    kept = []
    for step in range(max(STEPS) + 1):
        if step in STEPS:
            kept.append(network)
        weights: list[Any] = [network.hidden, network.hidden_bias, network.output, network.output_bias]
        steps = [
            step_with_momentum(last, gradient, LEARNING_RATE, MOMENTUM)
            for last, gradient in zip(steps, gradients(network, points, labels), strict=True)
        ]
        network = MoonNetwork(activation, *(each + moved for each, moved in zip(weights, steps, strict=True)))
    return kept


def gradients(network: MoonNetwork, points: np.ndarray, labels: np.ndarray) -> list[np.ndarray]:
    """Those of the mean loss by hidden, hidden_bias, output and output_bias, from the back to the front."""
    function, slope = FUNCTIONS[network.activation]
    z = points @ network.hidden + network.hidden_bias
    inputs = function(z) if network.neurons else points
    delta = (sigmoid(inputs @ network.output + network.output_bias) - labels) / len(labels)
    back = np.outer(delta, network.output) * slope(z) if network.neurons else np.zeros((len(points), 0))
    return [points.T @ back, back.sum(axis=0), inputs.T @ delta, delta.sum()]


def loss_of(network: MoonNetwork, points: np.ndarray, labels: np.ndarray) -> float:
    """The mean cross-entropy."""
    return float(binary_cross_entropy(network.probabilities(points), labels).mean())


def main() -> int:
    """Train all networks and write the file."""
    points, labels = make_points()
    rows = [
        row_of(network, steps, lambda value: float(f"{value:.{DIGITS}g}"))
        for activation in FUNCTIONS
        for neurons in NEURONS
        for steps, network in zip(STEPS, train(activation, neurons, points, labels), strict=True)
    ]
    lines = ",\n".join(json.dumps(row) for row in rows)
    with replacing(PATH) as beside:
        head = f'"points": {json.dumps(points.tolist())},\n"labels": {json.dumps(labels.tolist())}'
        beside.write_text(f'{{\n{head},\n"networks": [\n{lines}\n]\n}}\n', encoding="utf-8")
    print(f"Written: {PATH.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
