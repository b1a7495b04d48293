"""A Keras callback that shows the progress of `model.fit`. Importing it loads Keras."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from html import escape

import ipywidgets as widgets
import keras
from IPython import get_ipython
from IPython.display import display

from helpers.labs.parts.lab import Lab
from helpers.labs.parts.picture import Picture
from helpers.labs.parts.run_chart import NO_SCORES, RunChart
from helpers.text import say
from helpers.training.describe import describe_curves, describe_outcome, describe_progress, seconds_of
from helpers.training.keras_scores import scores_from_keras
from helpers.training.runs import PARTS, EpochRecord, History, Outcome, Progress, TrainConfig

SHOW_SECONDS = 0.25  # at least, between two updates: a batch takes far less
WIDTH = "800px"  # of the curves


class LiveCurve(keras.callbacks.Callback):
    """Shows a progress bar, the time left and the growing curves below the cell while it trains.

    `model.fit(..., verbose=0, callbacks=[LiveCurve()])`; every `fit` gets a view of its own.
    """

    def on_train_begin(self, logs: Mapping[str, float] | None = None) -> None:
        """Put the view below the cell."""
        self.view = LiveView(self.params["epochs"])
        self._steps = self.params["steps"]  # None if the data does not say how much there is
        self._due = 0.0
        display(self.view)
        self._shell = get_ipython()
        if self._shell:
            self._shell.events.register("post_run_cell", self._on_cell_end)

    def on_epoch_begin(self, epoch: int, logs: Mapping[str, float] | None = None) -> None:
        """Note the time; epochs count from 0."""
        self._epoch, self._began = epoch + 1, time.perf_counter()

    def on_train_batch_end(self, batch: int, logs: Mapping[str, float] | None = None) -> None:
        """Show how far the epoch is, now and then; batches count from 0, and logs holds the epoch's means so far."""
        self._batches = batch + 1
        if time.monotonic() >= self._due:
            self.view.show_progress(Progress(self._epoch, self._batches, self._steps or 0), logs or {})
            self._due = time.monotonic() + SHOW_SECONDS

    def on_epoch_end(self, epoch: int, logs: Mapping[str, float] | None = None) -> None:
        """Add the epoch's scores to the curves."""
        self._steps = self._steps or self._batches
        self.view.add(self._epoch, logs or {}, time.perf_counter() - self._began)

    def on_train_end(self, logs: Mapping[str, float] | None = None) -> None:
        """Say how it ended."""
        self.view.finish("finished")

    def _on_cell_end(self, result: object) -> None:
        """End the view of a cell that failed or was interrupted before on_train_end."""
        self._shell.events.unregister("post_run_cell", self._on_cell_end)
        self.view.finish("stopped")


class LiveView(Lab):
    """A training in progress, as something to look at.

    Args:
        epochs: How many it is to have.
    """

    title_key = "live.title"

    def __init__(self, epochs: int):
        self._history = History(TrainConfig(epochs=epochs), outcome="running")
        self._chart = RunChart()
        self._others: list[str] = []  # metrics that are not drawn
        self._first: tuple[float, float] | None = None  # time and share done at the first update, when all is compiled
        self.bar = widgets.FloatProgress(0, min=0, max=1, layout={"width": "auto", "max_width": WIDTH})
        self.status = widgets.HTML()
        self.chart = Picture(format="png", layout={"width": "100%", "max_width": WIDTH, "object_fit": "contain"})
        self.sentence = widgets.HTML()
        super().__init__([self.bar, self.status, self.chart, self.sentence])
        self._say(describe_progress(None, epochs, None))
        self._draw(now=0)

    def picture(self) -> bytes:
        """The curves as they are."""
        return bytes(self.chart.value)

    def alt_text(self) -> str:
        """How the curves go."""
        return self._sentence()

    def show_progress(self, progress: Progress, logs: Mapping[str, float]) -> None:
        """Show how far an epoch is.

        Args:
            progress: Its steps are 0 while they are unknown.
            logs: The epoch's means so far.
        """
        within = progress.step / progress.steps if progress.steps else 0.0
        done, epochs = progress.epoch - 1 + within, self._history.config.epochs
        self.bar.value = done / epochs
        if progress.steps:
            self._say(describe_progress(progress, epochs, self._seconds_left()))
        else:
            self._say(say("live.going", epoch=progress.epoch, epochs=epochs, step=progress.step))
        self._draw(done, scores_from_keras(logs))

    def add(self, epoch: int, logs: Mapping[str, float], seconds: float) -> None:
        """Add an epoch, from 1; after a loss that is not finite there is nothing more to show."""
        if not self._history.records and "val_loss" not in logs:
            self._chart = RunChart(PARTS[:1])
        if self._history.outcome == "running":
            self._history = self._history.plus(EpochRecord(epoch, **scores_from_keras(logs), seconds=seconds))
            self._others = [name for name in logs if not scores_from_keras({name: 0}) and not name.startswith("val_")]
        self.bar.value = epoch / self._history.config.epochs
        self._draw(now=epoch)

    def finish(self, outcome: Outcome) -> None:
        """End with "finished" or "stopped"; a second call changes nothing."""
        if self._history.outcome == "running":
            self._history = replace(self._history, outcome=outcome)
        self._say(_outcome(self._history))
        self._draw()

    def _seconds_left(self) -> float | None:
        now = time.perf_counter()
        if self._first is None:
            self._first = now, self.bar.value
        began, at_first = self._first
        share = self.bar.value - at_first
        return (now - began) / share * (1 - self.bar.value) if share > 0 else None

    def _say(self, status: str) -> None:
        self.status.value = f'<div role="status">{escape(status)}</div>'

    def _draw(self, now: float | None = None, scores: Mapping[str, float] = NO_SCORES) -> None:
        self.chart.value = self._chart.png({say("live.run"): self._history}, now, scores)
        self.chart.tooltip = sentence = self._sentence()
        self.sentence.value = escape(sentence)

    def _sentence(self) -> str:
        if not self._history.records or _knows_accuracy(self._history):
            return describe_curves(self._history)
        remark = say("live.no_accuracy", value=", ".join(self._others) or say("live.nothing"))
        return f"{describe_curves(self._history)} {remark}"


def _knows_accuracy(history: History) -> bool:
    return any(accuracy is not None for accuracy in history.column("accuracy"))


def _outcome(history: History) -> str:
    if history.outcome == "diverged":
        return say("live.diverged", epoch=len(history.records))
    if history.outcome != "finished" or not history.records or _knows_accuracy(history):
        return describe_outcome(history)
    loss, seconds = history.records[-1].loss, seconds_of(history)
    return say("live.ended", seconds=seconds) if loss is None else say("live.finished", loss=loss, seconds=seconds)
