"""Axes, and curves on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import SupportsFloat

from helpers.colours import BLUE
from helpers.formulas import sigmoid
from images.svg import Point, arrow, line, polyline, text
from images.words import say


@dataclass(frozen=True)
class Axes:
    """A plot on the page.

    Attributes:
        left: Pixels from the page's left edge to the plot's.
        bottom: Pixels from the page's top edge to the plot's bottom.
        width: In pixels, as is height.
        z: The inputs that it spans.
        top: Its largest output.
    """

    left: float
    bottom: float
    width: float
    height: float
    z: tuple[float, float]
    top: float

    def place(self, z: float, output: float) -> Point:
        """Where on the page the point (z, output) lies."""
        low, high = self.z
        return self.left + self.width * (z - low) / (high - low), self.bottom - self.height * output / self.top

    def curve(self, function: Callable[[float], SupportsFloat], colour: str, steps: int = 80, width: float = 4) -> str:
        """Draw a function."""
        low, high = self.z
        zs = [low + (high - low) * step / steps for step in range(steps + 1)]
        return polyline([self.place(z, float(function(z))) for z in zs], colour, width)

    def frame(self, outputs: tuple[float, ...]) -> list[str]:
        """Draw both axes, marked at the smallest z, 0 and the largest, and at these outputs."""
        low, high = self.z
        right, top = self.place(high, 0), self.place(0, self.top)
        shapes = [arrow(self.place(low, 0), (right[0] + 16, right[1])), arrow(self.place(0, 0), (top[0], top[1] - 16))]
        shapes += [text((right[0] + 26, right[1]), "z", 18), text((top[0], top[1] - 28), say("parts.output_axis"))]
        for z in (low, 0, high):
            x, y = self.place(z, 0)
            shapes.append(text((x, y + 18), f"{z:g}".replace("-", "−")))
        for output in outputs:
            x, y = self.place(0, output)
            shapes += [line((x - 5, y), (x + 5, y)), text((x - 12, y), f"{output:g}", anchor="end")]
        return shapes


def small_sigmoid(centre: Point, width: float, height: float) -> str:
    """Draw a sigmoid without axes, as a sign."""
    x, y = centre
    return Axes(x - width / 2, y + height / 2, width, height, (-6, 6), 1).curve(sigmoid, BLUE, 16, 2.5)
