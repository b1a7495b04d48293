"""What the small labs draw, from numbers alone. A stage is empty and stays; everything else comes and goes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.patches import Polygon

from helpers.formulas import ACTIVATIONS, LOWEST, cross_entropy, one_weight_loss, tangent
from helpers.plots import MARKERS, plot_activation
from helpers.text import say
from helpers.training.moons import MoonNetwork
from helpers.training.valley import height

Z_LIMIT = 10
LAYERS_LIMIT = 10
WEIGHT_LIMITS = (-4, 8)
HEIGHTS = (0, 0.1, 0.4, 1, 2, 3.5, 5.5, 8, 11)  # where the valley changes shade
BAR_LIMIT = 1.4  # for the longest bar, 1, and its number
SIGNED_BAR_LIMIT = 1.8  # where it has a sign
PLANE_LIMIT = (-2.6, 2.6), (-2.3, 2.3)  # of the half-moons, across and up
SMALLEST_FACTOR = 1e-8  # below it the axis of products of slopes goes on to 0 in even steps


def stage_activation(name: str, ax: Axes) -> None:
    """Draw one of ACTIVATIONS and its slope for -10 <= z <= 10."""
    plot_activation(name, np.linspace(-Z_LIMIT, Z_LIMIT, 401), ax=ax)
    low, high = (-0.12, 1.2) if name == "sigmoid" else (-1.1, 11)
    ax.set(xlim=(-Z_LIMIT, Z_LIMIT), ylim=(low, high), ylabel="")
    ax.legend(loc="upper left", frameon=False, fontsize=8, handlelength=1.6, borderaxespad=0.1)


def draw_tangent(name: str, z: float, ax: Axes) -> None:
    """Draw the function's tangent at z, and the points of the function and of its slope."""
    function, slope = (float(formula(z)) for formula in ACTIVATIONS[name])
    ax.plot(*tangent(name, z), color="C2", linewidth=3, alpha=0.7)
    ax.axvline(z, color="C2", linestyle=":", linewidth=1)
    ax.plot([z, z], [function, slope], "o", color="C2")


def stage_chain(names: Sequence[str], ax: Axes) -> None:
    """Make room for what 1 to 10 layers leave of a gradient."""
    for i, name in enumerate(names):
        ax.plot([], [], "-" + MARKERS[i], color=f"C{i}", label=name)
    ax.set(xlabel=say("plot.layers"), xlim=(0.5, LAYERS_LIMIT + 0.5))
    ax.set_xticks(range(1, LAYERS_LIMIT + 1))
    ax.set_yscale("symlog", linthresh=SMALLEST_FACTOR)
    ax.set_ylim(-0.5 * SMALLEST_FACTOR, 1e3)
    ax.set_yticks([0, *(10.0**power for power in range(-8, 1, 2))])
    ax.legend(loc="upper center", ncols=2, frameon=False, fontsize=8, handlelength=1.6, columnspacing=1)


def draw_chain(slopes: Mapping[str, np.ndarray], ax: Axes) -> None:
    """Draw what 1, 2, ... layers leave of a gradient.

    Args:
        slopes: Name → (layers,) in [0, 1], named as on the stage.
    """
    for i, values in enumerate(slopes.values()):
        ax.plot(np.arange(1, len(values) + 1), values, "-" + MARKERS[i], color=f"C{i}")


def stage_bars(names: Sequence[str], probabilities: bool, ax: Axes) -> None:
    """Make room for a bar per class, from the top; other values than probabilities may be negative, without scale."""
    ax.set(xlim=(0 if probabilities else -SIGNED_BAR_LIMIT, BAR_LIMIT), ylim=(len(names) - 0.5, -0.5))
    ax.set_xticks([0, 0.5, 1] if probabilities else [0], None if probabilities else [""])
    ax.set_yticks(range(len(names)), names)
    ax.grid(axis="y", visible=False)


def draw_bars(values: np.ndarray, label: int | None, probabilities: bool, ax: Axes) -> None:
    """Draw a bar and its number for each class; that of the label is hatched."""
    lengths = values if probabilities else values / max(np.abs(values).max(), 1e-9)
    corners = [[(0, i - 0.4), (length, i - 0.4), (length, i + 0.4), (0, i + 0.4)] for i, length in enumerate(lengths)]
    ax.add_collection(PolyCollection(corners, facecolor="C0"), autolim=False)  # faster than that many patches
    for i, (value, length) in enumerate(zip(values, lengths, strict=True)):
        number = f"{value:.1%}" if probabilities else f"{value:.1f}"
        side = "left" if length >= 0 else "right"
        ax.text(length + math.copysign(0.03, length), i, number, va="center", ha=side, fontsize=9)
    if label is not None:
        ax.add_patch(Polygon(corners[label], hatch="///", facecolor="none", edgecolor="black"))


def stage_image(ax: Axes) -> None:
    """Make room for one image, without axes."""
    ax.set(xlim=(-0.5, 27.5), ylim=(27.5, -0.5), aspect="equal")
    ax.axis("off")


def draw_image(image: np.ndarray, ax: Axes) -> None:
    """Draw an image, (28, 28), dark on white."""
    ax.imshow(image, cmap="gray_r")


def stage_cross_entropy(ax: Axes) -> None:
    """Draw the loss for every probability of the true class."""
    p = np.linspace(0.001, 1, 400)
    ax.plot(p, cross_entropy(p))
    ax.set(xlabel=say("plot.true_probability"), ylabel=say("plot.loss"), xlim=(-0.02, 1.02), ylim=(-0.3, 7.2))


def draw_loss(probability: float, ax: Axes) -> None:
    """Draw the point of one probability, in (0, 1], on that curve."""
    loss = float(cross_entropy(probability))
    ax.plot([probability, probability, -0.02], [-0.3, loss, loss], ":", color="C1")
    ax.plot(probability, loss, "o", color="C1", markersize=9)


def stage_descent(steps: int, curve: Axes, losses: Axes) -> None:
    """Draw the loss over one weight, and make room for the losses before and after so many steps."""
    w = np.linspace(*WEIGHT_LIMITS, 241)
    curve.plot(w, one_weight_loss(w))
    curve.plot(LOWEST, 0, "*", color="C2", markersize=15)
    curve.set(xlabel=say("plot.one_weight"), ylabel=say("plot.loss"), xlim=WEIGHT_LIMITS, ylim=(-1, 19))
    losses.set(xlabel=say("plot.steps"), ylabel=say("plot.loss"), xlim=(-0.5, steps + 0.5), ylim=(-1, 19))


def draw_descent(weights: np.ndarray, curve: Axes, losses: Axes) -> None:
    """Draw a walk, (steps + 1,), the start first, and its losses; what leaves the picture is cut off."""
    heights = one_weight_loss(weights)
    curve.plot(weights, heights, "o-", color="C1", markersize=5, linewidth=1.5)
    curve.plot(weights[0], heights[0], "s", color="C6", markersize=8)
    losses.plot(heights, "o-", color="C1", markersize=5, linewidth=1.5)


def stage_valley(start: tuple[float, float], ax: Axes) -> None:
    """Draw the valley of `helpers.training.valley` from above: the darker, the higher."""
    x, y = np.meshgrid(np.linspace(-10, 10, 101), np.linspace(-3, 3, 61))
    ax.contourf(x, y, height(np.stack([x, y], axis=-1)), levels=HEIGHTS, cmap="Blues", alpha=0.7, extend="max")
    ax.plot(*start, "s", color="C6", markersize=8)
    ax.plot(0, 0, "*", color="C2", markersize=15)
    ax.annotate(say("plot.start"), start, (0, 7), textcoords="offset points", ha="center")
    ax.annotate(say("plot.lowest"), (0, 0), (0, -20), textcoords="offset points", ha="center")
    ax.set(xlabel="x", ylabel="y", xlim=(-10, 10), ylim=(-3, 3))
    ax.grid(False)


def draw_walk(points: np.ndarray, ax: Axes) -> None:
    """Draw a walk, (steps + 1, 2), the start first; what leaves the picture is cut off."""
    ax.plot(*points.T, "o-", color="C1", markersize=4, linewidth=1.5)


def stage_plane(points: np.ndarray, labels: np.ndarray, ax: Axes) -> None:
    """Draw points, (n, 2), of two classes, 0 and 1."""
    for label, marker in enumerate("o^"):
        name = say("plot.moon", number=label)
        ax.plot(*points[labels == label].T, marker, color=f"C{label}", markersize=5, label=name)
    ax.plot([], [], "--", color="C2", label=say("plot.neuron_line"))
    ax.plot([], [], "-", color="black", linewidth=2.5, label=say("plot.boundary"))
    ax.set(xlabel="$x_1$", ylabel="$x_2$", xlim=PLANE_LIMIT[0], ylim=PLANE_LIMIT[1])
    ax.grid(False)
    ax.legend(loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False)


def draw_boundary(network: MoonNetwork, ax: Axes) -> bool:
    """Shade both sides of a network's boundary, and draw it and the line z = 0 of each hidden neuron.

    Returns:
        Whether the boundary crosses the picture.
    """
    x, y = np.meshgrid(np.linspace(*PLANE_LIMIT[0], 157), np.linspace(*PLANE_LIMIT[1], 139))
    p = network.probabilities(np.stack([x, y], axis=-1))
    crosses = bool(p.min() < 0.5 < p.max())
    ax.contourf(x, y, p, levels=[0, 0.5, 1], colors=["C0", "C1"], alpha=0.25)
    for weights, bias in zip(network.hidden.T, network.hidden_bias, strict=True):
        middle, along = -bias * weights / (weights @ weights), np.array([-weights[1], weights[0]])
        ends = middle + np.outer([-20, 20], along / np.hypot(*along))
        ax.plot(*ends.T, "--", color="C2", linewidth=1.5)
    if crosses:
        ax.contour(x, y, p, levels=[0.5], colors="black", linewidths=2.5)
    return crosses
