"""Runs of a grid of settings, trained beforehand and kept in one file."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from itertools import product
from pathlib import Path
from typing import Any

from helpers.files import replacing
from helpers.text import say
from helpers.training.runs import OPTIMIZERS, EpochRecord, History, TrainConfig
from helpers.training.seeds import SEEDS

VERSION = 2  # raise it when the grid's network, or what the engine makes of it, changes
COLUMNS = ("loss", "accuracy", "valid_loss", "valid_accuracy")
DIGITS = 6  # of a stored value


@dataclass(frozen=True)
class Grid:
    """The settings of many runs: every optimizer with every learning rate and every architecture.

    All else is the same in all runs.

    Attributes:
        name: Of the file that holds them, without its ending.
        architecture: Name → values of an argument of build_model.
        compared: Name → the values whose runs begin from each of `seeds`; the others begin from `seed` alone.
        momentum: For the optimizers that take one.
        images: How many images train and how many validate, counted from the first.
    """

    name: str = "two_layers"
    optimizers: tuple[str, ...] = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam")
    learning_rates: tuple[float, ...] = (0.001, 0.01, 0.1, 1.0)
    architecture: Mapping[str, tuple[Any, ...]] = field(
        default_factory=lambda: {"units": (10, 100, 300), "activation": ("relu", "sigmoid")}, hash=False
    )
    compared: Mapping[str, tuple[Any, ...]] = field(default_factory=lambda: {"units": (100,)}, hash=False)
    epochs: int = 5
    batch_size: int = 32
    momentum: float = 0.9
    seed: int = 42
    seeds: tuple[int, ...] = SEEDS
    images: tuple[int, int] = (48_000, 12_000)

    @property
    def configs(self) -> list[TrainConfig]:
        """The settings of every run; the learning rates of one optimizer and architecture stand together."""
        architectures = [dict(zip(self.architecture, values, strict=True)) for values in self._combinations()]
        settings = product(architectures, self.optimizers, self.learning_rates)
        configs = [self.config(optimizer, rate, **architecture) for architecture, optimizer, rate in settings]
        return [config.with_seed(seed) for config in configs for seed in self._seeds_of(config.architecture)]

    @property
    def path(self) -> Path:
        """The file that holds the course's own runs of this grid."""
        return Path(__file__).parent / f"{self.name}.json"

    def config(self, optimizer: str, learning_rate: float, **architecture: Any) -> TrainConfig:
        """The settings of one run, from `seed`."""
        momentum = self.momentum if OPTIMIZERS[optimizer].takes_momentum else 0.0
        common = {"epochs": self.epochs, "batch_size": self.batch_size, "seed": self.seed}
        return TrainConfig(optimizer, learning_rate, momentum=momentum, architecture=architecture, **common)

    def _seeds_of(self, architecture: Mapping[str, Any]) -> tuple[int, ...]:
        compared = all(architecture[name] in values for name, values in self.compared.items())
        return self.seeds if compared else (self.seed,)

    def _combinations(self) -> Iterator[tuple[Any, ...]]:
        return product(*self.architecture.values())


GRID = Grid()
ONE_LAYER = Grid("one_layer", architecture={}, compared={})


class PrecomputedHistories:
    """The runs of a whole grid, without their times: those would be another machine's."""

    def __init__(self, grid: Grid, histories: Iterable[History]):
        self.grid = grid
        self._histories = {history.config: replace(history, origin="precomputed") for history in histories}

    def history(self, config: TrainConfig) -> History:
        """The run with these settings, "finished" or "diverged".

        Raises:
            KeyError: The settings are not of the grid.
        """
        return self._histories[config]

    def over_seeds(self, optimizer: str, learning_rate: float, **architecture: Any) -> list[History]:
        """The runs that differ in their seeds alone, in the order of the grid's seeds.

        Raises:
            KeyError: The settings are not of the grid, or not among those that are compared.
        """
        config = self.grid.config(optimizer, learning_rate, **architecture)
        return [self._histories[config.with_seed(seed)] for seed in self.grid.seeds]

    def seeds_of(self, config: TrainConfig) -> list[History]:
        """The runs with these settings from those of the grid's seeds that there are."""
        configs = [config.with_seed(seed) for seed in self.grid.seeds]
        return [self._histories[each] for each in configs if each in self._histories]

    def refuse_others(self, images: int, arguments: Iterable[str]) -> None:
        """Refuse an engine whose runs would be other ones.

        Args:
            images: How many it trains on.
            arguments: The names of its build_model's arguments, if any.

        Raises:
            ValueError: The images or the arguments are not those of the grid.
        """
        arguments = list(arguments)
        expected = list(self.grid.architecture)
        if images != self.grid.images[0] or (arguments and set(arguments) != set(expected)):
            wanted = {"images": self.grid.images[0], "names": ", ".join(expected)}
            raise ValueError(say("precomputed.others", value=images, arguments=", ".join(arguments), **wanted))


def precomputed_histories(grid: Grid = GRID, path: Path | None = None) -> PrecomputedHistories:
    """Read the runs of a grid, by default from the course's own file.

    Raises:
        ValueError: The file is missing, damaged, or of another grid or version.
    """
    path = path or grid.path
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        whole = content.pop("sha256") == _digest(content)
        found = {name: content[name] for name in ("version", "grid")}
        if whole and found == _head(grid):
            return PrecomputedHistories(grid, [history_of(row, grid) for row in content["runs"]])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(say("precomputed.damaged", value=path.name)) from error
    raise ValueError(say("precomputed.outdated" if whole else "precomputed.damaged", value=path.name))


def write_histories(
    path: Path, rows: Mapping[TrainConfig, Mapping[str, Any]], made_with: Mapping[str, str], grid: Grid
) -> None:
    """Write the rows of a whole grid, one per line in the grid's order; the old file stays until all is written.

    Args:
        rows: As `row_of` makes them.
        made_with: Names and versions of what trained them, for readers.
    """
    content = {**_head(grid), "made_with": dict(made_with), "runs": [rows[config] for config in grid.configs]}
    head = {**content, "sha256": _digest(content)}
    del head["runs"]
    lines = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in head.items()]
    runs = ",\n".join(json.dumps(row) for row in content["runs"])
    with replacing(path) as beside:
        beside.write_text("{\n" + ",\n".join([*lines, f'"runs": [\n{runs}\n]']) + "\n}\n", encoding="utf-8")


def row_of(history: History) -> dict[str, Any]:
    """A run's settings and, for each score, a rounded value per epoch: None if not measured, a string if not finite."""
    config = history.config
    chosen = {"optimizer": config.optimizer, "learning_rate": config.learning_rate, "seed": config.seed}
    settings = {**chosen, **config.architecture}
    return {**settings, **{name: [_rounded(value) for value in history.column(name)] for name in COLUMNS}}


def history_of(row: Mapping[str, Any], grid: Grid) -> History:
    """The run that such a row holds."""
    settings = {name: value for name, value in row.items() if name not in (*COLUMNS, "seed")}
    history = History(grid.config(**settings).with_seed(row["seed"]))
    for epoch, values in enumerate(zip(*(row[name] for name in COLUMNS), strict=True), 1):
        history = history.plus(EpochRecord(epoch, *(None if value is None else float(value) for value in values)))
    return history


def _rounded(value: float | None) -> float | str | None:
    if value is None:
        return None
    return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else str(value)  # JSON has no such numbers


def _head(grid: Grid) -> dict[str, Any]:
    """What a file must begin with to be read, as JSON gives it back."""
    return json.loads(json.dumps({"version": VERSION, "grid": asdict(grid)}))


def _digest(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
