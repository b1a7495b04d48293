"""An engine trains what the same lines with fit would train, says what it does, and stops when it is asked to."""

from __future__ import annotations

import functools
import math
import subprocess
import sys
import time
import warnings
from itertools import cycle

import keras
import numpy as np
import pytest
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import log_loss

from helpers.data import FashionMNIST, load_fashion_mnist
from helpers.text import say
from helpers.training import OPTIMIZERS, KerasEngine, SGDClassifierEngine, train
from helpers.training.runs import EpochRecord, Progress, TrainConfig
from helpers.training.session import TrainingSession

pytestmark = pytest.mark.course

COLUMNS = {"loss": "loss", "accuracy": "accuracy", "valid_loss": "val_loss", "valid_accuracy": "val_accuracy"}
SETTINGS = {  # each optimizer at its usual rate, and the object that a student would write
    "sgd": ({"learning_rate": 0.01}, lambda: keras.optimizers.SGD(0.01)),
    "momentum": ({"learning_rate": 0.01, "momentum": 0.9}, lambda: keras.optimizers.SGD(0.01, momentum=0.9)),
    "nesterov": (
        {"learning_rate": 0.01, "momentum": 0.9},
        lambda: keras.optimizers.SGD(0.01, momentum=0.9, nesterov=True),
    ),
    "adagrad": ({"learning_rate": 0.001}, lambda: keras.optimizers.Adagrad()),
    "rmsprop": ({"learning_rate": 0.001}, lambda: keras.optimizers.RMSprop()),
    "adam": ({"learning_rate": 0.001}, lambda: keras.optimizers.Adam()),
}
BATCH_SIZES = (32, 500, 300)  # 300 divides neither 2,000 nor 500


@pytest.fixture(scope="module", autouse=True)
def deterministic():
    import tensorflow as tf

    tf.config.experimental.enable_op_determinism()


@pytest.fixture(scope="module")
def data():
    full = load_fashion_mnist()
    return FashionMNIST(full.train.first(2000), full.valid.first(500), full.test.first(500))


def build_model(units=20, activation="relu"):
    return keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(units, activation=activation),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )


def build_rows_model():
    return keras.Sequential([keras.Input((784,)), keras.layers.Dense(10, activation="softmax")])


class Doubled(keras.layers.Layer):
    """A layer that leaves TensorFlow's graph for Python, which XLA cannot; pause: in seconds."""

    def __init__(self, pause):
        super().__init__()
        self.pause = pause

    def call(self, x):
        import tensorflow as tf

        def double(values):
            time.sleep(self.pause)
            return values * 2

        return tf.ensure_shape(tf.numpy_function(double, [x], tf.float32), x.shape)


def build_doubled_model(pause=0):
    inputs = keras.Input((28, 28))
    x = Doubled(pause)(keras.layers.Flatten()(inputs))
    return keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))


def config_for(name, batch_size, **changes):
    settings = {"optimizer": name, "epochs": 2, "batch_size": batch_size, **SETTINGS[name][0], **changes}
    return TrainConfig(**settings)


def columns(history):
    return {keras_name: history.column(name) for name, keras_name in COLUMNS.items()}


@pytest.fixture(scope="module")
def fitted(data):
    """What a student would write, and what it comes to."""

    @functools.cache
    def fitted(name, batch_size, seed=42, build=build_model):
        keras.utils.set_random_seed(seed)
        model = build()
        model.compile(optimizer=SETTINGS[name][1](), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
        shape = (-1, *model.input_shape[1:])
        return model.fit(
            data.train.images.reshape(shape),
            data.train.labels,
            epochs=2,
            batch_size=batch_size,
            validation_data=(data.valid.images.reshape(shape), data.valid.labels),
            verbose=0,
        ).history

    return fitted


def trained(engine, config, thread):
    """The history of a run on the main thread or on a session's own."""
    if thread == "main":
        return train(engine, config)
    session = TrainingSession(engine)
    session.start(config)
    session.join()
    assert session.state.error is None
    return session.state.history


@pytest.fixture(scope="module")
def engines(data):
    return {exact: KerasEngine(build_model, data, exact=exact) for exact in (True, False)}


def test_every_optimizer_is_tried():
    assert set(SETTINGS) == set(OPTIMIZERS)


@pytest.mark.parametrize("batch_size", BATCH_SIZES)
@pytest.mark.parametrize("name", SETTINGS)
def test_an_exact_run_equals_fit_bit_for_bit_new_and_kept_on_and_off_the_main_thread(name, batch_size, fitted, engines):
    config = config_for(name, batch_size)
    new_and_kept = ("worker", "main") if batch_size == 500 else ("main", "worker")
    for thread in new_and_kept:
        keras.utils.set_random_seed(1)  # as a notebook may have done in the meantime
        assert columns(trained(engines[True], config, thread)) == fitted(name, batch_size)


@pytest.mark.parametrize("name", SETTINGS)
def test_the_default_is_near_to_fit_and_the_same_at_every_run(name, fitted, engines):
    batch_size = dict(zip(SETTINGS, cycle(BATCH_SIZES), strict=False))[name]
    first, second = (columns(trained(engines[False], config_for(name, batch_size), where)) for where in ("main", "off"))
    assert first == second
    assert first["val_accuracy"][-1] == pytest.approx(fitted(name, batch_size)["val_accuracy"][-1], abs=0.01)
    assert first["val_loss"][-1] == pytest.approx(fitted(name, batch_size)["val_loss"][-1], abs=0.02)
    assert engines[False].notice == ""


def test_the_default_is_the_same_in_another_engine(data, engines):
    config = config_for("momentum", 500)
    assert columns(train(KerasEngine(build_model, data), config)) == columns(train(engines[False], config))


def test_a_kept_model_forgets_the_seed_and_the_rate_it_had(fitted, engines):
    for seed, rate in ((7, 0.5), (7, 0.01), (42, 0.01)):
        history = train(engines[True], config_for("sgd", 32, seed=seed, learning_rate=rate))
        if rate == 0.01:
            assert columns(history) == fitted("sgd", 32, seed)


def test_a_run_that_was_stopped_leaves_nothing_in_the_kept_model(fitted, engines):
    config = config_for("adam", 32)
    events = engines[True].run(config)
    next(event for event in events if event.epoch == 2 and event.step)
    events.close()
    assert columns(train(engines[True], config)) == fitted("adam", 32)


def test_a_model_that_takes_rows_gets_rows(data, fitted):
    history = train(KerasEngine(build_rows_model, data, exact=True), config_for("sgd", 32))
    assert columns(history) == fitted("sgd", 32, build=build_rows_model)


def test_a_model_without_an_input_is_built_by_the_data(data):
    def build():
        return keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(10, activation="softmax")])

    assert train(KerasEngine(build, data), config_for("sgd", 32)).records[-1].valid_accuracy > 0.5


def test_the_architecture_reaches_build_model_and_its_errors_come_through(data):
    seen = []

    def build(**architecture):
        seen.append(architecture)
        return build_model(**architecture)

    engine = KerasEngine(build, data)
    train(engine, config_for("sgd", 500, architecture={"units": 5, "activation": "sigmoid"}))
    assert seen == [{"units": 5, "activation": "sigmoid"}]
    with pytest.raises(TypeError, match="layers"):
        train(engine, config_for("sgd", 500, architecture={"layers": 5}))
    with pytest.raises(ValueError, match="-5"):
        train(engine, config_for("sgd", 500, architecture={"units": -5}))


def test_models_are_kept_and_only_the_last_eight(data):
    built = []

    def build(units):
        built.append(units)
        return build_model(units)

    engine = KerasEngine(build, data)

    def run(units):
        events = engine.run(config_for("sgd", 500, architecture={"units": units}))
        next(events)  # the model is there, nothing has been compiled yet
        events.close()

    for units in (1, 2, 3, 4, 5, 6, 7, 8, 1, 9, 1, 2):
        run(units)
    assert built == [1, 2, 3, 4, 5, 6, 7, 8, 9, 2]


def test_two_runs_of_the_same_settings_at_a_time_do_not_share_a_model(data, fitted):
    engine = KerasEngine(build_model, data, exact=True)
    config = config_for("sgd", 500)
    train(engine, config)
    runs = [engine.run(config), engine.run(config)]
    losses = [[], []]
    while runs_left := [run for run in zip(runs, losses, strict=True) if len(run[1]) < 2]:
        for run, seen in runs_left:
            event = next(run)
            seen.extend([event.loss] if isinstance(event, EpochRecord) else [])
    assert losses == [fitted("sgd", 500)["loss"]] * 2


def sequential(*layers, name="model"):
    return lambda: keras.Sequential([*layers, keras.layers.Dense(10, activation="softmax", name="output")], name=name)


UNFIT = {  # a function that builds a model, and what is said of it
    "no model": (lambda: None, "NoneType"),
    "five outputs": (lambda: keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(5)]), r"\(None, 5\)"),
    "a row an image": (sequential(), r"\(None, 28, 10\)"),
    "other images": (sequential(keras.Input((10,))), r"\(None, 28, 28\).*\(None, 10\)"),
    "colours": (sequential(keras.Input((28, 28, 3)), keras.layers.Flatten()), r"\(None, 28, 28, 3\)"),
    "a Korean layer": (sequential(keras.layers.Flatten(name="펴는층")), "'펴는층'"),
    "a layer with a blank": (sequential(keras.layers.Flatten(name="to rows")), "'to rows'"),
    "a Korean model": (sequential(keras.layers.Flatten(), name="신경망"), "'신경망'"),
    "an underscore first": (sequential(keras.layers.Flatten(), name="_model"), "'_model'"),
}


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize("unfit", UNFIT)
def test_a_model_that_does_not_suit_the_images_is_refused_in_a_sentence(data, unfit, exact):
    build, named = UNFIT[unfit]
    with pytest.raises(ValueError, match=f"^모델.*{named}"):
        train(KerasEngine(build, data, exact), config_for("sgd", 500))
    assert train(KerasEngine(build_model, data, exact), config_for("sgd", 500)).outcome == "finished"


def test_an_error_of_a_layer_comes_through_as_keras_tells_it(data):
    build = sequential(keras.layers.Reshape((14, 14)), keras.layers.Flatten())
    with pytest.raises(ValueError, match="total size of the tensor"):
        train(KerasEngine(build, data), config_for("sgd", 500))


def test_what_xla_cannot_compile_is_trained_without_it_and_that_is_said_once(data):
    engine, exact = (KerasEngine(build_doubled_model, data, exact=exact) for exact in (False, True))
    config = config_for("sgd", 300)
    with pytest.warns(UserWarning, match="XLA") as said:
        history = train(engine, config)
    assert [str(warning.message) for warning in said] == [engine.notice] == [say("engine.no_xla")]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert columns(train(engine, config)) == columns(history) == columns(train(exact, config))
    assert exact.notice == ""


def test_that_is_said_before_the_first_epoch_has_ended(data):
    engine = KerasEngine(build_doubled_model, data)
    events = engine.run(config_for("sgd", 300))
    while next(events).step == 0:
        pass
    assert engine.notice == say("engine.no_xla")
    events.close()


@pytest.mark.parametrize("exact", [True, False])
def test_a_run_reports_every_epoch_step_by_step(exact, engines):
    events = list(engines[exact].run(config_for("sgd", 32)))
    for epoch in (1, 2):
        *progress, record = [event for event in events if event.epoch == epoch]
        assert isinstance(record, EpochRecord)
        assert record.seconds > 0
        assert {report.steps for report in progress} == {63}
        steps = [report.step for report in progress]
        assert steps == sorted(steps)
        assert (steps[0], steps[-1]) == (0, 63)
        assert len(set(steps)) > 2


def test_a_slow_model_reports_after_fewer_steps(data):
    engine = KerasEngine(build_doubled_model, data, exact=True)
    events = engine.run(config_for("sgd", 50, architecture={"pause": 0.02}))
    steps = [event.step for event in events if event.epoch == 1 and isinstance(event, Progress)]
    assert max(np.diff(steps)) <= 6


def test_a_run_stops_inside_an_epoch_at_batch_size_1(data):
    session = TrainingSession(KerasEngine(build_model, data))
    session.subscribe(lambda run: run.progress.step and session.stop())
    session.start(config_for("sgd", 1, epochs=100))
    assert session.join(60)
    assert (session.state.history.outcome, session.state.history.records) == ("stopped", ())
    assert 0 < session.state.progress.step < 2000


def test_a_run_whose_loss_is_no_longer_finite_has_diverged(data):
    def build():
        inputs = keras.Input((28, 28))
        x = keras.layers.Dense(10)(keras.layers.Flatten()(inputs))
        return keras.Model(inputs, keras.layers.Activation("softmax")(keras.ops.exp(x) - keras.ops.exp(-x)))

    *progress, record = KerasEngine(build, data).run(config_for("sgd", 32, learning_rate=1e4, epochs=5))
    assert not math.isfinite(record.loss)
    assert progress[-1].step < progress[-1].steps
    assert train(KerasEngine(build, data), config_for("sgd", 500, learning_rate=1e4)).outcome == "diverged"


def test_a_batch_larger_than_the_training_data_is_refused_at_once(data, engines):
    with pytest.raises(ValueError, match="2001") as refusal:
        engines[False].run(config_for("sgd", 2001))
    assert str(refusal.value) == say("engine.batch_size", value=2001, expected=2000)


def test_all_images_can_be_one_batch(fitted, engines):
    assert columns(train(engines[True], config_for("sgd", 2000))) == fitted("sgd", 2000)


def test_importing_the_engines_loads_neither_tensorflow_nor_scikit_learn():
    code = "import sys, helpers.training; print({'tensorflow', 'keras', 'sklearn'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8").stdout == "set()\n"


def test_nothing_is_written_while_a_new_model_is_compiled_off_the_main_thread():
    code = """
from helpers.course import setup
setup()
import keras
from helpers.data import FashionMNIST, load_fashion_mnist
from helpers.training.engines import KerasEngine
from helpers.training.runs import TrainConfig
from helpers.training.session import TrainingSession
from tests.test_engines import build_doubled_model, build_model
full = load_fashion_mnist()
small = FashionMNIST(*[split.first(200) for split in (full.train, full.valid, full.test)])
for build, batch_size in ((build_model, 7), (build_doubled_model, 11)):
    session = TrainingSession(KerasEngine(build, small))
    session.start(TrainConfig(epochs=1, batch_size=batch_size))
    session.join()
    assert session.state.history.outcome == "finished", session.state.error
session.start(TrainConfig(epochs=100_000))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", timeout=100)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 2


def test_logistic_regression_learns_an_epoch_at_a_time(data):
    history = train(SGDClassifierEngine(data), TrainConfig(epochs=3))
    assert history.outcome == "finished"
    assert history.column("epoch") == [1, 2, 3]
    assert history.records[-1].valid_accuracy > 0.72
    assert history.records[-1].loss < history.records[0].loss < 1
    assert history.records[-1].accuracy > history.records[0].accuracy


def test_logistic_regression_is_the_same_at_every_run_of_a_seed(data):
    def losses(seed):
        return train(SGDClassifierEngine(data), TrainConfig(epochs=2, seed=seed)).column("valid_loss")

    assert losses(1) == losses(1) != losses(2)


def test_logistic_regression_visits_the_images_in_another_order_each_epoch(data, monkeypatch):
    visited = []
    learn = SGDClassifier.partial_fit

    def spy(self, images, labels, classes):
        visited.append(labels)
        return learn(self, images, labels, classes)

    monkeypatch.setattr(SGDClassifier, "partial_fit", spy)
    train(SGDClassifierEngine(data), TrainConfig(epochs=2))
    first, second = np.concatenate(visited).reshape(2, 2000)
    assert sorted(first) == sorted(second) == sorted(data.train.labels)
    assert not np.array_equal(first, second)
    assert not np.array_equal(first, data.train.labels)


def test_the_scores_of_logistic_regression_are_those_of_scikit_learn(data, monkeypatch):
    models = []
    make = SGDClassifier.__init__
    monkeypatch.setattr(
        SGDClassifier, "__init__", lambda self, **settings: (make(self, **settings), models.append(self))[0]
    )
    record = train(SGDClassifierEngine(data), TrainConfig(epochs=1)).records[0]
    for split, loss, accuracy in (
        (data.train, record.loss, record.accuracy),
        (data.valid, record.valid_loss, record.valid_accuracy),
    ):
        assert accuracy == pytest.approx(models[0].score(split.flat, split.labels))
        assert loss == pytest.approx(log_loss(split.labels, models[0].predict_proba(split.flat)), rel=1e-4)


def test_logistic_regression_reports_and_stops_inside_an_epoch():
    full = load_fashion_mnist()
    events = SGDClassifierEngine(FashionMNIST(full.train.first(9000), full.valid.first(100), full.test)).run(
        TrainConfig(epochs=2)
    )
    assert [next(events) for _ in range(3)] == [Progress(1, step, 9000) for step in (0, 4000, 8000)]
    events.close()
    assert list(events) == []


def test_logistic_regression_can_diverge(data):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        history = train(SGDClassifierEngine(data), TrainConfig(learning_rate=1e300, epochs=5))
    assert history.outcome == "diverged"
    assert len(history.records) == 1


@pytest.mark.parametrize(
    ("settings", "error", "words"),
    [
        ({"optimizer": "adam"}, ValueError, "SGDClassifier"),
        ({"optimizer": "momentum", "momentum": 0.9}, ValueError, "SGDClassifier"),
        ({"architecture": {"alpha": -1.0}}, ValueError, "alpha"),
        ({"architecture": {"units": 3}}, TypeError, "units"),
    ],
)
def test_logistic_regression_refuses_what_is_not_its_own(settings, error, words, data):
    with pytest.raises(error, match=words):
        train(SGDClassifierEngine(data), TrainConfig(**settings))
