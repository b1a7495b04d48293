"""What was compiled serves whoever computes the same, nobody else, and goes with the data or when there is more."""

from __future__ import annotations

import gc
import weakref

import keras
import numpy as np
import pytest
import tensorflow as tf
from tensorflow.python.framework.func_graph import FuncGraph

from helpers.data import FashionMNIST, Split, load_fashion_mnist
from helpers.training.engines import KerasEngine, idle, train
from helpers.training.engines.trainer import Trainer
from helpers.training.runs import TrainConfig

pytestmark = pytest.mark.course

CONFIG = TrainConfig(epochs=1, learning_rate=0.1)


@pytest.fixture(scope="module")
def full():
    tf.config.experimental.enable_op_determinism()
    return load_fashion_mnist()


@pytest.fixture
def new_data(full):
    """A function that gives the same images in arrays of their own: nothing was compiled for them."""

    def copied(split, n):
        return Split(split.images[:n].copy(), split.labels[:n].copy())

    return lambda: FashionMNIST(copied(full.train, 640), copied(full.valid, 100), copied(full.test, 100))


def network(*first, initializer="glorot_uniform", units=12):
    layers = [keras.layers.Dense(units, "relu", kernel_initializer=initializer), keras.layers.Dense(10, "softmax")]
    return keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten(), *first, *layers])


class Scale(keras.layers.Layer):
    """Times a tensor that is no variable and too large to stand in a graph."""

    def __init__(self, factor):
        super().__init__()
        self.factors = tf.fill((784,), factor)

    def call(self, inputs):
        return inputs * self.factors


def records(engine, config=CONFIG):
    return [[r.loss, r.accuracy, r.valid_loss, r.valid_accuracy] for r in train(engine, config).records]


def kept(data):
    return list(idle._idle.of(data.train.images))


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize("batch_size", [32, 300])
def test_an_engine_made_again_trains_what_is_compiled(new_data, exact, batch_size):
    data, config = new_data(), TrainConfig(epochs=1, batch_size=batch_size)
    first = records(KerasEngine(network, data, exact), config)
    (trainer,) = kept(data)
    assert records(KerasEngine(network, data, exact), config) == first
    assert kept(data) == [trainer]


def test_a_twin_begins_with_weights_of_its_own(new_data):
    data, other = new_data(), lambda: network(initializer="zeros")
    engines = KerasEngine(network, data), KerasEngine(other, data)
    alone = [records(KerasEngine(build, new_data())) for build in (network, other)]
    assert alone[0] != alone[1]
    assert [records(engine) for engine in (*engines, *engines)] == alone * 2
    assert len(kept(data)) == 1


@pytest.mark.parametrize(
    "builds",
    [
        pytest.param([lambda units=units: network(units=units) for units in (12, 13)], id="a shape"),
        pytest.param([lambda factor=factor: network(Scale(factor)) for factor in (1.0, 0.1)], id="a tensor"),
        pytest.param([lambda f=f: network(keras.layers.Rescaling(f)) for f in (1.0, 0.1)], id="a number"),
        pytest.param(
            [
                lambda f=f: network(keras.layers.Lambda(lambda x, training=None, f=f: x if training else f * x))
                for f in (1.0, 0.1)
            ],
            id="validation only",
        ),
    ],
)
def test_what_computes_otherwise_is_no_twin(new_data, builds):
    data = new_data()
    alone = [records(KerasEngine(build, new_data())) for build in builds]
    assert alone[0] != alone[1]
    assert [records(KerasEngine(build, data)) for build in builds] == alone
    assert len(kept(data)) == 2


def test_an_exact_engine_does_not_take_what_xla_compiled(new_data):
    data = new_data()
    for exact in (False, True, False, True):
        train(KerasEngine(network, data, exact), CONFIG)
    assert len(kept(data)) == 2


def test_what_was_compiled_goes_with_the_data(new_data):
    data = new_data()
    train(KerasEngine(network, data, exact=True), CONFIG)
    trainer = weakref.ref(kept(data)[0])
    del data
    gc.collect()
    assert trainer() is None


def test_what_is_given_up_leaves_no_graph_behind(new_data, monkeypatch):
    monkeypatch.setattr(idle, "KEPT", 1)
    data = new_data()
    engine = KerasEngine(network, data, exact=True)
    graphs = []
    for units in range(10, 16):
        train(engine, TrainConfig(epochs=1, architecture={"units": units}))
        gc.collect()
        graphs.append(sum(issubclass(type(thing), FuncGraph) for thing in gc.get_objects()))
    assert graphs[1:] == graphs[1:2] * 5


def test_a_trainer_holds_neither_its_engine_nor_the_data(new_data):
    data = new_data()
    engine = KerasEngine(network, data, exact=True)
    train(engine, CONFIG)
    (trainer,) = kept(data)
    assert isinstance(trainer, Trainer)
    gone = weakref.ref(engine)
    del engine
    gc.collect()
    assert gone() is None
    assert np.array_equal(data.train.images[:1], trainer._sample[0])
