"""For every test, those of the notebooks included: how a machine or its user is set up makes no difference."""

import os
import signal
import tempfile
from pathlib import Path

from tests.lessons import left_out

os.environ.pop("MPLBACKEND", None)  # takes a notebook's figures away
os.environ["PYTHONIOENCODING"] = "utf-8"  # of what a test reads from a process
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in what a shell has started behind itself
HOME = tempfile.TemporaryDirectory(prefix="course-tests-", ignore_cleanup_errors=True)
for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "KERAS_HOME", "MPLCONFIGDIR"):
    os.environ[name] = os.path.join(HOME.name, name)

# Without PyTorch, which the course does not install, 7-1c cannot print what is stored below its cells: nbval leaves it
# out, and tests/test_pytorch.py says so.
collect_ignore = [str(path) for path in Path(__file__).parent.glob("notebooks/*.ipynb") if left_out(path)]
collect_ignore_glob = ["notebooks/??/*"]  # translations, whose code tests/test_languages.py holds to the Korean one's
