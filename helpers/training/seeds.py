"""One setting from several seeds: how far its scores scatter, and whether another's differ by more than that."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace

from helpers.text import say
from helpers.training.runs import FOR_GOOD, EpochRecord, History, Outcome

SEEDS = (1, 2, 3, 4, 42)
MEASURED = [field.name for field in fields(EpochRecord) if field.name != "epoch"]


@dataclass(frozen=True)
class SeedScores:
    """The last validation accuracies of one setting.

    Attributes:
        values: One in [0, 1] per seed, at least two.
    """

    values: tuple[float, ...]

    @property
    def mean(self) -> float:
        """In [0, 1]."""
        return statistics.fmean(self.values)

    @property
    def spread(self) -> float:
        """The standard deviation of the sample, divided by n - 1."""
        return statistics.stdev(self.values)

    def wins_against(self, other: SeedScores) -> int:
        """In how many seeds this score is the higher one.

        Raises:
            ValueError: The two have different numbers of seeds.
        """
        return sum(mine > yours for mine, yours in zip(self.values, other.values, strict=True))

    def about_equals(self, other: SeedScores) -> bool:
        """Whether the means differ by no more than the larger of the two spreads."""
        return abs(self.mean - other.mean) <= max(self.spread, other.spread)

    def __str__(self) -> str:
        return f"{self.mean:.3f} ± {self.spread:.3f}"


def scores_of(histories: Iterable[History]) -> SeedScores:
    """The scores of runs that differ in their seeds alone.

    Raises:
        ValueError: There are fewer than two, they differ in another setting, or one has no validation accuracy.
    """
    runs = list(histories)
    values = tuple(run.last_accuracy for run in runs if run.last_accuracy is not None)
    settings = [run.config.with_seed(0) for run in runs]
    if len(runs) < 2 or len(values) < len(runs) or settings.count(settings[0]) < len(settings):
        raise ValueError(say("seeds.runs", value=[run.config for run in runs]))
    return SeedScores(values)


def compare(name: str, scores: SeedScores, other_name: str, other: SeedScores) -> str:
    """Say by how much the first is ahead, in how many of the seeds, and whether that is more than the spread."""
    difference, wins = scores.mean - other.mean, scores.wins_against(other)
    verdict = "equal" if scores.about_equals(other) else "ahead" if difference > 0 else "behind"
    values = {"name": name, "other": other_name, "difference": difference, "wins": wins, "count": len(scores.values)}
    return say("seeds.compare", verdict=say(f"seeds.{verdict}", name=name, other=other_name), **values)


@dataclass(frozen=True)
class SeedMean(History):
    """The mean of runs that differ in their seeds alone, over the epochs that all that count have reached.

    Attributes:
        runs: Those runs, at least two.
    """

    runs: tuple[History, ...] = ()

    @property
    def counted(self) -> tuple[History, ...]:
        """The runs that have come to their end or, as long as none has, all."""
        return tuple(run for run in self.runs if run.outcome in FOR_GOOD) or self.runs

    @property
    def scores(self) -> SeedScores | None:
        """Of the runs that count; None if fewer than two have an accuracy."""
        scored = [run for run in self.counted if run.last_accuracy is not None]
        return scores_of(scored) if len(scored) > 1 else None


def mean_of(runs: Sequence[History]) -> History:
    """A SeedMean of runs with different seeds; a run that is alone is returned as it is."""
    if len(runs) == 1:
        return runs[0]
    unfinished: list[Outcome] = [run.outcome for run in runs if run.outcome != "finished"]
    outcome = unfinished[-1] if unfinished else "finished"
    mean = SeedMean(runs[0].config, (), outcome, runs[0].origin, tuple(runs))
    columns = zip(*(run.records for run in mean.counted), strict=False)
    return replace(mean, records=tuple(map(_mean_record, columns)))


def by_settings(runs: Iterable[History]) -> list[History]:
    """The runs, those that differ in their seeds alone as their mean, in the order in which they first come."""
    groups: dict[object, list[History]] = {}
    for run in runs:
        groups.setdefault((run.config.with_seed(0), run.origin == "precomputed"), []).append(run)
    return [mean_of(group) for group in groups.values()]


def seed_scores(history: History) -> SeedScores | None:
    """The scores of a mean; None for a run of one seed."""
    return history.scores if isinstance(history, SeedMean) else None


def includes(history: History, run: History) -> bool:
    """Whether a history is that run, or a mean of runs that it is among."""
    runs = history.runs if isinstance(history, SeedMean) else (history,)
    return run.key in [each.key for each in runs]


def _mean_record(records: Sequence[EpochRecord]) -> EpochRecord:
    values = {name: [getattr(record, name) for record in records] for name in MEASURED}
    means = {name: None if None in each else statistics.fmean(each) for name, each in values.items()}
    return EpochRecord(records[0].epoch, **means)
