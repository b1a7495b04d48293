"""Which run goes on, which wait for it and what they came to. Knows nothing of widgets; the lab is its view."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from helpers.text import say
from helpers.training.describe import describe_error
from helpers.training.runs import Engine, History, Progress, TrainConfig
from helpers.training.session import TrainingSession

STORED = ("finished", "diverged")  # outcomes that the same settings would have again


class RunQueue:
    """Runs for one lab: the last settings asked for are those that run, and what has run to its end is kept.

    Its methods return at once, from any thread, and raise nothing; on_change is called after each change, on the
    thread where it happens, and on_complaint with the runner after a call that has raised an error.

    runs: settings → a History, in the order in which they first ran; current: the run that the lab speaks of, kept
    or not; stored: whether that one was there already; error: "" or why the last one did not begin; complaint: "" or
    what went wrong where it was to be shown.
    """

    def __init__(self, engine: Engine, on_change: Callable[[], None], on_complaint: Callable[[RunQueue], None]):
        self.lock = threading.RLock()  # held while what follows is changed; never while waiting for a run
        self.runs: dict[TrainConfig, History] = {}
        self.current: History | None = None
        self.stored = False
        self.error = self.complaint = ""
        self.stopping = False
        self._closed = False
        self._going: TrainConfig | None = None
        self._waiting: list[TrainConfig] = []
        self._on_change = on_change
        self._on_complaint = on_complaint
        self.session = TrainingSession(engine)
        self.session.subscribe(self._on_report)

    def start(self, *configs: TrainConfig) -> None:
        """Run these, one after the other, instead of what runs or waits; what is kept already does not run again."""
        with self.lock:
            if self._closed:
                return
            missing = [config for config in configs if not self._is_stored(config)]
            self.error, self.complaint, self.stored = "", "", not missing
            if self.stored:
                self.current = self.runs[configs[0]]
            if self._going and missing[:1] == [self._going] and not self.stopping:
                missing = missing[1:]
            elif self._going:
                self._interrupt()
            self._waiting = missing
        try:
            self._launch(replace=True)
        finally:
            self._tell()

    def recall(self, history: History) -> None:
        """Keep a run that was trained elsewhere, and speak of it unless one goes on here."""
        with self.lock:
            self.runs[history.config] = history
            if not self._going:
                self.current, self.stored, self.error = history, True, ""
        self._tell()

    def stop(self) -> None:
        """End what runs at its next report, and forget what waits."""
        with self.lock:
            self._waiting = []
            if self._going:
                self._interrupt()
        self._tell()

    def clear(self) -> None:
        """Forget all runs; the one that goes on stays."""
        with self.lock:
            self.runs.clear()
            if not self._going:
                self.current, self.stored, self.error = None, False, ""
        self._tell()

    def close(self) -> None:
        """Stop, and let go of the engine and of all runs; nothing starts or tells of a change any more."""
        with self.lock:
            self._closed, self._on_change = True, lambda: None
            self.stop()
            self.runs.clear()
            self.current = self.session.engine = None

    @property
    def notice(self) -> str:
        """What the engine has to say about how it trains."""
        return self.session.engine.notice

    @property
    def running(self) -> bool:
        """Whether a run goes on or is about to."""
        return self._going is not None

    @property
    def progress(self) -> Progress | None:
        """Where the run is that goes on."""
        return self.session.progress if self._is_current() else None

    @property
    def fraction(self) -> float:
        """How much of the current run is done, in [0, 1]."""
        return self.session.fraction if self._is_current() else float(self.stored)

    @property
    def seconds_left(self) -> float | None:
        """How long it takes yet, where that is known."""
        return self.session.seconds_left if self._is_current() else None

    @property
    def failure(self) -> BaseException | None:
        """What ended the current run, where it failed."""
        return self.session.error if self._is_current() else None

    def _is_current(self) -> bool:
        history = self.session.history
        return history is not None and self.current is not None and history.config == self.current.config

    def _is_stored(self, config: TrainConfig) -> bool:
        return config in self.runs and self.runs[config].outcome in STORED

    def _interrupt(self) -> None:
        self.stopping = True
        self.session.stop()

    def _launch(self, replace: bool) -> None:
        """Begin the first run that waits, unless one goes on: that one launches the next when it ends."""
        with self.lock:
            if self._going or not self._waiting:
                return
            self._going = config = self._waiting.pop(0)
            self.current, self.stopping = History(config, outcome="running"), False
        try:
            self.session.start(config, replace)
        except BaseException as error:  # an interrupt of the kernel too: nothing goes on, and the lab must not say so
            with self.lock:
                self._going, self.current, self._waiting, self.error = None, None, [], str(error)
            if isinstance(error, ValueError | RuntimeError):
                return
            raise
        with self.lock:
            if self.stopping:  # asked for before there was a run to stop
                self.session.stop()

    def _on_report(self, session: TrainingSession) -> None:
        history = session.history
        with self.lock:
            if self.current and history.config == self.current.config:
                self.current = history
            self.runs[history.config] = history
            ended = not session.running
            if ended:
                self._going = None
                if history.outcome == "stopped" and not self.stopping:
                    self._waiting = []  # it was stopped for another lab, or for good
                superseded = self._waiting or self.current is not history
                if (superseded and history.outcome == "stopped") or not history.records:
                    del self.runs[history.config]
        if ended:
            self._launch(replace=False)
        self._tell()

    def _tell(self) -> None:
        """Call back; what that raises is kept, logged once a start, and told by the other call."""
        try:
            self._on_change()
        except Exception as error:
            if not self.complaint:
                self.complaint = say("run.not_shown", error=describe_error(error))
                logging.getLogger(__name__).warning(self.complaint, exc_info=True)
            self._on_complaint(self)
