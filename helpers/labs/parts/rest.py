"""Wait until a control, or the whole kernel, has rested for a while."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from typing import Any

from IPython import get_ipython

REST_SECONDS = 0.3  # how long a control rests before its value is trained with, or prepared
MOMENT = 1.0  # seconds
_cell_ended = -math.inf  # by time.monotonic(); while a cell runs, inf


class Rest:
    """Calls back, on a thread of its own, REST_SECONDS after it last began, unless it has been ended."""

    def __init__(self) -> None:
        self._timer: threading.Timer | None = None
        self._guard = threading.Lock()

    def begin(self, callback: Callable[[], bool | None]) -> None:
        """Rest from now on; a callback that returns True is called again after another rest."""
        with self._guard:
            self._begin(callback)

    def end(self) -> None:
        """Do not call back; a call under way is completed."""
        with self._guard:
            self._end()

    def _begin(self, callback: Callable[[], bool | None]) -> None:
        self._end()
        self._timer = threading.Timer(REST_SECONDS, self._call, (callback,))
        self._timer.daemon = True
        self._timer.start()

    def _end(self) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = None

    def _call(self, callback: Callable[[], bool | None]) -> None:
        again = callback()
        with self._guard:
            if again and self._timer is threading.current_thread():
                self._begin(callback)


def watch_cells() -> None:
    """Know from now on when cells run; a second call changes nothing."""
    global _cell_ended
    shell = get_ipython()
    if shell and _note_end not in shell.events.callbacks["post_run_cell"]:
        shell.events.register("pre_run_cell", _note_begin)
        shell.events.register("post_run_cell", _note_end)
        _cell_ended = math.inf  # a cell is calling


def cells_run() -> bool:
    """Whether a cell is running or was a moment ago: the next may follow."""
    return time.monotonic() - _cell_ended < MOMENT


def _note_begin(_cell: Any) -> None:
    global _cell_ended
    _cell_ended = math.inf


def _note_end(_result: Any) -> None:
    global _cell_ended
    _cell_ended = time.monotonic()
