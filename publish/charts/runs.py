"""The runs that were trained beforehand: every optimizer at every learning rate, from several seeds."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.colours import BLUE, VERMILLION
from helpers.text import say
from helpers.training.describe import describe_curves, name_of
from helpers.training.precomputed import PrecomputedHistories, precomputed_histories
from helpers.training.runs import METRICS, PARTS, History, Metric, Part, TrainConfig, column_name
from helpers.training.seeds import mean_of, scores_of
from publish.charts.chart import (
    DASHED,
    SOLID,
    Chart,
    Input,
    Json,
    all_settings,
    along,
    lines_apart,
    make_chart,
    picked,
    rounded,
    words,
)

UNITS = 100  # those whose runs begin from several seeds
LIMITS = {"loss": (0, 3), "accuracy": (0, 1)}
COLOURS: dict[Part, str] = {"train": VERMILLION, "valid": BLUE}
DASHES: dict[Part, list[int]] = {"train": DASHED, "valid": SOLID}


def runs_chart() -> Chart:
    """Losses and accuracies of one setting: each seed, and their mean."""
    stored = precomputed_histories()
    grid = stored.grid
    kinds, first = grid.architecture["activation"], TrainConfig()
    optimizers = tuple(say(f"optimizer.{name}") for name in grid.optimizers)
    rates = tuple(f"{rate:g}" for rate in grid.learning_rates)
    activations = tuple(say(f"small.activation.{name}") for name in kinds)
    inputs = [
        Input("activation", say("setting.activation"), kinds, kinds[0], activations),
        Input("optimizer", say("setting.optimizer"), grid.optimizers, first.optimizer, optimizers),
        Input("rate", say("setting.learning_rate"), grid.learning_rates, first.learning_rate, rates),
    ]
    rows = [settings | row for settings in all_settings(inputs) for row in _rows(_runs(stored, **settings))]

    def says(activation: str, optimizer: str, rate: float) -> str:
        runs = _runs(stored, activation, optimizer, rate)
        mean = mean_of(runs)
        return words("runs")["says"].format(
            activation=say(f"small.activation.{activation}"),
            name=name_of(mean.config),
            seeds=len(runs),
            curves=describe_curves(mean, ("valid",)),
            scores=scores_of(runs),
            loss=mean.records[-1].valid_loss,
        )

    facts: dict[str, object] = {
        "units": UNITS,
        "train": grid.images[0],
        "valid": grid.images[1],
        "epochs": grid.epochs,
        "batch_size": grid.batch_size,
        "momentum": grid.momentum,
        "seeds": len(grid.seeds),
        "limit": LIMITS["loss"][1],
    }
    views = [_view(metric, inputs, grid.epochs) for metric in METRICS]
    return make_chart("runs", "lab-7-2a-stored", inputs, {"runs": rows}, views, says, **facts)


def _runs(stored: PrecomputedHistories, activation: str, optimizer: str, rate: float) -> list[History]:
    return stored.over_seeds(optimizer, rate, units=UNITS, activation=activation)


def _rows(runs: list[History]) -> Iterator[Json]:
    """A row for each curve: the validation of each seed, and the mean of each part, which has no seed."""
    mean = mean_of(runs)
    curves: list[tuple[Part, History, int | None]] = [("valid", run, run.config.seed) for run in runs]
    for part, run, seed in [*curves, *((part, mean, None) for part in PARTS)]:
        scores: Json = {metric: rounded(run.column(column_name(part, metric))) for metric in METRICS}
        yield {"seed": seed, "part": say(f"plot.{part}"), "epoch": run.column("epoch"), **scores}


def _view(metric: Metric, inputs: list[Input], epochs: int) -> Json:
    parts = [say(f"plot.{part}") for part in PARTS]
    shown = [picked(*(each.name for each in inputs)), {"flatten": ["epoch", metric]}]
    across = along("epoch", say("plot.epoch"), (0.9, epochs + 0.1), axis={"values": list(range(1, epochs + 1))})
    return {
        "title": say(f"plot.{metric}"),
        "data": {"name": "runs"},
        "transform": shown,
        "encoding": {
            "x": across,
            "y": along(metric, None, LIMITS[metric]),
            **lines_apart("part", parts, [COLOURS[part] for part in PARTS], [DASHES[part] for part in PARTS]),
            "detail": {"field": "seed", "type": "nominal"},
        },
        "layer": [
            {
                "transform": [{"filter": "datum.seed != null"}],
                "mark": {"type": "line", "strokeWidth": 1, "opacity": 0.7, "clip": True},
            },
            {
                "transform": [{"filter": "datum.seed == null"}],
                "mark": {"type": "line", "strokeWidth": 3, "point": {"filled": True, "size": 40}, "clip": True},
            },
        ],
    }
