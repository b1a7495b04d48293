"""What the network of a run looks like inside: a sentence and a picture."""

from __future__ import annotations

from html import escape

import ipywidgets as widgets

from helpers.labs.parts.inside_chart import WIDTH, InsideChart
from helpers.labs.parts.picture import Picture
from helpers.text import say
from helpers.text.html import WHOLE_WORDS
from helpers.training.describe import describe_inside
from helpers.training.inside import Inside
from helpers.training.runs import RunState


class InsideView(widgets.VBox):
    """Shows the latest look inside a run, and draws none twice."""

    def __init__(self) -> None:
        self._chart: InsideChart | None = InsideChart()
        self._shown: Inside | None = None
        layout = {"width": "100%", "max_width": f"{WIDTH}px", "object_fit": "contain"}
        self.picture = Picture(format="png", layout=layout)
        self.sentence = widgets.HTML()
        super().__init__([self.sentence, self.picture])
        self.show(None)

    def show(self, run: RunState | None) -> None:
        """Show the look inside that a run's state has, or say why there is none."""
        inside = run.inside if run else None
        if self._chart is None or (inside and inside is self._shown):
            return
        if inside:
            self.picture.value, words = self._chart.png(inside), describe_inside(inside)
        else:
            words = say("inside.precomputed" if run and run.history.origin == "precomputed" else "inside.none")
        self.picture.layout.display = None if inside else "none"
        self.picture.tooltip = words
        self.sentence.value = f'<div style="{WHOLE_WORDS}">{escape(words)}</div>'
        self._shown = inside

    def close(self) -> None:
        """Leave the page, and let go of the figure and of what was shown."""
        self._chart = self._shown = None
        super().close()
