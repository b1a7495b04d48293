"""What labs that do not train share: controls, a picture and a sentence, renewed at every move."""

from __future__ import annotations

from html import escape

import ipywidgets as widgets
from matplotlib.figure import Figure

from helpers.labs.parts.controls import LAYOUT, STYLE, dress, named, with_field
from helpers.labs.parts.lab import Lab
from helpers.labs.parts.picture import Picture
from helpers.labs.parts.stage import DPI, Stage
from helpers.text import say


class InstantLab(Lab):
    """Controls, a picture and a sentence; picture and sentence follow every move of a control.

    Drawing axes takes longer than a slider waits: those of `stage` are drawn once, and `draw` adds what moves.

    Attributes:
        sentence: What the picture shows, also for those who cannot see it.
    """

    size = (8.6, 3.0)  # inches, 100 pixels each

    def __init__(self, *controls: widgets.ValueWidget):
        width = f"{self.size[0] * DPI:.0f}px"
        self.sentence = ""
        self._stage: Stage | None = Stage(self.size, self.stage)
        self._picture = Picture(format="png", layout={"width": "100%", "max_width": width, "object_fit": "contain"})
        self._words = widgets.HTML(layout={"max_width": width})
        row = widgets.Box([with_field(each) for each in controls], layout={"flex_flow": "row wrap", "max_width": width})
        super().__init__([row, self._picture, self._words])
        self._show()
        self._first_picture, self._first_sentence = bytes(self._picture.value), self.sentence
        for control in controls:
            control.observe(self._show, "value")

    def picture(self) -> bytes:
        """The lab's first picture, as a PNG."""
        return self._first_picture

    def alt_text(self) -> str:
        """The sentence of that picture."""
        return self._first_sentence

    def let_go(self) -> None:
        """Let go of the figure."""
        self._stage = None

    def stage(self, figure: Figure) -> None:
        """Put axes with fixed limits on an empty figure, and everything on them that does not move."""
        raise NotImplementedError

    def draw(self, figure: Figure) -> str:
        """Add to the axes, titles included, what the controls say; return the sentence that says it."""
        raise NotImplementedError

    def _show(self, _change: object = None) -> None:
        if self._stage is None:  # closed
            return
        self.sentence = self.draw(self._stage.figure)
        self._picture.value = self._stage.png()
        self._picture.tooltip = self.sentence
        self._words.value = escape(self.sentence)


def labelled(key: str, control: widgets.ValueWidget, name: str = "") -> widgets.ValueWidget:
    """Put the words of that key before the control; name fills {name} in them."""
    control.description = say(key, name=name)
    dress(control, LAYOUT, STYLE)
    return named(control)
