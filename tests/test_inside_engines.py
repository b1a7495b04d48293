"""What an engine says of the inside, Keras and scikit-learn say of the same weights; looking changes nothing."""

from __future__ import annotations

import keras
import numpy as np
import pytest
from sklearn.linear_model import SGDClassifier

from helpers.training import KerasEngine, SGDClassifierEngine, train
from helpers.training.inside import Inside, shown_images
from helpers.training.runs import EpochRecord, TrainConfig

pytestmark = pytest.mark.course

EPOCHS = 2


@pytest.fixture(scope="module", autouse=True)
def deterministic():
    import tensorflow as tf

    tf.config.experimental.enable_op_determinism()


def softmax():
    return keras.layers.Dense(10, activation="softmax")


def one_layer():
    return keras.Sequential([keras.Input((784,)), softmax()])


def two_layers():
    return keras.Sequential(
        [keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(25, activation="relu"), softmax()]
    )


def three_layers():
    hidden = [keras.layers.Dense(units, activation="relu") for units in (15, 10)]
    return keras.Sequential([keras.layers.Flatten(), *hidden, softmax()])


def convolution():
    layers = [keras.layers.Conv2D(4, 3, strides=2), keras.layers.BatchNormalization(), keras.layers.Flatten()]
    return keras.Sequential([keras.Input((28, 28)), keras.layers.Reshape((28, 28, 1)), *layers, softmax()])


class Forgetful(keras.layers.Layer):
    """Draws while it trains and, unlike Dropout, while it validates."""

    def __init__(self):
        super().__init__()
        self.seed_generator = keras.random.SeedGenerator(1)

    def call(self, x):
        return keras.random.dropout(x, 0.2, seed=self.seed_generator)


def forgetful():
    return keras.Sequential([keras.Input((784,)), keras.layers.Dense(25, activation="relu"), Forgetful(), softmax()])


BUILDERS = [one_layer, two_layers, three_layers, convolution]


def looks(engine, config):
    """Looks and records, in their order, without the progress."""
    return [event for event in engine.run(config, look=True) if isinstance(event, Inside | EpochRecord)]


def config(**settings):
    return TrainConfig(epochs=EPOCHS, batch_size=100, **settings)


class Watch(keras.callbacks.Callback):
    """Keeps a student's own look inside: the first weights and the probabilities, before training and after epochs."""

    def __init__(self, images):
        self.images, self.seen = images, []

    def on_train_begin(self, logs=None):
        self.on_epoch_end(0)

    def on_epoch_end(self, epoch, logs=None):
        self.seen.append((self.model.get_weights()[0], self.model.predict(self.images, verbose=0)))


@pytest.fixture(params=BUILDERS)
def build(request):
    return request.param


def fitted(build, small):
    """What a student would see in the model that `fit` trains."""
    keras.utils.set_random_seed(42)
    model = build()
    model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    rows = (-1, 784) if build is one_layer else (-1, 28, 28)
    watch = Watch(shown_images(small.valid).images.reshape(rows))
    images = small.train.images.reshape(rows)
    if not model.built:
        model.build((None, 28, 28))
    model.fit(images, small.train.labels, epochs=EPOCHS, batch_size=100, verbose=0, callbacks=[watch])
    return watch.seen


def test_weights_and_probabilities_are_those_of_the_same_model_trained_by_fit(build, small):
    events = looks(KerasEngine(build, small, exact=True), config())
    assert [type(event) for event in events] == [Inside, Inside, EpochRecord, Inside, EpochRecord]
    insides = [event for event in events if isinstance(event, Inside)]
    assert [inside.epoch for inside in insides] == [0, 1, 2]
    for inside, (first, probabilities) in zip(insides, fitted(build, small), strict=True):
        np.testing.assert_allclose(inside.probabilities, probabilities, atol=1e-6)
        if build is convolution:
            assert inside.weights is None
        else:
            np.testing.assert_array_equal(inside.weights.reshape(-1, 784).T, first[:, :20])
            assert (inside.neurons, inside.for_classes) == (first.shape[1], build is one_layer)


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize("build", [*BUILDERS, forgetful])
def test_looking_changes_nothing_of_a_run_new_or_kept(build, exact, small):
    def scores(events):
        return [(record.loss, record.valid_loss) for record in events if isinstance(record, EpochRecord)]

    unseen = train(KerasEngine(build, small, exact), config()).records
    engine = KerasEngine(build, small, exact)
    assert scores(looks(engine, config())) == scores(looks(engine, config())) == scores(unseen)


def test_looking_traces_no_new_function(small, monkeypatch):
    import tensorflow as tf

    engine = KerasEngine(two_layers, small)
    train(engine, config())
    monkeypatch.setattr(tf, "function", None)
    traced = []
    monkeypatch.setattr(tf.Graph, "__init__", lambda *_, **__: traced.append(1))
    trainer = engine._trainer_for(config())
    trainer.look_inside(1, shown_images(small.valid))
    assert traced == []


def test_of_logistic_regression_they_are_scikit_learn_s_own(small, monkeypatch):
    models = []
    make = SGDClassifier.__init__
    monkeypatch.setattr(
        SGDClassifier, "__init__", lambda self, **settings: (make(self, **settings), models.append(self))[0]
    )
    first, *later = [event for event in looks(SGDClassifierEngine(small), config()) if isinstance(event, Inside)]
    assert np.unique(first.weights) == [0]
    assert np.unique(first.probabilities) == [0.1]
    (model,) = models
    np.testing.assert_array_equal(later[-1].weights.reshape(10, 784), model.coef_.astype(np.float32))
    shown = shown_images(small.valid)
    np.testing.assert_allclose(later[-1].probabilities, model.predict_proba(shown.flat), rtol=1e-5)
    assert all(inside.for_classes for inside in (first, *later))
    assert not np.array_equal(later[0].weights, later[1].weights)


def test_a_run_that_diverges_is_seen_as_it_was_before(small):
    def explosive():
        inputs = keras.Input((784,))
        x = keras.layers.Dense(10)(inputs)
        return keras.Model(inputs, keras.layers.Activation("softmax")(keras.ops.exp(x) - keras.ops.exp(-x)))

    for engine, learning_rate in ((SGDClassifierEngine(small), 1e300), (KerasEngine(explosive, small), 1e4)):
        inside, record = looks(engine, config(learning_rate=learning_rate))
        assert (inside.epoch, record.finite) == (0, False)
        assert np.isfinite(inside.weights).all()
