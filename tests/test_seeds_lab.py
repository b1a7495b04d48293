"""Labs that train from five seeds: their mean and its band, and a verdict that says when two are about equal."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import ipywidgets as widgets
import matplotlib.image
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex

from helpers.labs import OptimizerRace, TrainingLab
from helpers.labs.parts.run_chart import RunChart, plot_runs
from helpers.training import SEEDS, precomputed_histories
from helpers.training.runs import OPTIMIZERS, EpochRecord, History, TrainConfig
from helpers.training.seeds import by_settings, mean_of
from tests.fakes import FakeEngine
from tests.lab_checks import nothing_goes_wrong, run, said, settle, start_and_hold, until

pytestmark = pytest.mark.usefixtures("no_chart", "short_rest")
BASE = {"sgd": 0.80, "adam": 0.90, "rmsprop": 0.901}


class Scattering(FakeEngine):
    """Its validation accuracy depends on the optimizer and, by thousandths, on the seed."""

    def _run(self, config):
        for report in super()._run(config):
            if isinstance(report, EpochRecord):
                report = replace(report, valid_accuracy=BASE[config.optimizer] + SEEDS.index(config.seed) / 1000)
            yield report


@pytest.fixture
def engine():
    engine = Scattering()
    yield engine
    engine.release()


@pytest.fixture
def lab(engine):
    lab = TrainingLab(engine)
    with nothing_goes_wrong(lab):
        yield lab
        engine.release()


def cells(lab):
    """The table below a lab, row by row, without its markup."""
    rows = re.findall("<tr>(.*?)</tr>", lab.view.table.value)
    return [[re.sub("<[^>]*>", "", cell) for cell in re.findall("<t[dh][^>]*>(.*?)</t[dh]>", row)] for row in rows]


def test_a_start_trains_from_every_seed_and_shows_their_mean_in_one_row(lab, engine):
    lab.seeds.value = True
    run(lab)
    assert [config.seed for config in engine.configs] == list(SEEDS)
    assert {config.with_seed(0) for config in engine.configs} == {lab.settings.config.with_seed(0)}
    assert [row[:2] for row in cells(lab)[1:]] == [["● 1 SGD 0.01 (씨앗 5개)", "0.802 ± 0.002"]]


def test_what_was_trained_before_counts_among_the_seeds(lab, engine):
    run(lab)
    lab.seeds.value = True
    run(lab)
    assert sorted(config.seed for config in engine.configs) == sorted(SEEDS)
    assert len(cells(lab)) == 2


def test_while_it_trains_the_lab_says_which_seed_it_is_at(lab, engine):
    lab.seeds.value = True
    start_and_hold(lab, engine)
    until(lambda: said(lab).endswith("씨앗 5개 가운데 1번째입니다."))
    engine.release()
    settle(lab)
    assert said(lab).endswith("씨앗 5개의 평균은 0.802 ± 0.002입니다.")


def test_the_sentence_says_which_runs_are_about_equal(lab):
    lab.seeds.value = True
    for optimizer in BASE:
        lab.settings.optimizer.value = optimizer
        run(lab)
    assert lab.view.picture.tooltip.endswith(
        "평균이 가장 높은 실행은 3 RMSprop 0.001 (씨앗 5개)(0.903 ± 0.002)입니다. "
        "이와 거의 같은 실행: 2 Adam 0.001 (씨앗 5개)."
    )


def test_a_race_runs_round_by_round_and_ends_with_means(engine):
    race = OptimizerRace(engine, {name: TrainConfig(name) for name in BASE})
    with nothing_goes_wrong(race):
        race.seeds.value = True
        run(race)
    assert [(each.seed, each.optimizer) for each in engine.configs] == [(seed, name) for seed in SEEDS for name in BASE]
    assert [row[:2] for row in cells(race)[1:]] == [
        ["▲ rmsprop (씨앗 5개)", "0.903 ± 0.002"],
        ["■ adam (씨앗 5개)", "0.902 ± 0.002"],
        ["● sgd (씨앗 5개)", "0.802 ± 0.002"],
    ]
    race.epoch.value = 1
    assert {len(history.records) for history in race.view._chart.shown.values()} == {1}


def test_in_a_class_the_switch_shows_the_seeds_that_are_stored(engine):
    stored = precomputed_histories()
    lab = TrainingLab(engine, precomputed=stored)
    with nothing_goes_wrong(lab):
        lab.seeds.value = True
        assert len(lab.queue.state.runs) == 5
        assert engine.configs == []
        lab.settings.architecture["units"].value = 300
        assert len(lab.queue.state.runs) == 6


def history(seed, accuracies, outcome="finished", **settings):
    records = [EpochRecord(epoch, 1.0, 0.5, 1 - each, each) for epoch, each in enumerate(accuracies, 1)]
    return History(TrainConfig(seed=seed, **settings), tuple(records), outcome)


def test_a_mean_is_that_of_the_runs_that_have_ended():
    mean = mean_of([history(1, [0.5, 0.7]), history(2, [0.7], "running")])
    assert mean.column("valid_accuracy") == pytest.approx([0.5, 0.7])
    assert (mean.outcome, mean.scores, len(mean.counted)) == ("running", None, 1)
    going = mean_of([history(1, [0.5, 0.7], "stopped"), history(2, [0.7], "running")])
    assert going.column("valid_accuracy") == pytest.approx([0.6])
    assert going.column("seconds") == [None]
    ended = mean_of([history(1, [0.5, 0.7]), history(2, [0.7, 0.8])])
    assert (ended.outcome, ended.scores.values) == ("finished", (0.7, 0.8))
    alone = history(1, [0.5])
    assert mean_of([alone]) is alone


def test_runs_that_differ_in_more_than_their_seed_or_are_stored_stand_apart():
    runs = [history(1, [0.5]), history(1, [0.5], learning_rate=0.1), history(2, [0.6])]
    runs.append(replace(history(3, [0.7]), origin="precomputed"))
    assert [len(getattr(each, "runs", [each])) for each in by_settings(runs)] == [2, 1, 1]


def test_a_band_reaches_from_the_lowest_run_to_the_highest():
    def picture(*spreads):
        runs = [history(seed, [0.5 + spread, 0.6 + spread]) for seed, spread in zip(SEEDS, spreads, strict=True)]
        png = RunChart().png({"a": mean_of(runs)})
        return matplotlib.image.imread(io.BytesIO(png))

    without, narrow, wide = picture(0, 0, 0, 0, 0), picture(-0.01, 0, 0, 0, 0.01), picture(-0.02, 0, 0, 0, 0.02)
    tinted = [np.count_nonzero((other != without).any(axis=2)) for other in (narrow, wide)]
    assert 100 < tinted[0] < tinted[1]


def test_a_band_has_the_colour_of_its_line():
    mean = mean_of([history(seed, [0.5 + seed / 100]) for seed in SEEDS])
    ax = plot_runs({"1": history(7, [0.5]), "2": mean}, "accuracy", ["valid"], ax=plt.figure().subplots())
    (band,) = ax.collections
    assert to_hex(band.get_facecolor()[0]) == to_hex("C1")


@pytest.mark.course
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_chosen_optimizer_brings_its_default_rate_which_the_control_names(lab, name):
    import keras

    lab.settings.optimizer.value = name
    known = getattr(keras.optimizers, OPTIMIZERS[name].keras_class)()
    assert lab.settings.config.learning_rate == pytest.approx(float(known.learning_rate.numpy()))
    assert lab.settings.learning_rate.description == lab.settings.learning_rate.tooltip == "학습률(기본값)"


def test_the_field_beside_the_rate_takes_its_name(lab):
    rows = [row.children for row in lab.settings.children if isinstance(row, widgets.Box)]
    (field,) = [field for slider, field in rows if slider is lab.settings.learning_rate]
    assert field.description == field.tooltip == "학습률(기본값)"
    lab.settings.learning_rate.value = 0.1
    assert field.description == field.tooltip == "학습률"


def test_a_rate_that_the_learner_has_moved_stays(lab):
    lab.settings.learning_rate.value = 0.1
    assert lab.settings.learning_rate.description == "학습률"
    lab.settings.optimizer.value = "adam"
    assert lab.settings.config.learning_rate == 0.1
    lab.settings.learning_rate.value = 0.001
    assert lab.settings.learning_rate.description == "학습률(기본값)"
    lab.settings.optimizer.value = "sgd"
    assert lab.settings.config.learning_rate == 0.001
