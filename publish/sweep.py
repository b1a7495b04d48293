"""Train a grid of settings on many cores or machines, keeping what has been trained if it is stopped.

`make sweep` uses all cores of this machine, `make sweep SCHEDULER=tcp://…` the workers of a Dask cluster, started in a
checkout of this repository with its environment: `python -m distributed.cli.dask_worker tcp://…`. A worker keeps what
it has trained in that checkout's folder `build`, which a cluster must share for a stopped sweep to go on where it was.
"""

from __future__ import annotations

import contextlib
import functools
import io
import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import joblib
from joblib.externals.loky.process_executor import TerminatedWorkerError
from tqdm import tqdm

from helpers.training.engines import KerasEngine, train
from helpers.training.precomputed import GRID, ONE_LAYER, VERSION, Grid, row_of, write_histories
from helpers.training.runs import TrainConfig

if TYPE_CHECKING:
    import keras

KEPT = Path("build")  # where the runs of an unfinished sweep lie
TRIES = 3  # in a row without a finished run are enough
Run = Callable[[TrainConfig, tuple[int, int]], dict[str, Any]]

_one_at_a_time = threading.Lock()  # a cluster's worker may have several threads, but there is one seed


def build_network(units: int = 0, activation: str = "relu") -> keras.Model:
    """The network of lesson 7-2a or, without units, that of 7-1b: one layer."""
    import keras

    hidden = [keras.layers.Dense(units, activation=activation)] if units else []
    output = keras.layers.Dense(10, activation="softmax")
    return keras.Sequential([keras.Input(shape=(28, 28)), keras.layers.Flatten(), *hidden, output])


def train_one(config: TrainConfig, images: tuple[int, int]) -> dict[str, Any]:
    """The row of a run on the first training images, validated on the first validation images."""
    with _one_at_a_time:
        return row_of(train(_engine(images), config))


@functools.cache
def _engine(images: tuple[int, int]) -> KerasEngine:
    """This process's engine. It works on one core, so that the results do not depend on how many there are."""
    os.environ["TF_NUM_INTRAOP_THREADS"] = "1"
    from helpers.course import setup
    from helpers.data import FashionMNIST, load_fashion_mnist

    with contextlib.redirect_stdout(io.StringIO()):
        setup()
    data = load_fashion_mnist()
    train_images, valid_images = images
    return KerasEngine(
        build_network, FashionMNIST(data.train.first(train_images), data.valid.first(valid_images), data.test)
    )


def sweep(grid: Grid, path: Path | None = None, scheduler: str = "", kept: Path = KEPT, run: Run = train_one) -> None:
    """Train all of the grid's runs that are not kept from an earlier try, then write them to path.

    Args:
        grid: The settings.
        path: The file to write, by default the grid's own.
        scheduler: The address of a Dask cluster; without one, all cores of this machine work.
        kept: Where runs are kept until all are done.
        run: Trains one of them.
    """
    made_with = {name: version(name) for name in ("tensorflow", "keras")}
    folder = kept.absolute() / f"sweep-{joblib.hash([VERSION, asdict(grid), made_with])}"
    kept_run = joblib.Memory(folder, verbose=0).cache(run)
    with _backend(scheduler):
        rows = _rows(kept_run, grid.configs, grid.images)
    write_histories(path or grid.path, dict(zip(grid.configs, rows, strict=True)), made_with, grid)
    shutil.rmtree(folder)


def _rows(
    run: joblib.memory.MemorizedFunc, configs: Sequence[TrainConfig], images: tuple[int, int]
) -> list[dict[str, Any]]:
    """A row for each of configs; if a worker dies, whatever is missing is tried again.

    Raises:
        TerminatedWorkerError: No run got done three times in a row.
    """
    fruitless, before = 0, 0
    while True:
        try:
            parallel = joblib.Parallel(n_jobs=-1, batch_size=1, return_as="generator")
            rows = parallel(joblib.delayed(run)(config, images) for config in configs)
            return list(tqdm(rows, total=len(configs), unit="run"))
        except TerminatedWorkerError:
            done = sum(run.check_call_in_cache(config, images) for config in configs)
            fruitless, before = (0 if done > before else fruitless + 1), done
            if fruitless == TRIES:
                raise


@contextlib.contextmanager
def _backend(scheduler: str) -> Iterator[None]:
    """Let joblib work on this machine or, given its address, on a cluster."""
    if not scheduler:
        with joblib.parallel_config(backend="loky"):
            yield
        return
    from distributed import Client

    with Client(scheduler, set_as_default=False) as client, joblib.parallel_config(backend="dask", client=client):
        yield


def main(arguments: Sequence[str]) -> int:
    """Sweep on the Dask cluster whose address is given, or on this machine."""
    for grid in (GRID, ONE_LAYER):
        try:
            sweep(grid, scheduler=arguments[0] if arguments else "")
        except KeyboardInterrupt:
            print("Stopped. What has been trained is kept: make sweep goes on from there.")
            return 130
        print(f"Written: {grid.path.name}")
    return 0


if __name__ == "__main__":
    from publish import sweep as importable  # a worker looks functions up by module, and finds none in __main__

    sys.exit(importable.main(sys.argv[1:]))
