"""What the course costs: `make bench` prints it, as ratios in one run wherever a machine's speed would tell."""

from __future__ import annotations

import gzip
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from helpers.data import PACKAGE_FOLDER, read_files
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
    print(f"reading the training set ÷ bare gzip: {ratio:.2f} (bar: 1.2)", flush=True)


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


if __name__ == "__main__":
    bench_reading()
    bench_notebooks()
