"""Choose settings, press start and watch a network learn. Knows nothing of how it is trained or drawn."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

import ipywidgets as widgets

from helpers.labs.parts.controls import LAYOUT, WIDE_LABEL, Settings, dress, named, run_buttons, with_field
from helpers.labs.parts.lab import Lab
from helpers.labs.parts.run_chart import RunChart
from helpers.labs.parts.run_view import RunView
from helpers.text import say
from helpers.training.describe import describe_guess, describe_runs, name_of
from helpers.training.engines import train
from helpers.training.precomputed import PrecomputedHistories, StoredConfig
from helpers.training.queue import STORED, RunQueue
from helpers.training.runs import Engine, History, TrainConfig

REST_SECONDS = 0.3  # how long a control has rested before its value is trained with
NO_GUESS = ""  # the value of a guess slider left alone


class TrainingLab(Lab):
    """Sliders for the settings of a run, buttons to start and stop it, its curves beside those of earlier runs.

    engine: trains; architecture: further controls, for arguments of build_model, abbreviated as in `interact`:
    units=(10, 300, 10), activation=["sigmoid", "relu"]. stored: for a class, runs that were trained beforehand: the
    controls keep to their grid and each move shows such a run at once; only the button trains. ValueError where they
    do not suit the engine's images or the arguments.
    """

    title = say("training.title")

    def __init__(self, engine: Engine, stored: PrecomputedHistories | None = None, **architecture: Any):
        if stored:
            stored.refuse_others(engine.images, architecture)
        self._engine = engine
        self._stored = stored
        self._rest: threading.Timer | None = None
        self._default_run: History | None = None
        self.settings = Settings(engine.images, architecture, stored and stored.grid)
        self._default = self.settings.config
        self.view = RunView(say("training.idle_beforehand" if stored else "training.idle"))
        self._make_buttons()
        buttons = [self.start, self.stop, self.clear, self.live, with_field(self.guess)]
        self.queue = RunQueue(engine, self._show, self.view.show_status)
        super().__init__([self.settings, widgets.Box(buttons, layout={"flex_flow": "row wrap"}), self.view])
        if stored:
            self._begin_with_stored()
        self._show()

    def picture(self) -> bytes:
        """The curves of the default settings, trained here and now unless they are there; no widget changes."""
        return RunChart().png(self._default_runs())

    def alt_text(self) -> str:
        """How those curves go."""
        return describe_runs(self._default_runs(), self._default)

    def let_go(self) -> None:
        """Of what runs or waits, the engine and the runs."""
        self._forget_rest()
        self.queue.close()
        self._engine = self._stored = self._default_run = None

    def _default_runs(self) -> dict[str, History]:
        stored = self.queue.runs.get(self._default)
        if stored and stored.outcome in STORED:
            self._default_run = stored
        elif self._default_run is None:
            self._default_run = train(self._engine, self._default)
        return _named({self._default: self._default_run})

    def _begin_with_stored(self) -> None:
        self.start.description = self.start.tooltip = say("training.really")
        self.live.layout.display = "none"  # a move does not train
        self._default_run = self._stored.history(self._default)
        self._default = self._default_run.config
        self._recall()
        self.settings.on_move(self._recall)

    def _recall(self) -> None:
        self.queue.recall(self._stored.history(self.settings.config))

    def _make_buttons(self) -> None:
        self.start, self.stop, self.clear = run_buttons()
        self.live = named(widgets.ToggleButton(description=say("training.live"), icon="bolt"))
        guesses = [(f"{percent / 100:.2f}", percent / 100) for percent in range(101)]
        options = [(say("training.no_guess"), NO_GUESS), *guesses]
        self.guess = widgets.SelectionSlider(options=options, description=say("training.guess"))
        dress(self.guess, LAYOUT, WIDE_LABEL)
        self.start.on_click(lambda button: self._start())
        self.stop.on_click(lambda button: self._stop())
        self.clear.on_click(lambda button: self.queue.clear())
        self.settings.on_move(self._wait_for_rest)
        self.live.observe(lambda change: self._forget_rest(), "value")
        self.guess.observe(lambda change: self._show(), "value")

    def _start(self) -> None:
        self._forget_rest()
        self.queue.start(self.settings.config)

    def _stop(self) -> None:
        self._forget_rest()
        self.queue.stop()

    def _wait_for_rest(self) -> None:
        """Start when no control has moved for a while, if the lab is to follow the controls."""
        with self.queue.lock:
            self._forget_rest()
            if self.live.value:
                self._rest = threading.Timer(REST_SECONDS, self._start)
                self._rest.daemon = True
                self._rest.start()

    def _forget_rest(self) -> None:
        with self.queue.lock:
            if self._rest:
                self._rest.cancel()
            self._rest = None

    def _show(self) -> None:
        with self.queue.lock:
            self.stop.disabled = not self.queue.running
            self.view.show(self.queue, _named(self.queue.runs), self._judged_guess())

    def _judged_guess(self) -> str:
        history = self.queue.current
        if self.guess.value == NO_GUESS or history is None or history.outcome != "finished":
            return ""
        return describe_guess(self.guess.value, history)


def _named(runs: Mapping[TrainConfig, History]) -> dict[str, History]:
    """The runs by names that tell them apart, and those that were trained beforehand from the others."""
    return {_name(number, config): history for number, (config, history) in enumerate(runs.items(), 1)}


def _name(number: int, config: TrainConfig) -> str:
    if isinstance(config, StoredConfig):
        return say("training.beforehand_name", number=number, name=name_of(config))
    return f"{number} {name_of(config)}"
