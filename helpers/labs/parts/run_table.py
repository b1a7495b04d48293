"""Runs as an HTML table that takes its colours from the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import chain, repeat

from matplotlib.colors import to_hex

from helpers.labs.parts.controls import label_of
from helpers.labs.parts.run_chart import run_style
from helpers.text import say
from helpers.training.describe import best_first, score_of, seconds_of
from helpers.training.runs import History
from helpers.training.seeds import seed_scores

GLYPHS = {"o": "●", "s": "■", "^": "▲", "D": "◆", "v": "▼", "P": "✚"}  # of the chart's markers
CELL = "padding: 2px 8px; border-bottom: 1px solid rgba(128, 128, 128, 0.4); white-space: nowrap"


def table_of(runs: Mapping[str, History]) -> str:
    """The runs with their settings and results, highest validation accuracy first; "" without runs."""
    if not runs:
        return ""
    momentum = any(history.config.momentum for history in runs.values())
    places = {name: place for place, name in enumerate(runs)}
    cells = [dict(_row(places[name], name, runs[name], momentum)) for name in best_first(runs)]
    columns = list(dict.fromkeys(column for row in cells for column in row))
    lines = [_line('th scope="col"', map(escape, columns))]
    lines += [_line("td", (row.get(column, "–") for column in columns)) for row in cells]
    return f'<div style="overflow-x: auto"><table style="border-collapse: collapse">{"".join(lines)}</table></div>'


def _row(place: int, name: str, history: History, momentum: bool) -> Iterator[tuple[str, str]]:
    """A run's columns and its cells, these as HTML."""
    config, score = history.config, score_of(history)
    seeds = seed_scores(history)
    yield say("table.run"), f"{_swatch(place)} {escape(name)}"
    yield say("table.accuracy"), "–" if score is None else f"<b>{seeds or f'{score:.4f}'}</b>"
    yield say("setting.epochs"), f"{len(history.records)}/{config.epochs}"
    yield say("setting.learning_rate"), f"{config.learning_rate:g}"
    if momentum:
        yield say("setting.momentum"), f"{config.momentum:g}" if config.momentum else "–"
    yield say("setting.batch_size"), f"{config.batch_size:,}"
    for argument, value in config.architecture.items():
        yield label_of(argument), escape(str(value))
    seconds = seconds_of(history)
    yield say("table.seconds"), "–" if seconds is None else f"{seconds:.1f}"
    yield say("table.outcome"), say(f"table.{history.outcome}")


def _swatch(place: int) -> str:
    """A run's marker as in the chart, on white like the chart; for eyes only, as the name says the same."""
    style = run_style(place)
    colour = to_hex(style["color"])
    look = f"color: {colour}; background: white; padding: 0 3px"
    return f'<span aria-hidden="true" style="{look}">{GLYPHS[style["marker"]]}</span>'


def _line(tag: str, cells: Iterable[str]) -> str:
    """Cells in a row, the first to the left, the others to the right; a tag is td or th with its attributes."""
    sides = chain(["left"], repeat("right"))
    line = (
        f'<{tag} style="{CELL}; text-align: {side}">{cell}</{tag[:2]}>'
        for side, cell in zip(sides, cells, strict=False)
    )
    return f"<tr>{''.join(line)}</tr>"
