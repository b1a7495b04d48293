"""The model that a student would compile and fit, trained in compiled loops. Knows nothing of scikit-learn."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING

import numpy as np

from helpers.engines.loop import Loop
from helpers.engines.plain_fit import PlainFit
from helpers.engines.seeding import build_apart, epoch_orders
from helpers.engines.tensors import tensor_of
from helpers.runs import OPTIMIZERS, EpochRecord, Progress, TrainConfig
from helpers.text import say

if TYPE_CHECKING:
    import keras
    import tensorflow as tf

KEPT_MODELS = 8
VALIDATION_BATCH = 1000  # images; where a run need not equal `fit` to the last digit


class KerasEngine:
    """Trains `build_model(**config.architecture)` as `compile` and `fit` with validation data would, only faster.

    build_model: returns a new Keras model, not compiled, from (28, 28) or (784,) pixels to 10 probabilities.
    data: has train and valid, each with images, (n, 28, 28) in [0, 1], and labels, (n,) in 0..9.
    exact: after `setup()` the history equals that of `fit` bit for bit; otherwise XLA compiles the loop, which makes
    it faster, the same at every run, and different from `fit` in the last digits. What XLA cannot compile is trained
    without it, and notice says so. On another backend than TensorFlow it is `fit` that trains, and notice says so.

    A run starts from the weights and visits the images in the order that `fit` has after
    `keras.utils.set_random_seed(config.seed)`, but neither reads nor changes the random state of the process: that is
    so for all that Keras draws; a build_model that draws by itself, from NumPy say, has to seed its own generator. The
    dtype policy is that of the thread that makes the engine. A model whose layers draw in training (dropout, noise) or
    normalise a batch would come out otherwise under XLA, and is trained without it.

    The models of the last eight settings are kept, with all that was compiled for them, for a next run with the same
    architecture, optimizer and batch size; what is on a device for training belongs to the data and is shared.
    """

    def __init__(self, build_model: Callable[..., keras.Model], data, exact: bool = False):
        import keras

        self.notice = ""
        self._policy = keras.config.dtype_policy()
        self.images = len(data.train.images)
        self._build_model = build_model
        self._data = data
        self._exact = exact
        self._kept: OrderedDict[tuple, _Trainer | PlainFit] = OrderedDict()  # without those that are training just now

    def run(self, config: TrainConfig) -> Generator[Progress | EpochRecord, None, None]:
        """The events of one run, see `Engine`; ValueError for a batch larger than the training data."""
        if config.batch_size > self.images:
            raise ValueError(say("engine.batch_size", value=config.batch_size, expected=self.images))
        return self._run(config)

    def _run(self, config: TrainConfig) -> Generator[Progress | EpochRecord, None, None]:
        architecture = repr(sorted(config.architecture.items()))
        key = (architecture, config.optimizer, config.momentum, config.nesterov, config.batch_size)
        trainer = self._kept.pop(key, None) or self._new_trainer(config)
        try:
            trainer.reset(config)
            for epoch in range(1, config.epochs + 1):
                record = yield from trainer.train_epoch(epoch)
                yield record
                if not record.finite:
                    return
        finally:
            self._kept[key] = trainer
            while len(self._kept) > KEPT_MODELS:
                self._kept.popitem(last=False)

    def _new_trainer(self, config: TrainConfig) -> _Trainer | PlainFit:
        import keras

        train, valid = ((split.images, split.labels) for split in (self._data.train, self._data.valid))
        if keras.backend.backend() != "tensorflow":
            self.notice = say("engine.plain_fit", value=keras.backend.backend())
            return PlainFit(self._build, train, valid)
        tensors = [tuple(map(tensor_of, part)) for part in (train, valid)]
        return _Trainer(self._build, config, *tensors, None if self._exact else self._say_no_xla)

    def _build(self, config: TrainConfig, sample: tuple | None = None) -> keras.Model:
        """The model as it is before its first step. sample: an image and its label, (1, ...), to build all of it."""

        def make() -> keras.Model:
            model = self._build_model(**config.architecture)
            model.compile(optimizer=_optimizer(config), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
            if sample:  # what is not built yet: the metrics, and layers without an input
                model.test_step((_shaped_for(model, sample[0]), sample[1]))
                model.optimizer.build(model.trainable_variables)
            return model

        return build_apart(make, config.seed, self._policy)

    def _say_no_xla(self) -> None:
        self.notice = say("engine.no_xla")


class _Trainer:
    """A compiled model and its loops over the training and the validation set; as new before each run."""

    def __init__(self, build: Callable, config: TrainConfig, train: tuple, valid: tuple, no_xla: Callable | None):
        self._build = build
        self._sample = tuple(values[:1] for values in train)
        self._batch_size = config.batch_size
        self._valid_batch_size = VALIDATION_BATCH if no_xla else config.batch_size
        self._model = model = build(config, self._sample)
        self._seed = config.seed
        self._initial = _values(model)
        self._optimizer_initial = _values(model.optimizer)
        train, valid = ((_shaped_for(model, images), labels) for images, labels in (train, valid))
        self._train = Loop(model, model.train_step, train, no_xla if _same_under_xla(model) else None)
        self._valid = Loop(model, model.test_step, valid, None)

    def reset(self, config: TrainConfig) -> None:
        """Back to the start: initial weights, an optimizer that has seen nothing, the first order of the images."""
        if config.seed != self._seed:
            self._seed, self._initial = config.seed, _values(self._build(config, self._sample))
        _assign(self._model, self._initial)
        _assign(self._model.optimizer, self._optimizer_initial)
        self._model.optimizer.learning_rate = config.learning_rate
        self._orders = epoch_orders(self._train.images, config.seed)

    def train_epoch(self, epoch: int) -> Generator[Progress, None, EpochRecord]:
        """One epoch and its validation; where the loss is no longer finite, as far as it came."""
        began = time.perf_counter()
        steps = math.ceil(self._train.images / self._batch_size)
        yield Progress(epoch, 0, steps)
        for done in self._train.over(next(self._orders), self._batch_size):
            yield Progress(epoch, done, steps)
        scores = self._train.scores()
        if math.isfinite(scores[0]):
            for _ in self._valid.over(np.arange(self._valid.images), self._valid_batch_size):
                yield Progress(epoch, steps, steps)
            scores += self._valid.scores()
        return EpochRecord(epoch, *scores, seconds=time.perf_counter() - began)


def _optimizer(config: TrainConfig) -> keras.optimizers.Optimizer:
    import keras

    kind = getattr(keras.optimizers, OPTIMIZERS[config.optimizer])
    if OPTIMIZERS[config.optimizer] != "SGD":
        return kind(config.learning_rate)
    return kind(config.learning_rate, float(config.momentum), config.nesterov or config.optimizer == "nesterov")


def _same_under_xla(model: keras.Model) -> bool:
    """Whether no layer draws while it trains, as XLA has other random numbers, or normalises a batch."""
    import keras

    normalisers = keras.layers.BatchNormalization, keras.layers.SpectralNormalization
    layers = model._flatten_layers()
    return not any(isinstance(layer, normalisers) or hasattr(layer, "seed_generator") for layer in layers)


def _shaped_for(model: keras.Model, images: tf.Tensor) -> tf.Tensor:
    """The images, (n, 28, 28), as the model's input has them: rows of 784, say; where that is not known, unchanged."""
    import tensorflow as tf

    shape = getattr(model, "input_shape", None) or ()
    fits = all(isinstance(size, int) for size in shape[1:]) and math.prod(shape[1:]) == math.prod(images.shape[1:])
    return tf.reshape(images, (len(images), *shape[1:])) if fits else images


def _values(owner: keras.Model | keras.optimizers.Optimizer) -> list[np.ndarray]:
    return [np.array(variable.numpy()) for variable in owner.variables]


def _assign(owner: keras.Model | keras.optimizers.Optimizer, values: list[np.ndarray]) -> None:
    for variable, value in zip(owner.variables, values, strict=True):
        variable.assign(value)
