"""Start, stop and watch one training run; prepare one that may be started."""

from __future__ import annotations

import atexit
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace

from helpers.text import say
from helpers.training.inside import Inside
from helpers.training.runs import Engine, EpochRecord, Event, History, Outcome, RunState, TrainConfig

Listener = Callable[[RunState], None]

_guard = threading.Lock()  # held while a turn takes its place
_present: _Turn | None = None  # this process's current turn, or its last


class TrainingSession:
    """Trains with an engine on a thread of its own, one run at a time in the whole process.

    Listeners are called with the state of their run, on its thread, after every report of the engine and once more when
    the run has ended; only then may they start a run. What a listener raises is kept in listener_error and does no
    harm.

    Args:
        engine: Trains.
        look: Whether its states have a look inside, renewed with each epoch.
    """

    def __init__(self, engine: Engine, look: bool = False):
        self.engine = engine
        self.look = look
        self.listener_error: Exception | None = None
        self._listeners: list[Listener] = []
        self._run: _Run | None = None

    def start(self, config: TrainConfig, replace: bool = False) -> None:
        """Start a run and return.

        The new run, on its own thread, waits until the listeners of the one before have heard of its end.

        Args:
            replace: Stop a run that is going on, this session's or another's. A listener cannot: it would wait for
                itself.

        Raises:
            RuntimeError: A run is going on and is not to be replaced.
            ValueError: The engine refuses the settings.
        """
        _Run(self, config).take_place(replace)

    def prepare(self, config: TrainConfig) -> bool:
        """Start doing in advance what a run of these settings does before its first step.

        A run that starts ends this, unless it is the one prepared for.

        Returns:
            False while a run is going on or another session prepares one.
        """
        return _Preparation(self, config).take_place()

    def stop(self, wait: bool = False) -> None:
        """Let the run end at its next report and, if asked, wait until its listeners have heard."""
        if self._run:
            self._run.stopping.set()
        if wait:
            self.join()

    def join(self, timeout: float | None = None) -> bool:
        """Wait, at most timeout seconds, for the end of the run and its listeners; True if nothing runs any more."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while (run := self._run) and run is not threading.current_thread():
            run.join(None if deadline is None else max(0.0, deadline - time.monotonic()))
            if run.is_alive() or run is self._run:  # out of time, or no listener has started another run
                break
        return not self.running

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call the listener after each change, until the function returned is called."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            with suppress(ValueError):
                self._listeners.remove(listener)

        return unsubscribe

    @property
    def running(self) -> bool:
        """Whether a run is going on; False to listeners that hear of its end."""
        return self._run is not None and self._run.running

    @property
    def state(self) -> RunState | None:
        """The current or the last run as it is now; None before the first."""
        return self._run.state if self._run else None

    def tell_listeners(self, state: RunState) -> None:
        """Call every listener, whatever the others raise."""
        for listener in tuple(self._listeners):
            try:
                listener(state)
            except Exception as error:
                self.listener_error = error


class _Turn(threading.Thread):
    """A session's work on a thread of its own, one at a time in the whole process."""

    def __init__(self, session: TrainingSession, config: TrainConfig, name: str):
        super().__init__(name=name, daemon=True)
        self.stopping = threading.Event()
        self._session = session
        self._config = config
        self._before: _Turn | None = None  # the one that must end first

    @property
    def running(self) -> bool:
        """Whether this is a run, and going on."""
        return False

    def run(self) -> None:
        """Work once the turn before has ended."""
        with _guard:  # until the session knows of this one
            before, self._before = self._before, None
        if before:
            before.join()
        self._work()

    def _work(self) -> None:
        raise NotImplementedError

    def _begin(self, before: _Turn | None) -> None:
        """Start after that turn; called with _guard held."""
        global _present
        if before is None:
            atexit.register(_stop_at_exit)
        self._before = before
        try:
            self.start()
        finally:
            if self.is_alive():  # also if an interrupt came in between
                _present = self
                self._took_place()

    def _took_place(self) -> None:
        """Called while it starts."""


class _Preparation(_Turn):
    """What a run would do before its first step."""

    def __init__(self, session: TrainingSession, config: TrainConfig):
        super().__init__(session, config, "preparing")
        self._parts = session.engine.prepare(config)

    def take_place(self) -> bool:
        """Start instead of another preparation of the same session, or return False."""
        with _guard:
            before = _present
            if before and before.is_alive():
                if before.running or before._session is not self._session:
                    return False
                before.stopping.set()
            self._begin(before)
            return True

    def serves(self, run: _Run) -> bool:
        """Whether it prepares that run."""
        return (self._session, self._config) == (run._session, run._config)

    def _work(self) -> None:
        with suppress(Exception), closing(self._parts) as parts:  # the run itself will say what is wrong
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
        self._events = session.engine.run(config, look=session.look)
        self._first: tuple[float, float] | None = None  # time and fraction when everything was compiled

    @property
    def running(self) -> bool:
        return self.is_alive() and self.state.running

    def take_place(self, replace: bool) -> None:
        """Start as the only run, after the one before has ended, or raise RuntimeError."""
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
        """Take in the engine's reports until it, or a stop, ends the run."""
        try:
            with closing(self._events) as events:
                for event in self._until_stopped(events):
                    self._tell(self._after(event))
            self._tell(self._ended(self._outcome()))
        except BaseException as error:  # whatever it is, it must not end up in the kernel's log
            self._tell(replace(self._ended("failed"), error=error))
        del self._engine, self._events  # the process's last turn stays known for ever

    def _until_stopped(self, events: Iterator[Event]) -> Iterator[Event]:
        """The engine's reports until a stop, which does not part an epoch's look inside from its record."""
        event: Event | None = None
        while not self.stopping.is_set() or (isinstance(event, Inside) and event.epoch):
            event = next(events, None)
            if event is None:
                return
            yield event

    def _tell(self, state: RunState) -> None:
        self.state = state
        self._session.tell_listeners(state)

    def _after(self, event: Event) -> RunState:
        state = replace(self.state, notice=self._engine.notice)
        if isinstance(event, Inside):
            return replace(state, inside=event)
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
    """Stop: a thread inside TensorFlow can crash the process while the interpreter goes."""
    if _present:
        _present.stopping.set()
        _present.join(timeout=5)
