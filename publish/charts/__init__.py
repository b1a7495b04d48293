"""What answers without Python: charts of the stored runs and of small labs, for the course's site.

`charts` makes them in the language that is spoken, `as_myst` the page of one, `write_charts` the files that all pages
load.
"""

from __future__ import annotations

import json
import shutil
from html import escape
from pathlib import Path

from publish.charts.chart import Chart
from publish.charts.labs import activation_chart, cross_entropy_chart, descent_chart, softmax_chart
from publish.charts.runs import runs_chart
from publish.packages import Package, fetch, unpack

__all__ = ["SCRIPTS", "Chart", "as_myst", "charts", "write_charts"]

TEMPLATES = Path(__file__).parents[1] / "templates" / "chart"
VEGA = Package(
    "vega",
    "6.4.0",
    "ac75c2ab62e911608b3235c1123ee1a1c63d1b4fe2e5319845ac861928f4e954c5e3e976206d99ee87992828d66d487fee14c4fe65616da38f07bdb0084961ea",
)
VEGA_LITE = Package(
    "vega-lite",
    "6.5.0",
    "7cc5c5eacd0cac88345135a72c87de16d8122f3561cb348aa1bcc6ae1e6b852fa62fa14e6051b79bba2e278536de08fae442be825f452084f9c3bc0b35a03390",
)
SCRIPTS = {package: f"build/{package.name}.min.js" for package in (VEGA, VEGA_LITE)}
OWN = ("charts.css", "charts.js")


def charts() -> dict[str, Chart]:
    """Key → chart, in the language that is spoken."""
    made = (descent_chart(), softmax_chart(), cross_entropy_chart(), activation_chart(), runs_chart())
    return {chart.key: chart for chart in made}


def write_charts(folder: Path) -> None:
    """Write what the pages of charts load.

    Raises:
        Unreachable: A package cannot be fetched; nothing has been written.
    """
    archives = {package: fetch(package) for package in SCRIPTS}
    for package, archive in archives.items():
        unpack(archive, ("LICENSE", SCRIPTS[package]), folder / package.name)
    for name in OWN:
        shutil.copy(TEMPLATES / name, folder)


def as_myst(chart: Chart, folder: str = "charts") -> str:
    """The page of a chart, in MyST Markdown.

    Args:
        chart: One of `charts`.
        folder: The way from the page to the folder of `write_charts`.
    """
    spec = json.dumps(chart.spec, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    sources = [*(f"{package.name}/{script}" for package, script in SCRIPTS.items()), "charts.js"]
    block = [
        f'<link rel="stylesheet" href="{folder}/charts.css">',
        '<div class="chart">',
        f'<div class="chart-inputs" role="group" aria-label="{escape(chart.title)}"></div>',
        '<div class="chart-views"></div>',
        f'<p class="chart-says" role="status">{escape(chart.start)}</p>',
        f"<noscript><p>{escape(chart.no_script)}</p></noscript>",
        f'<script type="application/json">{spec}</script>',
        "</div>",
        *(f'<script defer src="{folder}/{source}"></script>' for source in sources),
    ]
    return "\n\n".join([f"# {chart.title}", chart.lead, "\n".join(block), chart.answer]) + "\n"
