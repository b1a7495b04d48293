"""Draw what a network looks like inside: weights as images, and what it makes of a few images."""

from __future__ import annotations

import math

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure

from helpers.labs.parts.stage import DPI, Stage
from helpers.text import CLASSES, class_names, say
from helpers.training.describe import weights_in_words
from helpers.training.inside import Inside

WIDTH, MARGIN, TITLE, CAPTION = 880, 10, 26, 20  # pixels
COLUMNS, PIXEL = 10, 3  # images of weights in a row; how many pixels wide a weight is
TILE = 28 * PIXEL + 2  # pixels, from one of those images to the next
IMAGE, WORDS, BARS, AXIS = 84, 18, 150, 44  # pixels: heights, WORDS among those of IMAGE
NAMES = 84  # pixels: the width of the classes' names
MIDDLE = 100  # the place of white among the colours
COLOURS = mpl.colormaps["RdBu_r"](np.linspace(0, 1, 2 * MIDDLE + 1), bytes=True)  # blue, white, red
STEP = 1.25  # from the bars of one image to those of the next; a probability of 1 is 1 long


class InsideChart:
    """Looks inside, one after another, on one figure as long as only weights and probabilities change.

    Text takes longer to draw than all the rest, so that no words move.
    """

    def __init__(self) -> None:
        self._standing: object = None
        self._stage: Stage

    def png(self, inside: Inside) -> bytes:
        """The picture of such a look."""
        images = inside.images.images.tobytes(), inside.images.labels.tobytes()
        standing = inside.weights is None, weights_in_words(inside), images
        if standing != self._standing:
            height = _weights_height(inside) + TITLE + IMAGE + BARS + AXIS
            self._stage = Stage((WIDTH / DPI, height / DPI), lambda figure: _fill(figure, inside))
            self._standing = standing
        *others, bars = self._stage.figure.axes
        if inside.weights is not None:
            _draw_weights(inside.weights, inside.limit, others[0])
        _draw_probabilities(inside, bars)
        return self._stage.png()


def _fill(figure: Figure, inside: Inside) -> None:
    """Put the axes on an empty figure, with what stands still."""
    top = _weights_height(inside)
    if inside.weights is not None:
        ax = _add_axes(figure, MARGIN, TITLE, COLUMNS * TILE, _rows(inside) * TILE)
        _stage_weights(inside, ax)
    width = WIDTH - NAMES - MARGIN
    _stage_images(inside, _add_axes(figure, NAMES, top + TITLE, width, IMAGE))
    _stage_bars(len(inside.images), _add_axes(figure, NAMES, top + TITLE + IMAGE, width, BARS))


def _add_axes(figure: Figure, left: float, top: float, width: float, height: float) -> Axes:
    """Axes at that place, in pixels from the upper left corner."""
    whole_width, whole_height = (inches * DPI for inches in figure.get_size_inches())
    bottom = whole_height - top - height
    return figure.add_axes((left / whole_width, bottom / whole_height, width / whole_width, height / whole_height))


def _rows(inside: Inside) -> int:
    return 0 if inside.weights is None else math.ceil(len(inside.weights) / COLUMNS)


def _weights_height(inside: Inside) -> int:
    below = CAPTION if inside.for_classes else MARGIN
    return 0 if inside.weights is None else TITLE + _rows(inside) * TILE + below


def _write_title(words: str, ax: Axes) -> None:
    ax.text(0.5, 1 + 4 / ax.bbox.height, words, transform=ax.transAxes, ha="center", va="bottom", fontsize=10)


def _stage_weights(inside: Inside, ax: Axes) -> None:
    _write_title(say("inside.weights_title", weights=weights_in_words(inside)), ax)
    ax.set(xlim=(0, COLUMNS), ylim=(_rows(inside), 0))
    ax.axis("off")
    if inside.for_classes:
        for place, name in enumerate(class_names()):
            ax.text(place + 0.5, 1.03, name, ha="center", va="top", fontsize=9)


def _draw_weights(weights: np.ndarray, limit: float, ax: Axes) -> None:
    ax.add_artist(_Pixels(weight_pixels(weights, limit), round(ax.bbox.x0), round(ax.bbox.y0)))


class _Pixels(Artist):
    """Pixels, (height, width, 4) uint8, as they are; `imshow` would take ten times as long to fit them to its axes."""

    def __init__(self, pixels: np.ndarray, left: int, bottom: int):
        super().__init__()
        self._pixels, self._place = pixels, (left, bottom)

    def draw(self, renderer: RendererBase) -> None:
        """Put them at their place."""
        renderer.draw_image(renderer.new_gc(), *self._place, self._pixels[::-1])


def weight_pixels(weights: np.ndarray, limit: float) -> np.ndarray:
    """Positive weights red and negative ones blue; a + marks the largest of each neuron and a − the smallest.

    Args:
        weights: (n, 28, 28).
        limit: Where the colours end, on both sides of 0; 0 where all weights are 0.

    Returns:
        (rows * TILE, COLUMNS * TILE, 4) uint8, red, green, blue and opaque.
    """
    shares = np.clip(weights / limit, -1, 1) if limit else np.zeros_like(weights)
    colours = COLOURS[np.rint(MIDDLE * (1 + shares)).astype(int)]
    rows = math.ceil(len(weights) / COLUMNS)
    tiles = np.full((rows * COLUMNS, TILE, TILE, 4), 255, np.uint8)
    tiles[: len(weights), 1:-1, 1:-1] = colours.repeat(PIXEL, axis=1).repeat(PIXEL, axis=2)
    for tile, values in zip(tiles, weights if limit else (), strict=False):
        _mark(tile, int(values.argmax()), upright=True)
        _mark(tile, int(values.argmin()), upright=False)
    return tiles.reshape(rows, COLUMNS, TILE, TILE, 4).swapaxes(1, 2).reshape(rows * TILE, COLUMNS * TILE, 4)


def _mark(tile: np.ndarray, place: int, upright: bool) -> None:
    """Draw a + or, not upright, a − with a white rim over a weight, 0..783."""
    row, column = (1 + PIXEL * at + PIXEL // 2 for at in divmod(place, 28))
    for colour, half_length, half_width in ((255, 4, 1), (0, 3, 0)):
        for high, wide in ((half_width, half_length), (half_length, half_width))[: 1 + upright]:
            tile[max(0, row - high) : row + high + 1, max(0, column - wide) : column + wide + 1, :3] = colour


def _stage_images(inside: Inside, ax: Axes) -> None:
    _write_title(say("inside.predictions_title"), ax)
    length = _length(len(inside.images))
    half = (IMAGE - WORDS) * length / (WIDTH - NAMES - MARGIN) / 2  # of the width of a square image
    ax.axis("off")
    for place, (image, label) in enumerate(zip(inside.images.images, inside.images.labels, strict=True)):
        middle = place * STEP + 0.5
        ax.imshow(image, cmap="gray_r", extent=(middle - half, middle + half, WORDS, IMAGE), aspect="auto")
        ax.text(middle, WORDS - 3, say("inside.target", name=class_names()[label]), ha="center", va="top", fontsize=9)
    ax.set(xlim=(0, length), ylim=(0, IMAGE))


def _stage_bars(images: int, ax: Axes) -> None:
    starts = np.arange(images) * STEP
    ax.set(xlim=(0, _length(images)), ylim=(CLASSES - 0.5, -0.5), xlabel=say("plot.probability"))
    ax.set_xticks([start + at for start in starts for at in (0, 0.5, 1)], ["0", "0.5", "1"] * images, fontsize=8)
    ax.set_yticks(range(CLASSES), class_names(), fontsize=9)
    ax.grid(axis="y", visible=False)
    ax.vlines(starts, -0.5, CLASSES - 0.5, color="0.3", linewidth=1)


def _draw_probabilities(inside: Inside, ax: Axes) -> None:
    """A bar for each class of each image, hatched for the class that it belongs to."""
    lengths = inside.probabilities
    left = np.broadcast_to(np.arange(len(lengths))[:, None] * STEP, lengths.shape)
    low = np.broadcast_to(np.arange(CLASSES) - 0.4, lengths.shape)
    right, high = left + lengths, low + 0.8
    corners = np.stack([left, low, right, low, right, high, left, high], axis=-1).reshape(*lengths.shape, 4, 2)
    bars, targets = corners.reshape(-1, 4, 2), corners[np.arange(len(corners)), inside.images.labels]
    ax.add_collection(PolyCollection(list(bars), facecolor="C0"), autolim=False)
    hatched = PolyCollection(list(targets), facecolor="none", edgecolor="black", hatch="///")
    ax.add_collection(hatched, autolim=False)


def _length(images: int) -> float:
    return (images - 1) * STEP + 1
