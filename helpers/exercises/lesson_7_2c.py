"""The judges of 7-2c: when a training stops early, and which epoch it keeps."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from typing import Any

import keras
import numpy as np

from helpers.exercises.judging import NotYet, compare, given, pair, require, result_of, same, shown

LOSSES = (0.60, 0.50, 0.45, 0.47, 0.44, 0.46, 0.45, 0.48, 0.49, 0.40)  # with patience 2: stops at 7, keeps 5
OTHER_LOSSES = (  # losses, patience
    ((0.5, 0.4, 0.45), 2),
    ((0.5, 0.4, 0.3), 2),
    ((0.3, 0.4, 0.5, 0.2), 2),
    ((0.5, 0.45, 0.5, 0.4, 0.6, 0.3), 1),
    ((0.5, 0.4, 0.41, 0.42, 0.39, 0.4, 0.41, 0.42, 0.3), 3),
    ((2.0,), 4),
)
SCRIPT = (0.9, 0.7, 0.8, 0.6, 0.65, 0.7, 0.5, 0.4)  # validation losses that stop a patience of two at 6 and keep 4


def best_epoch(answer: Callable) -> None:
    """A function from validation losses and a patience to the epoch that stops and the one that is kept."""
    found = pair(result_of(answer, list(LOSSES), 2))
    mistakes = {
        "swapped": (5, 7),
        "from_zero": (6, 4),
        "losses": (0.45, 0.44),
        "one_late": (8, 5),
        "no_patience": (4, 3),
        "to_the_end": (10, 10),
        "knows_the_end": (7, 10),
        "not_reset": (6, 5),
        "against_the_last": (9, 5),
        "highest": (3, 1),
        "keeps_the_last": (7, 7),
    }
    require(not same(found, (9, 7)), "against_the_last")
    compare(found, (7, 5), mistakes, tolerance=0)
    ties = pair(result_of(answer, [0.5, 0.5, 0.5, 0.5], 2))
    require(not (same(ties, (4, 4)) or same(ties, (4, 1))), "ties")
    compare(ties, (3, 1), {}, tolerance=0)
    compare(pair(result_of(answer, [0.5, 0.4, 0.45], 2)), (3, 2), {"no_stop": (3, 1)}, tolerance=0)
    for losses, patience in OTHER_LOSSES:
        compare(pair(result_of(answer, list(losses), patience)), _stopped(losses, patience), {}, tolerance=0)


def early_stopping(answer: Any) -> None:
    """A callback that stops after two epochs without a lower validation loss and restores the best weights."""
    require(not isinstance(given(answer), str), "text", value=shown(answer))
    require(not isinstance(answer, type), "class", value=getattr(answer, "__name__", ""))
    require(not isinstance(answer, (list, tuple)), "list")
    require(isinstance(answer, keras.callbacks.Callback), "no_callback", value=shown(answer))
    if isinstance(answer, keras.callbacks.EarlyStopping):
        monitor, patience = answer.monitor, answer.patience
        require(monitor != "loss", "training_loss")
        require("acc" not in monitor, "accuracy", value=monitor)
        require(monitor == "val_loss", "other_monitor", value=monitor)
        require(patience, "patience_of_none")
        require(patience == 2, "other_patience", value=patience)
        require(answer.restore_best_weights, "no_restore")
    stopped, kept = _driven(answer, SCRIPT)
    require(stopped < len(SCRIPT), "never_stops")
    require((stopped, kept) == _stopped(SCRIPT, 2), "other", stopped=stopped, kept=kept)


def _stopped(losses: Sequence[float], patience: int) -> tuple[int, int]:
    """The epoch that stops and the one with the lowest loss up to it, from 1."""
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        elif epoch - best >= patience:
            return epoch + 1, best + 1
    return len(losses), best + 1


def _driven(callback: keras.callbacks.Callback, losses: Sequence[float]) -> tuple[int, int]:
    """What a callback does when a training ends its epochs with these validation losses: (last epoch, epoch kept).

    The model's one weight is the number of its epoch. The callback itself stays as it is.
    """
    model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Dense(1, use_bias=False)])
    model.stop_training = False
    callback, epoch = copy.copy(callback), 0
    try:
        callback.set_model(model)
        callback.on_train_begin()
        for epoch, loss in enumerate(losses, start=1):
            model.set_weights([np.full((1, 1), epoch)])
            callback.on_epoch_end(epoch - 1, {"loss": 1 / epoch, "val_loss": loss})
            if model.stop_training:
                break
        callback.on_train_end()
    except Exception as error:
        raise NotYet("fails", error=f"{type(error).__name__}: {error}") from error
    return epoch, round(float(model.get_weights()[0].item()))


JUDGES = {  # by the keys of the exercises, in the order in which the lesson sets them
    "best_epoch": best_epoch,
    "early_stopping": early_stopping,
}
