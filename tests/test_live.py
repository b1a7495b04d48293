"""LiveCurve shows how a `fit` gets on, however it ends, costs it little and changes nothing of it."""

from __future__ import annotations

import io
import math
import subprocess
import sys
from types import SimpleNamespace

import keras
import matplotlib.image
import numpy as np
import pytest
import tensorflow as tf

import helpers.labs
from helpers.labs import LiveCurve, live

pytestmark = [
    pytest.mark.course,
    pytest.mark.filterwarnings("error"),
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),  # of Keras
    pytest.mark.filterwarnings("ignore:Your input ran out of data:UserWarning"),  # of Keras: now it knows how many
]
RANDOM = np.random.default_rng(0)
X = RANDOM.random((160, 12), dtype=np.float32)
Y = X[:, :10].argmax(axis=1)


@pytest.fixture(autouse=True)
def shown(monkeypatch) -> list:
    """What has been displayed."""
    views = []
    monkeypatch.setattr(live, "display", views.append)
    return views


def model(loss="sparse_categorical_crossentropy", metrics=("accuracy",), rate=0.5):
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((12,)), keras.layers.Dense(10, activation="softmax")])
    model.compile(
        optimizer=keras.optimizers.SGD(rate), loss=loss, metrics=list(metrics), run_eagerly=True
    )  # traces nothing
    return model


def fit(callback, trained=None, **options):
    options = {"x": X, "y": Y, "epochs": 3, "batch_size": 80, **options}
    return (trained or model()).fit(verbose=0, callbacks=[callback], **options).history


def pixels_of(png: bytes) -> np.ndarray:
    return matplotlib.image.imread(io.BytesIO(png), format="png")


def test_a_fit_with_validation_ends_with_its_curves_and_scores(shown):
    history = fit(LiveCurve(), validation_data=(X, Y))
    (view,) = shown
    assert view.bar.value == 1
    assert "훈련을 마쳤습니다" in view.status.value
    assert f"검증 정확도는 {history['val_accuracy'][-1]:.4f}" in view.status.value
    for curve in ("훈련 손실은 3번째", "검증 손실은 3번째", f"마지막에 {history['val_accuracy'][-1]:.3f}"):
        assert curve in view.sentence.value
    assert view.chart.tooltip == view.sentence.value
    assert pixels_of(view.picture()).std() > 0.05
    assert isinstance(view.picture(), bytes)
    assert repr(view) == "<훈련 곡선>"


def test_the_bar_and_the_words_follow_every_batch(shown, monkeypatch):
    monkeypatch.setattr(live, "SHOW_SECONDS", 0)
    bars, words, pictures = [], [], []
    callback = LiveCurve()
    monkeypatch.setattr(
        callback,
        "on_train_batch_begin",
        lambda batch, logs=None: (
            bars.append(callback.view.bar.value),
            words.append(callback.view.status.value),
            pictures.append(bytes(callback.view.chart.value)),
        ),
    )
    fit(callback, batch_size=32)
    np.testing.assert_allclose(bars, np.arange(15) / 15)
    assert "모델을 준비하는 중" in words[0]
    assert "전체 3번 중 1번째 에포크를 훈련하는 중입니다(걸음 1/5)" in words[1]
    assert "전체 3번 중 3번째 에포크를 훈련하는 중입니다(걸음 4/5, 남은 시간 약 1초)" in words[-1]
    assert len(set(pictures)) == 15


def test_without_validation_the_curves_are_those_of_training(shown, monkeypatch):
    parts = []
    curves = live.RunChart
    monkeypatch.setattr(live, "RunChart", lambda *shown: parts.append(shown) or curves(*shown))
    history = fit(LiveCurve())
    assert parts == [(), (("train",),)]
    assert f"훈련 정확도는 {history['accuracy'][-1]:.4f}" in shown[0].status.value
    assert "훈련 손실은" in shown[0].sentence.value
    assert "검증" not in shown[0].sentence.value
    assert "nan" not in shown[0].sentence.value


def test_a_validation_every_other_epoch_is_no_divergence(shown):
    fit(LiveCurve(), epochs=4, validation_data=(X, Y), validation_freq=2)
    assert "훈련을 마쳤습니다" in shown[0].status.value
    assert "발산" not in shown[0].sentence.value


def test_only_epochs_that_have_ended_are_records(shown, monkeypatch):
    monkeypatch.setattr(live, "SHOW_SECONDS", 0)
    drawn, png = [], live.RunChart.png

    def draw(chart, runs, *where):
        (history,) = runs.values()
        drawn.append(history.column("epoch"))
        return png(chart, runs, *where)

    monkeypatch.setattr(live.RunChart, "png", draw)
    fit(LiveCurve(), batch_size=32)
    assert drawn == [[], *[[]] * 5, *[[1]] * 6, *[[1, 2]] * 6, *[[1, 2, 3]] * 2]


def test_a_fit_of_no_epochs_and_one_without_a_loss_end_in_a_sentence(shown):
    class Silent(keras.Sequential):
        def train_step(self, data):
            return {"mine": 1.0}

    fit(LiveCurve(), epochs=1, initial_epoch=1)
    assert "끝난 에포크는 0개입니다" in shown[0].status.value
    silent = Silent([keras.Input((12,)), keras.layers.Dense(10)])
    silent.compile(run_eagerly=True)
    fit(LiveCurve(), silent)
    assert "훈련을 마쳤습니다. 걸린 시간은" in shown[1].status.value
    assert shown[1].sentence.value.startswith("끝난 에포크에 기록된 손실과 정확도가 없습니다.")
    assert shown[1].sentence.value.endswith("받은 지표: mine")


def test_without_an_accuracy_the_loss_is_told(shown):
    history = fit(LiveCurve(), model(metrics=()))
    assert f"마지막 손실은 {history['loss'][-1]:.4f}" in shown[0].status.value
    assert shown[0].sentence.value.startswith("훈련 손실은 3번째 에포크까지 줄어듭니다. 정확도가 없어")
    assert shown[0].sentence.value.endswith("받은 지표: 없음")


def test_a_metric_that_is_no_accuracy_is_named(shown):
    fit(LiveCurve(), model(metrics=[keras.metrics.SparseTopKCategoricalAccuracy(name="top")]), validation_data=(X, Y))
    assert shown[0].sentence.value.endswith("받은 지표: top")
    assert "검증 손실은" in shown[0].sentence.value


@pytest.mark.parametrize("accuracy", ["acc", "sparse_categorical_accuracy"])
def test_an_accuracy_is_shown_whatever_metrics_called_it(shown, accuracy):
    history = fit(LiveCurve(), model(metrics=[accuracy]), validation_data=(X, Y))
    assert f"검증 정확도는 {history[f'val_{accuracy}'][-1]:.4f}" in shown[0].status.value
    assert f"마지막에 {history[f'val_{accuracy}'][-1]:.3f}" in shown[0].sentence.value


def test_a_loss_that_is_no_number_is_called_divergence(shown):
    fit(LiveCurve(), model(loss=lambda true, predicted: keras.ops.mean(predicted) * math.nan))
    assert "1번째 에포크에서 손실이 발산했습니다" in shown[0].status.value
    assert "1번째 에포크에서 손실이 발산합니다" in shown[0].sentence.value
    assert shown[0].bar.value == 1


def test_the_number_of_steps_may_be_unknown(shown, monkeypatch):
    whole = tf.data.Dataset.from_tensor_slices((X, Y)).batch(40)
    monkeypatch.setattr(live, "SHOW_SECONDS", 0)
    words = []
    callback = LiveCurve()
    callback.on_test_begin = lambda logs=None: words.append(callback.view.status.value)
    unknown = whole.filter(lambda x, y: True)  # how many pass, nobody knows before
    fit(callback, x=unknown, y=None, batch_size=None, epochs=2, shuffle=False, validation_data=whole)
    assert "(걸음 4)" in words[0]
    assert "(걸음 4/4" in words[1]
    assert shown[0].bar.value == 1
    assert "훈련을 마쳤습니다" in shown[0].status.value


def test_a_later_first_epoch_counts_as_it_is_numbered(shown):
    fit(LiveCurve(), initial_epoch=2)
    assert shown[0].bar.value == 1
    assert "훈련 손실은 첫 에포크에" in shown[0].sentence.value


def test_a_fit_that_stops_early_has_finished(shown):
    class Stop(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            self.model.stop_training = True

    model().fit(X, Y, epochs=3, verbose=0, callbacks=[Stop(), LiveCurve()])
    assert "훈련을 마쳤습니다" in shown[0].status.value


def test_every_fit_has_a_view_of_its_own(shown):
    callback = LiveCurve()
    fit(callback)
    first = shown[0].status.value
    fit(callback, epochs=1)
    assert len(shown) == 2
    assert shown[0].status.value == first
    assert "첫 에포크에" in shown[1].sentence.value


def test_a_cell_that_is_interrupted_leaves_a_view_that_says_so(shown, monkeypatch):
    registered = {}
    events = SimpleNamespace(register=registered.__setitem__, unregister=lambda name, callback: registered.pop(name))
    monkeypatch.setattr(live, "get_ipython", lambda: SimpleNamespace(events=events))

    class Interrupt(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            if epoch == 1:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        model().fit(X, Y, epochs=3, verbose=0, callbacks=[LiveCurve(), Interrupt()])
    registered["post_run_cell"](None)
    assert "훈련을 멈추었습니다. 끝난 에포크는 1개입니다." in shown[0].status.value
    assert not registered
    fit(LiveCurve())
    registered["post_run_cell"](None)
    assert "훈련을 마쳤습니다" in shown[1].status.value


def test_an_error_of_the_view_is_not_hidden(monkeypatch):
    monkeypatch.setattr(live.RunChart, "png", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        fit(LiveCurve())


def test_watching_a_fit_does_not_change_it():
    watched = fit(LiveCurve(), validation_data=(X, Y))
    plain = model().fit(X, Y, epochs=3, batch_size=80, verbose=0, validation_data=(X, Y)).history
    assert watched == plain


def test_a_batch_is_not_shown_before_it_is_due(shown, monkeypatch):
    callback = LiveCurve()
    fit(callback)
    monkeypatch.setattr(live, "SHOW_SECONDS", 60)
    callback.on_train_batch_end(0, {"loss": 1.0})
    sights = []
    monkeypatch.setattr(callback.view, "show_progress", lambda progress, logs: sights.append(progress))
    for batch in range(1000):
        callback.on_train_batch_end(batch, {"loss": 1.0})
    assert not sights


def test_sights_are_at_most_four_a_second(monkeypatch):
    callback = LiveCurve()
    fit(callback)
    monkeypatch.setattr(live, "SHOW_SECONDS", 0.25)
    sights = []
    monkeypatch.setattr(callback.view, "show_progress", lambda progress, logs: sights.append(progress))
    now = [1000.0]
    monkeypatch.setattr(live.time, "monotonic", lambda: now[0])
    callback._due = 0.0
    for _ in range(60):
        callback.on_train_batch_end(0, {})
        now[0] += 0.01
    assert len(sights) == 3


def test_keras_is_loaded_only_where_live_curve_is_asked_for():
    code = "import sys, helpers.labs; print({'keras', 'tensorflow', 'sklearn'} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True, timeout=60)
    assert told.stdout.strip() == "set()"
    assert "LiveCurve" in helpers.labs.__all__
    with pytest.raises(AttributeError, match="nothing"):
        helpers.labs.nothing  # noqa: B018
