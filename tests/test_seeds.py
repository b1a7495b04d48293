"""Scores from several seeds: mean, spread, and what may be said of two of them."""

from __future__ import annotations

import math

import pytest

from helpers.training import SEEDS, TrainConfig, compare, scores_of
from helpers.training.runs import EpochRecord, History
from helpers.training.seeds import SeedScores

LOW = SeedScores((0.70, 0.72, 0.74, 0.76, 0.78))


def higher_by(difference):
    return SeedScores(tuple(value + difference for value in LOW.values))


def run(seed, accuracy, **settings):
    records = (EpochRecord(1, valid_accuracy=0.99), EpochRecord(2, valid_accuracy=accuracy))
    return History(TrainConfig(seed=seed, **settings), records)


def test_the_last_validation_accuracy_counts_in_the_order_of_the_seeds():
    scores = scores_of(run(seed, 0.8 + seed / 1000) for seed in SEEDS)
    assert scores.values == pytest.approx((0.801, 0.802, 0.803, 0.804, 0.842))
    assert scores.mean == pytest.approx(0.8104)
    assert scores.spread == pytest.approx(math.sqrt(sum((v - 0.8104) ** 2 for v in scores.values) / 4))
    assert str(scores) == "0.810 ± 0.018"


@pytest.mark.parametrize(
    "runs",
    [
        [],
        [run(1, 0.8)],
        [run(1, 0.8), run(2, None)],
        [run(1, 0.8), History(TrainConfig(seed=2))],
        [run(1, 0.8), run(2, 0.8, optimizer="adam")],
    ],
)
def test_runs_that_cannot_be_told_together_are_refused(runs):
    with pytest.raises(ValueError, match="씨앗"):
        scores_of(runs)


@pytest.mark.parametrize(("difference", "equal"), [(0.03, True), (-0.03, True), (0.033, False), (-0.033, False)])
def test_two_are_about_equal_within_the_larger_spread(difference, equal):
    assert LOW.spread == pytest.approx(0.0316, abs=1e-4)
    assert LOW.about_equals(higher_by(difference)) == higher_by(difference).about_equals(LOW) == equal
    narrow = SeedScores((LOW.mean + difference,) * 5)
    assert LOW.about_equals(narrow) == narrow.about_equals(LOW) == equal


def test_a_comparison_tells_the_difference_the_seeds_and_the_verdict():
    assert compare("A", higher_by(0.1), "B", LOW) == (
        "A 대 B: 평균의 차이 +0.100, 씨앗 5개 중 5개에서 앞섬 → A 쪽이 높습니다"
    )
    assert compare("A", LOW, "B", higher_by(0.1)).endswith("-0.100, 씨앗 5개 중 0개에서 앞섬 → B 쪽이 높습니다")
    assert compare("A", higher_by(0.001), "B", LOW).endswith("+0.001, 씨앗 5개 중 5개에서 앞섬 → 거의 같습니다")
    with pytest.raises(ValueError, match="shorter"):
        compare("A", LOW, "B", SeedScores(LOW.values[:4]))
