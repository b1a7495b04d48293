"""Train a grid of settings on many cores or machines, and keep what has been trained when it is stopped.

`make sweep` uses all cores of this machine; `make sweep SCHEDULER=tcp://…` the workers of a Dask cluster. These are to
be started in a checkout of this repository, with its environment: `python -m distributed.cli.dask_worker tcp://…`.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import io
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import joblib
from joblib.externals.loky.process_executor import TerminatedWorkerError

from helpers.training.engines import KerasEngine, train
from helpers.training.precomputed import FILE, GRID, VERSION, Grid, row_of, write_histories
from helpers.training.runs import History, TrainConfig

if TYPE_CHECKING:
    import keras

KEPT = Path("build")  # where the runs of an unfinished sweep lie
BAR = 40  # characters
TRIES = 3  # in a row that may get no run done
Run = Callable[[TrainConfig, tuple[int, int]], History]

_one_at_a_time = threading.Lock()  # a worker of a cluster may have more threads than one, but there is one seed


def build_network(units: int = 100, activation: str = "relu") -> keras.Model:
    """The network of lesson 7-2a."""
    import keras

    hidden, output = keras.layers.Dense(units, activation=activation), keras.layers.Dense(10, activation="softmax")
    return keras.Sequential([keras.Input(shape=(28, 28)), keras.layers.Flatten(), hidden, output])


def train_one(config: TrainConfig, images: tuple[int, int]) -> History:
    """Train on the first images of the training set, and validate on the first of the validation set."""
    with _one_at_a_time:
        return train(_engine(images), config)


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


def sweep(
    path: Path = FILE,
    grid: Grid = GRID,
    scheduler: str = "",
    kept: Path = KEPT,
    run: Run = train_one,
    show: Callable[[int, int], None] = lambda done, runs: None,
) -> None:
    """Train all runs of the grid that are not kept from an earlier try, then write them to path.

    scheduler: the address of a Dask cluster, else all cores of this machine; run: trains one of them;
    show: is told how many runs are done, of how many. Each run is kept as soon as it is done. Where a worker dies, what
    is missing is tried again, until that gets no run done three times in a row.
    """
    made_with = {name: version(name) for name in ("tensorflow", "keras")}
    kept_file = kept / f"sweep-{_name([VERSION, asdict(grid), made_with])}.jsonl"
    configs = grid.configs
    rows = dict(_read(kept_file, configs))
    kept.mkdir(parents=True, exist_ok=True)
    with kept_file.open("a", encoding="utf-8") as file, _backend(scheduler):
        file.write("\n")  # ends a line that was cut off
        show(len(rows), len(configs))
        fruitless = 0
        while missing := [config for config in configs if config not in rows]:
            before = len(rows)
            try:
                for history in _trained(missing, grid.images, run):
                    rows[history.config] = row_of(history)
                    file.write(json.dumps([configs.index(history.config), rows[history.config]]) + "\n")
                    file.flush()
                    show(len(rows), len(configs))
            except TerminatedWorkerError:
                fruitless = fruitless + 1 if len(rows) == before else 0  # its death may outrun what others have sent
                if fruitless == TRIES:
                    raise
    write_histories(path, rows, made_with, grid)
    kept_file.unlink()


def _trained(configs: Sequence[TrainConfig], images: tuple[int, int], run: Run) -> Iterator[History]:
    """Runs in the order in which they end."""
    parallel = joblib.Parallel(n_jobs=-1, batch_size=1, return_as="generator_unordered")
    yield from parallel(joblib.delayed(run)(config, images) for config in configs)


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


def _read(kept_file: Path, configs: Sequence[TrainConfig]) -> Iterator[tuple[TrainConfig, dict[str, Any]]]:
    """The runs in that file; a line that was not written to its end is left out."""
    if kept_file.exists():
        for line in kept_file.read_text(encoding="utf-8").splitlines():
            with contextlib.suppress(ValueError):
                place, row = json.loads(line)
                yield configs[place], row


def _name(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]


def progress_bar() -> Callable[[int, int], None]:
    """Shows in one line how far a sweep is and, once that can be told, how long it will take."""
    began, first = time.monotonic(), None

    def show(done: int, runs: int) -> None:
        nonlocal first
        first = done if first is None else first
        left = ""
        if first < done < runs:
            minutes = (time.monotonic() - began) / (done - first) * (runs - done) / 60
            left = f", {minutes:.1f} minutes left"
        filled = BAR * done // runs
        print(f"\r[{'#' * filled}{'.' * (BAR - filled)}] {done}/{runs} runs{left}    ", end="", flush=True)

    return show


def main(arguments: Sequence[str]) -> int:
    """arguments: the address of a Dask cluster, or none."""
    try:
        sweep(scheduler=arguments[0] if arguments else "", show=progress_bar())
    except KeyboardInterrupt:
        print("\nStopped. What has been trained is kept: make sweep goes on from there.")
        return 130
    print(f"\nWritten: {FILE.name}")
    return 0


if __name__ == "__main__":
    from publish import sweep as importable  # a worker looks functions up by their module, and finds none in __main__

    sys.exit(importable.main(sys.argv[1:]))
