"""Runs that race each other from the same initial weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import ipywidgets as widgets

from helpers.labs.parts.controls import WIDE_LABEL, dress, named, run_buttons, seeds_switch, with_field
from helpers.labs.parts.lab import Lab
from helpers.labs.parts.rest import Rest, cells_run
from helpers.labs.parts.run_chart import RunChart
from helpers.labs.parts.run_view import RunView, told_of_seeds, with_seeds
from helpers.text import say
from helpers.training.describe import describe_runs, name_of
from helpers.training.queue import RunQueue
from helpers.training.runs import Engine, History, Part, TrainConfig
from helpers.training.seeds import SEEDS, by_settings

PARTS: tuple[Part, ...] = ("valid",)


class OptimizerRace(Lab):
    """Trains one run after another, with one chart, one table, and a slider that shows the race up to an epoch.

    Args:
        engine: Trains them.
        configs: Name, a number or any text → settings; or settings alone, named by place, optimizer and learning rate.

    Raises:
        ValueError: There are no settings, two are alike, or they do not start from the same weights, that is, with the
            same seed and architecture.
    """

    title_key = "race.title"

    def __init__(self, engine: Engine, configs: Mapping[str, TrainConfig] | Sequence[TrainConfig]):
        self._names = _checked(configs)
        self._rest = Rest()
        self.view = RunView(say("race.idle"), PARTS)
        self._make_buttons(max(config.epochs for config in self._names))
        buttons = [self.start, self.stop, self.clear, self.seeds, self.play, self._clock, with_field(self.epoch)]
        self.queue = RunQueue(engine, self._show, self.view.show_status)
        super().__init__([widgets.Box(buttons, layout={"flex_flow": "row wrap"}), self.view])
        self._show()
        self._be_ready()

    def picture(self) -> bytes:
        """The curves of the whole race, run here and now if it has not been yet; the widgets stay as they are."""
        return RunChart(PARTS).png(self._whole_race())

    def alt_text(self) -> str:
        """Which run is best and which is worst or, of a single one, how its curve goes."""
        runs = self._whole_race()
        return describe_runs(runs, next(iter(runs.values())) if len(runs) == 1 else None, PARTS)

    def let_go(self) -> None:
        """Let go of the race, its engine and its runs."""
        for link in self._links:
            link.close()
        self._rest.end()
        self.queue.close()

    def _whole_race(self) -> dict[str, History]:
        return {name: self.queue.history_of(config) for config, name in self._names.items()}

    def _make_buttons(self, epochs: int) -> None:
        self.start, self.stop, self.clear = run_buttons()
        self.seeds = seeds_switch()
        self.epoch = widgets.IntSlider(epochs, 1, epochs, description=say("race.epoch"))
        dress(self.epoch, {}, WIDE_LABEL)
        self.play = named(widgets.ToggleButton(description=say("race.play"), icon="play"))
        self._clock = widgets.Play(value=epochs, min=1, max=epochs, interval=600, show_repeat=False)
        self._links = [widgets.jslink((self._clock, "value"), (self.epoch, "value"))]
        if self._clock.has_trait("playing"):  # its own buttons have no names: a button that has one starts it
            self._links.append(widgets.jslink((self.play, "value"), (self._clock, "playing")))
        hidden = self._clock if self._clock.has_trait("playing") else self.play  # ipywidgets 7, Colab's, has no start
        hidden.layout.display = "none"
        self.start.on_click(lambda button: self._start())
        self.stop.on_click(lambda button: self.queue.stop())
        self.clear.on_click(lambda button: self.queue.clear())
        self.epoch.observe(lambda change: self._show(), "value")

    def _start(self) -> None:
        self._rest.end()
        seeds = SEEDS if self.seeds.value else [next(iter(self._names)).seed]
        self.queue.start(*(config.with_seed(seed) for seed in seeds for config in self._names))

    def _be_ready(self) -> None:
        """Compile in advance what the first run needs."""
        first = next(iter(self._names))
        self._rest.begin(lambda: cells_run() or not self.queue.prepare(first))

    def _show(self) -> None:
        with self.queue.lock:
            state = self.queue.state
            self.stop.disabled = not state.running
            runs = by_settings(_until(self.epoch.value, history) for history in state.runs)
            known = {history.config.with_seed(0): history for history in runs}
            found = {name: known.get(config.with_seed(0)) for config, name in self._names.items()}
            shown = {with_seeds(name, history): history for name, history in found.items() if history}
            self.view.show(state, shown, told_of_seeds(state, runs) if self.seeds.value else "")


def _checked(configs: Mapping[str, TrainConfig] | Sequence[TrainConfig]) -> dict[TrainConfig, str]:
    """Settings → name, in the order of the race."""
    if not isinstance(configs, Mapping):
        configs = {f"{number} {name_of(config)}": config for number, config in enumerate(configs, 1)}
    names = {config: str(name) for name, config in configs.items()}
    starts = [(config.seed, dict(config.architecture)) for config in names]
    if not names or len(names) < len(configs) or any(start != starts[0] for start in starts):
        raise ValueError(say("race.starts", value=starts))
    return names


def _until(epoch: int, history: History) -> History:
    """What was known of a run after that epoch."""
    if len(history.records) <= epoch:
        return history
    return replace(history, records=history.records[:epoch], outcome="running")
