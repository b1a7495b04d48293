"""The course in one command, on every system: set up .venv where that is needed, and open JupyterLab.

`python3 lab.py`, on Windows `py -3.12 lab.py`; make calls it, too. `--language=en` opens the notebooks in that
language, all other options are JupyterLab's. Python alone is needed, and an old one still says what is wrong with it.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import platform
import re
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LANGUAGES = sorted(path.parent.name for path in ROOT.glob("helpers/text/*/__init__.py"))
LOCK = ROOT / "requirements.txt"
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
READY = VENV / "ready"  # written last: where it is missing, an interrupted set-up is begun again


def is_ready() -> bool:
    """Whether .venv holds what the lock and the project's own data say."""
    made_from = LOCK, ROOT / "pyproject.toml"
    return READY.exists() and all(READY.stat().st_mtime >= path.stat().st_mtime for path in made_from)


def obstacle() -> str | None:
    """What keeps this Python from setting up the course, in a sentence that says what to do."""
    if not (3, 11) <= sys.version_info < (3, 14):
        return (
            f"Python 3.11, 3.12 or 3.13 is needed, and this is {platform.python_version()}: install one (python.org), "
            "or name it: py -3.12 lab.py, or make PYTHON=/path/to/python3.12"
        )
    if (platform.system(), platform.machine()) == ("Darwin", "x86_64"):
        return (
            "TensorFlow is no longer made for Macs with an Intel processor: use Google Colab (README.md says how) or "
            "another machine"
        )
    if not importlib.util.find_spec("ensurepip"):
        return "This Python cannot make a virtual environment: on Debian or Ubuntu, run: sudo apt install python3-venv"
    return None


def set_up() -> None:
    """Make .venv what the lock says; where it is already there, only what has changed is installed.

    Raises:
        SystemExit: It cannot be made, and why has been said.
    """
    if is_ready():
        return
    why = obstacle()
    if why:
        sys.exit(why)
    print("Installing the course into .venv (about a minute the first time) ...", flush=True)
    if not READY.exists():
        _run(sys.executable, "-m", "venv", "--clear", VENV)
    READY.unlink(missing_ok=True)
    uv = re.findall(r"^uv==[\d.]+", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    _run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *uv)
    install = PYTHON, "-m", "uv", "pip"
    _run(*install, "sync", "--quiet", "--compile-bytecode", "--python", PYTHON, "--require-hashes", LOCK)
    _run(*install, "install", "--quiet", "--python", PYTHON, "--no-deps", "--no-build-isolation", "--editable", ROOT)
    announcements = "@jupyterlab/apputils-extension:announcements"
    _run(PYTHON, "-m", "jupyter", "labextension", "disable", "--level=sys_prefix", announcements, quiet=True)
    READY.touch()


def main(arguments: list[str]) -> int:
    """See the module; what JupyterLab ends with."""
    parser = argparse.ArgumentParser(description="Open the course in JupyterLab.", allow_abbrev=False)
    parser.add_argument("--language", choices=LANGUAGES, help="of the first notebook, in place of COURSE_LANGUAGE")
    chosen, options = parser.parse_known_args(arguments)
    if chosen.language:
        os.environ["COURSE_LANGUAGE"] = chosen.language
    set_up()
    signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl and C is for JupyterLab, which asks before it ends
    return subprocess.call([PYTHON, "-m", "jupyterlab", "--config=jupyter_lab_config.py", *options], cwd=ROOT)


def _run(*command: str | Path, quiet: bool = False) -> None:
    """Run one step of the set-up; it has said itself why it failed."""
    status = subprocess.call(command, cwd=ROOT, stderr=subprocess.DEVNULL if quiet else None)
    if status:
        sys.exit(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
