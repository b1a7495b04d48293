"""Logistic regression by scikit-learn, part of an epoch at a time."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

import numpy as np

from helpers.data import FashionMNIST, Split
from helpers.text import say
from helpers.training.inside import Inside, look_inside, shown_images
from helpers.training.runs import EpochRecord, Event, Progress, TrainConfig

if TYPE_CHECKING:
    from sklearn.linear_model import SGDClassifier

CHUNK_IMAGES = 4000  # between two reports


class SGDClassifierEngine:
    """Logistic regression, one versus rest: `SGDClassifier(loss="log_loss")`, image by image at a constant rate.

    Of the settings, optimizer must be "sgd", learning_rate becomes eta0, batch_size plays no part, and architecture
    holds further arguments of SGDClassifier, such as alpha. Each epoch has its own order. A loss is the mean of -log of
    the probability that `predict_proba` gives to the true class. A step is an image.

    Args:
        data: Images and labels to train on and to validate with.
    """

    notice = ""

    def __init__(self, data: FashionMNIST):
        self.image_count = len(data.train.images)
        self._data = data

    def run(self, config: TrainConfig, look: bool = False) -> Generator[Event, None, None]:
        """The events of one run, see `Engine`.

        Raises:
            ValueError: The optimizer is not plain SGD.
        """
        if config.optimizer != "sgd":
            raise ValueError(say("engine.only_sgd", value=config.optimizer))
        return self._run(config, look)

    def prepare(self, config: TrainConfig) -> Generator[None, None, None]:
        """Nothing: there is nothing to prepare."""
        yield from ()

    def _run(self, config: TrainConfig, look: bool) -> Generator[Event, None, None]:
        from sklearn.linear_model import SGDClassifier

        settings = {"loss": "log_loss", "learning_rate": "constant", "shuffle": False, "random_state": config.seed}
        settings |= config.architecture
        model = SGDClassifier(eta0=config.learning_rate, **settings)
        orders = np.random.default_rng(config.seed)
        images = shown_images(self._data.valid)
        if look:
            yield look_inside(0, images, np.full((len(images), 10), 0.1), np.zeros((28 * 28, 10)), only=True)
        for epoch in range(1, config.epochs + 1):
            began = time.perf_counter()
            yield from self._visit(model, epoch, orders.permutation(self.image_count))
            scores = (*_scores(model, self._data.train), *_scores(model, self._data.valid))
            record = EpochRecord(epoch, *scores, seconds=time.perf_counter() - began)
            if look and record.finite:
                yield _inside(model, epoch, images)
            yield record
            if not record.finite:
                return

    def _visit(self, model: SGDClassifier, epoch: int, order: np.ndarray) -> Iterator[Progress]:
        """Train on every image once, or until the weights are no longer finite."""
        images, labels = _rows(self._data.train), self._data.train.labels
        yield Progress(epoch, 0, len(order))
        for start in range(0, len(order), CHUNK_IMAGES):
            chosen = order[start : start + CHUNK_IMAGES]
            try:
                model.partial_fit(images[chosen], labels[chosen], classes=np.arange(10))
            except ValueError:
                if not hasattr(model, "coef_") or np.isfinite(model.coef_).all():
                    raise
                return  # scikit-learn has found weights that are not finite
            yield Progress(epoch, start + len(chosen), len(order))


def _rows(split: Split) -> np.ndarray:
    return split.images.reshape(len(split.images), -1)


def _scores(model: SGDClassifier, split: Split) -> tuple[float, float]:
    """Loss and accuracy of ten logistic regressions whose probabilities are scaled to add up to 1."""
    with np.errstate(all="ignore"):  # weights that are not finite give such a loss
        z = _linear(model, split)
        loss = -np.mean(_log_probabilities(z)[np.arange(len(z)), split.labels])
    return float(loss), float(np.mean(z.argmax(axis=1) == split.labels))


def _inside(model: SGDClassifier, epoch: int, images: Split) -> Inside:
    probabilities = np.exp(_log_probabilities(_linear(model, images)))
    return look_inside(epoch, images, probabilities, model.coef_.T, only=True)


def _linear(model: SGDClassifier, split: Split) -> np.ndarray:
    return (_rows(split) @ model.coef_.T + model.intercept_).astype(np.float64)


def _log_probabilities(z: np.ndarray) -> np.ndarray:
    """The logarithms of ten sigmoids, (n, 10), scaled to add up to 1; they themselves may all be too small."""
    logs = -np.logaddexp(0, -z)
    return logs - np.logaddexp.reduce(logs, axis=1, keepdims=True)
