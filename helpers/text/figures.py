"""Describe a figure in words, computed from what is drawn on it, for those who cannot see it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.collections import PathCollection
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.ticker import FixedFormatter, FuncFormatter

from helpers.text import say
from helpers.text.curves import NOTICEABLE, shape_of

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

MAX_LETTERS = 400  # of a text
MAX_LINES = 4  # described one by one; of more, only the highest and the lowest


def alt_text(figure: Figure) -> str:
    """Describe a figure in a few Korean sentences on one line; those that find no room are left out."""
    return _shortened(tell(figure))


def tell(figure: Figure) -> list[str]:
    """Describe a figure in sentences: kinds of charts, axes, and how their lines, bars or images go."""
    axes = [ax for ax in figure.axes if ax.get_visible() and not _is_colour_bar(ax)]
    plain = [ax for ax in axes if _is_plain_image(ax)]
    if len(plain) > 1:
        axes = [ax for ax in axes if ax not in plain]
    sentences = [say("alt.title", title=title)] if (title := _flat(figure.get_suptitle())) else []
    sentences += chain.from_iterable(map(_axes_in_words, axes))
    if len(plain) > 1:
        sentences.append(say("alt.images", count=len(plain)))
    return sentences or [say("alt.empty")]


def tell_figures(shell: InteractiveShell) -> None:
    """Give each figure that this IPython shell shows its description: as its text, a sentence a line, and as "alt".

    The drawing of the PNG is left alone; a figure that cannot be described is shown without. nbval compares no
    pictures: this text is how it sees what a figure shows.
    """
    if formatter := shell.display_formatter:
        formatter.mimebundle_formatter.for_type(Figure, _bundle)


def _bundle(figure: Figure) -> tuple[dict[str, Any], dict[str, Any]]:
    try:
        sentences = tell(figure)
        return {"text/plain": "\n".join(sentences)}, {"image/png": {"alt": _shortened(sentences)}}
    except Exception:  # whatever a student has drawn must be shown
        return {}, {}


def _axes_in_words(ax: Axes) -> Iterator[str]:
    lines, bars = _lines(ax), [each for each in ax.containers if isinstance(each, BarContainer) and len(each)]
    dots = [each for each in ax.collections if isinstance(each, PathCollection)]
    kinds = {"line": lines, "bar": bars, "dots": dots}
    kind = say(f"alt.kind.{next((name for name, artists in kinds.items() if artists), 'other')}")
    title, table = _flat(ax.get_title()), _table(ax)
    if title:
        yield say("alt.title", title=title)
    if any(kinds.values()) or (ax.has_data() and not ax.images):
        yield say("alt.kind", kind=kind)
    for key, label in (("alt.across", ax.get_xlabel()), ("alt.up", ax.get_ylabel())):
        if label and ax.axison:
            yield say(key, label=_flat(label))
    if table is not None:
        yield from _table_in_words(table, ax)
    elif ax.images:
        yield from _images_in_words(ax)
    yield from _lines_in_words(lines, ax)
    for container in bars:
        yield from _bars_in_words(container, ax)
    yield from _dots_in_words(dots)
    yield from chain.from_iterable(_axes_in_words(child) for child in ax.child_axes if isinstance(child, Axes))


def _lines(ax: Axes) -> list[Line2D]:
    """The lines that show data: none that help across the whole axes, none hidden or empty."""
    return [
        line
        for line in ax.get_lines()
        if line.get_visible() and line.get_transform() == ax.transData and np.isfinite(_heights(line)).any()
    ]


def _heights(line: Line2D) -> np.ndarray:
    return np.ma.filled(np.ma.asarray(line.get_ydata(orig=False), dtype=float), np.nan)


def _lines_in_words(lines: Sequence[Line2D], ax: Axes) -> Iterator[str]:
    legend = [_flat(text.get_text()) for text in box.get_texts()] if (box := ax.get_legend()) else []
    made_up = legend if len(legend) == len(lines) else [say("alt.line", number=i) for i in range(1, len(lines) + 1)]
    names = list(map(_name, lines, made_up))
    if len(lines) <= MAX_LINES:
        yield from (_line_in_words(*each, ax) for each in zip(names, lines, strict=True))
        return
    ends = [values[np.isfinite(values)][-1] for values in map(_heights, lines)]
    high, low = int(np.argmax(ends)), int(np.argmin(ends))
    values = {"highest": names[high], "high": number(ends[high]), "lowest": names[low], "low": number(ends[low])}
    yield say("alt.lines", count=len(lines), **values)


def _line_in_words(name: str, line: Line2D, ax: Axes) -> str:
    """Where a line starts and ends and, if it has one in between, its turn."""
    heights = _heights(line)
    known = np.isfinite(heights)
    y, x = heights[known], np.asarray(line.get_xdata(orig=False), dtype=float)[known]
    by_ratio = ax.get_yscale() == "log" and y.min() > 0
    shape, turn = shape_of(np.log(y), NOTICEABLE) if by_ratio else shape_of(y, NOTICEABLE * np.abs(y).max())
    numbers = {"first": y[0], "last": y[-1], "y": y[turn], "low": y.min(), "high": y.max()}
    numbers = {each: number(value) for each, value in numbers.items()}
    across = _flat(ax.get_xlabel()) or say("alt.x")
    return say(f"alt.line.{shape}", name=name, across=across, x=_at(x[turn], ax.xaxis), **numbers)


def _bars_in_words(bars: BarContainer, ax: Axes) -> Iterator[str]:
    values = np.asarray(bars.datavalues, dtype=float)
    upright = bars.orientation != "horizontal"
    axis = ax.xaxis if upright else ax.yaxis
    names = [_at(_middle(patch, upright), axis) for patch in bars.patches]
    if np.isnan(values).all():
        return
    prefix = f"{name}: " if (name := _name(bars, "")) else ""
    high, low = int(np.nanargmax(values)), int(np.nanargmin(values))
    known = {"count": len(values), "largest": names[high], "high": number(values[high])}
    as_small = values <= values[low] + NOTICEABLE * np.nanmax(np.abs(values))
    if values[high] == values[low]:
        yield prefix + say("alt.bars_equal", count=len(values), value=number(values[high]))
    elif as_small.sum() > 1:  # no eye sees which of them is the smallest
        yield prefix + say("alt.bars_high", **known)
    else:
        yield prefix + say("alt.bars", smallest=names[low], low=number(values[low]), **known)
    if (
        0
        < len(hatched := [name for name, bar in zip(names, bars.patches, strict=True) if bar.get_hatch()])
        < len(names)
    ):
        yield say("alt.hatched", names=", ".join(hatched))


def _dots_in_words(dots: Sequence[PathCollection]) -> Iterator[str]:
    """Between which values across the dots of each name lie, and how many have none."""
    for name, group in groupby(dots, lambda each: _name(each, "")):
        across = np.concatenate([np.asarray(each.get_offsets())[:, 0] for each in group])
        span = {"low": number(across.min()), "high": number(across.max())}
        yield say("alt.dots_of", name=name, count=len(across), **span) if name else say("alt.dots", count=len(across))


def _middle(bar: Rectangle, upright: bool) -> float:
    return bar.get_x() + bar.get_width() / 2 if upright else bar.get_y() + bar.get_height() / 2


def _at(place: float, axis: Axis) -> str:
    """What is written at that place of an axis: a name or a date if it has them, else the number."""
    if axis.have_units():
        return _flat(axis.get_major_formatter().format_data_short(place))
    return _ticks(axis).get(round(place, 2)) or number(place)


def _ticks(axis: Axis) -> dict[float, str]:
    """The names given to places of an axis."""
    formatter, places = axis.get_major_formatter(), list(axis.get_majorticklocs())
    if not isinstance(formatter, FixedFormatter | FuncFormatter):
        return {}
    return {
        round(float(each), 2): _flat(name) for each, name in zip(places, formatter.format_ticks(places), strict=True)
    }


def _images_in_words(ax: Axes) -> Iterator[str]:
    names = [_name(image, "") for image in ax.images]
    height, width = ax.images[0].get_size()
    shown = ", ".join(filter(None, names))
    yield say("alt.shows", names=shown) if shown else say("alt.image", width=width, height=height)
    if captions := [_flat(text.get_text()) for text in ax.texts if text.get_text()]:
        yield say("alt.captions", captions=", ".join(captions))


def _table(ax: Axes) -> np.ndarray | None:
    """The numbers of a heat map: a single image with axes and a number in each of its squares."""
    values = ax.images[0].get_array() if len(ax.images) == 1 and ax.axison else None
    return values if values is not None and values.ndim == 2 and len(ax.texts) == values.size else None


def _table_in_words(table: np.ndarray, ax: Axes) -> Iterator[str]:
    rows, columns = _ticks(ax.yaxis), _ticks(ax.xaxis)

    def told(key: str, values: np.ndarray) -> str:
        row, column = map(int, np.unravel_index(np.argmax(values), values.shape))
        return say(key, row=rows.get(row, row), column=columns.get(column, column), value=number(values[row, column]))

    yield say("alt.table", rows=table.shape[0], columns=table.shape[1])
    yield told("alt.table_largest", table)
    if table.shape[0] == table.shape[1] > 1:
        yield told("alt.table_off", np.where(np.eye(len(table), dtype=bool), -np.inf, table))


def _is_colour_bar(ax: Axes) -> bool:
    return ax.get_label() == "<colorbar>"


def _is_plain_image(ax: Axes) -> bool:
    """Whether there is nothing but one unnamed image, as `imshow` makes it."""
    bare = not ax.axison and not ax.get_title() and not ax.texts and not ax.get_lines()
    return bare and len(ax.images) == 1 and not _name(ax.images[0], "")


def _name(artist: Line2D | BarContainer | AxesImage | PathCollection, otherwise: str) -> str:
    """An artist's label, unless Matplotlib made it up."""
    label = str(artist.get_label() or "")
    return otherwise if not label or label.startswith("_") else _flat(label)


def _flat(text: str) -> str:
    return " ".join(text.split())


def number(value: float) -> str:
    """A number with few digits, and none after the point if it is whole or large."""
    whole = abs(value) >= 100 or value == round(value)
    return f"{value:,.0f}" if math.isfinite(value) and whole and abs(value) < 1e12 else f"{value:.3g}"


def _shortened(sentences: Sequence[str]) -> str:
    """As many sentences as fit, but at least a piece of the first."""
    text = sentences[0] if len(sentences[0]) <= MAX_LETTERS else sentences[0][: MAX_LETTERS - 1] + "…"
    for sentence in sentences[1:]:
        if len(text) + 1 + len(sentence) <= MAX_LETTERS:
            text = f"{text} {sentence}"
    return text
