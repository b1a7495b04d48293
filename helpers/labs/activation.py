"""Sigmoid and ReLU at one z, and what a chain of layers makes of a gradient. Turns controls into pictures only."""

from __future__ import annotations

import ipywidgets as widgets
from matplotlib.figure import Figure

from helpers.formulas import ACTIVATIONS, chained_slopes
from helpers.labs.parts.drawings import LAYERS_LIMIT, Z_LIMIT, draw_chain, draw_tangent, stage_activation, stage_chain
from helpers.labs.parts.instant_lab import InstantLab, labelled
from helpers.text import say


class ActivationLab(InstantLab):
    """Controls: z (-10 to 10) and layers (1 to 10), each of which gets the same z."""

    title_key = "small.activation"

    def __init__(self) -> None:
        self.z = labelled("small.activation.z", widgets.FloatSlider(2, min=-Z_LIMIT, max=Z_LIMIT, step=0.1))
        self.layers = labelled("small.activation.layers", widgets.IntSlider(5, min=1, max=LAYERS_LIMIT))
        super().__init__(self.z, self.layers)

    def stage(self, figure: Figure) -> None:
        """Draw both functions, and make room for the products of slopes."""
        *functions, chain = figure.subplots(1, 3)
        figure.subplots_adjust(left=0.05, right=0.99, bottom=0.17, top=0.9, wspace=0.2)
        for ax, name in zip(functions, ACTIVATIONS, strict=True):
            stage_activation(name, ax)
        stage_chain([say(f"small.activation.{name}") for name in ACTIVATIONS], chain)

    def draw(self, figure: Figure) -> str:
        """Draw the tangents at z and the products of slopes."""
        z, layers = self.z.value, self.layers.value
        slopes = {name: chained_slopes(name, z, layers) for name in ACTIVATIONS}
        *functions, chain = figure.axes
        for ax, name in zip(functions, ACTIVATIONS, strict=True):
            draw_tangent(name, z, ax)
            ax.set_title(say(f"small.activation.{name}_title", slope=slopes[name][0]))
        draw_chain(slopes, chain)
        chain.set_title(say("small.activation.chain", layers=layers))
        return describe_slopes(z, layers)


def describe_slopes(z: float, layers: int) -> str:
    """Say what the slopes at z are, and what that many layers make of a gradient."""
    slopes = {name: chained_slopes(name, z, layers) for name in ACTIVATIONS}
    first = {name: values[0] for name, values in slopes.items()}
    last = {f"{name}_chain": values[-1] for name, values in slopes.items()}
    return say("small.activation.says", z=z, layers=layers, **first, **last)
