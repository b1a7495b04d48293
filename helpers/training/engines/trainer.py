"""A Keras model and the compiled loops that train it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from helpers.data import Split
from helpers.text import say
from helpers.training.engines.idle import fingerprint
from helpers.training.engines.looking import look_inside_keras
from helpers.training.engines.loop import Loop
from helpers.training.engines.model_checks import shape_for
from helpers.training.engines.seeding import epoch_orders
from helpers.training.engines.tensors import tensor_of
from helpers.training.inside import Inside
from helpers.training.runs import EpochRecord, Progress, TrainConfig

if TYPE_CHECKING:
    import keras

VALIDATION_BATCH = 1000  # images; if a run need not equal `fit` to the last digit
NOT_MEASURED: tuple[float | None, float | None] = None, None

Arrays = tuple[np.ndarray, np.ndarray]
Build = Callable[[TrainConfig, Arrays | None], "keras.Model"]


class Trainer:
    """A compiled model with its loops over the training and the validation set; like new before each run.

    Args:
        owner: Whose trainer it is, and for what settings.
        build: Makes the model, seeded by the settings and compiled.
        config: The settings of the first run.
        train: Images and labels to train on.
        valid: Those to validate with.
        exact: Do without XLA, and equal `fit`.

    Attributes:
        fingerprint: Equal for trainers that compute the same.
    """

    def __init__(self, owner: Any, build: Build, config: TrainConfig, train: Arrays, valid: Arrays, exact: bool):
        self.owner = owner
        self._sample = train[0][:1].copy(), train[1][:1].copy()  # a view would keep all the data
        self._batch_sizes = config.batch_size, config.batch_size if exact else VALIDATION_BATCH
        self._model = model = build(config, self._sample)
        self._seed = config.seed
        self._initial = _values(model.variables)
        self._optimizer_initial = _values(model.optimizer.variables)
        train, valid = ((tensor_of(x, shape_for(model, x)), tensor_of(labels)) for x, labels in (train, valid))
        self._try_xla = not exact and _same_under_xla(model)
        self._train = Loop(model, model.train_step, train, self._try_xla)
        self._valid = Loop(model, model.test_step, valid, False)
        functions = [function for loop, size in self._loops() for function in loop.trace(size)]
        metrics = [variable for metric in model.metrics for variable in metric.variables]
        variables = *model.variables, *model.optimizer.variables, *metrics
        self.fingerprint = self._try_xla, fingerprint(functions, variables)

    @property
    def notice(self) -> str:
        """What there is to say about how it trains: whether XLA could not compile it."""
        return say("engine.no_xla") if self._train.xla != self._try_xla else ""

    def become(self, twin: Trainer) -> None:
        """Take the place of a trainer with the same fingerprint: its owner and its initial weights."""
        self.owner = twin.owner
        self._seed, self._initial, self._optimizer_initial = twin._seed, twin._initial, twin._optimizer_initial

    @property
    def compiled(self) -> bool:
        """Whether nothing is left to compile for the next run."""
        return all(loop.compiled(size) for loop, size in self._loops())

    def compile(self) -> Iterator[None]:
        """Do in advance what the first run does before its first step; yields after each part."""
        for loop, size in self._loops():
            yield from loop.compile(size)

    def reset(self, config: TrainConfig, build: Build) -> None:
        """Go back to the start: initial weights, an unused optimizer, the first order of the images."""
        if config.seed != self._seed:
            self._seed, self._initial = config.seed, _values(build(config, self._sample).variables)
        _assign(self._model.variables, self._initial)
        _assign(self._model.optimizer.variables, self._optimizer_initial)
        self._model.optimizer.learning_rate = config.learning_rate
        self._orders = epoch_orders(self._train.images, config.seed)

    def train_epoch(self, epoch: int) -> Iterator[Progress | EpochRecord]:
        """Train and validate for one epoch; its record, which comes last, goes as far as the loss was finite."""
        began = time.perf_counter()
        batch_size, valid_batch_size = self._batch_sizes
        steps = math.ceil(self._train.images / batch_size)
        yield Progress(epoch, 0, steps)
        for done in self._train.over(next(self._orders), batch_size):
            yield Progress(epoch, done, steps)
        scores, of_validation = self._train.scores(), NOT_MEASURED
        if math.isfinite(scores[0]):
            for _ in self._valid.over(np.arange(self._valid.images), valid_batch_size):
                yield Progress(epoch, steps, steps)
            of_validation = self._valid.scores()
        yield EpochRecord(epoch, *scores, *of_validation, seconds=time.perf_counter() - began)

    def look_inside(self, epoch: int, images: Split) -> Inside:
        """What the model is like now, after that epoch."""
        return look_inside_keras(self._model, epoch, images)

    def _loops(self) -> Iterator[tuple[Loop, int]]:
        return zip((self._train, self._valid), self._batch_sizes, strict=True)


def _same_under_xla(model: keras.Model) -> bool:
    """Whether no layer draws while training, as XLA has other random numbers, or normalises a batch."""
    import keras

    normalisers = keras.layers.BatchNormalization, keras.layers.SpectralNormalization
    layers = model._flatten_layers()
    return not any(isinstance(layer, normalisers) or hasattr(layer, "seed_generator") for layer in layers)


def _values(variables: list[keras.Variable]) -> list[np.ndarray]:
    return [np.array(variable.numpy()) for variable in variables]


def _assign(variables: list[keras.Variable], values: list[np.ndarray]) -> None:
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)
