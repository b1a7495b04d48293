"""What a training run is told and what it reports."""

from __future__ import annotations

import math
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, Protocol

from helpers.text import say
from helpers.training.inside import Inside


@dataclass(frozen=True)
class Optimizer:
    """An optimizer of the lessons.

    Attributes:
        keras_class: Its name in `keras.optimizers`.
        default_rate: Its learning rate in Keras where none is given.
        arguments: What it is always given.
        takes_momentum: Whether it has a momentum to set.
    """

    keras_class: str
    default_rate: float
    arguments: Mapping[str, Any] = field(default_factory=dict)
    takes_momentum: bool = False


OPTIMIZERS = {  # a line adds another
    "sgd": Optimizer("SGD", 0.01),
    "momentum": Optimizer("SGD", 0.01, takes_momentum=True),
    "nesterov": Optimizer("SGD", 0.01, {"nesterov": True}, takes_momentum=True),
    "adagrad": Optimizer("Adagrad", 0.001),
    "rmsprop": Optimizer("RMSprop", 0.001),
    "adam": Optimizer("Adam", 0.001),
}

Outcome = Literal["running", "finished", "stopped", "diverged", "failed"]
Origin = Literal["trained", "kept", "precomputed"]
FOR_GOOD: tuple[Outcome, ...] = ("finished", "diverged")  # outcomes that the same settings would reach again
Part = Literal["train", "valid"]
Metric = Literal["loss", "accuracy"]
PARTS: tuple[Part, ...] = ("train", "valid")
METRICS: tuple[Metric, ...] = ("loss", "accuracy")


@dataclass(frozen=True)
class TrainConfig:
    """The settings of one run.

    Attributes:
        optimizer: A key of OPTIMIZERS.
        learning_rate: In (0, inf).
        momentum: In (0, 1) for an optimizer that takes one, else 0.
        architecture: The keyword arguments of build_model.

    Raises:
        ValueError: The settings cannot run; the message says why in one sentence.
    """

    optimizer: str = "sgd"
    learning_rate: float = 0.01
    epochs: int = 5
    batch_size: int = 32
    momentum: float = 0.0
    seed: int = 42
    architecture: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def with_seed(self, seed: int) -> TrainConfig:
        """These settings from another seed."""
        return replace(self, seed=seed)

    def __post_init__(self) -> None:
        _require(self.optimizer in OPTIMIZERS, "config.optimizer", self.optimizer, choices=", ".join(OPTIMIZERS))
        _require(_is_number(self.learning_rate) and self.learning_rate > 0, "config.learning_rate", self.learning_rate)
        _require(_is_whole(self.epochs) and self.epochs >= 1, "config.epochs", self.epochs)
        _require(_is_whole(self.batch_size) and self.batch_size >= 1, "config.batch_size", self.batch_size)
        _require(_is_number(self.momentum) and 0 <= self.momentum < 1, "config.momentum", self.momentum)
        _require(_is_whole(self.seed) and 0 <= self.seed < 2**32, "config.seed", self.seed)
        if OPTIMIZERS[self.optimizer].takes_momentum:
            _require(self.momentum > 0, "config.needs_momentum", self.momentum, optimizer=self.optimizer)
        else:
            takers = ", ".join(name for name, known in OPTIMIZERS.items() if known.takes_momentum)
            _require(self.momentum == 0, "config.no_momentum", self.momentum, optimizer=self.optimizer, choices=takers)


@dataclass(frozen=True)
class Progress:
    """Where a run is inside an epoch.

    Attributes:
        epoch: From 1.
        step: Batches done, 0..steps; all of them while it validates.
    """

    epoch: int
    step: int
    steps: int


@dataclass(frozen=True)
class EpochRecord:
    """What came of one epoch.

    None means that a value was not measured, NaN that the arithmetic left the finite numbers. A run ends when a loss is
    no longer finite; its last record counts what was seen until then.

    Attributes:
        epoch: From 1.
        accuracy: In [0, 1], as is valid_accuracy.
        seconds: Of this epoch, validation included.
    """

    epoch: int
    loss: float | None = None
    accuracy: float | None = None
    valid_loss: float | None = None
    valid_accuracy: float | None = None
    seconds: float | None = None

    @property
    def finite(self) -> bool:
        """Whether the losses that were measured are finite, so that the run can go on."""
        return all(math.isfinite(loss) for loss in (self.loss, self.valid_loss) if loss is not None)


@dataclass(frozen=True)
class History:
    """A run: its settings, a record per epoch, its outcome and its origin.

    Attributes:
        outcome: "diverged" if a loss is no longer finite, "failed" after an error.
        origin: "trained" now, "kept" from an earlier run with these settings, or "precomputed" by the course's authors.
    """

    config: TrainConfig
    records: tuple[EpochRecord, ...] = ()
    outcome: Outcome = "finished"
    origin: Origin = "trained"

    def plus(self, record: EpochRecord) -> History:
        """This history and one more epoch; "diverged" if its losses are not finite."""
        outcome = self.outcome if record.finite else "diverged"
        return replace(self, records=(*self.records, record), outcome=outcome)

    @property
    def last_accuracy(self) -> float | None:
        """The validation accuracy of the last epoch, in [0, 1], by which runs are ranked; None if there is none."""
        accuracy = self.records[-1].valid_accuracy if self.records else None
        return accuracy if accuracy is not None and math.isfinite(accuracy) else None

    @property
    def key(self) -> tuple[TrainConfig, bool]:
        """Equal for the same run; a precomputed one is not the one trained here with the same settings."""
        return self.config, self.origin == "precomputed"

    def column(self, name: str) -> list[float | None]:
        """One value per epoch, None where it was not measured; see `column_of`."""
        return column_of(self.records, name)


def column_name(part: Part, metric: Metric) -> str:
    """The field of EpochRecord for a metric of a part of the data."""
    return metric if part == "train" else f"valid_{metric}"


def column_of(records: Sequence[EpochRecord], name: str) -> list[float | None]:
    """One value per record, None where it was not measured.

    Raises:
        KeyError: EpochRecord has no field of that name.
    """
    known = [f.name for f in fields(EpochRecord)]
    if name not in known:
        raise KeyError(say("history.column", value=name, choices=", ".join(known)))
    return [getattr(record, name) for record in records]


@dataclass(frozen=True)
class RunState:
    """A run at one moment.

    Attributes:
        progress: The latest from inside an epoch, None before the first.
        seconds_left: At the pace so far; None until that is known.
        notice: What the engine has to say, or "".
        error: What ended the run, if its outcome is "failed".
        inside: The latest look inside; None if nobody asked for one, and before the first.
    """

    history: History
    progress: Progress | None = None
    seconds_left: float | None = None
    notice: str = ""
    error: BaseException | None = None
    inside: Inside | None = None

    @property
    def running(self) -> bool:
        """Whether the run is going on or about to start."""
        return self.history.outcome == "running"

    @property
    def fraction(self) -> float:
        """How much of the run is done, in [0, 1]."""
        if self.progress is None:
            return float(self.history.origin == "precomputed")
        return (self.progress.epoch - 1 + self.progress.step / self.progress.steps) / self.history.config.epochs


Event = Progress | EpochRecord | Inside


class Engine(Protocol):
    """Whatever trains.

    Attributes:
        notice: A sentence for the learner on how it trains, or "".
        image_count: How many images it trains on.
    """

    notice: str
    image_count: int

    def run(self, config: TrainConfig, look: bool = False) -> Generator[Event, None, None]:
        """Yield Progress several times a second and an EpochRecord per epoch, training as the next one is asked for.

        The run ends after the last epoch, or after a record whose losses are not finite; closing the generator stops
        it. Errors come through.

        Args:
            config: The settings.
            look: Yield an Inside, too, before the first step and before each record with finite losses.

        Raises:
            ValueError: The settings do not suit the data; raised by the call itself.
        """

    def prepare(self, config: TrainConfig) -> Generator[None, None, None]:
        """Do in advance, part by part, what a run of these settings does before its first step."""


def _require(holds: bool, key: str, value: object, **more: object) -> None:
    if not holds:
        raise ValueError(say(key, value=value, **more))


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
