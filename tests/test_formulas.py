"""The lessons' formulas: Keras's numbers, slopes that are those of their functions, no overflow."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.formulas import (
    ACTIVATIONS,
    LOWEST,
    binary_cross_entropy,
    chained_slopes,
    cross_entropy,
    one_weight_descent,
    one_weight_loss,
    sigmoid,
    softmax,
    step_with_momentum,
    tangent,
)

pytestmark = pytest.mark.filterwarnings("error")  # overflow, division by zero


@pytest.mark.course
def test_the_formulas_are_those_of_keras():
    import keras

    z = np.random.default_rng(0).normal(scale=5, size=(3, 10))
    np.testing.assert_allclose(sigmoid(z), keras.activations.sigmoid(z), rtol=1e-5)
    np.testing.assert_allclose(softmax(z), keras.activations.softmax(z), rtol=1e-5)
    np.testing.assert_allclose(softmax(z[0]), softmax(z)[0])
    np.testing.assert_allclose(ACTIVATIONS["relu"][0](z), keras.activations.relu(z), rtol=1e-5)
    loss = keras.losses.SparseCategoricalCrossentropy()(np.array([4, 0, 9]), softmax(z))
    np.testing.assert_allclose(cross_entropy(softmax(z)[[0, 1, 2], [4, 0, 9]]).mean(), loss, rtol=1e-4)


def test_each_row_of_scores_has_probabilities_of_its_own():
    rows = softmax(np.array([[1.0, 2.0, 3.0], [5.0, 5.0, 5.0]]))
    np.testing.assert_allclose(rows, [softmax([1.0, 2.0, 3.0]), [1 / 3] * 3])
    np.testing.assert_allclose(rows.sum(axis=1), 1)


def test_the_loss_of_a_half_is_ln_2_and_of_certainty_nothing():
    np.testing.assert_allclose(cross_entropy(np.array([1.0, 0.5])), [0, np.log(2)])
    assert str(cross_entropy(1.0)) == "0.0"  # and not -0.0


def test_a_step_goes_downhill_and_on_with_a_share_of_the_last_one():
    np.testing.assert_allclose(step_with_momentum(np.array([0.2, 0.0]), np.array([1.0, -3.0]), 0.1, 0.9), [0.08, 0.3])


@pytest.mark.parametrize("rate", [0.1, 1.0, 1.5, 2.5])
def test_a_step_along_one_weight_follows_the_slope_of_its_loss(rate):
    weights = one_weight_descent(-3.0, rate, 6)
    slopes = (one_weight_loss(weights + 1e-6) - one_weight_loss(weights - 1e-6)) / 2e-6
    np.testing.assert_allclose(np.diff(weights), -rate * slopes[:-1], rtol=1e-6, atol=1e-8)
    assert weights[0] == -3
    assert one_weight_loss(LOWEST) == 0


def test_slopes_are_those_of_the_functions():
    z = np.array([-7.0, -0.5, 0.3, 6.0])
    for function, slope_of in ACTIVATIONS.values():
        np.testing.assert_allclose(slope_of(z), (function(z + 1e-6) - function(z - 1e-6)) / 2e-6, atol=1e-8)


def test_large_numbers_overflow_nowhere():
    with np.errstate(all="raise", under="ignore"):
        np.testing.assert_array_equal(sigmoid(np.array([-1000.0, 0, 1000])), [0, 0.5, 1])
        np.testing.assert_array_equal(softmax(np.array([1000.0, 0])), [1, 0])
        np.testing.assert_array_equal(softmax(np.array([[1000.0, 0], [-1000, -1000]])), [[1, 0], [0.5, 0.5]])
        np.testing.assert_array_equal(ACTIVATIONS["sigmoid"][1](np.array([-1000.0, 0, 1000])), [0, 0.25, 0])


def test_a_chain_multiplies_slopes():
    np.testing.assert_allclose(chained_slopes("sigmoid", 0.0, 3), [0.25, 0.25**2, 0.25**3])
    np.testing.assert_array_equal(chained_slopes("relu", 2.0, 4), np.ones(4))
    np.testing.assert_array_equal(chained_slopes("relu", -2.0, 2), np.zeros(2))


def test_a_tangent_goes_through_its_point_with_the_slope_there():
    np.testing.assert_allclose(tangent("sigmoid", 0.0, reach=2), [[-2, 2], [0, 1]])
    np.testing.assert_allclose(tangent("relu", 3.0), [[0.5, 5.5], [0.5, 5.5]])
    np.testing.assert_allclose(tangent("relu", -3.0), [[-5.5, -0.5], [0, 0]])


def test_the_cross_entropy_of_one_sigmoid_is_that_of_what_the_target_was_given():
    found = binary_cross_entropy(np.array([0.8, 0.8, 0.1]), np.array([1, 0, 0]))
    np.testing.assert_allclose(found, -np.log([0.8, 0.2, 0.9]))


@pytest.mark.parametrize("probability", [0.0, -0.1, 1.1, np.nan])
def test_only_a_probability_has_a_cross_entropy(probability):
    with pytest.raises(ValueError, match=str(probability)):
        cross_entropy(probability)
