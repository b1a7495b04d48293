"""Which of a lab's runs is going on, which ones wait for it, and what became of the others."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from helpers.text import say
from helpers.training.describe import describe_error
from helpers.training.engines import train
from helpers.training.runs import FOR_GOOD, Engine, History, RunState, TrainConfig
from helpers.training.session import TrainingSession


@dataclass(frozen=True)
class QueueState:
    """What a lab has to show at one moment.

    Attributes:
        runs: In the order in which they first ran.
        current: The run that the lab talks about, among the runs or not.
        running: Whether a run is going on or about to start.
        stopping: Whether it has been told to stop.
        refusal: Why the last run did not start, or "".
        complaint: What went wrong while the state before was being shown, or "".
    """

    runs: tuple[History, ...] = ()
    current: RunState | None = None
    running: bool = False
    stopping: bool = False
    refusal: str = ""
    complaint: str = ""


class RunQueue:
    """One lab's runs: those last asked for are the ones that run, and finished ones are kept.

    Its methods return at once, from any thread, and raise nothing.

    Args:
        engine: Trains the runs.
        on_change: Called after each change, on the thread where it happens.
        on_complaint: Called after a call of on_change that raised.
        look: Whether the states of runs have a look inside.
    """

    def __init__(
        self,
        engine: Engine,
        on_change: Callable[[], None],
        on_complaint: Callable[[QueueState], None],
        look: bool = False,
    ):
        self.lock = threading.RLock()  # held while the fields below change; never while waiting for a run
        self.session = TrainingSession(engine, look)
        self.session.subscribe(self._on_report)
        self._on_change = on_change
        self._on_complaint = on_complaint
        self._closed = False
        self._runs: dict[object, RunState] = {}  # by their histories' keys
        self._aside: dict[TrainConfig, History] = {}  # trained for a picture, never shown
        self._waiting: list[TrainConfig] = []
        self._going: TrainConfig | None = None
        self._state = QueueState()  # `runs` and `running` are filled in on request

    @property
    def state(self) -> QueueState:
        """All there is to show now."""
        with self.lock:
            runs = tuple(state.history for state in self._runs.values())
            return replace(self._state, runs=runs, running=self._going is not None)

    def start(self, *configs: TrainConfig) -> None:
        """Run these one after another, instead of what runs or waits; what is kept does not run again."""
        with self.lock:
            if self._closed:
                return
            missing = [config for config in configs if not self._kept(config)]
            self._change(refusal="", complaint="")
            if not missing and (kept := self._kept(configs[0])):
                self._change(current=replace(kept, history=replace(kept.history, origin="kept")))
            if self._going and missing[:1] == [self._going] and not self._state.stopping:
                missing = missing[1:]
            elif self._going:
                self._interrupt()
            self._waiting = missing
        try:
            self._launch(replace=True)
        finally:
            self._tell()

    def prepare(self, config: TrainConfig) -> bool:
        """Do ahead what a run of these takes before its first step; False: ask again later, others come first."""
        with self.lock:
            if self._closed or self._kept(config):
                return True
            return not self._going and self.session.prepare(config)

    def recall(self, *histories: History) -> None:
        """Keep runs that were trained elsewhere, and make the last the current one unless a run is going on."""
        with self.lock:
            self._runs |= {history.key: RunState(history) for history in histories}
            if not self._going:
                self._change(current=RunState(histories[-1]), refusal="")
        self._tell()

    def stop(self) -> None:
        """Stop the run at its next report, and forget those that wait."""
        with self.lock:
            self._waiting = []
            if self._going:
                self._interrupt()
        self._tell()

    def clear(self) -> None:
        """Forget all runs but the one going on."""
        with self.lock:
            self._runs.clear()
            if not self._going:
                self._change(current=None, refusal="")
        self._tell()

    def history_of(self, config: TrainConfig) -> History:
        """The kept run with those settings, or else one trained here and now, which is not shown."""
        with self.lock:
            kept = self._kept(config)
        if kept:
            return kept.history
        if config not in self._aside:
            self._aside[config] = train(self.session.engine, config)
        return self._aside[config]

    def close(self) -> None:
        """Stop, and let go of the engine and all runs; nothing starts or reports any more."""
        with self.lock:
            self._closed, self._on_change = True, lambda: None
            self.stop()
            self._runs.clear()
            self._aside.clear()
            self._state = QueueState()
            del self.session.engine

    def _change(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)

    def _kept(self, config: TrainConfig) -> RunState | None:
        state = self._runs.get(History(config).key)
        return state if state and state.history.outcome in FOR_GOOD else None

    def _interrupt(self) -> None:
        self._change(stopping=True)
        self.session.stop()

    def _launch(self, replace: bool) -> None:
        """Start the next run that waits, unless one is going on: that one starts it when it ends."""
        with self.lock:
            self._waiting = [config for config in self._waiting if not self._kept(config)]  # one may just have ended
            if self._going or not self._waiting:
                return
            self._going = config = self._waiting.pop(0)
            self._change(current=RunState(History(config, outcome="running")), stopping=False)
        try:
            self.session.start(config, replace)
        except BaseException as error:  # an interrupt too: nothing is running, and the lab must not claim so
            with self.lock:
                self._going, self._waiting = None, []
                self._change(current=None, refusal=str(error))
            if isinstance(error, ValueError | RuntimeError):
                return
            raise
        with self.lock:
            if self._state.stopping:  # requested before there was a run to stop
                self.session.stop()

    def _on_report(self, run: RunState) -> None:
        history = run.history
        with self.lock:
            spoken_of = self._state.current and self._state.current.history.key == history.key
            if spoken_of:
                self._change(current=run)
            self._runs[history.key] = run
            if not run.running:
                self._going = None
                if history.outcome == "stopped" and not self._state.stopping:
                    self._waiting = []  # stopped in favour of another lab, or for good
                superseded = self._waiting or not spoken_of
                if (superseded and history.outcome == "stopped") or not history.records:
                    del self._runs[history.key]
        if not run.running:
            self._launch(replace=False)
        self._tell()

    def _tell(self) -> None:
        """Call on_change; what it raises is kept, logged once per start, and passed to on_complaint."""
        try:
            self._on_change()
        except Exception as error:
            with self.lock:
                if not self._state.complaint:
                    self._change(complaint=say("run.not_shown", error=describe_error(error)))
                    logging.getLogger(__name__).warning(self._state.complaint, exc_info=True)
                self._on_complaint(self.state)
