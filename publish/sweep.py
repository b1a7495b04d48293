"""Train a grid of settings on many cores or machines, and keep what has been trained when it is stopped.

`make sweep` uses all cores of this machine; `make sweep SCHEDULER=tcp://…` the workers of a Dask cluster. These are to
be started in a checkout of this repository, with its environment: `python -m distributed.cli.dask_worker tcp://…`.
A worker keeps what it has trained in the folder `build` of this checkout, which a cluster has to share if its sweep is
to go on where it was stopped.
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
from helpers.training.precomputed import FILE, GRID, VERSION, Grid, row_of, write_histories
from helpers.training.runs import TrainConfig

if TYPE_CHECKING:
    import keras

KEPT = Path("build")  # where the runs of an unfinished sweep lie
TRIES = 3  # in a row that get no run done are enough
Run = Callable[[TrainConfig, tuple[int, int]], dict[str, Any]]

_one_at_a_time = threading.Lock()  # a worker of a cluster may have more threads than one, but there is one seed


def build_network(units: int = 100, activation: str = "relu") -> keras.Model:
    """The network of lesson 7-2a."""
    import keras

    hidden, output = keras.layers.Dense(units, activation=activation), keras.layers.Dense(10, activation="softmax")
    return keras.Sequential([keras.Input(shape=(28, 28)), keras.layers.Flatten(), hidden, output])


def train_one(config: TrainConfig, images: tuple[int, int]) -> dict[str, Any]:
    """The row of a run on the first images of the training set, validated on the first of the validation set."""
    with _one_at_a_time:
        return row_of(train(_engine(images), config))


@functools.cache
def _engine(images: tuple[int, int]) -> KerasEngine:
    """The engine of this process. It works on one core, so that the figures do not depend on how many there are."""
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


def sweep(path: Path = FILE, grid: Grid = GRID, scheduler: str = "", kept: Path = KEPT, run: Run = train_one) -> None:
    """Train all runs of the grid that are not kept from an earlier try, then write them to path.

    scheduler: the address of a Dask cluster, else all cores of this machine; run: trains one of them.
    """
    made_with = {name: version(name) for name in ("tensorflow", "keras")}
    folder = kept.absolute() / f"sweep-{joblib.hash([VERSION, asdict(grid), made_with])}"
    kept_run = joblib.Memory(folder, verbose=0).cache(run)
    with _backend(scheduler):
        rows = _rows(kept_run, grid.configs, grid.images)
    write_histories(path, dict(zip(grid.configs, rows, strict=True)), made_with, grid)
    shutil.rmtree(folder)


def _rows(
    run: joblib.memory.MemorizedFunc, configs: Sequence[TrainConfig], images: tuple[int, int]
) -> list[dict[str, Any]]:
    """A row for each of configs; where a worker dies, what is missing is tried again.

    TerminatedWorkerError where that gets no run done three times in a row.
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
    """Where joblib works: on this machine, or on the cluster with that address."""
    if not scheduler:
        with joblib.parallel_config(backend="loky"):
            yield
        return
    from distributed import Client

    with Client(scheduler, set_as_default=False) as client, joblib.parallel_config(backend="dask", client=client):
        yield


def main(arguments: Sequence[str]) -> int:
    """arguments: the address of a Dask cluster, or none."""
    try:
        sweep(scheduler=arguments[0] if arguments else "")
    except KeyboardInterrupt:
        print("Stopped. What has been trained is kept: make sweep goes on from there.")
        return 130
    print(f"Written: {FILE.name}")
    return 0


if __name__ == "__main__":
    from publish import sweep as importable  # a worker looks functions up by their module, and finds none in __main__

    sys.exit(importable.main(sys.argv[1:]))
