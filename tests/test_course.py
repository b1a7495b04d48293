"""setup(): the only global effects, quiet, repeatable, and honest about what it could not do."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping

import matplotlib as mpl
import nbformat
import pytest
from nbclient import NotebookClient

from helpers.course import FONT, setup, use_figure_style

pytestmark = pytest.mark.course


def run(code: str, environment: Mapping[str, str] = os.environ, **more: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, env={**environment, **more}, capture_output=True, encoding="utf-8", check=False)


def test_importing_the_helpers_changes_nothing():
    code = """
import sys, random, numpy, matplotlib
before = random.getstate(), numpy.random.get_state()[1].tolist(), dict(matplotlib.rcParams)
import helpers.course, helpers.data, helpers.training.runs, helpers.plots, helpers.expected, helpers.text
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


def test_a_cell_that_builds_and_predicts_again_and_again_writes_no_warning():
    code = """
from helpers.course import setup
setup()
import keras, numpy
for _ in range(8):
    model = keras.Sequential([keras.Input(shape=(4,)), keras.layers.Dense(1)])
    model.predict(numpy.zeros((2, 4)), verbose=0)
"""
    done = run(code)
    assert done.returncode == 0, done.stderr
    assert "retracing" not in done.stderr


NO_ROOM = """
import shutil
def copy(source, target):
    raise OSError(28, "No space left on device", source)
shutil.copy = copy
"""
LOADED = """
from helpers.course import setup
setup()
import keras
print(len(keras.datasets.fashion_mnist.load_data()[0][0]))
"""


@pytest.mark.parametrize("before", ["", "import keras\n"], ids=["first", "after keras"])
def test_a_home_that_cannot_be_written_costs_nothing(no_home, before):
    done = run(before + LOADED, no_home)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[2:] == ["60000"]


def test_a_home_that_is_full_costs_nothing(tmp_path):
    done = run(NO_ROOM + "import keras\n" + LOADED, KERAS_HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[2:] == ["60000"]


def test_a_file_that_cannot_be_written_is_named_and_the_data_still_load(tmp_path):
    folder = tmp_path / "datasets" / "fashion-mnist"
    (folder / "t10k-labels-idx1-ubyte.gz").mkdir(parents=True)
    code = "from helpers.course import setup; from helpers.data import load_fashion_mnist; "
    code += "setup(); print(len(load_fashion_mnist().train))"
    done = run(code, KERAS_HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr
    sentence, count = done.stdout.splitlines()[2:]
    assert str(folder / "t10k-labels-idx1-ubyte.gz") in sentence
    assert "인터넷" in sentence
    assert count == "48000"


def outputs(cells: list[str], environment: Mapping[str, str] = os.environ, **more: str) -> list[list]:
    """What each cell of a real kernel brings."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, kernel_name="python3", timeout=300).execute(env={**environment, **more})
    return [cell.outputs for cell in notebook.cells]


SETUP = "from helpers.course import setup\nsetup()"


def test_a_student_sees_figures_wherever_mplbackend_sends_them(no_home):
    figure = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('한글');"
    said, shown = outputs([SETUP, figure], no_home, MPLBACKEND="Agg")
    assert [(output.output_type, output.get("name")) for output in said] == [("stream", "stdout")]
    (output,) = shown
    assert output.data["image/png"]
    assert output.metadata["image/png"]["alt"]


def test_a_backend_that_a_student_has_chosen_stays():
    backend = "import matplotlib\nprint(matplotlib.get_backend())"
    *_, (said,) = outputs(["%matplotlib svg", SETUP, backend], MPLBACKEND="Agg")
    assert said.text == "svg\n"
    done = run(f"{SETUP}\n{backend}", MPLBACKEND="svg")
    assert done.stdout.splitlines()[2:] == ["svg"]


def test_threads_that_call_setup_at_once_leave_the_terminal_as_it_was():
    code = """
import sys, threading
from helpers.course import setup
threads = [threading.Thread(target=setup) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print("still here", file=sys.stderr)
"""
    done = run(code)
    assert done.stderr == "still here\n"
    assert done.stdout.count("scikit-learn") == 4


def test_tensorflow_that_was_used_before_is_made_ready_all_the_same():
    code = """
import tensorflow as tf
tf.random.uniform((2,))
from helpers.course import setup
setup()
first = tf.random.uniform((2,)).numpy().tolist()
setup()
assert tf.random.uniform((2,)).numpy().tolist() == first
"""
    done = run(code)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 4


GPUS = """
import tensorflow as tf
from types import SimpleNamespace
cpu, = tf.config.list_physical_devices("CPU")
grown = []
def grow(gpu, enable):
    if gpu.name == "used":
        raise RuntimeError("Physical devices cannot be modified after being initialized")
    if gpu.name == "divided":
        raise ValueError("Cannot set memory growth on device when virtual devices configured")
    tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()])  # refused once it is used
    grown.append((gpu.name, enable))
tf.config.list_physical_devices = lambda kind: [SimpleNamespace(name=name) for name in ("used", "divided", "new")]
tf.config.experimental.get_device_details = lambda gpu: {}
tf.config.experimental.set_memory_growth = grow
from helpers.course import setup
setup()
print(grown)
"""


def test_each_gpu_gives_memory_as_it_is_needed_before_anything_runs_on_it():
    done = run(GPUS)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[1:] == ["계산 장치: used, divided, new", "[('new', True)]"]


def test_a_terminal_without_hangul_ends_in_no_error():
    done = run(SETUP, PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert r"\uacc4\uc0b0" in done.stdout


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
