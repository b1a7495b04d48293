"""A sweep trains each run of its grid once, wherever it works, and goes on where it was stopped."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from distributed import LocalCluster
from joblib.externals.loky.process_executor import TerminatedWorkerError

from helpers.training.engines import KerasEngine, train
from helpers.training.precomputed import (
    GRID,
    ONE_LAYER,
    precomputed_histories,
    row_of,
)
from helpers.training.runs import TrainConfig
from publish import sweep as sweep_module
from publish.sweep import build_network, main, sweep
from tests.fakes import TINY, made_up

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).resolve().parent.parent
BAND = 0.005  # of an accuracy


def made_up_row(config: TrainConfig, images: tuple[int, int]) -> dict:
    """What a worker makes of a run, without a network."""
    return row_of(made_up(config))


class Logged:
    """Made-up runs of TINY's that leave their places, from 1, in a file.

    dies: the run that begins as number `dies` ends its process, once; waits: from that place on they wait for `go`.
    """

    def __init__(self, folder: Path, dies: int = 0, waits: int = 0):
        self.log, self._fatal, self.go = folder / "log", folder / "dead", folder / "go"
        self._dies, self._waits = dies, waits

    def __call__(self, config, images):
        with self.log.open("a", encoding="utf-8") as log:
            log.write(f"{TINY.configs.index(config) + 1}\n")
        if self._dies and not self._fatal.exists() and len(self.lines()) >= self._dies:
            self._fatal.touch()
            os._exit(1)
        while self._waits and config in TINY.configs[self._waits - 1 :] and not self.go.exists():
            time.sleep(0.1)
        return made_up_row(config, images)

    def lines(self):
        return self.log.read_text("utf-8").splitlines() if self.log.exists() else []


@pytest.fixture
def stop(monkeypatch):
    """Sweep until so many runs are done, and no further."""

    def stop(runs, path, **settings):
        def interrupted(rows, total, unit):
            yield from itertools.islice(rows, runs)
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(sweep_module, "tqdm", interrupted)
            with pytest.raises(KeyboardInterrupt):
                sweep(TINY, path, **settings)
        assert not path.exists()

    return stop


# ---------------------------------------------------------------- the files of the course


@pytest.mark.parametrize(
    ("grid", "config"),
    [
        (GRID, GRID.config("sgd", 0.01, units=100, activation="relu")),
        (GRID, GRID.config("adam", 0.001, units=10, activation="sigmoid")),
        (GRID, GRID.config("adam", 0.001, units=100, activation="relu").with_seed(3)),
        (ONE_LAYER, ONE_LAYER.config("sgd", 0.01).with_seed(1)),
    ],
)
def test_what_is_stored_is_what_the_engine_finds(grid, config, fashion_mnist):
    stored = precomputed_histories(grid).history(config)
    found = train(KerasEngine(build_network, fashion_mnist), config)
    for name in ("accuracy", "valid_accuracy"):
        assert found.column(name) == pytest.approx(stored.column(name), abs=BAND)


# ---------------------------------------------------------------- a sweep


@pytest.mark.parametrize("where", ["this machine", "cluster"])
def test_a_stopped_sweep_goes_on_where_it_was(where, request, tmp_path, stop):
    scheduler = "" if where == "this machine" else request.getfixturevalue(where)
    path, run = tmp_path / "runs.json", Logged(tmp_path, waits=3)
    settings = {"scheduler": scheduler, "kept": tmp_path / "kept", "run": run}
    stop(2, path, **settings)
    assert len(list(tmp_path.rglob("output.pkl"))) == 2
    run.go.touch()
    sweep(TINY, path, **settings)
    assert [run.lines().count(place) for place in "12"] == [1, 1]
    assert list((tmp_path / "kept").iterdir()) == []
    sweep(TINY, tmp_path / "at-once.json", kept=tmp_path, run=made_up_row)
    assert path.read_bytes() == (tmp_path / "at-once.json").read_bytes()


def test_a_kept_run_that_is_damaged_is_trained_again(tmp_path, stop):
    stop(4, tmp_path / "runs.json", kept=tmp_path, run=made_up_row)
    kept = list(tmp_path.rglob("output.pkl"))
    assert len(kept) == 4
    kept[0].write_bytes(kept[0].read_bytes()[:20])
    sweep(TINY, tmp_path / "runs.json", kept=tmp_path, run=made_up_row)
    assert precomputed_histories(TINY, tmp_path / "runs.json").history(TINY.configs[3]).records


def test_what_other_versions_have_trained_is_not_taken(tmp_path, stop, monkeypatch):
    run = Logged(tmp_path)
    stop(4, tmp_path / "runs.json", kept=tmp_path, run=run)
    monkeypatch.setattr(sweep_module, "version", lambda package: "0.0")
    sweep(TINY, tmp_path / "runs.json", kept=tmp_path, run=run)
    assert len(run.lines()) == 8


@pytest.mark.parametrize("dies", [1, 3])
def test_a_worker_that_dies_loses_no_finished_run(dies, tmp_path):
    run = Logged(tmp_path, dies=dies)
    sweep(TINY, tmp_path / "runs.json", kept=tmp_path, run=run)
    assert (tmp_path / "dead").exists()
    assert len(run.lines()) <= len(TINY.configs) + os.cpu_count()  # those that were at it, and no others, again
    sweep(TINY, tmp_path / "whole.json", kept=tmp_path, run=made_up_row)
    assert (tmp_path / "runs.json").read_bytes() == (tmp_path / "whole.json").read_bytes()


def test_a_worker_that_always_dies_ends_the_sweep(tmp_path):
    with pytest.raises(TerminatedWorkerError):
        sweep(TINY, tmp_path / "runs.json", kept=tmp_path, run=die)
    assert not (tmp_path / "runs.json").exists()


def die(config, images):
    os._exit(1)


@pytest.fixture(scope="module")
def cluster():
    with LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster:
        yield cluster.scheduler_address


def test_a_dask_cluster_makes_the_file_that_this_machine_makes(cluster, tmp_path):
    grid = replace(TINY, optimizers=("sgd",), learning_rates=(0.1,))
    sweep(grid, tmp_path / "cluster.json", cluster, kept=tmp_path)
    sweep(grid, tmp_path / "here.json", kept=tmp_path)
    assert (tmp_path / "cluster.json").read_bytes() == (tmp_path / "here.json").read_bytes()
    stored = precomputed_histories(grid, tmp_path / "here.json")
    assert all(0.15 < stored.history(config).records[0].valid_accuracy < 0.9 for config in grid.configs)


def test_make_sweep_says_how_far_it_is_and_what_a_stop_has_kept(tmp_path):
    command = [sys.executable, "-u", "-m", "publish.sweep"]
    here = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8"}
    with subprocess.Popen(command, cwd=tmp_path, env=here, **pipes) as running:
        shown = ""
        while " 1/336 " not in shown and (more := running.stderr.read(1)):
            shown += more
        running.send_signal(signal.SIGINT)
        said, _ = running.communicate()
    assert said == "Stopped. What has been trained is kept: make sweep goes on from there.\n"
    assert running.returncode == 130
    assert list(tmp_path.glob("build/sweep-*/**/output.pkl"))


def test_make_sweep_hands_on_the_address_of_a_cluster(monkeypatch, capsys):
    asked = []
    monkeypatch.setattr(sweep_module, "sweep", lambda grid, scheduler: asked.append((grid.name, scheduler)))
    assert [main(["tcp://127.0.0.1:1"]), main([])] == [0, 0]
    assert asked == [(name, address) for address in ("tcp://127.0.0.1:1", "") for name in ("two_layers", "one_layer")]
    assert capsys.readouterr().out == "Written: two_layers.json\nWritten: one_layer.json\n" * 2
