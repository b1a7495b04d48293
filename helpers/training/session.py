"""Start, stop and watch one training run; prepare one that may be started."""

from __future__ import annotations

import atexit
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace

from helpers.text import say
from helpers.training.runs import Engine, EpochRecord, History, Outcome, Progress, RunState, TrainConfig

Listener = Callable[[RunState], None]

_guard = threading.Lock()  # held while a turn takes its place
_present: _Turn | None = None  # the one that this process has, or had last


class TrainingSession:
    """Trains with an engine on a thread of its own, one run at a time in the whole process.

    Listeners are called with the state of their run, on its thread, after every report of the engine and once more
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
        its own thread, waits until the listeners of the other know. A listener cannot replace a run: it would wait
        for itself.
        """
        _Run(self, config).take_place(replace)

    def prepare(self, config: TrainConfig) -> bool:
        """Begin to do ahead what a run of these settings would do before its first step; False: not now.

        Not while a run goes on, or another session prepares one. A run that is started ends it, unless it is the one.
        """
        return _Preparation(self, config).take_place()

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
    def state(self) -> RunState | None:
        """The run that there is or was last, as it is now; None before the first."""
        return self._run.state if self._run else None

    def tell_listeners(self, state: RunState) -> None:
        """Call every listener, whatever the others raise."""
        for listener in tuple(self._listeners):
            try:
                listener(state)
            except Exception as error:
                self.listener_error = error


class _Turn(threading.Thread):
    """Work of a session on a thread of its own, one at a time in the whole process."""

    def __init__(self, session: TrainingSession, config: TrainConfig, name: str):
        super().__init__(name=name, daemon=True)
        self.stopping = threading.Event()
        self._session = session
        self._config = config
        self._before: _Turn | None = None  # the one that has to end first

    @property
    def running(self) -> bool:
        """Whether it is a run that goes on."""
        return False

    def run(self) -> None:
        """Work when the one before has ended."""
        with _guard:  # until the session knows of this one
            before, self._before = self._before, None
        if before:
            before.join()
        self._work()

    def _work(self) -> None:
        raise NotImplementedError

    def _begin(self, before: _Turn | None) -> None:
        """Start, with _guard held, after that one."""
        global _present
        if before is None:
            atexit.register(_stop_at_exit)
        self._before = before
        try:
            self.start()
        finally:
            if self.is_alive():  # where an interrupt has come in between, too
                _present = self
                self._took_place()

    def _took_place(self) -> None:
        """Called while it begins."""


class _Preparation(_Turn):
    """What a run would do before its first step."""

    def __init__(self, session: TrainingSession, config: TrainConfig):
        super().__init__(session, config, "preparing")
        self._parts = session.engine.prepare(config)

    def take_place(self) -> bool:
        """Start instead of another of the same session, or return False."""
        with _guard:
            before = _present
            if before and before.is_alive():
                if before.running or before._session is not self._session:
                    return False
                before.stopping.set()
            self._begin(before)
            return True

    def serves(self, run: _Run) -> bool:
        """Whether this is that run's own."""
        return (self._session, self._config) == (run._session, run._config)

    def _work(self) -> None:
        with suppress(Exception), closing(self._parts) as parts:  # what is wrong the run itself will say
            for _ in parts:
                if self.stopping.is_set():
                    break
        del self._parts


class _Run(_Turn):
    """One run of a session."""

    def __init__(self, session: TrainingSession, config: TrainConfig):
        super().__init__(session, config, "training")
        self.state = RunState(History(config, outcome="running"), notice=session.engine.notice)
        self._engine = session.engine
        self._events = session.engine.run(config)
        self._first: tuple[float, float] | None = None  # time and fraction when all was compiled

    @property
    def running(self) -> bool:
        return self.is_alive() and self.state.running

    def take_place(self, replace: bool) -> None:
        """Start as the only run, which begins when the one before has ended, or raise RuntimeError."""
        from_listener = isinstance(threading.current_thread(), _Run)
        with _guard:
            before = _present
            if before and before.running and (from_listener or not replace):
                raise RuntimeError(say("session.busy"))
            if before and not (isinstance(before, _Preparation) and before.serves(self)):
                before.stopping.set()
            self._begin(before)

    def _took_place(self) -> None:
        self._session._run = self

    def _work(self) -> None:
        """Take in what the engine reports until it or a stop ends the run."""
        try:
            with closing(self._events) as events:
                while not self.stopping.is_set() and (event := next(events, None)) is not None:
                    self._tell(self._after(event))
            self._tell(self._ended(self._outcome()))
        except BaseException as error:  # whatever it is, it must not end in the kernel's log
            self._tell(replace(self._ended("failed"), error=error))
        del self._engine, self._events  # the last turn of a process is known for ever

    def _tell(self, state: RunState) -> None:
        self.state = state
        self._session.tell_listeners(state)

    def _after(self, event: Progress | EpochRecord) -> RunState:
        state = replace(self.state, notice=self._engine.notice)
        if isinstance(event, EpochRecord):
            records = (*state.history.records, event)
            return replace(state, history=replace(state.history, records=records))
        state = replace(state, progress=event)
        if event.step and self._first is None:
            self._first = time.monotonic(), state.fraction
        return replace(state, seconds_left=self._seconds_left(state.fraction))

    def _seconds_left(self, fraction: float) -> float | None:
        if self._first is None or fraction <= self._first[1]:
            return None
        seconds, done = time.monotonic() - self._first[0], fraction - self._first[1]
        return seconds / done * (1 - fraction)

    def _outcome(self) -> Outcome:
        records = self.state.history.records
        if records and not records[-1].finite:
            return "diverged"
        return "finished" if len(records) == self.state.history.config.epochs else "stopped"

    def _ended(self, outcome: Outcome) -> RunState:
        return replace(self.state, history=replace(self.state.history, outcome=outcome), seconds_left=None)


def _stop_at_exit() -> None:
    """A thread inside TensorFlow when the interpreter goes can take the process down with a message."""
    if _present:
        _present.stopping.set()
        _present.join(timeout=5)
