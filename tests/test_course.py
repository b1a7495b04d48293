"""setup(): the only global effects, quiet, repeatable, and honest about what it could not do."""

from __future__ import annotations

import os
import subprocess
import sys

import matplotlib as mpl
import pytest

from helpers.course import FONT, setup, use_figure_style


def run(code: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_importing_the_helpers_changes_nothing():
    code = """
import sys, random, numpy, matplotlib
before = random.getstate(), numpy.random.get_state()[1].tolist(), dict(matplotlib.rcParams)
import helpers.course, helpers.data, helpers.runs, helpers.plots, helpers.checks, helpers.text
assert before == (random.getstate(), numpy.random.get_state()[1].tolist(), dict(matplotlib.rcParams))
assert "tensorflow" not in sys.modules
"""
    done = run(code)
    assert done.returncode == 0, done.stderr


def test_setup_says_two_lines_fills_the_cache_and_a_second_call_changes_nothing(tmp_path):
    code = """
import matplotlib, random, numpy
from helpers.course import setup
def state():
    from matplotlib import font_manager
    import keras
    layer = keras.layers.Dense(3)
    layer.build((2,))
    return (dict(matplotlib.rcParams), len(font_manager.fontManager.ttflist), random.getstate(),
            numpy.random.get_state()[1].tolist(), layer.kernel.numpy().tolist())
setup(seed=7)
first = state()
setup(seed=7)
assert state() == first
from keras.datasets import fashion_mnist
(images, labels), _ = fashion_mnist.load_data()
assert images.shape == (60000, 28, 28)
"""
    done = run(code, KERAS_HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[:2] == lines[2:]
    assert len(lines) == 4
    assert done.stderr == ""


def test_a_cache_that_cannot_be_written_ends_in_one_sentence_and_the_data_still_load(tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    code = "from helpers.course import setup; from helpers.data import load_fashion_mnist; "
    code += "setup(); print(len(load_fashion_mnist().train))"
    done = run(code, KERAS_HOME=str(tmp_path / "file"))
    assert done.returncode == 0, done.stderr
    sentence, count = done.stdout.splitlines()[2:]
    assert str(tmp_path / "file") in sentence
    assert "인터넷" in sentence
    assert count == "48000"


@pytest.mark.parametrize("seed", [-1, 2**32, 1.5, "42", True])
def test_a_seed_that_cannot_be_used_is_named(seed):
    with pytest.raises(ValueError, match=str(seed)):
        setup(seed=seed)


def test_the_korean_font_is_the_packages_own_and_registered_once():
    use_figure_style()
    use_figure_style()
    assert mpl.font_manager.findfont("NanumGothic", fallback_to_default=False)
    assert [font.fname for font in mpl.font_manager.fontManager.ttflist].count(str(FONT)) == 1
    assert "SIL OPEN FONT LICENSE" in (FONT.parent / "LICENSE").read_text("utf-8")
