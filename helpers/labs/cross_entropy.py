"""The loss of one predicted probability. Turns a control into a picture only."""

from __future__ import annotations

import ipywidgets as widgets
from matplotlib.figure import Figure

from helpers.formulas import cross_entropy
from helpers.labs.parts.drawings import draw_loss, stage_cross_entropy
from helpers.labs.parts.instant_lab import InstantLab, labelled
from helpers.text import say


class CrossEntropyLab(InstantLab):
    """Control: probability (0.001 to 1) of the true class, initially that of a model that knows nothing."""

    title_key = "small.cross_entropy"

    def __init__(self) -> None:
        control = widgets.FloatSlider(0.1, min=0.001, max=1, step=0.001, readout_format=".3f")
        self.probability = labelled("small.cross_entropy.p", control)
        super().__init__(self.probability)

    def stage(self, figure: Figure) -> None:
        """Draw the curve."""
        figure.subplots_adjust(left=0.07, right=0.98, bottom=0.17, top=0.9)
        stage_cross_entropy(figure.subplots())

    def draw(self, figure: Figure) -> str:
        """Draw the point of this probability."""
        p = self.probability.value
        (ax,) = figure.axes
        draw_loss(p, ax)
        ax.set_title(say("small.cross_entropy.title", p=p, loss=float(cross_entropy(p))))
        return describe_loss(p)


def describe_loss(p: float) -> str:
    """Say what the loss is if the true class has this probability."""
    return say("small.cross_entropy.says", p=p, loss=float(cross_entropy(p)))
