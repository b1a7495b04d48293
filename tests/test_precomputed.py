"""The grid of the runs trained beforehand and its file: what is written is read, what is damaged is refused."""

from __future__ import annotations

import json
import math

import pytest

from helpers.training.precomputed import (
    GRID,
    ONE_LAYER,
    Grid,
    PrecomputedHistories,
    history_of,
    precomputed_histories,
    row_of,
    write_histories,
)
from helpers.training.runs import EpochRecord, History, TrainConfig
from tests.fakes import TINY, made_up


@pytest.fixture
def path(tmp_path):
    """The file of TINY's runs, made up."""
    path = tmp_path / "runs.json"
    write_histories(path, {config: row_of(made_up(config)) for config in TINY.configs}, {"keras": "3.10"}, TINY)
    return path


def test_the_grid_answers_what_a_class_asks():
    assert {0.001, 0.01, 0.1, 1.0} <= set(GRID.learning_rates)
    assert GRID.architecture == {"units": (10, 100, 300), "activation": ("relu", "sigmoid")}
    assert len({config.with_seed(42) for config in GRID.configs}) == len(set(GRID.optimizers)) * 4 * 3 * 2 == 144
    assert {config.seed for config in GRID.configs if config.architecture["units"] != 100} == {42}
    for grid, compared in ((GRID, {"units": 100, "activation": "relu"}), (ONE_LAYER, {})):
        of_one = [each.seed for each in grid.configs if each.with_seed(42) == grid.config("adam", 0.001, **compared)]
        assert of_one == [1, 2, 3, 4, 42]
    assert {config.momentum for config in GRID.configs if config.optimizer == "nesterov"} == {0.9}


def test_the_runs_of_a_grid_differ_in_what_it_says_and_in_nothing_else():
    common = {"epochs": 3, "batch_size": 64, "momentum": 0.5}
    grid = Grid("", ("momentum",), (0.1,), {"units": (10, 20)}, {"units": (20,)}, **common, seed=7, seeds=(1, 7))
    runs = [
        TrainConfig("momentum", 0.1, seed=seed, architecture={"units": units}, **common)
        for units, seed in [(10, 7), (20, 1), (20, 7)]
    ]
    assert list(map(vars, grid.configs)) == list(map(vars, runs))


def test_other_images_and_other_arguments_are_refused_in_a_sentence():
    stored = PrecomputedHistories(TINY, [])
    stored.refuse_others(2000, ["activation", "units"])
    stored.refuse_others(2000, [])
    with pytest.raises(ValueError, match=r"2,000장.*units, activation에.*2,000장.*units, dropout$"):
        stored.refuse_others(2000, iter(["units", "dropout"]))
    with pytest.raises(ValueError, match=r"2,000장.*500장"):
        stored.refuse_others(500, [])


def test_a_written_file_is_read_as_it_was_trained(path):
    stored = precomputed_histories(TINY, path)
    assert stored.grid == TINY
    for config in TINY.configs:
        history = stored.history(config)
        assert history.records[1].loss == pytest.approx(made_up(config).records[1].loss)
        assert history.records[1].seconds is None
        assert history.outcome == "finished"


def test_a_diverged_run_is_stored_as_one():
    config = TINY.configs[0]
    diverged = History(config).plus(EpochRecord(1, math.inf, 0.1))
    assert history_of(json.loads(json.dumps(row_of(diverged), allow_nan=False)), TINY) == diverged


def test_what_was_not_measured_is_stored_as_that():
    unvalidated = History(TINY.configs[0], (EpochRecord(1, 0.5, 0.75),))
    assert history_of(json.loads(json.dumps(row_of(unvalidated))), TINY) == unvalidated


def test_a_row_that_lacks_an_epoch_of_a_score_is_refused():
    row = row_of(made_up(TINY.configs[0]))
    with pytest.raises(ValueError, match="shorter"):
        history_of({**row, "valid_loss": row["valid_loss"][:1]}, TINY)


def test_a_stored_run_is_never_taken_for_one_that_was_trained_now():
    config = TINY.configs[0]
    made = made_up(config)
    found = PrecomputedHistories(TINY, [made]).history(config)
    assert (made.origin, found.origin) == ("trained", "precomputed")
    assert made.key != found.key == PrecomputedHistories(TINY, [made]).history(config).key


def test_settings_off_the_grid_are_no_key():
    with pytest.raises(KeyError):
        PrecomputedHistories(TINY, []).history(TrainConfig())


def test_a_file_has_a_run_a_line_and_says_what_made_it(path):
    text = path.read_text("utf-8")
    content = json.loads(text)
    assert content["made_with"] == {"keras": "3.10"}
    assert [json.dumps(row) for row in content["runs"]] == [line.rstrip(",") for line in text.splitlines()[-6:-2]]


def test_six_digits_of_a_score_are_stored():
    row = row_of(History(TINY.configs[0], (EpochRecord(1, 1234.56789, 0.123456789),)))
    assert (row["loss"], row["accuracy"]) == ([1234.57], [0.123457])


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:-100],
        lambda text: text.replace("0.25", "0.26", 1),
        lambda text: "",
        lambda text: "[]",
        lambda text: '{"sha256": 1}',
    ],
)
def test_a_damaged_file_is_refused_in_a_sentence(path, damage):
    path.write_text(damage(path.read_text("utf-8")), "utf-8")
    with pytest.raises(ValueError, match=r"^runs.json 파일이 없거나 손상되었으니 .*\.$"):
        precomputed_histories(TINY, path)
    path.unlink()
    with pytest.raises(ValueError, match="없거나"):
        precomputed_histories(TINY, path)


def test_the_file_of_another_grid_or_engine_is_refused_in_a_sentence(path, monkeypatch):
    with pytest.raises(ValueError, match=r"^runs.json 파일은 .*다른.*\.$"):
        precomputed_histories(GRID, path)
    monkeypatch.setattr("helpers.training.precomputed.VERSION", 0)
    with pytest.raises(ValueError, match="다른"):
        precomputed_histories(TINY, path)


@pytest.mark.parametrize("grid", [GRID, ONE_LAYER], ids=lambda grid: grid.name)
def test_the_file_of_the_course_holds_every_run_of_the_grid(grid):
    stored = precomputed_histories(grid)
    for config in grid.configs:
        history = stored.history(config)
        assert len(history.records) == grid.epochs or history.outcome == "diverged"
        assert all(0 <= value <= 1 for value in history.column("accuracy"))
    assert 10_000 < grid.path.stat().st_size < 400_000
