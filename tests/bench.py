"""What the course costs: `make bench` prints it, as ratios in one run wherever a machine's speed would tell.

`make bench ONLY="labs notebooks"` measures a part. It ends with a table, and with 1 where a bar is missed.
"""

from __future__ import annotations

import ctypes
import gc
import gzip
import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import nbformat
import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import SGDClassifier
from sklearn.neural_network import MLPClassifier

from helpers.course import setup
from helpers.data import PACKAGE_FOLDER, FashionMNIST, load_fashion_mnist, read_files
from helpers.training import KerasEngine, SGDClassifierEngine, TrainConfig, precomputed_histories, train
from helpers.training.runs import Engine
from tests.bench_site import SITE, first_text
from tests.execute import execute
from tests.lessons import left_out

# A process's own peak, in kB: what getrusage counts begins with that of the process that started it.
PEAK = "print(next(line for line in open('/proc/self/status', encoding='utf-8') if 'VmHWM' in line).split()[1])"
NOTHING = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("import keras, sklearn")])


@dataclass(frozen=True)
class Measured:
    """A figure and its bar: the most that it may be or, with at_least, the least."""

    name: str
    value: float
    bar: float
    unit: str = ""
    at_least: bool = False

    @property
    def held(self) -> bool:
        """Whether the figure is on the right side of its bar."""
        return self.value >= self.bar if self.at_least else self.value <= self.bar

    def __str__(self) -> str:
        sign = ">=" if self.at_least else "<="
        held = "held" if self.held else "MISSED"
        return f"{self.name:<52} {self.value:>8.2f} {self.unit:<3} {sign} {self.bar:<6g} {held}"


def seconds(run: Callable[[], object], times: int = 1) -> float:
    """The median of a few runs."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        run()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def bench_reading(data: FashionMNIST) -> Iterator[Measured]:
    """Reading the training set against a bare gzip and numpy.frombuffer of the same files."""

    def bare() -> None:
        for name, header in (("train-images-idx3-ubyte.gz", 16), ("train-labels-idx1-ubyte.gz", 8)):
            with gzip.open(PACKAGE_FOLDER / name) as file:
                np.frombuffer(file.read(), np.uint8, offset=header)

    ratio = seconds(lambda: read_files(PACKAGE_FOLDER, "train"), 9) / seconds(bare, 9)
    yield Measured("reading the training set / bare gzip", ratio, 1.2)


def bench_notebooks(data: FashionMNIST) -> Iterator[Measured]:
    """Seconds and peak memory of every notebook's kernel, and of the notes' own code."""
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder, "empty.ipynb")
        nbformat.write(NOTHING, empty)
        libraries = peak_of(empty)[1]
    total = 0.0
    paths = sorted(Path("notebooks").glob("7-[012]*.ipynb"))
    for path in (path for path in paths if not left_out(path)):
        taken, peak = peak_of(path)
        total += taken
        yield Measured(f"{path.stem}: peak, {peak - libraries:.2f} GB of it its own", peak, 1.2, "GB")
    yield Measured("all notebooks", total, 300, "s")
    command = f"import runpy; runpy.run_module('tests.notes'); {PEAK}"
    started = time.perf_counter()
    said = subprocess.run([sys.executable, "-c", command], capture_output=True, check=True, encoding="utf-8").stdout
    taken, peak = time.perf_counter() - started, int(said.split()[-1]) * 1024 / 1e9
    print(f"to compare with: the notes' own code takes {taken:.0f} s and {peak:.2f} GB", flush=True)


def bench_site(data: FashionMNIST) -> Iterator[Measured]:
    """Seconds until a slow phone shows the first text of pages that `make site` has written."""
    if not SITE.is_dir():
        print("dist/site is not there: make site", flush=True)
        return
    for page, taken in first_text().items():
        yield Measured(f"first text of {page}", taken, 1.0, "s")


def bench_ahead(data: FashionMNIST) -> Iterator[Measured]:
    """A notebook whose labs compile ahead against the same one whose labs do not."""
    with tempfile.TemporaryDirectory() as folder:
        notebook = nbformat.read("notebooks/7-2a-deep-networks.ipynb", as_version=4)
        paths = Path(folder, "ahead.ipynb"), Path(folder, "not.ipynb")
        for path, moment in zip(paths, ("1", "float('inf')"), strict=True):
            first = nbformat.v4.new_code_cell(f"from helpers.labs.parts import rest\nrest.MOMENT = {moment}")
            nbformat.write(nbformat.v4.new_notebook(cells=[first, *notebook.cells]), path)
        ahead, without = zip(*([peak_of(path)[0] for path in paths] for _ in range(3)), strict=True)
    yield Measured("7-2a, labs compile ahead / not", statistics.median(ahead) / statistics.median(without), 1.02)


def peak_of(path: Path) -> tuple[float, float]:
    """How long a notebook takes, and the most gigabytes that its kernel held."""
    started = time.perf_counter()
    kilobytes = int(execute(path, PEAK).cells[-1].outputs[0].text)
    return time.perf_counter() - started, kilobytes * 1024 / 1e9


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


def bench_engines(data: FashionMNIST) -> Iterator[Measured]:
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
        yield Measured(f"{name}, new", plain / new, bars[0], at_least=True)
        yield Measured(f"{name}, kept", plain / kept, bars[1], at_least=True)
    slow = seconds(lambda: train(engine, config), 3)
    small = FashionMNIST(data.train.first(6000), data.valid.first(1500), data.test)
    engine = KerasEngine(build_model, small)
    train(engine, config)
    growth = slow / seconds(lambda: train(engine, config), 3)
    yield Measured("48,000 / 6,000 images", growth, 9)


def bench_scikit_learn(data: FashionMNIST) -> Iterator[Measured]:
    """An epoch of the engine against MLPClassifier's, and five of SGDClassifierEngine against SGDClassifier's."""
    engine, config = KerasEngine(build_model, data), TrainConfig(epochs=5)
    train(engine, config)
    network = MLPClassifier((100,), solver="sgd", batch_size=32, learning_rate_init=0.01, momentum=0, max_iter=1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        epoch = seconds(lambda: network.fit(data.train.flat, data.train.labels))
    ratio = seconds(lambda: train(engine, config), 3) / 5 / epoch
    yield Measured("an epoch / MLPClassifier's", ratio, 0.5)
    plain = SGDClassifier(loss="log_loss", max_iter=5, tol=None, random_state=42)
    ratio = seconds(lambda: train(SGDClassifierEngine(data), config)) / seconds(
        lambda: plain.fit(data.train.flat, data.train.labels)
    )
    yield Measured("SGDClassifierEngine / SGDClassifier", ratio, 1.3)


def bench_memory(data: FashionMNIST) -> Iterator[Measured]:
    """Resident memory gained over 100 runs of four settings, after the first ten."""
    small = FashionMNIST(data.train.first(6000), data.valid.first(1500), data.test)
    engine = KerasEngine(build_model, small)
    settings = [{"optimizer": "sgd"}, {"optimizer": "adam"}, {"batch_size": 128}, {"architecture": {"units": 50}}]
    for run in range(110):
        train(engine, TrainConfig(epochs=1, **settings[run % 4]))
        if run == 9:
            before = resident()
    yield Measured("gained over 100 runs of four settings", (resident() - before) / 1e6, 50, "MB")
    yield from bench_labs_again(data)


def bench_labs_again(data: FashionMNIST) -> Iterator[Measured]:
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
    yield Measured("gained over a lab's cell run six times", (held[5] - held[1]) / 1e6, 20, "MB")
    engine = KerasEngine(build_model, data)
    for units in range(10, 310, 10):
        train(engine, TrainConfig(epochs=1, architecture={"units": units}))
        if units == 80:
            before = settled()
    yield Measured("gained over 30 architectures", (settled() - before) / 1e6, 100, "MB")
    before = settled()
    for batch_size in range(40, 140):
        for _ in engine.prepare(TrainConfig(batch_size=batch_size)):
            pass
    yield Measured("gained over 100 settings prepared", (settled() - before) / 1e6, 50, "MB")


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


def bench_labs(data: FashionMNIST) -> Iterator[Measured]:
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
    yield Measured("lab / train, 20 epochs", statistics.median(taken) / alone, 1.15)
    yield Measured("pictures a second", len(pictures) / sum(taken), 4, at_least=True)
    yield Measured("click to progress, new", new, 1.5, "s")
    yield Measured("click to progress, kept", kept, 0.3, "s")
    yield Measured("looking inside / not looking, 20 epochs", cost_of_looking(engine), 1.05)
    lab.settings.optimizer.value = "adam"
    time.sleep(2)
    rested = seconds(lambda: until(lab.start.click, lambda: lab.view.bar.value > 0))
    lab.stop.click()
    yield Measured("click to progress, new, rested for 2 s", rested, 0.3, "s")
    yield Measured("click to stop", stop, 0.5, "s")
    yield Measured("the same settings again", seconds(lab.start.click, 5), 0.05, "s")
    precomputed = TrainingLab(engine, precomputed=precomputed_histories())
    rates = itertools.cycle(value for _, value in precomputed.settings.learning_rate.options)
    recalled = seconds(lambda: setattr(precomputed.settings.learning_rate, "value", next(rates)), 20)
    yield Measured("a move to a run trained beforehand", recalled, 0.1, "s")
    small = ActivationLab()
    moves = iter(range(100))
    moved = seconds(lambda: setattr(small.z, "value", next(moves) / 20), 20)
    yield Measured("a move in a lab that answers at once", moved, 0.1, "s")


def cost_of_looking(engine: Engine) -> float:
    """A lab's run with the look inside in front against one without any look, both of settings that ran before."""
    from helpers.labs import TrainingLab

    lab = TrainingLab(engine)
    lab.settings.epochs.value = 20
    taken: dict[bool, list[float]] = {False: [], True: []}
    for looks in 5 * (False, True):
        lab.queue.session.look, lab.view.pages.selected_index = looks, int(looks)
        lab.clear.click()
        taken[looks].append(seconds(lambda: until(lab.start.click, lambda: lab.stop.disabled)))
    return statistics.median(taken[True]) / statistics.median(taken[False])


def until(act: Callable[[], object], done: Callable[[], bool]) -> None:
    """Act, then wait until it is done."""
    act()
    while not done():
        time.sleep(0.002)


BENCHES = {
    "reading": bench_reading,
    "engines": bench_engines,
    "sklearn": bench_scikit_learn,
    "memory": bench_memory,
    "labs": bench_labs,
    "ahead": bench_ahead,
    "notebooks": bench_notebooks,
    "site": bench_site,
}


def main(only: list[str]) -> int:
    """Measure all or some of BENCHES; 1 where a bar is missed."""
    if unknown := set(only) - set(BENCHES):
        print(f"{', '.join(sorted(unknown))}: none of {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    setup()
    data = load_fashion_mnist()
    table = []
    for name in only or BENCHES:
        for measured in BENCHES[name](data):
            table.append(measured)
            print(measured, flush=True)
    print("", *table, sep="\n")
    return int(not all(measured.held for measured in table))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
