"""The same logits through sigmoids and through softmax. Turns controls into pictures only."""

from __future__ import annotations

import ipywidgets as widgets
import numpy as np
from matplotlib.figure import Figure

from helpers.formulas import sigmoid, softmax
from helpers.labs.parts.drawings import draw_bars, stage_bars
from helpers.labs.parts.instant_lab import InstantLab, labelled
from helpers.text import class_names, say

LOGITS = (2.0, -1.0, 1.0, -2.0, 0.5)
MARGIN = 2  # pixels, left of the longest class name


class SoftmaxLab(InstantLab):
    """Controls: logits, one slider (-5 to 5) for each of the first five classes."""

    title_key = "small.softmax"

    def __init__(self) -> None:
        self.logits = [
            labelled("small.softmax.logit", widgets.FloatSlider(value, min=-5, max=5, step=0.1), name)
            for name, value in zip(_names(), LOGITS, strict=True)
        ]
        super().__init__(*self.logits)

    def stage(self, figure: Figure) -> None:
        """Make room for two rows of bars."""
        figure.subplots_adjust(left=0.09, right=0.99, bottom=0.1, top=0.88, wspace=0.05)
        for ax in (axes := figure.subplots(1, 2, sharey=True)):
            stage_bars(_names(), True, ax)
        if (outside := MARGIN - axes[0].get_tightbbox().x0) > 0:
            figure.subplots_adjust(left=0.09 + outside / figure.bbox.width)

    def draw(self, figure: Figure) -> str:
        """Draw five independent probabilities beside five that share 1."""
        z = np.array([logit.value for logit in self.logits])
        shown = {"sigmoid": sigmoid(z), "softmax": softmax(z)}
        for ax, (name, values) in zip(figure.axes, shown.items(), strict=True):
            draw_bars(values, None, True, ax)
            ax.set_title(say(f"small.softmax.{name}_title", total=values.sum()))
        return describe_softmax(z)


def describe_softmax(z: np.ndarray) -> str:
    """Say what becomes of these logits of the first classes, (n,) with n <= 10."""
    probabilities = softmax(z)
    return say(
        "small.softmax.says",
        names=", ".join(name for name, value in zip(class_names(), z, strict=False) if value == z.max()),
        probability=probabilities.max(),
        total=probabilities.sum(),
        sigmoid_total=sigmoid(z).sum(),
    )


def _names() -> tuple[str, ...]:
    """The classes whose logits are shown."""
    return class_names()[: len(LOGITS)]
