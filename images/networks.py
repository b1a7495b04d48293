"""The parts of a picture of a network: pixels, neurons, wires, softmax and its probabilities.

Nothing is trained: the scores are made up for the pictures, and the probabilities follow from them.
"""

from __future__ import annotations

from collections.abc import Iterable

from helpers.colours import GREY, PURPLE, SKY, VERMILLION
from helpers.formulas import softmax
from helpers.text import CLASSES, class_names
from helpers.text.html import width_of
from images.svg import Point, arrow, box, circle, dots, line, pale, text, towards
from images.words import say

PIXELS, HIDDEN = 28 * 28, 100
NAME = 9  # what a class name has room for, as `width_of` counts
SCORES = (-2.6, -3.6, -3.0, -2.4, -3.4, -0.2, -2.4, 1.2, -1.1, 2.0)  # an ankle boot that resembles a sneaker


def parameters(inputs: int, neurons: int) -> int:
    """The number of weights and biases of a dense layer."""
    return inputs * neurons + neurons


def rows(x: float) -> list[Point]:
    """Ten points one below another, one per class."""
    return [(x, 110 + 42 * row) for row in range(CLASSES)]


def heading(x: float, title: str, note: str) -> list[str]:
    """Draw a column's title, and a smaller line below it."""
    return [text((x, 38), title, 18, bold=True), text((x, 64), note, 15)]


def column(x: float, last: int) -> dict[str, Point]:
    """Where the first two and the last two of that many stand, by number."""
    numbers = ("1", "2", str(last - 1), str(last))
    return dict(zip(numbers, [(x, 140), (x, 208), (x, 390), (x, 458)], strict=True))


def pixels(places: dict[str, Point]) -> list[str]:
    """Draw a column of pixels, which are data and therefore boxes, not circles."""
    shapes = [box(at, (54, 40), GREY) + text(at, f"x_{number}", 18) for number, at in places.items()]
    return [*shapes, dots((places["1"][0], 299), 20)]


def neurons(places: dict[str, Point], radius: float, colour: str) -> list[str]:
    """Draw a column of hidden neurons."""
    shapes = [circle(at, radius, colour) + text(at, f"h_{number}", 18) for number, at in places.items()]
    return [*shapes, dots((places["1"][0], 299), 20)]


def class_neurons(places: list[Point]) -> list[str]:
    """Draw ten neurons labelled 0 to 9."""
    return [circle(at, 16, SKY) + text(at, str(label)) for label, at in enumerate(places)]


def wires(starts: Iterable[Point], shift: float, ends: Iterable[Point], radius: float) -> list[str]:
    """Join every start, shifted to its right edge, with every circle of that radius."""
    ends = list(ends)
    starts = [(x + shift, y) for x, y in starts]
    return [line(start, towards(end, start, radius), pale(GREY, 0.6), 1) for start in starts for end in ends]


def softmax_box(left: float, right: float, start: float) -> list[str]:
    """Draw one tall box: ten arrows come in from x = start, and ten leave on its right."""
    centre = ((left + right) / 2, 299)
    shapes = [box(centre, (right - left, 416), PURPLE), text(centre, say("parts.softmax"), bold=True)]
    for _, y in rows(0):
        shapes += [arrow((start, y), (left, y)), arrow((right, y), (right + 20, y))]
    return shapes


def probabilities(names: float, bars: float, longest: float) -> list[str]:
    """Draw the example's probabilities: class names, bars (the longest stands for 1) and numbers.

    The bars give way to names longer than NAME.
    """
    more = 5 * max(0, max(map(width_of, class_names())) - NAME)
    bars, longest = bars + more, longest - more
    shapes = []
    for (_, y), name, chance in zip(rows(0), class_names(), softmax(SCORES), strict=True):
        length = max(1.0, longest * chance)
        shapes += [
            text((names, y), name, 15, "start"),
            box((bars + length / 2, y), (length, 14), VERMILLION, VERMILLION, corner=1),
        ]
        shapes.append(text((bars + longest + 36, y), f"{chance:.2f}", 15, "end"))
    return shapes


def score(at: Point, value: float) -> str:
    """A score with a true minus sign."""
    return text(at, f"{value:.1f}".replace("-", "−"), 15)
