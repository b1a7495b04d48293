"""What a training run is told and what it reports. Standard library only."""

from __future__ import annotations

import math
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, Protocol

from helpers.text import say


@dataclass(frozen=True)
class Optimizer:
    """An optimizer of the lessons: a class of `keras.optimizers`, what it is always given, if it takes a momentum."""

    keras_class: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    takes_momentum: bool = False


OPTIMIZERS = {  # one line adds another
    "sgd": Optimizer("SGD"),
    "momentum": Optimizer("SGD", takes_momentum=True),
    "nesterov": Optimizer("SGD", {"nesterov": True}, takes_momentum=True),
    "adagrad": Optimizer("Adagrad"),
    "rmsprop": Optimizer("RMSprop"),
    "adam": Optimizer("Adam"),
}

Outcome = Literal["running", "finished", "stopped", "diverged", "failed"]
Origin = Literal["trained", "kept", "precomputed"]
Part = Literal["train", "valid"]
Metric = Literal["loss", "accuracy"]
PARTS: tuple[Part, ...] = ("train", "valid")
METRICS: tuple[Metric, ...] = ("loss", "accuracy")


@dataclass(frozen=True)
class TrainConfig:
    """Settings of one run; raises ValueError, in one sentence, for what cannot run.

    learning_rate: (0, inf); momentum: (0, 1) for an optimizer that takes one, else 0; architecture: the keyword
    arguments of build_model.
    """

    optimizer: str = "sgd"
    learning_rate: float = 0.01
    epochs: int = 5
    batch_size: int = 32
    momentum: float = 0.0
    seed: int = 42
    architecture: Mapping[str, Any] = field(default_factory=dict, hash=False)

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
    """Where a run is inside an epoch. epoch: from 1; step: batches done, 0..steps (all, while it validates)."""

    epoch: int
    step: int
    steps: int


@dataclass(frozen=True)
class EpochRecord:
    """What one epoch came to. epoch: from 1; accuracies in [0, 1]; seconds: of this epoch, validation included.

    None is what was not measured, NaN what the arithmetic made of too large a number. Where a loss is no longer finite
    the run ends: such a record counts what was seen until then.
    """

    epoch: int
    loss: float | None = None
    accuracy: float | None = None
    valid_loss: float | None = None
    valid_accuracy: float | None = None
    seconds: float | None = None

    @property
    def finite(self) -> bool:
        """Whether the losses that were measured are finite numbers, so that the run can go on."""
        return all(math.isfinite(loss) for loss in (self.loss, self.valid_loss) if loss is not None)


@dataclass(frozen=True)
class History:
    """A run: its settings, a record an epoch, its outcome, and where it comes from.

    outcome: "diverged" where the loss is no longer finite, "failed" for an error. origin: "trained" now, "kept" from
    when the same settings were trained before, or "precomputed" by those who wrote the course.
    """

    config: TrainConfig
    records: tuple[EpochRecord, ...] = ()
    outcome: Outcome = "finished"
    origin: Origin = "trained"

    def plus(self, record: EpochRecord) -> History:
        """This history and one more epoch; "diverged" where its losses are not finite."""
        outcome = self.outcome if record.finite else "diverged"
        return replace(self, records=(*self.records, record), outcome=outcome)

    @property
    def key(self) -> tuple[TrainConfig, bool]:
        """Equal for the same run: one that was precomputed is another than one of the same settings trained here."""
        return self.config, self.origin == "precomputed"

    def column(self, name: str) -> list[float | None]:
        """One value an epoch, None where it was not measured; name: a field of EpochRecord, else KeyError."""
        return column_of(self.records, name)


def column_name(part: Part, metric: Metric) -> str:
    """The field of EpochRecord that holds a metric of a part of the data."""
    return metric if part == "train" else f"valid_{metric}"


def column_of(records: Sequence[EpochRecord], name: str) -> list[float | None]:
    """One value a record, None where it was not measured; name: a field of EpochRecord, else KeyError."""
    known = [f.name for f in fields(EpochRecord)]
    if name not in known:
        raise KeyError(say("history.column", value=name, choices=", ".join(known)))
    return [getattr(record, name) for record in records]


@dataclass(frozen=True)
class RunState:
    """A run at one moment.

    progress: the latest from inside an epoch, None before the first; seconds_left: at the pace so far, None while that
    is not known; notice: what the engine has to say; error: what ended the run, where its outcome is "failed".
    """

    history: History
    progress: Progress | None = None
    seconds_left: float | None = None
    notice: str = ""
    error: BaseException | None = None

    @property
    def running(self) -> bool:
        """Whether the run goes on, or is about to."""
        return self.history.outcome == "running"

    @property
    def fraction(self) -> float:
        """How much of it is done, in [0, 1]."""
        if self.progress is None:
            return float(self.history.origin == "precomputed")
        return (self.progress.epoch - 1 + self.progress.step / self.progress.steps) / self.history.config.epochs


class Engine(Protocol):
    """Whatever trains.

    notice: "" or a sentence for the learner about how it trains; image_count: how many there are to train on.
    run: refuses settings that do not suit its data at once (ValueError), else returns a generator that does the work
    as it is asked for what comes next: a Progress several times a second, an EpochRecord an epoch. It ends after the
    last epoch, or after a record whose losses are not finite; closing it stops the run. Errors come through.
    prepare: a generator that does ahead, part by part, what a run of these settings does before its first step.
    """

    notice: str
    image_count: int

    def run(self, config: TrainConfig) -> Generator[Progress | EpochRecord, None, None]:
        """The events of one run."""

    def prepare(self, config: TrainConfig) -> Generator[None, None, None]:
        """The parts of what there is to do ahead of one run."""


def _require(holds: bool, key: str, value: object, **more: object) -> None:
    if not holds:
        raise ValueError(say(key, value=value, **more))


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
