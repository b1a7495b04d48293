"""The small networks of the lab on boundaries: stored whole, trained as told, and as many lines as neurons."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from helpers.training.moons import FUNCTIONS, NEURONS, STEPS, load_moons
from publish.moons import gradients, loss_of, make_points, train, train_from

RANDOM = np.random.default_rng(0)


def test_a_network_is_stored_for_every_setting_and_the_points_are_those_it_was_trained_on():
    moons = load_moons()
    assert moons.networks.keys() == {(name, n, steps) for name in FUNCTIONS for n in NEURONS for steps in STEPS}
    for (name, neurons, _), network in moons.networks.items():
        assert (network.activation, network.neurons) == (name, neurons)
    points, labels = make_points()
    np.testing.assert_allclose(moons.points, points, atol=1e-9)
    assert moons.labels.tolist() == labels.tolist()


@pytest.mark.course
@pytest.mark.parametrize(("activation", "neurons"), [("relu", 2), ("sigmoid", 3), ("linear", 0)])
def test_trained_again_a_network_is_the_stored_one(activation, neurons):
    moons = load_moons()
    for steps, network in zip(STEPS, train(activation, neurons, moons.points, moons.labels), strict=True):
        stored = moons.networks[activation, neurons, steps]
        for one, other in zip(weights(network), weights(stored), strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("activation", FUNCTIONS)
@pytest.mark.parametrize("neurons", [0, 3])
def test_its_gradients_are_those_that_small_changes_show(activation, neurons):
    moons = load_moons()
    network = moons.networks[activation, neurons, 10]
    found = gradients(network, moons.points, moons.labels)
    for place, name in enumerate(("hidden", "hidden_bias", "output", "output_bias")):
        value = np.asarray(getattr(network, name), dtype=float)
        change = 1e-6 * RANDOM.normal(size=value.shape)
        losses = [
            loss_of(replace(network, **{name: value + sign * change}), moons.points, moons.labels) for sign in (1, -1)
        ]
        assert losses[0] - losses[1] == pytest.approx(2 * np.sum(found[place] * change), rel=1e-3, abs=1e-12)


def test_more_steps_lower_the_loss():
    moons = load_moons()
    run = train_from(0, "sigmoid", 2, moons.points, moons.labels)
    losses = [loss_of(network, moons.points, moons.labels) for network in run]
    assert losses[0] > losses[3] > losses[-1]


@pytest.mark.parametrize("activation", FUNCTIONS)
def test_only_where_neurons_bend_the_boundary_are_nearly_all_points_right(activation):
    moons = load_moons()
    right = {n: moons.right(moons.networks[activation, n, STEPS[-1]]) for n in NEURONS}
    assert right[0] < 180
    assert right[1] < 180
    assert (right[8] > 195) == (activation != "linear")


def weights(network):
    return [network.hidden, network.hidden_bias, network.output, np.asarray(network.output_bias)]
