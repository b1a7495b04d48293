"""The model that a student would compile and fit, trained by `fit` itself, on any of Keras's backends."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from helpers.data import Split
from helpers.text import say
from helpers.training.engines.looking import look_inside_keras
from helpers.training.engines.model_checks import shape_for
from helpers.training.engines.seeding import epoch_orders
from helpers.training.inside import Inside
from helpers.training.keras_scores import scores_from_keras
from helpers.training.runs import EpochRecord, Progress, TrainConfig

if TYPE_CHECKING:
    import keras


class PlainFit:
    """A run on any of Keras's backends, an epoch per call: slower, and it stops only between two epochs.

    Args:
        train: Images and labels to train on.
        valid: Those to validate with.
    """

    def __init__(self, train: tuple[np.ndarray, np.ndarray], valid: tuple[np.ndarray, np.ndarray]):
        import keras

        self.notice = say("engine.plain_fit", value=keras.backend.backend())
        self._train = train
        self._valid = valid

    def reset(self, config: TrainConfig, build: Callable[[TrainConfig], keras.Model]) -> None:
        """Go back to the start with a new model, made by `build`, seeded by the settings and compiled."""
        self._model = build(config)
        parts = self._train, self._valid
        self._parts = [(images.reshape(shape_for(self._model, images)), labels) for images, labels in parts]
        self._batch_size = config.batch_size
        self._orders = epoch_orders(len(self._train[0]), config.seed)

    def train_epoch(self, epoch: int) -> Iterator[Progress | EpochRecord]:
        """Train and validate for one epoch; its record comes last."""
        began = time.perf_counter()
        (images, labels), valid = self._parts
        steps = math.ceil(len(images) / self._batch_size)
        yield Progress(epoch, 0, steps)
        order = next(self._orders)
        options = {"batch_size": self._batch_size, "shuffle": False, "verbose": 0}
        columns = self._model.fit(images[order], labels[order], validation_data=valid, **options).history
        yield Progress(epoch, steps, steps)
        scores = scores_from_keras({name: values[-1] for name, values in columns.items()})
        yield EpochRecord(epoch, **scores, seconds=time.perf_counter() - began)

    def look_inside(self, epoch: int, images: Split) -> Inside:
        """What the model is like now, after that epoch."""
        return look_inside_keras(self._model, epoch, images)
