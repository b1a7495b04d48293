"""Keras's scores under the names of our records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from helpers.text import say
from helpers.training.runs import EpochRecord

ACCURACIES = ("accuracy", "acc", "sparse_categorical_accuracy", "categorical_accuracy")  # as Keras may call it
Score = TypeVar("Score")


def scores_from_keras(scores: Mapping[str, Score]) -> dict[str, Score]:
    """Keep the scores that a record has, under its names; an accuracy by any of Keras's names is one."""
    known: dict[str, Score] = {}
    for name, score in scores.items():
        part, metric = ("valid_", name[4:]) if name.startswith("val_") else ("", name)
        if metric == "loss" or metric in ACCURACIES:
            known[f"{part}{'loss' if metric == 'loss' else 'accuracy'}"] = score
    return known


def records_from_keras(columns: Mapping[str, Sequence[float]]) -> tuple[EpochRecord, ...]:
    """The epochs of a `model.fit(...)`.

    Args:
        columns: The `history` attribute of what it returns: "loss", "val_loss", ...

    Raises:
        ValueError: There is no "loss".
    """
    known = scores_from_keras(columns)
    if "loss" not in known:
        raise ValueError(say("history.columns", value=", ".join(columns) or "{}"))
    rows = zip(*known.values(), strict=True)
    return tuple(EpochRecord(epoch, **dict(zip(known, row, strict=True))) for epoch, row in enumerate(rows, 1))
