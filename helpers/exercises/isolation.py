"""Run a student's code so that it ends and leaves the kernel as it was."""

from __future__ import annotations

import contextvars
import ctypes
import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn, TypeVar

import keras
import numpy as np
from IPython import get_ipython

ATTEMPTS = 20  # to end code that catches every exception
SECONDS_AN_ATTEMPT = 0.05

Result = TypeVar("Result")


class TimeUp(BaseException):
    """Raised in code that has run too long, and where it was waited for; `except Exception` does not catch it."""


def isolated(work: Callable[[], Result], seconds: float) -> Result:
    """Do some work on a thread of its own as if on this one, and return what it returns.

    Afterwards the random state of Python and NumPy is what it was. A loop that does not end is ended; what hangs
    outside Python is left behind. An interrupt of this thread ends the work too.

    Args:
        work: Raises nothing.
        seconds: How long it may take.

    Raises:
        TimeUp: It has not ended in time.
    """
    worker = _Worker(work)
    with _same_random_state(), _exit_as_exception():
        deadline = time.monotonic() + seconds
        worker.start()
        try:
            while not worker.done.wait(0.1) and time.monotonic() < deadline:
                pass  # in slices: on Windows an interrupt does not end a wait
        finally:
            worker.end()
    if not worker.results:
        raise TimeUp
    return worker.results[0]


class _Worker(threading.Thread):
    """Works in the context of the thread that makes it, including the state that Keras keeps per thread."""

    def __init__(self, work: Callable[[], Any]):
        super().__init__(name="judging", daemon=True)
        self.results: list[Any] = []
        self.done = threading.Event()  # an interrupted join() can make a running thread look ended
        self._work = work
        self._context = contextvars.copy_context()
        self._policy = keras.config.dtype_policy()
        self._states = [(local, _handed_on(vars(local))) for local in _keras_locals()]

    def run(self) -> None:
        try:
            keras.config.set_dtype_policy(self._policy)
            for local, state in self._states:
                vars(local).update(state)
            self.results.append(self._context.run(self._work))
        except TimeUp:
            pass
        finally:
            self.done.set()

    def end(self) -> None:
        """Raise TimeUp in this thread until it ends, a few times, as code may catch it."""
        for _ in range(ATTEMPTS):
            if self.done.is_set() or self.ident is None:
                break
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self.ident), ctypes.py_object(TimeUp))
            self.done.wait(SECONDS_AN_ATTEMPT)


def _keras_locals() -> list[threading.local]:
    """Where Keras counts layers' names, as a model takes no two layers of one name, and keeps settings.

    No public API hands the counts to another thread; should Keras move them, names start afresh.
    """
    try:
        from keras.src.backend.common import global_state
    except ImportError:
        return []
    return [value for value in vars(global_state).values() if isinstance(value, threading.local)]


def _handed_on(state: Mapping[str, Any]) -> dict[str, Any]:
    """The state for another thread; a list of what this one has yet to complete is copied, and completed here alone."""
    return {name: list(value) if isinstance(value, list) else value for name, value in state.items()}


@contextmanager
def _same_random_state() -> Iterator[None]:
    of_python, of_numpy = random.getstate(), np.random.get_state(legacy=False)
    try:
        yield
    finally:
        random.setstate(of_python)
        np.random.set_state(of_numpy)


@contextmanager
def _exit_as_exception() -> Iterator[None]:
    """Let `exit()`, which ends a notebook's kernel, raise SystemExit as `sys.exit()` does."""
    shell = get_ipython()
    if shell is None:
        yield
        return
    shell.ask_exit = _exit
    try:
        yield
    finally:
        vars(shell).pop("ask_exit", None)


def _exit() -> NoReturn:
    raise SystemExit
