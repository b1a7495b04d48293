"""What a lab's runs come to, for eyes: progress bar, status line, chart, sentence and table."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from html import escape

import ipywidgets as widgets
import traitlets

from helpers.labs.parts.run_chart import RunChart
from helpers.labs.parts.run_table import table_of
from helpers.text import say
from helpers.text.html import WHOLE_WORDS
from helpers.training.describe import PARTS, describe_outcome, describe_progress, describe_runs
from helpers.training.precomputed import StoredConfig
from helpers.training.queue import RunQueue
from helpers.training.runs import History

PICTURE_SECONDS = 0.14  # at least, from one picture of a run to the next


class Picture(widgets.Image):
    """A PNG that says what it shows: a page makes the tooltip of a widget with a description the picture's title."""

    description = traitlets.Unicode("").tag(sync=True)


class RunView(widgets.VBox):
    """Shows a runner as it is at each call of `show`; pictures of a run that goes on are a few a second."""

    def __init__(self, idle: str, parts: Sequence[str] = PARTS):
        self._idle = idle
        self._parts = parts
        self._chart: RunChart | None = RunChart(parts)
        self._drawn = 0.0
        self.bar = widgets.FloatProgress(0, min=0, max=1, layout={"width": "auto"})
        self.status = widgets.HTML()
        self.picture = Picture(format="png", layout={"max_width": "100%", "align_self": "flex-start"})
        self.sentence = widgets.HTML()
        self.table = widgets.HTML()
        super().__init__([self.bar, self.status, self.picture, self.sentence, self.table])

    def show(self, runner: RunQueue, runs: Mapping[str, History], remark: str = "") -> None:
        """runs: name → a History, those that the chart and the table show; remark: follows the status line."""
        if self._chart is None:  # closed
            return
        self.show_status(runner, remark)
        self.table.value = table_of(runs)
        if not runner.running or time.monotonic() >= self._drawn + PICTURE_SECONDS:
            self._draw(runner, runs)
            self._drawn = time.monotonic()

    def show_status(self, runner: RunQueue, remark: str = "") -> None:
        """The bar and the status line alone."""
        self.bar.value = runner.fraction
        said = " ".join(filter(None, (status_of(runner) or self._idle, runner.complaint, remark)))
        self.status.value = f'<div role="status" style="{WHOLE_WORDS}">{escape(said)}</div>'

    def close(self) -> None:
        """Leave the page, and let go of the figure."""
        self._chart = None
        super().close()

    def _draw(self, runner: RunQueue, runs: Mapping[str, History]) -> None:
        current = runner.current
        going = current is not None and current.outcome == "running"
        self.picture.value = self._chart.png(runs, now=runner.fraction * current.config.epochs if going else None)
        self.picture.tooltip = describe_runs(runs, current and current.config, self._parts)
        self.sentence.value = f'<div style="{WHOLE_WORDS}">{escape(self.picture.tooltip)}</div>'


def status_of(runner: RunQueue) -> str:
    """What the lab does or has done, in one sentence, and what the engine has to say; "" before the first run."""
    history = runner.current
    if runner.error:
        sentence = runner.error
    elif history is None:
        return ""
    elif history.outcome == "running" and runner.stopping:
        sentence = say("training.stopping")
    elif history.outcome == "running":
        sentence = describe_progress(runner.progress, history.config.epochs, runner.seconds_left)
    else:
        sentence = describe_outcome(history, runner.failure)
    if runner.stored and history:
        key = "training.beforehand" if isinstance(history.config, StoredConfig) else "training.stored"
        sentence = say(key, outcome=sentence)
    return f"{sentence} {runner.notice}".strip()
