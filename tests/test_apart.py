"""A run and the cells beside it do not change each other: no random state, no dtype policy, no tensor twice."""

from __future__ import annotations

import gc
import random

import keras
import numpy as np
import pytest

from helpers.data import FashionMNIST, load_fashion_mnist
from helpers.labs import OptimizerRace, TrainingLab
from helpers.training.engines import KerasEngine, SGDClassifierEngine, train
from helpers.training.engines import tensors as kept_tensors
from helpers.training.engines.seeding import build_apart
from helpers.training.engines.tensors import tensor_of
from helpers.training.runs import TrainConfig
from tests.lab_checks import settle

pytestmark = pytest.mark.course

ROUNDS = 60


@pytest.fixture(scope="module")
def data():
    import tensorflow as tf

    tf.config.experimental.enable_op_determinism()
    full = load_fashion_mnist()
    return FashionMNIST(full.train.first(640), full.valid.first(100), full.test.first(100))


def build_model(*between):
    layers = [keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(20, activation="relu"), *between]
    return keras.Sequential([*layers, keras.layers.Dense(10, activation="softmax")])


def fitted(data, build=build_model, seed=42, batch_size=32):
    keras.utils.set_random_seed(seed)
    return fitted_on(data, build, batch_size)


def fitted_on(data, build=build_model, batch_size=32):
    """With the random state as it is."""
    model = build()
    model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model.fit(data.train.images, data.train.labels, validation_data=(data.valid.images, data.valid.labels),
                     epochs=2, batch_size=batch_size, verbose=0).history["loss"]  # fmt: skip


def first_weights():
    return build_model().get_weights()[0]


@pytest.mark.parametrize("kind", [lambda data: KerasEngine(build_model, data), SGDClassifierEngine])
def test_a_run_leaves_random_states_as_they_were(data, kind):
    keras.utils.set_random_seed(7)
    usual = random.randint
    states = random.getstate(), np.random.get_state()[1].tolist()
    alone = first_weights()
    keras.utils.set_random_seed(7)
    train(kind(data), TrainConfig(epochs=1))
    assert random.getstate() == states[0]
    assert np.random.get_state()[1].tolist() == states[1]
    assert random.randint == usual
    assert np.array_equal(first_weights(), alone)


def test_what_cells_draw_does_not_tell_whether_a_lab_was_started_before_them(data):
    def drawn(started):
        keras.utils.set_random_seed(7)
        lab = TrainingLab(KerasEngine(build_model, data))
        if started:
            lab.start.click()
            settle(lab, seconds=60)
            assert lab.queue.state.current.history.outcome == "finished"
        return random.random(), np.random.random(), first_weights().tolist(), fitted_on(data)

    assert drawn(started=True) == drawn(started=False)


def test_two_unseeded_models_after_two_runs_differ(data):
    engine, weights = KerasEngine(build_model, data), []
    for _ in range(2):
        train(engine, TrainConfig(epochs=1))
        weights.append(first_weights())
    assert not np.array_equal(*weights)


def test_cells_beside_a_race_and_the_race_beside_cells_come_out_as_alone(data):
    engine = KerasEngine(build_model, data)
    configs = [TrainConfig(learning_rate=rate / 100, epochs=2) for rate in range(1, 9)]
    expected_cell = fitted(data, seed=7)  # not the labs' own, which would hide that they set it
    expected_runs = [train(engine, config).column("loss") for config in configs]
    races = []
    for _ in range(ROUNDS):
        if not races or not races[-1].queue.state.running:
            races.append(OptimizerRace(engine, configs))
            races[-1].start.click()
        assert fitted(data, seed=7) == expected_cell
    settle(races[-1], seconds=60)
    for race in races:
        assert [history.column("loss") for history in race.queue.state.runs] == expected_runs


def test_an_error_while_a_model_is_built_comes_through_and_leaves_randint_alone():
    usual = random.randint
    with pytest.raises(ZeroDivisionError):
        build_apart(lambda: 1 / 0, 42, keras.config.dtype_policy())
    assert random.randint == usual


def test_the_dtype_policy_of_the_thread_that_made_the_engine_trains(data):
    keras.config.set_dtype_policy("mixed_float16")
    try:
        engine = KerasEngine(seen := [], data)
        expected = fitted(data)
    finally:
        keras.config.set_dtype_policy("float32")

    def build():
        seen.append(keras.config.dtype_policy().name)
        return build_model()

    engine._build_model = build
    assert train(engine, TrainConfig(epochs=2)).column("loss") == pytest.approx(expected, rel=0.01)
    assert seen == ["mixed_float16"]
    assert keras.config.dtype_policy().name == "float32"


@pytest.mark.parametrize("layer", [lambda: keras.layers.Dropout(0.5), lambda: keras.layers.GaussianNoise(0.5)])
def test_a_layer_that_draws_while_it_trains_gives_what_fit_gives_without_exact(data, layer):
    expected = fitted(data, lambda: build_model(layer()))
    history = train(KerasEngine(lambda: build_model(layer()), data), TrainConfig(epochs=2))
    assert history.column("loss") == expected


@pytest.mark.parametrize("batch_size", [32, 71, 213])  # 640 = 9 · 71 + 1 = 3 · 213 + 1: a last batch of one image
def test_batch_normalisation_gives_what_fit_gives_and_does_so_without_exact(data, batch_size):
    def build():
        return build_model(keras.layers.BatchNormalization())

    config = TrainConfig(epochs=2, batch_size=batch_size)
    exact, default = (train(KerasEngine(build, data, exact), config).column("loss") for exact in (True, False))
    assert exact == pytest.approx(fitted(data, build, batch_size=batch_size), abs=1e-6)
    assert default == exact


def test_engines_share_the_tensors_of_their_data_and_what_goes_takes_its_tensor_along():
    array = np.arange(12, dtype=np.float32)
    first = tensor_of(array)
    assert tensor_of(array) is first
    array[3] = 100
    assert tensor_of(array).numpy()[3] == 100
    key = id(array)
    assert key in kept_tensors._tensors._things
    del array
    gc.collect()
    assert key not in kept_tensors._tensors._things
