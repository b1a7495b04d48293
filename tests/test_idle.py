"""What was compiled serves whoever computes the same, nobody else, and goes with the data or when there is more."""

from __future__ import annotations

import gc
import random
import weakref

import keras
import numpy as np
import pytest
import tensorflow as tf
from tensorflow.python.framework.func_graph import FuncGraph

from helpers.data import FashionMNIST, Split, load_fashion_mnist
from helpers.training.engines import KerasEngine, idle, train
from helpers.training.engines.loop import Loop
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


# ---------------------------------------------------------------- ahead of a run


def prepare(engine, config=CONFIG):
    for _ in engine.prepare(config):
        pass


@pytest.fixture
def compilations(monkeypatch):
    """The shapes of batches that were compiled, in order."""
    shapes = []
    compile_shape = Loop._compile

    def noting(loop, shape):
        if shape not in loop._compiled:
            shapes.append(shape)
        return compile_shape(loop, shape)

    monkeypatch.setattr(Loop, "_compile", noting)
    return shapes


@pytest.mark.parametrize("exact", [True, False])
def test_a_run_that_was_prepared_compiles_nothing_and_is_the_same(new_data, compilations, exact):
    config = TrainConfig(epochs=1, batch_size=100)  # 640 images: a last batch of its own
    alone = records(KerasEngine(network, new_data(), exact), config)
    engine = KerasEngine(network, new_data(), exact)
    prepare(engine, config)
    prepared = len(compilations)
    prepare(engine, config)
    assert records(engine, config) == alone
    assert len(compilations) == prepared


def test_a_preparation_that_is_given_up_leaves_a_model_that_trains(new_data, compilations):
    alone = records(KerasEngine(network, new_data()))
    data = new_data()
    engine = KerasEngine(network, data)
    parts = engine.prepare(CONFIG)
    next(parts)
    parts.close()
    compilations.clear()
    assert len(kept(data)) == 1
    assert records(engine) == alone
    assert compilations


def test_a_preparation_touches_no_random_state(new_data):
    keras.utils.set_random_seed(3)
    states = random.getstate(), np.random.get_state()[1].tolist()
    prepare(KerasEngine(network, new_data()))
    assert (random.getstate(), np.random.get_state()[1].tolist()) == states


def test_moves_alone_compile_only_a_few_and_each_run_allows_one_more(new_data, compilations, monkeypatch):
    monkeypatch.setattr(idle, "_ahead", 2)
    engine = KerasEngine(network, new_data(), exact=True)
    settings = [TrainConfig(epochs=1, architecture={"units": units}) for units in range(10, 15)]
    for config in settings:
        prepare(engine, config)
    assert len(compilations) == 2 * 3  # shapes of batches
    train(engine, settings[0])
    prepare(engine, settings[4])
    assert len(compilations) == 3 * 3


def test_a_batch_that_is_too_large_is_not_prepared(new_data):
    data = new_data()
    prepare(KerasEngine(network, data), TrainConfig(batch_size=641))
    assert kept(data) == []
