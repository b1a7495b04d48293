"""nbgrader in the course folder: `python -m publish.marking autograde 7-1b`, and so each of its other commands.

It stands in a folder of its own that make fills, because JupyterLab would show students its menus and buttons if it
stood among the course's packages.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from helpers.text import language
from publish.languages import place_of

PLACE = Path(sys.prefix) / "nbgrader"
QUIET = "ignore:Object of type,ignore:Cell is missing an id"  # what SQLAlchemy and nbformat think of nbgrader's code


def course_folder() -> Path:
    """Where assignments in the language that is spoken are made and marked."""
    return place_of(Path("dist/assignment"), language())


def nbgrader(*arguments: str, folder: Path | None = None) -> int:
    """Call nbgrader in a course folder, by default that of `course_folder`.

    Returns:
        Its exit status: 0 if all went well; otherwise it has said what did not.
    """
    there = {"PYTHONPATH": PLACE, "PATH": PLACE / "bin"}  # it starts Alembic by its name
    paths = {name: os.pathsep.join(filter(None, [str(first), os.environ.get(name)])) for name, first in there.items()}
    environment = {**os.environ, **paths, "PYTHONWARNINGS": QUIET}
    command = [sys.executable, "-m", "nbgrader", *arguments]
    return subprocess.run(command, cwd=folder or course_folder(), env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(nbgrader(*sys.argv[1:]))
