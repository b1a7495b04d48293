"""One setting from several seeds: how far its scores scatter, and whether another's differ by more than that."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import dataclass

from helpers.text import say
from helpers.training.runs import History

SEEDS = (1, 2, 3, 4, 42)


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
    found = [run.records[-1].valid_accuracy for run in runs if run.records]
    values = tuple(value for value in found if value is not None)
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
