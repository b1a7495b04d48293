"""A walk down the loss of one weight. Turns controls into a walk and a walk into two pictures.

The loss is a parabola: its slope is the distance from the lowest point, so that each step multiplies this distance by
1 - learning rate. All that a rate can do happens here at numbers that a learner works out in the head: it creeps below
1, arrives at 1, overshoots above, hops for ever at 2 and diverges beyond. The log loss of a classifier would not do:
its slope is never larger than the input, so that too large a rate only hops to and fro.
"""

from __future__ import annotations

import ipywidgets as widgets
import numpy as np
from matplotlib.figure import Figure

from helpers.formulas import LOWEST, one_weight_descent, one_weight_loss
from helpers.labs.parts.drawings import WEIGHT_LIMITS, draw_descent, stage_descent
from helpers.labs.parts.instant_lab import InstantLab, labelled
from helpers.text import say

ARRIVED = 0.05  # the distance from the lowest point that counts as there


class DescentLab(InstantLab):
    """Controls: learning_rate (0.05 to 2.5), start (a weight from -3 to 7), steps (1 to 20)."""

    title_key = "small.descent"

    def __init__(self) -> None:
        rate = widgets.FloatSlider(0.1, min=0.05, max=2.5, step=0.05, readout_format=".2f")
        self.learning_rate = labelled("setting.learning_rate", rate)
        low, high = WEIGHT_LIMITS
        self.start = labelled("small.descent.start", widgets.FloatSlider(-2, min=low + 1, max=high - 1, step=0.5))
        self.steps = labelled("small.descent.steps", widgets.IntSlider(5, min=1, max=20))
        super().__init__(self.learning_rate, self.start, self.steps)

    def stage(self, figure: Figure) -> None:
        """Draw the loss over the weight, and make room for the loss after each step."""
        figure.subplots_adjust(left=0.07, right=0.98, bottom=0.17, top=0.9, wspace=0.2)
        stage_descent(self.steps.max, *figure.subplots(1, 2))

    def draw(self, figure: Figure) -> str:
        """Draw the walk."""
        rate = round(self.learning_rate.value, 2)
        weights = one_weight_descent(self.start.value, rate, self.steps.value)
        draw_descent(weights, *figure.axes)
        curve, after = figure.axes
        curve.set_title(say("small.descent.title", rate=rate))
        last = one_weight_loss(weights[-1])
        after.set_title(say("small.descent.losses_title", steps=self.steps.value, last=last))
        return describe_descent(weights, rate)


def describe_descent(weights: np.ndarray, rate: float) -> str:
    """Say how a walk at that learning rate, (steps + 1,), has gone."""
    first, *_, last = one_weight_loss(weights)
    values = {"rate": rate, "steps": len(weights) - 1, "first": first, "last": last, "weight": weights[-1]}
    return say(f"small.descent.{_outcome(weights, rate)}", **values)


def _outcome(weights: np.ndarray, rate: float) -> str:
    """How a walk has gone: the name of its sentence."""
    distances = np.abs(weights - LOWEST)
    if distances[0] == 0:
        return "stays"
    if rate >= 2:
        return "diverges" if rate > 2 else "hops"
    crosses = "over" if rate > 1 else "straight"
    return f"{crosses}_{'arrived' if distances[-1] <= ARRIVED else 'on_the_way'}"
