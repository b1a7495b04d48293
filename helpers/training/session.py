"""Start, stop and watch one training run. Knows nothing of widgets or plots."""

from __future__ import annotations

import atexit
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace

from helpers.text import say
from helpers.training.runs import Engine, EpochRecord, History, Progress, TrainConfig

Listener = Callable[["TrainingSession"], None]

_guard = threading.Lock()  # held while a run takes its place
_present: _Run | None = None  # the run that this process has, or had last


class TrainingSession:
    """Trains with an engine on a thread of its own, one run at a time in the whole process.

    Listeners are called with the session, on the training thread, after every report of the engine and once more
    when the run has ended; only then may they start a run. What a listener raises is kept in listener_error and
    harms nothing.
    """

    def __init__(self, engine: Engine):
        self.engine = engine
        self.listener_error: Exception | None = None
        self._listeners: list[Listener] = []
        self._run: _Run | None = None

    def start(self, config: TrainConfig, replace: bool = False) -> None:
        """Begin a run and return. ValueError for settings that the engine refuses.

        Where a run is going on, this session's or another's: RuntimeError, or with replace, stop it; the new one, on
        its own thread, waits until the listeners of the other know. This session's own run is waited for here, since
        its listeners ask the session. A listener cannot replace a run: it would wait for itself.
        """
        run = _Run(self, config)
        if replace and self._run is not threading.current_thread():
            self.stop(wait=True)
        run.take_place(replace)

    def stop(self, wait: bool = False) -> None:
        """Let the run end at its next report; wait: until its listeners know."""
        if self._run:
            self._run.stopping.set()
        if wait:
            self.join()

    def join(self, timeout: float | None = None) -> bool:
        """Wait for the end of the run and its listeners, at most timeout seconds; True if nothing runs any more."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while (run := self._run) and run is not threading.current_thread():
            run.join(None if deadline is None else max(0.0, deadline - time.monotonic()))
            if run.is_alive() or run is self._run:  # out of time, or no listener has started the next run
                break
        return not self.running

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call the listener after each change; returns a function that ends this."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            with suppress(ValueError):
                self._listeners.remove(listener)

        return unsubscribe

    @property
    def running(self) -> bool:
        """Whether a run is going on; listeners that are told of its end find False."""
        return self._run is not None and self._run.running

    @property
    def progress(self) -> Progress | None:
        """The latest report from inside an epoch of the run there is or was last; None before the first."""
        return self._run and self._run.progress

    @property
    def history(self) -> History | None:
        """That run so far; None before the first run."""
        return self._run and self._run.history

    @property
    def error(self) -> BaseException | None:
        """What ended that run, where its outcome is "failed"."""
        return self._run and self._run.error

    @property
    def fraction(self) -> float:
        """How much of that run is done, in [0, 1]."""
        return self._run.fraction if self._run else 0.0

    @property
    def seconds_left(self) -> float | None:
        """How long the run will take yet at the pace so far; None while that is not known."""
        return self._run.seconds_left if self.running else None

    def tell_listeners(self) -> None:
        """Call every listener, whatever the others raise."""
        for listener in tuple(self._listeners):
            try:
                listener(self)
            except Exception as error:
                self.listener_error = error


class _Run(threading.Thread):
    """One run of a session, and the thread on which it happens."""

    def __init__(self, session: TrainingSession, config: TrainConfig):
        super().__init__(name="training", daemon=True)
        self.stopping = threading.Event()
        self.history = History(config, outcome="running")
        self.progress: Progress | None = None
        self.error: BaseException | None = None
        self._session = session
        self._events = session.engine.run(config)
        self._ended = False
        self._before: _Run | None = None  # the run that has to end first
        self._first: tuple[float, float] | None = None  # time and fraction when all was compiled

    @property
    def running(self) -> bool:
        return self.is_alive() and not self._ended

    def take_place(self, replace: bool) -> None:
        """Start as the only run, which begins when the one before has ended, or raise RuntimeError."""
        global _present
        from_listener = isinstance(threading.current_thread(), _Run)
        with _guard:
            before = _present
            if before is None:
                atexit.register(_stop_at_exit)
            elif before.running and (from_listener or not replace):
                raise RuntimeError(say("session.busy"))
            else:
                before.stopping.set()
            self._before = before
            try:
                self.start()
            finally:
                if self.is_alive():  # where an interrupt has come in between, too
                    _present = self._session._run = self

    def run(self) -> None:
        """Take in what the engine reports until it or a stop ends the run."""
        with _guard:  # until the session knows of this run
            before, self._before = self._before, None
        if before:
            before.join()
        try:
            with closing(self._events) as events:
                while not self.stopping.is_set() and (event := next(events, None)) is not None:
                    self._take_in(event)
                    self._session.tell_listeners()
            self._end("finished" if len(self.history.records) == self.history.config.epochs else "stopped")
        except BaseException as error:  # whatever it is, it must not end in the kernel's log
            self.error = error
            self._end("failed")
        self._session.tell_listeners()

    @property
    def fraction(self) -> float:
        if self.progress is None:
            return 0.0
        return (self.progress.epoch - 1 + self.progress.step / self.progress.steps) / self.history.config.epochs

    @property
    def seconds_left(self) -> float | None:
        if self._first is None or self.fraction <= self._first[1]:
            return None
        seconds, done = time.monotonic() - self._first[0], self.fraction - self._first[1]
        return seconds / done * (1 - self.fraction)

    def _take_in(self, event: Progress | EpochRecord) -> None:
        if isinstance(event, EpochRecord):
            self.history = self.history.plus(event)
        else:
            self.progress = event
            if event.step and self._first is None:
                self._first = time.monotonic(), self.fraction

    def _end(self, outcome: str) -> None:
        if self.history.outcome == "running":
            self.history = replace(self.history, outcome=outcome)
        self._ended = True


def _stop_at_exit() -> None:
    """A thread inside TensorFlow when the interpreter goes can take the process down with a message."""
    if _present:
        _present.stopping.set()
        _present.join(timeout=5)
