"""What the course costs: `make bench` prints it, as ratios in one run wherever a machine's speed would tell."""

from __future__ import annotations

import ctypes
import gc
import gzip
import itertools
import os
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import SGDClassifier
from sklearn.neural_network import MLPClassifier

from helpers.course import setup
from helpers.data import PACKAGE_FOLDER, FashionMNIST, load_fashion_mnist, read_files
from helpers.training.engines import KerasEngine, SGDClassifierEngine, train
from helpers.training.precomputed import precomputed_histories
from helpers.training.runs import TrainConfig
from tests.execute import execute

RSS_UNIT = 1 if sys.platform == "darwin" else 1024  # bytes, of what getrusage counts
PEAK = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"


def seconds(run: Callable[[], object], times: int = 1) -> float:
    """The median of a few runs."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        run()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def bench_reading() -> None:
    """Reading the training set against a bare gzip and numpy.frombuffer of the same files."""

    def bare() -> None:
        for name, header in (("train-images-idx3-ubyte.gz", 16), ("train-labels-idx1-ubyte.gz", 8)):
            with gzip.open(PACKAGE_FOLDER / name) as file:
                np.frombuffer(file.read(), np.uint8, offset=header)

    ratio = seconds(lambda: read_files(PACKAGE_FOLDER, "train"), 9) / seconds(bare, 9)
    print(f"reading the training set / bare gzip: {ratio:.2f} (bar: 1.2)", flush=True)


def bench_notebooks() -> None:
    """Seconds and peak memory of every notebook's kernel, and of the notes' own code as one script."""
    total = 0.0
    for path in sorted(Path("notebooks").glob("*.ipynb")):
        started = time.perf_counter()
        peak = int(execute(path, PEAK).cells[-1].outputs[0].text) * RSS_UNIT
        total += (taken := time.perf_counter() - started)
        print(f"{path.stem}: {taken:.0f} s, peak {peak / 1e9:.2f} GB (bar: 1.2)", flush=True)
    print(f"all notebooks: {total:.0f} s (bar: 480)")
    started = time.perf_counter()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([sys.executable, "-m", "tests.notes"], **quiet)
    _, status, usage = os.wait4(process.pid, 0)
    taken = time.perf_counter() - started
    print(f"the notes' code: {taken:.0f} s, peak {usage.ru_maxrss * RSS_UNIT / 1e9:.2f} GB, exit {status}", flush=True)


def build_model(units: int = 100) -> object:
    """The network of the lessons."""
    import keras

    layers = [keras.layers.Dense(units, activation="relu"), keras.layers.Dense(10, activation="softmax")]
    return keras.Sequential([keras.Input(shape=(28, 28)), keras.layers.Flatten(), *layers])


def fit(data: FashionMNIST, optimizer: str, epochs: int) -> None:
    """What a student writes."""
    import keras

    keras.utils.set_random_seed(42)
    model = build_model()
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    valid = (data.valid.images, data.valid.labels)
    model.fit(data.train.images, data.train.labels, epochs=epochs, verbose=0, validation_data=valid)


def bench_engines(data: FashionMNIST) -> None:
    """Plain fit, and other ways to train, against the engines."""
    for optimizer, rate, exact, bars in (
        ("sgd", 0.01, True, (3, 3.5)),
        ("sgd", 0.01, False, (3.5, 8)),
        ("adam", 0.001, False, (4.5, 9)),
    ):
        config = TrainConfig(optimizer=optimizer, learning_rate=rate)
        plain = seconds(lambda name=optimizer: fit(data, name, epochs=5))
        new = seconds(lambda exact=exact, config=config: train(KerasEngine(build_model, data, exact), config))
        engine = KerasEngine(build_model, data, exact)
        train(engine, config)
        kept = seconds(lambda engine=engine, config=config: train(engine, config), 3)
        name = f"fit / {'exact' if exact else 'XLA'}, {optimizer}"
        print(f"{name}: new {plain / new:.1f} (bar: {bars[0]}), kept {plain / kept:.1f} (bar: {bars[1]})", flush=True)
    slow = seconds(lambda: train(engine, config), 3)
    small = FashionMNIST(data.train.first(6000), data.valid.first(1500), data.test)
    engine = KerasEngine(build_model, small)
    train(engine, config)
    growth = slow / seconds(lambda: train(engine, config), 3)
    print(f"48,000 / 6,000 images: {growth:.1f} (bar: 9)", flush=True)
    bench_scikit_learn(data)


def bench_scikit_learn(data: FashionMNIST) -> None:
    """An epoch of the engine against MLPClassifier's, and five of SGDClassifierEngine against SGDClassifier's."""
    engine, config = KerasEngine(build_model, data), TrainConfig(epochs=5)
    train(engine, config)
    network = MLPClassifier((100,), solver="sgd", batch_size=32, learning_rate_init=0.01, momentum=0, max_iter=1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        epoch = seconds(lambda: network.fit(data.train.flat, data.train.labels))
    ratio = seconds(lambda: train(engine, config), 3) / 5 / epoch
    print(f"an epoch / MLPClassifier's: {ratio:.2f} (bar: 0.5)", flush=True)
    plain = SGDClassifier(loss="log_loss", max_iter=5, tol=None, random_state=42)
    ratio = seconds(lambda: train(SGDClassifierEngine(data), config)) / seconds(
        lambda: plain.fit(data.train.flat, data.train.labels)
    )
    print(f"SGDClassifierEngine / SGDClassifier: {ratio:.2f} (bar: 1.3)", flush=True)


def bench_memory(data: FashionMNIST) -> None:
    """Resident memory gained over 100 runs of four settings, after the first ten."""
    small = FashionMNIST(data.train.first(6000), data.valid.first(1500), data.test)
    engine = KerasEngine(build_model, small)
    settings = [{"optimizer": "sgd"}, {"optimizer": "adam"}, {"batch_size": 128}, {"architecture": {"units": 50}}]
    for run in range(110):
        train(engine, TrainConfig(epochs=1, **settings[run % 4]))
        if run == 9:
            before = resident()
    print(f"100 runs: {(resident() - before) / 1e6:.0f} MB gained (bar: 50)", flush=True)


def bench_labs_again(data: FashionMNIST) -> None:
    """What six runs of a lab's cell cost after the second, and thirty architectures after the eight that are kept."""
    from helpers.labs import TrainingLab

    held = []
    for _ in range(6):
        lab = TrainingLab(KerasEngine(build_model, data))
        lab.settings.epochs.value = 1
        lab.start.click()
        lab.queue.session.join()
        lab.close()  # as the cell does when it runs again
        held.append(settled())
    print(f"a lab's cell run six times: {(held[5] - held[1]) / 1e6:.0f} MB gained after the second (bar: 20)")
    engine = KerasEngine(build_model, data)
    for units in range(10, 310, 10):
        train(engine, TrainConfig(epochs=1, architecture={"units": units}))
        if units == 80:
            before = settled()
    print(f"30 architectures: {(settled() - before) / 1e6:.0f} MB gained after the eighth (bar: 100)", flush=True)


def settled() -> int:
    """Bytes that this process holds when what is garbage, and what the allocator has in reserve, is given back."""
    gc.collect()
    with suppress(OSError, AttributeError):  # glibc's own
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    return resident()


def resident() -> int:
    """Bytes of memory that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text("utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def bench_labs(data: FashionMNIST) -> None:
    """A lab against a run without one, and how long a click waits."""
    from helpers.labs import ActivationLab, TrainingLab

    engine = KerasEngine(build_model, data)
    lab = TrainingLab(engine)
    lab.settings.epochs.value = 20
    new = seconds(lambda: until(lab.start.click, lambda: lab.view.bar.value > 0))
    stop = seconds(lambda: until(lab.stop.click, lambda: lab.stop.disabled))
    alone = seconds(lambda: train(engine, TrainConfig(epochs=20)), 3)
    taken, pictures = [], []
    lab.view.picture.observe(lambda change: pictures.append(time.perf_counter()), "value")
    for _ in range(3):
        lab.clear.click()
        kept = seconds(lambda: until(lab.start.click, lambda: lab.view.bar.value > 0))
        taken.append(kept + seconds(lambda: until(lambda: None, lambda: lab.stop.disabled)))
    print(f"lab / train, 20 epochs: {statistics.median(taken) / alone:.2f} (bar: 1.15)")
    print(f"pictures a second: {len(pictures) / sum(taken):.1f} (bar: 4)")
    print(f"click to progress: new {new:.2f} s (bar: 1.5), kept {kept:.2f} s (bar: 0.3); stop: {stop:.2f} s (bar: 0.5)")
    print(f"the same settings again: {seconds(lab.start.click, 5):.3f} s (bar: 0.05)")
    precomputed = TrainingLab(engine, precomputed=precomputed_histories())
    rates = itertools.cycle(value for _, value in precomputed.settings.learning_rate.options)
    recalled = seconds(lambda: setattr(precomputed.settings.learning_rate, "value", next(rates)), 20)
    print(f"a move to a stored run: {recalled:.3f} s (bar: 0.1)")
    small = ActivationLab()
    moves = iter(range(100))
    moved = seconds(lambda: setattr(small.z, "value", next(moves) / 20), 20)
    print(f"a move in a small lab: {moved:.3f} s (bar: 0.1)", flush=True)


def until(act: Callable[[], object], done: Callable[[], bool]) -> None:
    """Act, then wait until it is done."""
    act()
    while not done():
        time.sleep(0.002)


if __name__ == "__main__":
    setup()
    bench_reading()
    fashion_mnist = load_fashion_mnist()
    bench_engines(fashion_mnist)
    bench_memory(fashion_mnist)
    bench_labs_again(fashion_mnist)
    bench_labs(fashion_mnist)
    bench_notebooks()
