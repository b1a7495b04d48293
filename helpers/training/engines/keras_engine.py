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
from helpers.training.inside import shown_images
from helpers.training.runs import OPTIMIZERS, EpochRecord, Event, TrainConfig

if TYPE_CHECKING:
    import keras


class KerasEngine:
    """Trains `build_model(**config.architecture)` as `compile` and `fit` with validation data would, only faster.

    XLA compiles the loop, unless it cannot, or the model draws while training (dropout, noise) or normalises a batch,
    which would come out differently. On backends other than TensorFlow `fit` itself trains. `notice` says so where it
    matters.

    A run starts from the weights and visits the images in the order that `fit` has after
    `keras.utils.set_random_seed(config.seed)`, but neither reads nor changes the random state of the process. This
    holds for all that Keras draws; a build_model that draws by itself, say from NumPy, must seed its own generator. The
    dtype policy is that of the thread that makes the engine.

    What was compiled for the last eight settings on the same data is kept and used again by any engine's run that
    computes the same; so are the tensors. Both belong to the data and go with it.

    Args:
        build_model: Returns a new, uncompiled Keras model from (28, 28) or (784,) pixels to 10 probabilities.
        data: Images and labels to train on and to validate with.
        exact: After `setup()`, make the history equal that of `fit` bit for bit (with batch normalisation, its losses
            within 1e-6), without XLA. Otherwise it is the same at every run and differs from `fit` in the last digits.
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

    def run(self, config: TrainConfig, look: bool = False) -> Generator[Event, None, None]:
        """The events of one run, see `Engine`.

        Raises:
            ValueError: The batch is larger than the training data; from the first event on, the model does not suit the
                data.
        """
        if config.batch_size > self.image_count:
            raise ValueError(say("engine.batch_size", value=config.batch_size, expected=self.image_count))
        return self._run(config, look)

    def prepare(self, config: TrainConfig) -> Generator[None, None, None]:
        """Build and compile what a run of these settings needs, see `Engine`; only a few times more often than runs."""
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

    def _run(self, config: TrainConfig, look: bool) -> Generator[Event, None, None]:
        idle.earn()
        trainer = self._trainer_for(config)
        try:
            trainer.reset(config, self._build)
            images = shown_images(self._data.valid)
            if look:
                yield trainer.look_inside(0, images)
            for epoch in range(1, config.epochs + 1):
                for event in trainer.train_epoch(epoch):
                    self.notice = trainer.notice or self.notice
                    if look and isinstance(event, EpochRecord) and event.finite:
                        yield trainer.look_inside(epoch, images)
                    yield event
                if isinstance(event, EpochRecord) and not event.finite:
                    return
        finally:
            if isinstance(trainer, Trainer):
                idle.give(self._data.train.images, trainer)

    def _trainer_for(self, config: TrainConfig) -> Trainer | PlainFit:
        """The trainer that this engine used for such settings, another that computes the same, or a new one."""
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
        """The model as it is before its first step; a sample, an image and its label, (1, ...), builds all of it."""
        import tensorflow as tf

        def make() -> keras.Model:
            model = self._build_model(**config.architecture)
            refuse_unfit(model, self._data.train.images[:1])
            model.compile(optimizer=_optimizer(config), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
            if sample:  # builds the rest: the metrics, and layers without an input
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
    optimizer._all_reduce_sum_gradients = list  # one device needs no sum, whose graph TensorFlow would keep for ever
    return optimizer
