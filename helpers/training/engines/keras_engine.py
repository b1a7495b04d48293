"""The model that a student would compile and fit, trained in compiled loops."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING

from helpers.data import FashionMNIST
from helpers.text import say
from helpers.training.engines import idle
from helpers.training.engines.model_checks import refuse_unfit, shape_for
from helpers.training.engines.plain_fit import PlainFit
from helpers.training.engines.seeding import build_apart
from helpers.training.engines.trainer import Arrays, Trainer
from helpers.training.runs import OPTIMIZERS, EpochRecord, Progress, TrainConfig

if TYPE_CHECKING:
    import keras


class KerasEngine:
    """Trains `build_model(**config.architecture)` as `compile` and `fit` with validation data would, only faster.

    build_model: returns a new Keras model, not compiled, from (28, 28) or (784,) pixels to 10 probabilities.
    data: has train and valid, each with images, (n, 28, 28) in [0, 1], and labels, (n,) in 0..9.
    exact: after `setup()` the history equals that of `fit` bit for bit (with batch normalisation its losses are within
    1e-6); otherwise XLA compiles the loop, which makes it faster, the same at every run, and different from `fit` in
    the last digits. What XLA cannot compile is trained without it, and notice says so. On another backend than
    TensorFlow it is `fit` that trains, and notice says so.

    A run starts from the weights and visits the images in the order that `fit` has after
    `keras.utils.set_random_seed(config.seed)`, but neither reads nor changes the random state of the process: that is
    so for all that Keras draws; a build_model that draws by itself, from NumPy say, has to seed its own generator. The
    dtype policy is that of the thread that makes the engine. A model whose layers draw in training (dropout, noise) or
    normalise a batch would come out otherwise under XLA, and is trained without it.

    What was compiled for the last eight settings on the same data is kept, and used again by a run of whatever engine
    that computes the same; so are the tensors. Both belong to the data, and go with them.
    """

    def __init__(self, build_model: Callable[..., keras.Model], data: FashionMNIST, exact: bool = False):
        import keras

        self.notice = ""
        self._key = object()
        self._policy = keras.config.dtype_policy()
        self.image_count = len(data.train.images)
        self._build_model = build_model
        self._data = data
        self._exact = exact

    def run(self, config: TrainConfig) -> Generator[Progress | EpochRecord, None, None]:
        """The events of one run, see `Engine`; ValueError for a batch larger than the training data, and from the first
        event on for a model that does not suit it."""
        if config.batch_size > self.image_count:
            raise ValueError(say("engine.batch_size", value=config.batch_size, expected=self.image_count))
        return self._run(config)

    def prepare(self, config: TrainConfig) -> Generator[None, None, None]:
        """Build and compile what a run of these settings takes, see `Engine`; few times more than there are runs."""
        if config.batch_size > self.image_count:
            return
        trainer = self._trainer_for(config)
        if isinstance(trainer, PlainFit):
            return
        try:
            yield
            if not trainer.compiled and idle.spend():
                yield from trainer.compile()
        finally:
            idle.give(self._data.train.images, trainer)

    def _run(self, config: TrainConfig) -> Generator[Progress | EpochRecord, None, None]:
        idle.earn()
        trainer = self._trainer_for(config)
        try:
            trainer.reset(config, self._build)
            for epoch in range(1, config.epochs + 1):
                for event in trainer.train_epoch(epoch):
                    self.notice = trainer.notice or self.notice
                    yield event
                if isinstance(event, EpochRecord) and not event.finite:
                    return
        finally:
            if isinstance(trainer, Trainer):
                idle.give(self._data.train.images, trainer)

    def _trainer_for(self, config: TrainConfig) -> Trainer | PlainFit:
        """The one that this engine has used for such settings, another that computes the same, or a new one."""
        import keras

        train, valid = ((split.images, split.labels) for split in (self._data.train, self._data.valid))
        if keras.backend.backend() != "tensorflow":
            return PlainFit(train, valid)
        architecture = repr(sorted(config.architecture.items()))
        owner = (self._key, architecture, config.optimizer, config.momentum, config.batch_size)
        used = idle.take(train[0], lambda trainer: trainer.owner == owner)
        if used:
            return used
        new = Trainer(owner, self._build, config, train, valid, self._exact)
        twin = idle.take(train[0], lambda trainer: trainer.fingerprint == new.fingerprint)
        if not twin:
            return new
        twin.become(new)
        return twin

    def _build(self, config: TrainConfig, sample: Arrays | None = None) -> keras.Model:
        """The model as it is before its first step. sample: an image and its label, (1, ...), to build all of it."""
        import tensorflow as tf

        def make() -> keras.Model:
            model = self._build_model(**config.architecture)
            refuse_unfit(model, self._data.train.images[:1])
            model.compile(optimizer=_optimizer(config), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
            if sample:  # what is not built yet: the metrics, and layers without an input
                images, labels = sample
                model.test_step((tf.constant(images, shape=shape_for(model, images)), tf.constant(labels)))
                model.optimizer.build(model.trainable_variables)
            return model

        return build_apart(make, config.seed, self._policy)


def _optimizer(config: TrainConfig) -> keras.optimizers.Optimizer:
    import keras

    known = OPTIMIZERS[config.optimizer]
    momentum = {"momentum": float(config.momentum)} if known.takes_momentum else {}
    optimizer = getattr(keras.optimizers, known.keras_class)(config.learning_rate, **momentum, **known.arguments)
    optimizer._all_reduce_sum_gradients = list  # one device has no sum, and TensorFlow would keep its graph for ever
    return optimizer
