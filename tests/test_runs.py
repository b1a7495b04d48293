"""Settings refuse what cannot run, in one Korean sentence each; histories give columns."""

from __future__ import annotations

import dataclasses
import math

import pytest

from helpers.training.keras_scores import records_from_keras
from helpers.training.runs import OPTIMIZERS, EpochRecord, History, TrainConfig


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("optimizer", "adamw"),
        ("learning_rate", 0),
        ("learning_rate", -0.1),
        ("learning_rate", math.inf),
        ("learning_rate", math.nan),
        ("learning_rate", "0.1"),
        ("epochs", 0),
        ("epochs", 2.5),
        ("epochs", True),
        ("batch_size", 0),
        ("momentum", 1),
        ("momentum", -0.1),
        ("momentum", "0.5"),
        ("seed", -1),
        ("seed", 2**32),
    ],
)
def test_a_setting_that_cannot_run_is_refused_by_its_value(setting, value):
    with pytest.raises(ValueError, match=r"[가-힣]") as refused:
        TrainConfig(**{setting: value})
    assert str(value) in str(refused.value)
    assert "\n" not in str(refused.value)


def test_the_least_and_the_largest_settings_can_run():
    least = TrainConfig(epochs=1, batch_size=1, seed=0)
    assert (least.epochs, least.batch_size, least.seed) == (1, 1, 0)
    assert TrainConfig(seed=2**32 - 1).seed == 2**32 - 1
    with pytest.raises(ValueError, match=r"모멘텀.*미만.*1$"):
        TrainConfig("momentum", momentum=1)


def test_an_unknown_optimizer_is_answered_with_those_there_are():
    with pytest.raises(ValueError, match="sgd, momentum, nesterov, adagrad, rmsprop, adam"):
        TrainConfig("adamw")


@pytest.mark.parametrize("settings", [{"optimizer": "nesterov"}, {"optimizer": "momentum"}])
def test_momentum_is_needed_where_it_is_meant(settings):
    with pytest.raises(ValueError, match=f"{settings['optimizer']}.*0.0"):
        TrainConfig(**settings)
    assert TrainConfig(momentum=0.9, **settings).momentum == 0.9


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_momentum_is_refused_where_it_does_not_apply(optimizer):
    with pytest.raises(ValueError, match=f"{optimizer}.*0.9.*momentum, nesterov"):
        TrainConfig(optimizer=optimizer, momentum=0.9)


def test_the_six_optimizers_of_the_notes_are_known():
    assert set(OPTIMIZERS) >= {"sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam"}


def test_settings_are_changed_by_making_new_ones_and_equal_ones_are_the_same_key():
    config = TrainConfig(architecture={"units": 100})
    changed = dataclasses.replace(config, epochs=7)
    assert (config.epochs, changed.epochs) == (5, 7)
    assert {config: 1}[TrainConfig(architecture={"units": 100})] == 1
    assert config != TrainConfig(architecture={"units": 10})
    with pytest.raises(dataclasses.FrozenInstanceError):
        config.epochs = 3


def test_a_history_gives_its_columns_and_refuses_unknown_ones():
    history = History(TrainConfig(), (EpochRecord(1, 0.5, 0.8, 0.6, 0.7), EpochRecord(2, 0.4, 0.9, 0.5, 0.8)))
    assert history.column("valid_accuracy") == [0.7, 0.8]
    with pytest.raises(KeyError, match=r"val_acc.*epoch, loss, accuracy, valid_loss"):
        history.column("val_acc")


def test_what_was_not_measured_is_none_and_no_divergence():
    unvalidated = History(TrainConfig(), outcome="running").plus(EpochRecord(1, 0.5, 0.8))
    assert unvalidated.outcome == "running"
    assert {name: unvalidated.column(name) for name in ("valid_loss", "valid_accuracy", "seconds")} == {
        "valid_loss": [None],
        "valid_accuracy": [None],
        "seconds": [None],
    }


@pytest.mark.parametrize("losses", [{"loss": math.nan}, {"loss": 0.5, "valid_loss": math.nan}, {"loss": math.inf}])
def test_a_loss_that_is_no_finite_number_is_divergence(losses):
    assert History(TrainConfig(), outcome="running").plus(EpochRecord(1, **losses)).outcome == "diverged"


def test_what_fit_returns_becomes_records():
    (record,) = records_from_keras({"accuracy": [0.8], "loss": [0.5], "val_loss": [0.6], "val_accuracy": [0.7]})
    assert record == EpochRecord(1, 0.5, 0.8, 0.6, 0.7)
    assert records_from_keras({"loss": [0.5, 0.4]}) == (EpochRecord(1, 0.5), EpochRecord(2, 0.4))
    with pytest.raises(ValueError, match="accuracy"):
        records_from_keras({"accuracy": [0.8]})
