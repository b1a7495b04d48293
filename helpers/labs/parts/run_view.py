"""What a lab's runs come to: progress bar, status line, chart, sentence and table."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape

import ipywidgets as widgets

from helpers.labs.parts.inside_view import InsideView
from helpers.labs.parts.picture import Picture
from helpers.labs.parts.run_chart import RunChart
from helpers.labs.parts.run_table import table_of
from helpers.text import say
from helpers.text.html import WHOLE_WORDS
from helpers.training.describe import describe_outcome, describe_progress, describe_runs
from helpers.training.queue import QueueState
from helpers.training.runs import PARTS, History, Part, RunState
from helpers.training.seeds import SEEDS, SeedMean, includes, seed_scores

SECONDS_BETWEEN = 0.14  # at least, between two updates


class RunView(widgets.VBox):
    """Shows the state of a queue of runs, all of one moment, a few times a second while a run is going on.

    Args:
        idle: The status line before the first run.
        parts: Whose curves to show.
        inside: Stands on a page of its own, behind that of the curves; what is not in front is not drawn.
    """

    def __init__(self, idle: str, parts: Sequence[Part] = PARTS, inside: InsideView | None = None):
        self._idle = idle
        self._inside = inside
        self._inside_was_shown = False
        self._parts = parts
        self._chart: RunChart | None = RunChart(parts)
        self._shown = 0.0
        self.bar = widgets.FloatProgress(0, min=0, max=1, layout={"width": "auto"})
        self.status = widgets.HTML()
        self.picture = Picture(format="png", layout={"max_width": "100%", "align_self": "flex-start"})
        self.sentence = widgets.HTML()
        self.table = widgets.HTML()
        below = [self.picture, self.sentence, self.table]
        self.pages = _pages(widgets.VBox(below), inside) if inside else None
        super().__init__([self.bar, self.status, *([self.pages] if self.pages else below)])

    def show(self, state: QueueState, runs: Mapping[str, History], remark: str = "") -> None:
        """Show a state.

        Args:
            state: Of the queue.
            runs: Name → history, for the chart and the table.
            remark: Follows the status line.
        """
        inside = self._inside if self.pages and self.pages.selected_index == 1 else None
        turned = bool(inside) != self._inside_was_shown
        too_soon = _going(state) and not turned and time.monotonic() < self._shown + SECONDS_BETWEEN
        if self._chart is None or too_soon:
            return
        self.show_status(state, remark)
        if inside:
            inside.show(state.current)
        else:
            self.table.value = table_of(runs)
            self._draw(self._chart, state.current, runs)
        self._shown, self._inside_was_shown = time.monotonic(), bool(inside)

    def show_status(self, state: QueueState, remark: str = "") -> None:
        """Show the bar and the status line alone."""
        self.bar.value = state.current.fraction if state.current else 0.0
        said = " ".join(filter(None, (status_of(state) or self._idle, state.complaint, remark)))
        self.status.value = f'<div role="status" style="{WHOLE_WORDS}">{escape(said)}</div>'

    def on_turn(self, callback: Callable[[], None]) -> None:
        """Call back whenever another page comes to the front."""
        if self.pages:
            self.pages.observe(lambda change: callback(), "selected_index")

    def close(self) -> None:
        """Leave the page, and let go of the figure."""
        self._chart = None
        super().close()

    def _draw(self, chart: RunChart, current: RunState | None, runs: Mapping[str, History]) -> None:
        now = current.fraction * current.history.config.epochs if current and current.running else None
        self.picture.value = chart.png(runs, now)
        self.picture.tooltip = describe_runs(runs, current.history if current else None, self._parts)
        self.sentence.value = f'<div style="{WHOLE_WORDS}">{escape(self.picture.tooltip)}</div>'


def _pages(curves: widgets.Widget, inside: widgets.Widget) -> widgets.Tab:
    pages = widgets.Tab([curves, inside])
    for place, key in enumerate(("training.curves", "training.inside")):
        pages.set_title(place, say(key))  # `titles` would say nothing to ipywidgets 7, Colab's
    return pages


def told_of_seeds(state: QueueState, runs: Iterable[History]) -> str:
    """Which of the five seeds is going on or, after that, what the runs of the current settings come to."""
    if state.current is None:
        return ""
    now = state.current.history
    if state.running and now.config.seed in SEEDS:
        return say("seeds.now", place=SEEDS.index(now.config.seed) + 1, count=len(SEEDS))
    scores = next((seed_scores(each) for each in runs if includes(each, now)), None)
    return say("seeds.result", count=len(scores.values), scores=scores) if scores else ""


def with_seeds(name: str, history: History) -> str:
    """The name of a run, and of how many seeds it is the mean."""
    return say("seeds.name", name=name, count=len(history.counted)) if isinstance(history, SeedMean) else name


def _going(state: QueueState) -> bool:
    """Whether more will come soon: a run has begun to report, and nobody waits for its end."""
    return (
        state.current is not None
        and state.current.running
        and state.current.progress is not None
        and not state.stopping
    )


def status_of(state: QueueState) -> str:
    """What the lab does or has done, in one sentence, and what the engine has to say; "" before the first run."""
    run = state.current
    if state.refusal:
        return state.refusal
    if run is None:
        return ""
    if run.running and state.stopping:
        sentence = say("training.stopping")
    elif run.running:
        sentence = describe_progress(run.progress, run.history.config.epochs, run.seconds_left)
    else:
        sentence = describe_outcome(run.history, run.error)
    if run.history.origin != "trained":
        sentence = say(f"training.{run.history.origin}", outcome=sentence)
    return f"{sentence} {run.notice}".strip()
