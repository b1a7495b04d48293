"""A kernel like Colab's for tests: its Python, its packages, an empty folder, and nothing of this repository.

Where a Python 3.12 is found, the packages are those of tests/colab.txt, in .venv/colab, which the first test that
needs it makes. Elsewhere the running Python does, with ipykernel 6 and without its `site`, so that the editable
`helpers` cannot be imported; `kernel.why` then says why.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import nbformat
from nbclient import NotebookClient

PACKAGES = Path("tests") / "colab.txt"
ENVIRONMENT = Path(sys.prefix) / "colab"
IPYKERNEL_6 = Path(sys.prefix) / "ipykernel-6"
START = "import google.colab; from ipykernel.kernelapp import launch_new_instance; launch_new_instance()"
APT_GET = '#!/bin/sh\necho "$@" >> "$APT_GET_LOG"\nexit 100\n'  # as where there is no network


@dataclass(frozen=True)
class ColabKernel:
    """command: starts Python; paths: where it finds modules; why: "" or why it is not Colab's own environment."""

    command: list[str]
    paths: list[Path]
    why: str = ""

    def run(self, notebook: nbformat.NotebookNode, folder: Path, keras_home: Path, settings: Path) -> None:
        """Execute a notebook in that folder; CellExecutionError on an error. settings: kept from kernel to kernel."""
        stand_in = settings / "stand-in"
        _write(stand_in / "google" / "colab" / "__init__.py", '"""Stands in for what Colab has."""\n')
        _write(settings / "bin" / "apt-get", APT_GET).chmod(0o755)
        argv = [*self.command, "-c", START, "-f", "{connection_file}"]
        specification = {"argv": argv, "display_name": "Colab", "language": "python"}
        _write(settings / "kernels" / "colab" / "kernel.json", json.dumps(specification))
        environment = {name: os.environ[name] for name in ("LANG", "TMPDIR") if name in os.environ}
        environment |= {
            "APT_GET_LOG": str(folder / "apt-get.log"),
            "HOME": str(settings),
            "JUPYTER_DATA_DIR": str(settings / "jupyter"),
            "KERAS_HOME": str(keras_home),
            "PATH": f"{settings / 'bin'}:/usr/bin:/bin",
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
            "PYTHONPATH": os.pathsep.join(map(str, [stand_in, *self.paths])),
        }
        options = {"timeout": 600, "resources": {"metadata": {"path": str(folder)}}, "coalesce_streams": True}
        with patch.dict(os.environ, JUPYTER_PATH=str(settings)):
            NotebookClient(notebook, kernel_name="colab", **options).execute(env=environment)

    def has(self, package: str) -> bool:
        """Whether that package can be imported in it."""
        look = f"import importlib.util, sys; sys.exit(not importlib.util.find_spec({package!r}))"
        environment = {"PYTHONPATH": os.pathsep.join(map(str, self.paths))}
        return subprocess.run([*self.command, "-c", look], env=environment, check=False).returncode == 0


def colab_kernel() -> ColabKernel:
    """Colab's own environment where it can be had, or else the running Python."""
    python = _python_3_12()
    failed = _install(python) if python else "no Python 3.12 is found"
    if not failed:
        return ColabKernel([str(ENVIRONMENT / "bin" / "python")], [])
    places = dict.fromkeys(map(Path, (sysconfig.get_path("purelib"), sysconfig.get_path("platlib"))))
    return ColabKernel([sys.executable, "-S"], [IPYKERNEL_6, *places], failed)


def _python_3_12() -> str | None:
    """The path of a Python 3.12; pyenv's own stand-ins, which need not work, are passed by."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    places = [place for place in os.environ["PATH"].split(os.pathsep) if not place.endswith("shims")]
    places += map(str, sorted(pyenv.glob("3.12*/bin")))
    environment = {**os.environ, "PATH": os.pathsep.join(places)}
    found = _uv("python", "find", "--no-project", "--no-python-downloads", "--system", "3.12", env=environment)
    return found.stdout.strip() or None


def _install(python: str) -> str:
    """Make Colab's environment, unless it is there; "" or why it cannot be made."""
    stamp = ENVIRONMENT / "ready"
    if stamp.is_file() and stamp.read_text("utf-8") == PACKAGES.read_text("utf-8"):
        return ""
    for command in (
        ("venv", "--clear", "--python", python, str(ENVIRONMENT)),
        ("pip", "sync", "--python", str(ENVIRONMENT / "bin" / "python"), str(PACKAGES)),
    ):
        try:
            done = _uv(*command)
        except subprocess.TimeoutExpired:
            return "installing Colab's packages takes too long"
        if done.returncode:
            return f"Colab's packages cannot be installed: {done.stderr.strip().splitlines()[-1]}"
    stamp.write_text(PACKAGES.read_text("utf-8"), "utf-8")
    return ""


def _uv(*arguments: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "uv", *arguments]
    return subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=False, timeout=300)


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
