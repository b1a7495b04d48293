"""A band holds what another processor's rounding makes of a result: it is as wrong there as here, or as right."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from helpers.expected import expected
from helpers.training import OPTIMIZERS, KerasEngine, TrainConfig, train

pytestmark = pytest.mark.thorough

ROUNDING = 1e-6  # relative: what the last digits of a few sums in another order come to


@pytest.fixture(scope="module")
def engine(fashion_mnist):
    return KerasEngine(build_model, fashion_mnist)


def build_model(machine=0):
    """The network of the race; of another machine, with initial weights that differ in their last digits."""
    layers = [keras.layers.Dense(100, activation="relu"), keras.layers.Dense(10, activation="softmax")]
    model = keras.Sequential([keras.Input(shape=(28, 28)), keras.layers.Flatten(), *layers])
    rng = np.random.default_rng(machine)
    size = ROUNDING if machine else 0.0
    weights = [each * (1 + size * rng.normal(size=each.shape)).astype("float32") for each in model.get_weights()]
    model.set_weights(weights)
    return model


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_race_ends_within_its_bands_on_other_machines_too(engine, optimizer):
    rate = 0.01 if OPTIMIZERS[optimizer].keras_class == "SGD" else 0.001
    momentum = 0.9 if OPTIMIZERS[optimizer].takes_momentum else 0.0
    judged = expected()[f"7-2b.race_{optimizer}"]
    off = []
    for machine in range(4):
        config = TrainConfig(optimizer, rate, momentum=momentum, architecture={"machine": machine})
        off.append(abs(train(engine, config).records[-1].valid_accuracy - judged["centre"]))
    assert max(off) <= judged["band"]
