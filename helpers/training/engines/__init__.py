"""Engines turn settings into records: Keras and scikit-learn behind one interface."""

from __future__ import annotations

import warnings
from contextlib import closing
from dataclasses import replace

from helpers.training.engines.keras_engine import KerasEngine
from helpers.training.engines.sgd_classifier import SGDClassifierEngine
from helpers.training.runs import Engine, EpochRecord, History, TrainConfig

__all__ = ["KerasEngine", "SGDClassifierEngine", "train"]


def train(engine: Engine, config: TrainConfig) -> History:
    """Train to the end, here and now.

    Raises:
        ValueError: The settings do not suit the engine's data.
    """
    history = History(config, outcome="running")
    notice = engine.notice
    with closing(engine.run(config)) as events:
        for event in events:
            if isinstance(event, EpochRecord):
                history = history.plus(event)
    if engine.notice != notice:
        warnings.warn(engine.notice, stacklevel=2)
    return history if history.outcome == "diverged" else replace(history, outcome="finished")
