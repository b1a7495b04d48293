"""Draw runs on one figure, and encode it cheaply as PNGs while only its lines move."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import accumulate, product
from types import MappingProxyType
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from helpers.labs.parts.picture import encoded
from helpers.plots import LINE_STYLES, MARKERS, with_gaps
from helpers.text import say
from helpers.text.html import width_of
from helpers.training.runs import METRICS, PARTS, History, Metric, Part, column_name
from helpers.training.seeds import SeedMean

LEGEND_ROWS = 9  # of the latest runs
LEGEND_WIDTH = 26  # as `width_of` counts
LEGEND_SIZES = (9, 8.5, 8)  # points: letters become smaller where a name would leave the picture
NO_SCORES: Mapping[str, float] = MappingProxyType({})


class RunChart:
    """Losses on the left, accuracies on the right; the figure is kept, and so is what has not changed of its picture.

    Args:
        parts: Which curves of a run to show.
    """

    def __init__(self, parts: Sequence[Part] = PARTS):
        self._parts = parts
        self._figure = Figure(figsize=(8.8, 2.9), dpi=100, layout="none")  # type: ignore[arg-type]  # stubs lack it
        self._canvas = FigureCanvasAgg(self._figure)
        self._axes: dict[Metric, Axes] = dict(zip(METRICS, self._figure.subplots(1, 2), strict=True))
        self._figure.subplots_adjust(left=0.08, right=0.755, bottom=0.17, top=0.95, wspace=0.34)
        self._now = [ax.axvline(0, color="0.5", linewidth=1, linestyle=":") for ax in self._axes.values()]
        self._limits: object = None  # of the axes in their kept picture
        self._names: object = None  # in the legend of the kept background, which is that picture and a legend

    def png(
        self, runs: Mapping[str, History], now: float | None = None, scores: Mapping[str, float] = NO_SCORES
    ) -> bytes:
        """The picture of these runs.

        Args:
            runs: Name → history.
            now: How many epochs the run going on has done, 0 at the start.
            scores: Its "loss" and "accuracy" so far in the current epoch, to which the last run's training line is
                drawn.
        """
        for line in self._now:
            line.set(xdata=[now or 0] * 2, visible=now is not None)
        for metric, ax in self._axes.items():
            tip = None if now is None or metric not in scores else (now, scores[metric])
            plot_runs(runs, metric, self._parts, tip, ax=ax)
        limits = [ax.axis() for ax in self._axes.values()]
        if limits != self._limits:
            self._draw_axes()
            self._limits, self._names = limits, None
        if list(runs) != self._names:
            self._draw_legend(len(runs))
            self._names = list(runs)
        self._canvas.restore_region(self._background)
        for ax in self._axes.values():
            for artist in (*ax.collections, *ax.get_lines()):
                ax.draw_artist(artist)
        return encoded(self._canvas)

    def _draw_axes(self) -> None:
        """Draw all but bands, lines and the legend: the first two are drawn anew for each picture."""
        for ax in self._axes.values():
            for artist in (*ax.collections, *ax.get_lines()):
                artist.set_animated(True)
        self._canvas.draw()
        self._empty = self._canvas.copy_from_bbox(self._figure.bbox)

    def _draw_legend(self, runs: int) -> None:
        self._clear_legend()
        handles = {line.get_gid(): line for line in self._axes["accuracy"].get_lines()}
        shown = [handles[f"run {i} {self._parts[-1]}"] for i in range(runs)][-LEGEND_ROWS:]
        if shown:
            names = [_shortened(str(line.get_label())).replace("$", r"\$") for line in shown]  # a name is not mathtext
            title = say("curve.parts") if len(self._parts) > 1 else None
            place: dict[str, Any] = {
                "loc": "center left",
                "bbox_to_anchor": (0.755, 0.55),
                "handlelength": 1.8,
                "alignment": "left",
            }
            for size in LEGEND_SIZES:
                self._clear_legend()
                look: dict[str, Any] = {"frameon": False, "fontsize": size, "title_fontsize": 9}
                legend = self._figure.legend(shown, names, title=title, **look, **place)
                legend.set_animated(True)
                self._figure.draw_artist(legend)
                if max(text.get_window_extent().x1 for text in legend.get_texts()) <= self._figure.bbox.x1:
                    break
        self._background = self._canvas.copy_from_bbox(self._figure.bbox)

    def _clear_legend(self) -> None:
        self._canvas.restore_region(self._empty)
        for legend in self._figure.legends:
            legend.remove()


def run_style(place: int) -> dict[str, str]:
    """Colour and marker of the run at that place, from 0; no two of the first 30 are alike."""
    return {"color": f"C{place}", "marker": MARKERS[place % len(MARKERS)]}


def plot_runs(
    runs: Mapping[str, History],
    metric: Metric,
    parts: Sequence[Part],
    tip: tuple[float, float] | None = None,
    *,
    ax: Axes,
) -> Axes:
    """Draw runs while they go on; called again, move the lines there are.

    Training is dashed and validation solid as in `plots`; the last part is bold. The mean of several seeds has a band
    from the lowest to the highest of them around its line.

    Args:
        runs: Name → history.
        tip: A point (epochs, score), to which the last run's training line is drawn.
    """
    lines = {line.get_gid(): line for line in ax.get_lines() if (line.get_gid() or "").startswith("run ")}
    shown: list[float] = []
    for band in list(ax.collections):
        band.remove()
    for (i, (name, history)), part in product(enumerate(runs.items()), parts):
        gid = f"run {i} {part}"
        line = lines.pop(gid, None) or _new_line(i, part, part == parts[-1], gid, ax)
        epochs: list[float] = [record.epoch for record in history.records]
        values = history.column(column_name(part, metric))
        if tip and part == "train" and i == len(runs) - 1:
            epochs, values = [*epochs, tip[0]], [*values, tip[1]]
        line.set(data=(epochs, with_gaps(values)), label=name)
        shown += [value for value in values if value is not None and math.isfinite(value)]
        if isinstance(history, SeedMean) and part == parts[-1]:
            shown += _draw_band(history, column_name(part, metric), i, ax)
    for line in lines.values():
        line.remove()
    longest = max((history.config.epochs for history in runs.values()), default=5)
    ax.set(xlim=(0, 1.04 * longest), ylim=_limits(shown, metric))
    ax.set(xlabel=say("plot.epoch"), ylabel=say(f"plot.{metric}"))
    ax.locator_params(axis="x", integer=True)
    return ax


def _draw_band(mean: SeedMean, column: str, place: int, ax: Axes) -> list[float]:
    """Fill from the lowest to the highest run; the finite values among these."""
    values = [with_gaps(run.column(column)[: len(mean.records)]) for run in mean.counted]
    low, high = np.min(values, axis=0), np.max(values, axis=0)
    ax.fill_between([record.epoch for record in mean.records], low, high, color=f"C{place}", alpha=0.2, linewidth=0)
    return [float(value) for value in (*low, *high) if math.isfinite(value)]


def _new_line(place: int, part: Part, bold: bool, gid: str, ax: Axes) -> Line2D:
    (line,) = ax.plot([], [], LINE_STYLES[part], gid=gid, linewidth=2 if bold else 1, markersize=5 if bold else 3)
    line.set(alpha=None if bold else 0.7, **run_style(place))
    return line


def _limits(values: Sequence[float], metric: Metric) -> tuple[float, float]:
    """Limits around losses or accuracies that seldom move; a loss that explodes does not flatten the others."""
    if not values:
        return (0, 1) if metric == "accuracy" else (0, 2.5)
    low, high = min(values), max(values)
    if metric == "loss":
        high = min(high, max(5, 3 * low))
    step = max(0.05 if metric == "accuracy" else 0.1, 10.0 ** math.ceil(math.log10(max(high - low, 0.1) / 20)))
    return step * math.floor(low / step - 0.1), step * math.ceil(high / step + 0.1)


def _shortened(name: str) -> str:
    """As much of a name as the legend has room for."""
    widths = accumulate(map(width_of, name))
    fitting = sum(width < LEGEND_WIDTH for width in widths)
    return name if fitting >= len(name) - 1 else name[:fitting] + "…"
