"""A chart that moves without Python: a Vega-Lite specification, and a sentence for each of its settings.

Every value is computed when the chart is made. A setting only picks rows, and its sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
from numpy.typing import ArrayLike

from publish.lessons import path_of
from publish.site import words as site

HEIGHT = 220  # pixels of a view, without its axes
MANY = 4  # more options than these are a list to choose from
INK = "currentColor"  # of the page, light or dark
CONFIG = {
    "background": "transparent",
    "view": {"stroke": None},
    "mark": {"aria": False},  # the sentence tells what hundreds of marks would
    "axis": {
        "aria": False,
        **{f"{part}Color": INK for part in ("label", "title", "domain", "tick", "grid")},
        **{
            "labelFontSize": 12,
            "titleFontSize": 13,
            "titleFontWeight": "normal",
            "labelFlush": False,
            "gridOpacity": 0.15,
        },
    },
    "legend": {"aria": False, "labelColor": INK, "labelFontSize": 12, "title": None, "orient": "top"},
    "title": {"color": INK, "fontSize": 14, "anchor": "start"},
    "point": {"opacity": 1},
    "text": {"color": INK, "fontSize": 12},
}
SOLID, DASHED = [1, 0], [5, 4]
Json = dict[str, Any]
Settings = dict[str, Any]


@dataclass(frozen=True)
class Input:
    """What a learner sets.

    Attributes:
        values: All that it can be, evenly spaced unless they have names.
        names: What a learner reads for each value; without names, a slider runs over them.
    """

    name: str
    label: str
    values: tuple[Any, ...]
    start: Any
    names: tuple[str, ...] = ()

    @property
    def param(self) -> Json:
        """As Vega-Lite has it."""
        if self.names:
            kind = "radio" if len(self.names) <= MANY else "select"
            bind: Json = {"input": kind, "options": list(self.values), "labels": list(self.names)}
        else:
            step = round(self.values[1] - self.values[0], 6)
            bind = {"input": "range", "min": self.values[0], "max": self.values[-1], "step": step}
        return {"name": self.name, "value": self.start, "bind": {**bind, "name": self.label}}


@dataclass(frozen=True)
class Chart:
    """A chart in the language that was spoken when it was made.

    Attributes:
        cell: The id of the notebook's cell that it stands for.
        lead: Markdown: what it shows, what to try, a question, and where it comes from.
        answer: Markdown: that of the question.
        spec: Its views side by side, with the sentences in `usermeta`, by `key_of` the settings.
        start: The sentence of the first settings.
        no_script: What to do where the page has no JavaScript.
    """

    key: str
    cell: str
    title: str
    lead: str
    answer: str
    spec: Json
    start: str
    no_script: str


def make_chart(
    key: str,
    cell: str,
    inputs: Sequence[Input],
    datasets: dict[str, list[Json]],
    views: Sequence[Json],
    says: Callable[..., str],
    **facts: object,
) -> Chart:
    """Put a chart together.

    Args:
        key: That of its words.
        cell: The id of the notebook's cell that it stands for, such as "lab-7-1b-softmax".
        inputs: What can be set.
        datasets: Name → rows.
        views: Of these rows, as Vega-Lite has them.
        says: Settings → their sentence.
        facts: What its lead tells.
    """
    path, source, answer = _lab(cell)
    heading = source.rpartition("### ")[2].partition("\n")[0]
    title = heading.rpartition(": ")[2]
    link = f"{path.name}#cell-id={cell}"
    lead = [
        words(key)["lead"].format(**facts) if facts else words(key)["lead"],
        "\n".join(line for line in source.splitlines() if line.startswith("- **")),
        words()["stands_for"].format(heading=heading, lesson=path.name[:4], link=link),
    ]
    sentences = {key_of(settings): says(**settings) for settings in all_settings(inputs)}
    start = sentences[key_of({each.name: each.start for each in inputs})]
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "description": title,
        "usermeta": {"says": sentences},
        "params": [each.param for each in inputs],
        "datasets": datasets,
        "config": CONFIG,
        "hconcat": [{"height": HEIGHT, "description": view.get("title", title), **view} for view in views],
    }
    return Chart(key, cell, title[0].upper() + title[1:], "\n\n".join(lead), answer, spec, start, words()["no_script"])


def all_settings(inputs: Sequence[Input]) -> Iterator[Settings]:
    """Each that the inputs allow."""
    for values in product(*(each.values for each in inputs)):
        yield {each.name: value for each, value in zip(inputs, values, strict=True)}


def key_of(settings: Settings) -> str:
    """Settings as JavaScript writes their values, with spaces between."""
    return " ".join(value if isinstance(value, str) else f"{value:g}" for value in settings.values())


def picked(*names: str) -> Json:
    """The transform that leaves the rows whose fields of these names are as set."""
    return {"filter": " && ".join(f"datum.{name} == {name}" for name in names)}


def along(field: str, title: str | None, domain: Sequence[float] = (), **more: Any) -> Json:
    """A quantitative channel, with fixed limits if there is a domain."""
    scale = {"domain": list(domain), "nice": False, "zero": False} if domain else {}
    return {"field": field, "type": "quantitative", "title": title, "scale": {**scale, **more.pop("scale", {})}, **more}


def told_apart(field: str, names: Sequence[str], by: Sequence[Any], **legend: Any) -> Json:
    """A nominal channel: a colour, a shape or a dash for each name."""
    return {"field": field, "type": "nominal", "scale": {"domain": list(names), "range": list(by)}, "legend": legend}


def lines_apart(field: str, names: Sequence[str], colours: Sequence[str], dashes: Sequence[Sequence[int]]) -> Json:
    """The channels that give each name a colour and a dash."""
    legend = {"symbolType": "stroke", "symbolSize": 600, "symbolStrokeWidth": 3}
    by = {"color": colours, "strokeDash": dashes}
    return {channel: told_apart(field, names, each, **legend) for channel, each in by.items()}


def rounded(values: ArrayLike | Sequence[float | None]) -> list[float | None]:
    """Four digits are more than a screen shows; what is not finite leaves a gap."""
    return [float(f"{value:.4g}") if np.isfinite(value) else None for value in np.ravel(np.asarray(values, float))]


def evenly(low: float, high: float, step: float) -> tuple[float, ...]:
    """From low to high, both included, without the dust of arithmetic."""
    return tuple(round(low + step * place, 6) for place in range(round((high - low) / step) + 1))


def words(key: str = "") -> dict[str, str]:
    """What is said of a chart, or of all, in the language that is spoken, and nowhere else."""
    of_charts = site.words()["charts"]
    return of_charts[key] if key else of_charts


def _lab(cell: str) -> tuple[Path, str, str]:
    """The notebook of a lab's cell, the text before it, and the one after it, which answers."""
    path = path_of("-".join(cell.split("-")[1:3]))
    cells = nbformat.read(path, as_version=4).cells
    place = [each.id for each in cells].index(cell)
    return path, cells[place - 1].source, cells[place + 1].source
