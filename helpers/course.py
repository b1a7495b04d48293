"""`setup()`, the only function here that affects the whole process."""

from __future__ import annotations

import importlib.util
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
from helpers.text import say, use_language

with redirect_stderr(io.StringIO()):  # where it cannot write at home, Matplotlib logs that it uses another folder
    import matplotlib as mpl
    from matplotlib import font_manager
    from matplotlib.rcsetup import cycler

    from helpers.text.figures import tell_figures

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell
    from matplotlib.typing import RcKeyType

FONT = Path(__file__).parent / "fonts" / "NanumGothic.ttf"
STYLE: dict[RcKeyType, Any] = {
    "font.family": ["DejaVu Sans", "NanumGothic"],  # the second has what the first lacks: Hangul
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
    """Something that a notebook needs is missing on this machine; it shows the message without a traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def setup(seed: int = 42, cpu_minutes: str = "", language: str | None = None) -> None:
    """Prepare this kernel for a lesson and say in two lines what it runs on; a second call changes nothing.

    Seeds Python, NumPy and Keras, makes operations deterministic, loads TensorFlow without its log lines and lets it
    take a GPU's memory as needed, registers the Korean font and the figure style, makes a notebook show figures
    together with their alternative text, and fills Keras's cache with the data set.

    Args:
        seed: 0 <= seed < 2**32.
        cpu_minutes: How long the notebook takes on two cores, such as "1~2"; without a GPU a third line says so.
        language: One of helpers.text.LANGUAGES; by default the one that is spoken.

    Raises:
        NotReady: There is no TensorFlow: it is not made for every machine.
        ValueError: The seed is out of range, or there is no such language.
    """
    if language is not None:
        use_language(language)
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < 2**32:
        raise ValueError(say("course.seed", value=seed))
    if isinstance(sys.stdout, io.TextIOWrapper):  # a notebook's output is not one, and shows every letter
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


def require(package: str) -> None:
    """End a cell, and with it a run of all cells, in one sentence where a package that the course lacks is missing.

    Raises:
        NotReady: There is no such package.
    """
    if not importlib.util.find_spec(package):
        raise NotReady(say("course.missing", package=package))


def use_figure_style() -> bool:
    """Use Korean letters and colour-blind-safe colours in every figure from now on.

    Returns:
        Whether there is a Korean font; without one, figures show boxes in place of Hangul.
    """
    font = korean_font()
    if font and str(font) not in {each.fname for each in font_manager.fontManager.ttflist}:
        font_manager.fontManager.addfont(font)
    mpl.rcParams.update(STYLE)
    if not font:
        mpl.rcParams["font.family"] = STYLE["font.family"][:1]
        warnings.filterwarnings("ignore", "Glyph .* missing from")  # setup() says it once, in a sentence
    return font is not None


def korean_font() -> Path | None:
    """The package's own font or, where the package travels without it, the machine's."""
    if FONT.exists():
        return FONT
    return next((path for path in map(Path, font_manager.findSystemFonts()) if path.name == FONT.name), None)


def _shell() -> InteractiveShell | None:
    """The IPython shell that this runs in, if any."""
    return sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None


def _show_figures(shell: InteractiveShell) -> None:
    """Show figures below their cells even where MPLBACKEND says otherwise; what %matplotlib has chosen stays."""
    wanted = os.environ.get("MPLBACKEND", "")
    if hasattr(shell, "kernel") and "inline" not in wanted and wanted == mpl.get_backend(auto_select=False):
        shell.run_line_magic("matplotlib", "inline")


def _load_backend() -> tuple[str, str]:
    """Load Keras and its backend and make it deterministic; return its version and the device's name."""
    try:
        import keras
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("keras", "tensorflow"):
            raise
        raise NotReady(say("course.no_tensorflow")) from None

    name = keras.backend.backend()
    if name == "tensorflow":
        return _load_tensorflow()
    keras.ops.zeros(1)  # the first operation makes the backend log what it thinks of its devices
    return sys.modules[name].__version__, ", ".join(keras.distribution.list_devices())


def _load_tensorflow() -> tuple[str, str]:
    import tensorflow as tf

    tf.get_logger().setLevel("ERROR")  # "retracing" is not the fault of a student who reruns a cell
    gpus = tf.config.list_physical_devices("GPU")
    for gpu in gpus:
        with suppress(RuntimeError, ValueError):  # the student's own code has already used or partitioned it
            tf.config.experimental.set_memory_growth(gpu, True)  # leaves room for a second notebook
    tf.config.experimental.enable_op_determinism()
    with suppress(tf.errors.OpError):  # no XLA for this device: engines find out and say so
        tf.function(lambda: tf.ones(1) + 1, jit_compile=True)()  # XLA logs when it compiles its first program
    names = [tf.config.experimental.get_device_details(gpu).get("device_name", gpu.name) for gpu in gpus]
    return tf.__version__, ", ".join(names) or "CPU"


@contextmanager
def _quiet_stderr() -> Iterator[None]:
    """Silence file descriptor 2: TensorFlow writes to it from C++, past Python and past its own log level."""
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
