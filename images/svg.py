"""Shapes as SVG text, and the page that holds them.

A point is (x, y) in pixels from the top left; every function returns SVG text.
"""

from __future__ import annotations

import math
import re
from html import escape
from typing import Literal

Point = tuple[float, float]

INK, WHITE = "#1a1a1a", "#ffffff"
FONTS = "NanumGothic, 'Nanum Gothic', 'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans KR', sans-serif"
SMALLEST_FONT = 14


def pale(colour: str, share: float = 0.2) -> str:
    """That share of the colour, mixed with white."""
    channels = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(255 - share * (255 - channel)):02x}" for channel in channels)


def line(start: Point, end: Point, colour: str = INK, width: float = 2, dashes: str | None = None) -> str:
    """A straight line."""
    (x1, y1), (x2, y2) = start, end
    return _element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, stroke_width=width, stroke_dasharray=dashes)


def arrow(start: Point, end: Point, colour: str = INK, width: float = 2) -> str:
    """A straight line with a head whose tip lies at the end."""
    (x1, y1), (x, y) = start, end
    length = math.dist(start, end)
    dx, dy = (x - x1) / length, (y - y1) / length
    base = (x - 10 * dx, y - 10 * dy)
    corners = [end, (base[0] - 5 * dy, base[1] + 5 * dx), (base[0] + 5 * dy, base[1] - 5 * dx)]
    return line(start, base, colour, width) + _element("polygon", points=_points(corners), fill=colour)


def polyline(points: list[Point], colour: str = INK, width: float = 2) -> str:
    """Points joined by lines, unfilled."""
    return _element("polyline", points=_points(points), fill="none", stroke=colour, stroke_width=width)


def circle(centre: Point, radius: float, colour: str = INK, fill: str | None = None) -> str:
    """A circle, filled with a pale tone of its colour unless told otherwise."""
    x, y = centre
    return _element("circle", cx=x, cy=y, r=radius, fill=fill or pale(colour), stroke=colour, stroke_width=2)


def box(
    centre: Point, size: Point, colour: str = INK, fill: str | None = None, dashes: str | None = None, corner: float = 6
) -> str:
    """A box (width, height) around its centre, filled with a pale tone of its colour unless told otherwise."""
    (x, y), (width, height) = centre, size
    return _element(
        "rect",
        x=x - width / 2,
        y=y - height / 2,
        width=width,
        height=height,
        rx=corner,
        fill=fill or pale(colour),
        stroke=colour,
        stroke_width=2,
        stroke_dasharray=dashes,
    )


def text(
    at: Point,
    content: str,
    size: float = 16,
    anchor: Literal["start", "middle", "end"] = "middle",
    colour: str = INK,
    bold: bool = False,
    halo: bool = False,
) -> str:
    """One line of text, centred vertically on its point; `w_1` has a subscript, and a halo hides lines below."""
    x, y = at
    look: dict[str, str | float | None] = {"font_weight": "bold" if bold else None}
    if halo:
        look |= {"paint_order": "stroke", "stroke": WHITE, "stroke_width": 6, "stroke_linejoin": "round"}
    words, middle = _with_subscripts(escape(content, quote=False)), y + 0.35 * size
    return _element("text", words, x=x, y=middle, font_size=size, text_anchor=anchor, fill=colour, **look)


def page(title: str, description: str, size: tuple[int, int], *shapes: str) -> str:
    """A whole SVG file: the shapes on a white sheet, so that they show on a dark theme too."""
    width, height = size
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" font-family="{FONTS}">',
        _element("title", escape(title, quote=False)),
        _element("desc", escape(description, quote=False)),
        _element("rect", width=width, height=height, rx=12, fill=WHITE),
        *shapes,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def towards(centre: Point, start: Point, radius: float) -> Point:
    """Where a line from the start meets the circle around the centre."""
    share = radius / math.dist(centre, start)
    return centre[0] + share * (start[0] - centre[0]), centre[1] + share * (start[1] - centre[1])


def dots(centre: Point, gap: float = 13) -> str:
    """Three dots one below another, for what is left out in between."""
    x, y = centre
    return "".join(circle((x, y + step * gap), 2, INK, INK) for step in (-1, 0, 1))


def _element(name: str, content: str = "", **attributes: str | float | None) -> str:
    written = [f' {key.replace("_", "-")}="{_short(value)}"' for key, value in attributes.items() if value is not None]
    return f"<{name}{''.join(written)}" + (f">{content}</{name}>" if content else "/>")


def _short(value: str | float) -> str:
    return value if isinstance(value, str) else f"{round(value, 1) + 0.0:g}"


def _points(points: list[Point]) -> str:
    return " ".join(f"{_short(x)},{_short(y)}" for x, y in points)


def _with_subscripts(content: str) -> str:
    first, *rest = re.split(r"_(\d+|n)", content)
    lowered = [f'<tspan font-size="{SMALLEST_FONT}" dy="4">{subscript}</tspan>' for subscript in rest[::2]]
    raised = [f'<tspan dy="-4">{after}</tspan>' if after else "" for after in rest[1::2]]
    return first + "".join(low + high for low, high in zip(lowered, raised, strict=True))
