"""`setup()`, the only function here with effects on the whole process."""

from __future__ import annotations

import io
import os
import platform
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.colours import CYCLE
from helpers.data import fill_keras_cache
from helpers.text import say

with redirect_stderr(io.StringIO()):  # Matplotlib logs that it has no home to write in, and takes another folder
    import matplotlib as mpl
    from matplotlib import font_manager
    from matplotlib.rcsetup import cycler

    from helpers.text.figures import tell_figures

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell
    from matplotlib.typing import RcKeyType

FONT = Path(__file__).parent / "fonts" / "NanumGothic.ttf"
STYLE: dict[RcKeyType, Any] = {
    "font.family": ["DejaVu Sans", "NanumGothic"],  # the second for what the first lacks: Hangul
    "axes.prop_cycle": cycler(color=CYCLE),
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.3,
    "figure.figsize": (8, 3.2),
    "figure.constrained_layout.use": True,
}
_one_at_a_time = threading.Lock()


class NotReady(ImportError):
    """The course cannot run on this machine. A notebook shows the sentence and no traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def setup(seed: int = 42, cpu_minutes: str = "") -> None:
    """Make this kernel ready for a lesson, and say in two lines what it runs on. A second call changes nothing.

    cpu_minutes: how long the notebook takes on two cores, "1~2"; where there is no GPU, a third line says so.

    Seeds Python, NumPy and Keras (0 <= seed < 2**32, else ValueError), makes operations deterministic, loads
    TensorFlow without its log lines and lets it take a GPU's memory as it is needed, registers the Korean font and the
    figure style, sees to it that a notebook shows figures, with their words as alternative text, and fills Keras's
    cache with the data set. NotReady where there is no TensorFlow: there are machines that it has no package for.
    """
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < 2**32:
        raise ValueError(say("course.seed", value=seed))
    if isinstance(sys.stdout, io.TextIOWrapper):  # a notebook's output is none, and shows every letter
        sys.stdout.reconfigure(errors="backslashreplace")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with _one_at_a_time, _quiet_stderr():
        backend_version, device = _load_backend()
    import keras
    import sklearn

    keras.utils.set_random_seed(seed)
    has_korean = use_figure_style()
    if shell := _shell():
        _show_figures(shell)
        tell_figures(shell)
    backend = {"tensorflow": "TensorFlow", "jax": "JAX", "torch": "PyTorch"}.get(keras.backend.backend(), "")
    print(
        say(
            "course.versions",
            python=platform.python_version(),
            keras=keras.__version__,
            backend=backend,
            backend_version=backend_version,
            sklearn=sklearn.__version__,
        )
    )
    print(say("course.device", device=device))
    if cpu_minutes and device.lower().startswith("cpu"):
        print(say("course.no_gpu", minutes=cpu_minutes))
    if not has_korean:
        print(say("course.no_font"))
    try:
        fill_keras_cache()
    except OSError as error:
        print(say("course.cache_unwritable", value=error.filename))


def use_figure_style() -> bool:
    """Korean letters and colour-blind-safe colours in every figure made from now on.

    False where there is no Korean font: figures are drawn all the same, with boxes in the place of Hangul.
    """
    font = korean_font()
    if font and str(font) not in {each.fname for each in font_manager.fontManager.ttflist}:
        font_manager.fontManager.addfont(font)
    mpl.rcParams.update(STYLE)
    if not font:
        mpl.rcParams["font.family"] = STYLE["font.family"][:1]
        warnings.filterwarnings("ignore", "Glyph .* missing from")  # once in a sentence is enough
    return font is not None


def korean_font() -> Path | None:
    """The package's own font or, where it travels without it, that of the machine."""
    if FONT.exists():
        return FONT
    return next((path for path in map(Path, font_manager.findSystemFonts()) if path.name == FONT.name), None)


def _shell() -> InteractiveShell | None:
    """The IPython that this runs in, if any."""
    return sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None


def _show_figures(shell: InteractiveShell) -> None:
    """Below their cells, also where MPLBACKEND sends figures elsewhere; what %matplotlib has chosen stays."""
    wanted = os.environ.get("MPLBACKEND", "")
    if hasattr(shell, "kernel") and "inline" not in wanted and wanted == mpl.get_backend(auto_select=False):
        shell.run_line_magic("matplotlib", "inline")


def _load_backend() -> tuple[str, str]:
    """Load Keras and its backend, make it deterministic; its version and the device's name."""
    try:
        import keras
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("keras", "tensorflow"):
            raise
        raise NotReady(say("course.no_tensorflow")) from None

    name = keras.backend.backend()
    if name == "tensorflow":
        return _load_tensorflow()
    keras.ops.zeros(1)  # whatever the backend has to log about its devices, it logs at the first operation
    return sys.modules[name].__version__, ", ".join(keras.distribution.list_devices())


def _load_tensorflow() -> tuple[str, str]:
    import tensorflow as tf

    tf.get_logger().setLevel("ERROR")  # "retracing" is no fault of a student who runs a cell again
    gpus = tf.config.list_physical_devices("GPU")
    for gpu in gpus:
        with suppress(RuntimeError, ValueError):  # the student's own code has already used or divided it
            tf.config.experimental.set_memory_growth(gpu, True)  # a second notebook has room beside the first
    tf.config.experimental.enable_op_determinism()
    with suppress(tf.errors.OpError):  # no XLA for this device: engines find that out and say so
        tf.function(lambda: tf.ones(1) + 1, jit_compile=True)()  # it logs at the first program that it compiles
    names = [tf.config.experimental.get_device_details(gpu).get("device_name", gpu.name) for gpu in gpus]
    return tf.__version__, ", ".join(names) or "CPU"


@contextmanager
def _quiet_stderr() -> Iterator[None]:
    """Turn file descriptor 2 away: TensorFlow writes there from C++, past Python and past its own log level."""
    sys.stderr.flush()
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
