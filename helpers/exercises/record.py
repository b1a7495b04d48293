"""Which exercises have been solved, kept for the next day, and beside them what happened at each."""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Set
from pathlib import Path
from urllib.parse import quote, unquote

from jupyter_core.paths import jupyter_data_dir

from helpers.events import Event, EventLog
from helpers.sending import send_soon
from helpers.text import say

OLD_FILE = "solved.json"  # a list of names, as kept formerly; still read, never written


class Record:
    """The names of solved exercises: an empty file each, so that kernels that add at once lose nothing.

    What cannot be read or kept is said in `remark` and lasts as long as this kernel.

    Args:
        folder: Where they are kept; by default in the student's own folder for Jupyter's data, or JUPYTER_DATA_DIR.
    """

    def __init__(self, folder: Path | None = None):
        self._folder = folder
        self._solved: set[str] = set()  # in this kernel, even if nothing can be kept
        self.remark = ""
        self._has_told = False  # that no event can be kept

    @property
    def folder(self) -> Path:
        """Where the old file lies, and the folders `solved` with the new ones and `events`."""
        return self._folder or Path(jupyter_data_dir()) / "fashion-mnist-course"

    @property
    def log(self) -> EventLog:
        """What happened."""
        return _log_in(self.folder / "events")

    def names(self) -> Set[str]:
        """The exercises solved today and before."""
        for kept in (self._of_files, self._of_old_file):
            try:
                self._solved.update(kept())
            except (FileNotFoundError, NotADirectoryError):
                pass
            except OSError:  # one that may pass: what is there is left alone
                self.remark = say("exercise.unreadable")
        return frozenset(self._solved)

    def add(self, name: str) -> None:
        """Remember one more."""
        self._solved.add(name)
        try:
            path = self.folder / "solved" / quote(name, safe="")
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                path.touch()
        except OSError:
            self.remark = say("exercise.unwritable", value=self.folder.name)

    def note(self, event: Event) -> None:
        """Keep what happened, where that is wanted; that it cannot be kept is said once."""
        try:
            self.log.add(event)
            send_soon(self.log)
        except OSError:
            if not self.remark and not self._has_told:
                self.remark = say("events.unwritable", value=self.folder.name)
            self._has_told = True

    def _of_files(self) -> Set[str]:
        return {unquote(name) for name in os.listdir(self.folder / "solved")}

    def _of_old_file(self) -> Set[str]:
        path = self.folder / OLD_FILE
        content = path.read_bytes()
        try:
            names = json.loads(content)
            if isinstance(names, list) and all(isinstance(name, str) for name in names):
                return set(names)
        except (ValueError, RecursionError):
            pass
        aside = path.with_suffix(".damaged.json")
        os.replace(path, aside)
        self.remark = say("exercise.set_aside", value=path.name, aside=aside.name)
        return set()


@functools.cache
def _log_in(folder: Path) -> EventLog:
    """One a kernel and folder, for each writes a file of its own."""
    return EventLog(folder)
