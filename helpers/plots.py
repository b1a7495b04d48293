"""Draw arrays and histories, on new axes unless `ax` is given; every function returns the axes that it drew on.

Data of another shape or range than asked for is a ValueError, an unknown name a KeyError.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.image import AxesImage
from matplotlib.patheffects import withStroke

from helpers.formulas import ACTIVATIONS
from helpers.text import class_names, say
from helpers.training.keras_scores import records_from_keras, scores_from_keras
from helpers.training.runs import METRICS, EpochRecord, History, Metric, Part, column_name, column_of
from helpers.training.seeds import SeedScores

LINE_STYLES: dict[Part, str] = {"train": "--", "valid": "-"}  # in every chart of a run
MARKERS = ("o", "s", "^", "D", "v", "P")


def plot_images(
    images: np.ndarray,
    labels: Sequence[int] | None = None,
    captions: Sequence[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a row of images, dark on white and without axes, as in the lecture notes.

    Args:
        images: (n, 28, 28), pixels in [0, 1] or in 0..255.
        labels: (n,) in 0..9, written below as class names.
        captions: (n,), written below instead of class names.
    """
    images = np.asarray(images)
    if images.ndim != 3 or images.shape[1:] != (28, 28) or not len(images):
        raise ValueError(say("plot.images", value=images.shape))
    if labels is not None:
        captions = [class_names()[label] for label in _checked_labels(labels)]
    ax = _axes(ax, height=1.1 if captions is None else 1.5)
    _draw_tiles(ax, images, label=say("plot.tiles", count=len(images)), **_grey(images))
    if captions is not None:
        _write_captions(ax, captions, len(images))
    return ax


def plot_weight_images(
    weights: np.ndarray, title: str = "", names: Sequence[str] | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the weights of neurons as images: red pixels speak for what it finds, blue ones against it.

    A + marks the largest weight of each and a − the smallest, so that colours do not speak alone. The ten classes
    share a scale of colours; neurons with names of their own have one each, so that none is pale beside another.

    Args:
        weights: (784, n), as `Dense.get_weights()[0]` or `SGDClassifier.coef_.T`.
        names: (n,), written below; without them, the ten classes.
    """
    weights = np.asarray(weights)
    if weights.ndim != 2 or weights.shape[0] != 784 or not weights.shape[1]:
        raise ValueError(say("plot.weights", value=weights.shape))
    count = weights.shape[1]
    ax = _axes(ax, height=1.7)
    # A few extreme border pixels would make all others pale.
    limit = np.percentile(np.abs(weights), 99, axis=None if names is None else 0)
    label, tiles = say("plot.weight_tiles", count=count), weights.T.reshape(count, 28, 28)
    scaled = tiles if names is None else tiles / np.maximum(limit, 1e-12)[:, None, None]
    bound = limit if names is None else 1.0
    picture = _draw_tiles(ax, scaled, label=label, cmap="RdBu_r", vmin=-bound, vmax=bound)
    for i, tile in enumerate(tiles):
        for sign, place in (("+", tile.argmax()), ("−", tile.argmin())):
            row, column = divmod(int(place), 28)
            at = i + (column + 0.5) / 30, (28 - row - 0.5) / 30
            ax.text(*at, sign, ha="center", va="center", path_effects=[withStroke(linewidth=2, foreground="white")])
    _write_captions(ax, class_names() if names is None else names, count)
    if names is None:
        ax.figure.colorbar(picture, ax=ax, label=say("plot.weight"), fraction=0.02, pad=0.01)
    ax.set_title(title)
    return ax


def plot_class_counts(labels: np.ndarray, ax: Axes | None = None) -> Axes:
    """Draw how many of the labels, (n,) in 0..9, each class has."""
    ax = _axes(ax)
    counts = np.bincount(_checked_labels(labels), minlength=10)
    bars = ax.bar(class_names(), counts)
    ax.bar_label(bars, fmt="{:,.0f}")
    ax.set(xlabel=say("plot.class"), ylabel=say("plot.count"))
    ax.margins(y=0.12)
    return ax


def plot_histories(
    histories: Mapping[str, History | Mapping[str, list[float]]], metric: Metric = "accuracy", ax: Axes | None = None
) -> Axes:
    """Draw one or more runs against the epochs: training dashed, validation, if any, solid.

    Args:
        histories: Name → a History, or the `history` attribute of what `model.fit` returns.
    """
    if metric not in METRICS:
        raise KeyError(say("plot.metric", value=metric, choices=", ".join(METRICS)))
    if not histories:
        raise ValueError(say("plot.histories", value=histories))
    runs = {name: _checked_records(name, history, metric) for name, history in histories.items()}
    ax = _axes(ax)
    for i, (name, records) in enumerate(runs.items()):
        style: dict[str, Any] = {"color": f"C{i}", "marker": MARKERS[i % len(MARKERS)], "markersize": 4}
        for part, line in LINE_STYLES.items():
            values = column_of(records, column_name(part, metric))
            if any(value is not None for value in values):
                label = f"{name} ({say(f'plot.{part}')})"
                ax.plot([record.epoch for record in records], with_gaps(values), line, label=label, **style)
    ax.set(xlabel=say("plot.epoch"), ylabel=say(f"plot.{metric}"))
    ax.locator_params(axis="x", integer=True)
    if ax.get_lines():
        ax.legend(loc="center left", bbox_to_anchor=(1, 0.5), frameon=False)
    return ax


def plot_seeds(scores: Mapping[str, SeedScores], ax: Axes | None = None) -> Axes:
    """Draw the scores of several seeds as dots, a line per setting from the top, and their mean as a short stroke.

    Args:
        scores: Name of a setting → its scores.
    """
    if not scores:
        raise ValueError(say("plot.seeds", value=scores))
    ax = _axes(ax, height=0.9 + 0.32 * len(scores))
    for place, (name, each) in enumerate(scores.items()):
        ax.scatter(each.values, [place] * len(each.values), label=name, alpha=0.6, zorder=3)
        ax.text(1.01, place, str(each), transform=ax.get_yaxis_transform(), va="center")
    means = [each.mean for each in scores.values()]
    ax.scatter(means, range(len(means)), marker="|", s=250, color="black", zorder=4, label=say("plot.mean"))
    ax.set_yticks(range(len(scores)), list(scores))
    ax.set(xlabel=say("plot.valid_accuracy"), ylim=(len(scores) - 0.5, -0.5))
    return ax


def plot_activation(name: str, z: np.ndarray | None = None, ax: Axes | None = None) -> Axes:
    """Draw an activation function (solid) and its slope (dashed).

    Args:
        name: One of ACTIVATIONS.
        z: Where to evaluate them, by default -8..8.
    """
    if name not in ACTIVATIONS:
        raise KeyError(say("plot.activation", value=name, choices=", ".join(ACTIVATIONS)))
    ax = _axes(ax)
    z = np.linspace(-8, 8, 401) if z is None else z
    function, slope = ACTIVATIONS[name]
    ax.plot(z, function(z), "-", label=say("plot.function", name=name))
    ax.plot(z, slope(z), "--", label=say("plot.slope", name=name))
    ax.set(xlabel=say("plot.activation_input"), ylabel=say("plot.activation_output"))
    ax.legend(frameon=False)
    return ax


def plot_confusion_matrix(matrix: np.ndarray, ax: Axes | None = None) -> Axes:
    """Draw the counts, (10, 10), of true classes (rows) against predicted ones, as from `confusion_matrix`."""
    matrix = np.asarray(matrix)
    if matrix.shape != (10, 10):
        raise ValueError(say("plot.matrix", value=matrix.shape))
    ax = _axes(ax, width=7, height=6)
    ax.imshow(matrix, cmap="Blues")
    for (row, column), count in np.ndenumerate(matrix):
        dark = count > matrix.max() / 2
        ax.text(column, row, f"{count}", ha="center", va="center", color="white" if dark else "black", fontsize=8)
    ax.set_xticks(range(10), class_names(), rotation=45, ha="right")
    ax.set_yticks(range(10), class_names())
    ax.set(xlabel=say("plot.predicted"), ylabel=say("plot.true"))
    ax.grid(False)
    return ax


def plot_prediction(
    image: np.ndarray, probabilities: np.ndarray, label: int | None = None, ax: Axes | None = None
) -> Axes:
    """Draw an image beside the probabilities of its ten classes, with the bar of the true class hatched.

    Args:
        image: (28, 28) or (784,), pixels in [0, 1] or in 0..255.
        probabilities: (10,), adding up to 1.
        label: The true class, if known.
    """
    probabilities = np.asarray(probabilities, dtype=float)
    if probabilities.shape != (10,) or not np.isclose(probabilities.sum(), 1, atol=1e-3):
        raise ValueError(say("plot.probabilities", value=probabilities))
    if np.size(image) != 28 * 28:
        raise ValueError(say("plot.images", value=np.shape(image)))
    ax = _axes(ax)
    bars = ax.barh(class_names(), probabilities)
    ax.bar_label(bars, fmt="{:.1%}", padding=3)
    ax.set(xlim=(0, 1.15), xlabel=say("plot.probability"))
    ax.invert_yaxis()
    ax.grid(axis="y", visible=False)
    if label is not None:
        bars[_checked_labels([label])[0]].set(hatch="///", edgecolor="black")
    beside = ax.inset_axes((1.02, 0.1, 0.3, 0.8))
    beside.imshow(np.reshape(image, (28, 28)), label=say("plot.the_image"), **_grey(image))
    beside.axis("off")
    return ax


def with_gaps(values: Sequence[float | None]) -> np.ndarray:
    """Values as Matplotlib takes them: NaN, which it leaves out, for None."""
    return np.array(values, dtype=float)


def _axes(ax: Axes | None, width: float = 10, height: float = 3.2) -> Axes:
    return plt.subplots(figsize=(width, height))[1] if ax is None else ax


def _checked_labels(labels: Sequence[int] | np.ndarray) -> np.ndarray:
    checked = np.asarray(labels)
    if checked.dtype.kind not in "iu" or (checked.size and (checked.min() < 0 or checked.max() > 9)):
        raise ValueError(say("data.labels", value=checked))
    return checked


def _checked_records(
    name: str, history: History | Mapping[str, list[float]], metric: Metric
) -> tuple[EpochRecord, ...]:
    if isinstance(history, History):
        return history.records
    if metric not in scores_from_keras(history):
        raise ValueError(
            say("plot.no_metric", name=name, metric=say(f"plot.{metric}"), value=", ".join(history) or "{}")
        )
    return records_from_keras(history)


def _grey(images: np.ndarray) -> dict[str, Any]:
    """How pixels in [0, 1] or in 0..255 are drawn: 0 white and the largest possible value black in every picture."""
    return {"cmap": "gray_r", "vmin": 0, "vmax": 1 if np.max(images) <= 1 else 255}


def _draw_tiles(ax: Axes, images: np.ndarray, **options: Any) -> AxesImage:
    """Lay images, (n, 28, 28), side by side, each one unit wide; `label` among the options names them in words."""
    gap = np.full((len(images), 28, 2), np.nan)
    row = np.concatenate(np.concatenate([images, gap], axis=2), axis=1)
    picture = ax.imshow(row, extent=(0, len(images), 0, 28 / 30), **options)
    ax.axis("off")
    return picture


def _write_captions(ax: Axes, captions: Sequence[str], n: int) -> None:
    if len(captions) != n:
        raise ValueError(say("plot.captions", value=len(captions), expected=n))
    for i, caption in enumerate(captions):
        ax.text(i + 14 / 30, -0.08, caption, ha="center", va="top")
