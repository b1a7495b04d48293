"""Where a small network draws the line between two half-moons of points. Turns controls into pictures only."""

from __future__ import annotations

import ipywidgets as widgets
from matplotlib.figure import Figure

from helpers.labs.parts.drawings import draw_boundary, stage_plane
from helpers.labs.parts.instant_lab import InstantLab, labelled
from helpers.text import say
from helpers.training.moons import FUNCTIONS, NEURONS, STEPS, MoonNetwork, load_moons


class BoundaryLab(InstantLab):
    """Controls: neurons (0, 1, 2, 3, 4 or 8), activation, and steps of training (0 to 3000)."""

    title_key = "small.boundary"
    size = (8.6, 4.0)

    def __init__(self) -> None:
        self._moons = load_moons()
        names = [(say(f"small.boundary.{name}"), name) for name in FUNCTIONS]
        self.neurons = labelled("small.boundary.neurons", _stops(NEURONS, 2))
        self.activation = labelled("setting.activation", widgets.Dropdown(options=names, value="relu"))
        self.steps = labelled("small.boundary.steps", _stops(STEPS, STEPS[-1]))
        super().__init__(self.neurons, self.activation, self.steps)

    def stage(self, figure: Figure) -> None:
        """Draw the points."""
        figure.subplots_adjust(left=0.07, right=0.76, bottom=0.13, top=0.91)
        stage_plane(self._moons.points, self._moons.labels, figure.subplots())

    def draw(self, figure: Figure) -> str:
        """Draw both sides of the boundary, and the line of each neuron."""
        network = self._moons.networks[self.activation.value, self.neurons.value, self.steps.value]
        (ax,) = figure.axes
        crosses = draw_boundary(network, ax)
        counts = {"points": len(self._moons.points), "right": self._moons.right(network)}
        ax.set_title(say("small.boundary.title", **counts))
        hidden = "small.boundary.hidden" if network.neurons else "small.boundary.no_hidden"
        return say(
            "small.boundary.says",
            network=say(hidden, neurons=network.neurons, name=say(f"small.boundary.{network.activation}")),
            steps=self.steps.value,
            shape=say(f"small.boundary.shape_{_shape(network, crosses)}"),
            **counts,
        )


def _shape(network: MoonNetwork, crosses: bool) -> str:
    """How the boundary runs, by what the network is made of."""
    if not crosses:
        return "none"
    if network.neurons == 0:
        return "no_hidden"
    return "one" if network.neurons == 1 else network.activation


def _stops(values: tuple[int, ...], value: int) -> widgets.SelectionSlider:
    return widgets.SelectionSlider(options=[(f"{each:,}", each) for each in values], value=value)
