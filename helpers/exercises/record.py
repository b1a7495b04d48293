"""Which exercises are solved, kept in a file for the next day. Knows nothing of what they ask."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from jupyter_core.paths import jupyter_data_dir

from helpers.text import say


class Record:
    """The names of solved exercises. A file that cannot be read is set aside, and `remark` says so.

    path: where they are kept; by default the student's own folder for Jupyter's data (JUPYTER_DATA_DIR names another).
    """

    def __init__(self, path: Path | None = None):
        self._path = path
        self._solved: set[str] = set()  # in this kernel, also where the file cannot be written
        self.remark = ""

    @property
    def path(self) -> Path:
        """Where the names are kept."""
        return self._path or Path(jupyter_data_dir()) / "fashion-mnist-course" / "solved.json"

    def names(self) -> set[str]:
        """The exercises solved today and before."""
        try:
            names = json.loads(self.path.read_text(encoding="utf-8"))
            if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
                raise ValueError(names)
            self._solved.update(names)
        except FileNotFoundError:
            pass
        except (OSError, ValueError):
            self._set_aside()
        return set(self._solved)

    def add(self, name: str) -> None:
        """Remember one more; what other kernels have written meanwhile is kept."""
        self._solved.add(name)
        names = sorted(self.names())
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=self.path.parent, delete=False) as file:
                json.dump(names, file)
            os.replace(file.name, self.path)
        except OSError:
            self.remark = say("exercise.unwritable", value=self.path.name)

    def _set_aside(self) -> None:
        aside = self.path.with_suffix(".damaged.json")
        try:
            os.replace(self.path, aside)
            self.remark = say("exercise.set_aside", value=self.path.name, aside=aside.name)
        except OSError:
            self.remark = say("exercise.unreadable", value=self.path.name)
