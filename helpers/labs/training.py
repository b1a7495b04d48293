"""Choose settings, press start and watch a network learn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import ipywidgets as widgets

from helpers.labs.parts.controls import (
    LAYOUT,
    WIDE_LABEL,
    Settings,
    dress,
    named,
    run_buttons,
    seeds_switch,
    with_field,
)
from helpers.labs.parts.inside_view import InsideView
from helpers.labs.parts.lab import Lab
from helpers.labs.parts.rest import Rest, cells_run
from helpers.labs.parts.run_chart import RunChart
from helpers.labs.parts.run_view import RunView, told_of_seeds, with_seeds
from helpers.text import say
from helpers.training.describe import describe_guess, describe_runs, name_of
from helpers.training.precomputed import PrecomputedHistories
from helpers.training.queue import QueueState, RunQueue
from helpers.training.runs import Engine, History
from helpers.training.seeds import SEEDS, by_settings

NO_GUESS = ""  # a guess slider's value while it is left alone


class TrainingLab(Lab):
    """Sliders for a run's settings, buttons to start and stop it, and its curves beside those of earlier runs.

    Behind the curves stands a page with a look inside the network, renewed with each epoch.

    Args:
        engine: Trains the runs.
        precomputed: For a class, runs trained beforehand: the controls keep to their grid and each move shows one of
            them at once; only the button trains.
        architecture: Further controls, for arguments of build_model, abbreviated as for `interact`: units=(10, 300,
            10), activation=["sigmoid", "relu"].

    Raises:
        ValueError: The precomputed runs do not suit the engine's images or the arguments.
    """

    title_key = "training.title"

    def __init__(self, engine: Engine, precomputed: PrecomputedHistories | None = None, **architecture: Any):
        if precomputed:
            precomputed.refuse_others(engine.image_count, architecture)
        self._precomputed = precomputed
        self._rest = Rest()
        self.settings = Settings(engine.image_count, architecture, precomputed.grid if precomputed else None)
        self._default = self.settings.config
        self.inside = InsideView()
        self.view = RunView(say("training.idle_precomputed" if precomputed else "training.idle"), inside=self.inside)
        self._make_buttons()
        buttons = [self.start, self.stop, self.clear, self.seeds, self.live, with_field(self.guess)]
        self.queue = RunQueue(engine, self._show, self.view.show_status, look=True)
        super().__init__([self.settings, widgets.Box(buttons, layout={"flex_flow": "row wrap"}), self.view])
        if precomputed:
            self._begin_with_precomputed()
        self._show()
        self._be_ready()

    def picture(self) -> bytes:
        """The curves of the default settings, trained here and now if need be; no widget changes."""
        return RunChart().png(self._default_runs())

    def alt_text(self) -> str:
        """How those curves go."""
        runs = self._default_runs()
        return describe_runs(runs, next(iter(runs.values())))

    def let_go(self) -> None:
        """Let go of what runs or waits, the engine and the runs."""
        self._rest.end()
        self.queue.close()
        self._precomputed = None

    def _default_runs(self) -> dict[str, History]:
        source = self._precomputed.history if self._precomputed else self.queue.history_of
        return _named([source(self._default)])

    def _begin_with_precomputed(self) -> None:
        self.start.description = self.start.tooltip = say("training.really")
        self.live.layout.display = "none"  # a move does not train
        self._recall()
        self.settings.on_move(self._recall)
        self.seeds.observe(lambda change: self._recall(), "value")

    def _recall(self) -> None:
        if self._precomputed:
            config = self.settings.config
            found = self._precomputed.seeds_of(config) if self.seeds.value else [self._precomputed.history(config)]
            self.queue.recall(*found)

    def _make_buttons(self) -> None:
        self.start, self.stop, self.clear = run_buttons()
        self.seeds = seeds_switch()
        self.live = named(widgets.ToggleButton(description=say("training.live"), icon="bolt"))
        guesses = [(f"{percent / 100:.2f}", percent / 100) for percent in range(101)]
        options = [(say("training.no_guess"), NO_GUESS), *guesses]
        self.guess = widgets.SelectionSlider(options=options, description=say("training.guess"))
        dress(self.guess, LAYOUT, WIDE_LABEL)
        self.start.on_click(lambda button: self._start())
        self.stop.on_click(lambda button: self._stop())
        self.clear.on_click(lambda button: self.queue.clear())
        self.settings.on_move(self._follow)
        self.live.observe(lambda change: self._be_ready(), "value")
        self.guess.observe(lambda change: self._show(), "value")
        self.view.on_turn(self._show)

    def _start(self) -> None:
        self._rest.end()
        config = self.settings.config
        self.queue.start(*(map(config.with_seed, SEEDS) if self.seeds.value else [config]))

    def _stop(self) -> None:
        self._be_ready()
        self.queue.stop()

    def _follow(self) -> None:
        """Once no control has moved for a while, start if the lab is to follow the controls, else get ready to."""
        if self.live.value:
            self._rest.begin(self._start)
        else:
            self._be_ready()

    def _be_ready(self) -> None:
        """Once nothing has moved for a while, compile in advance what a click would start."""
        self._rest.begin(lambda: cells_run() or not self.queue.prepare(self.settings.config))

    def _show(self) -> None:
        with self.queue.lock:
            state = self.queue.state
            self.stop.disabled = not state.running
            runs = by_settings(state.runs)
            remark = told_of_seeds(state, runs) if self.seeds.value else ""
            self.view.show(state, _named(runs), remark or self._judged_guess(state))

    def _judged_guess(self, state: QueueState) -> str:
        if self.guess.value == NO_GUESS or state.current is None or state.current.history.outcome != "finished":
            return ""
        accuracy = state.current.history.records[-1].valid_accuracy
        return "" if accuracy is None else describe_guess(self.guess.value, accuracy)


def _named(runs: Iterable[History]) -> dict[str, History]:
    """The runs by names that tell them apart, and the precomputed ones from the others."""
    return {_name(number, history): history for number, history in enumerate(runs, 1)}


def _name(number: int, history: History) -> str:
    if history.origin == "precomputed":
        return with_seeds(say("training.precomputed_name", number=number, name=name_of(history.config)), history)
    return with_seeds(f"{number} {name_of(history.config)}", history)
