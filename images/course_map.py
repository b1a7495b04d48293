"""The map of the course: which notebook builds on which, and what one hands on to the next.

It knows the notebooks by their numbers and opens none of them.
"""

from __future__ import annotations

from helpers.colours import BLUE, GREEN, ORANGE, PURPLE
from images.svg import WHITE, Point, arrow, box, page, text
from images.words import say

HEIGHT = 84  # of a notebook
LESSONS = [  # number, colour, and where its notebooks stand
    ("7-1", BLUE, (80, 202)),
    ("7-2", GREEN, (356, 478, 600)),
]
NOTEBOOKS = ("7-1a", "7-1b", "7-2a", "7-2b", "7-2c")
BESIDE = [("7-0", ORANGE), ("7-9", PURPLE)]


def draw_course_map() -> str:
    """Draw five notebooks one below another, in two lessons, and to their right two notebooks of reference."""
    rows = [y for *_, places in LESSONS for y in places]
    colours = [colour for _, colour, places in LESSONS for _ in places]
    shapes = []
    for number, colour, (first, *_, last) in LESSONS:
        middle = (first + last) / 2
        shapes.append(box((238, middle), (444, last - first + HEIGHT + 28), colour, WHITE, corner=10))
        shapes.append(text((70, middle - 14), number, 20, bold=True))
        shapes += _below((70, middle + 14), say(f"course-map.{number}"), 20)
    for number, y, colour in zip(NOTEBOOKS, rows, colours, strict=True):
        title = f"{number} {say(f'course-map.{number}')}"
        shapes += [box((288, y), (316, HEIGHT), colour), text((288, y - 17), title, 18, bold=True)]
        shapes += [text((288, y + 17), say(f"course-map.{number}_new"), 15)]
    for number, y, below in zip(NOTEBOOKS, rows, rows[1:], strict=False):
        shapes.append(arrow((160, y + HEIGHT / 2), (160, below - HEIGHT / 2)))
        shapes.append(text((176, (y + below) / 2), say(f"course-map.{number}_next"), 15, "start"))
    for (number, colour), (*_, (first, *_, last)) in zip(BESIDE, LESSONS, strict=True):
        middle = (first + last) / 2
        shapes.append(box((632, middle), (212, last - first + HEIGHT + 28), colour, corner=10))
        shapes.append(text((632, middle - 58), number, 20, bold=True))
        title = say(f"course-map.{number}")
        more = 8 * title.count("\n")
        shapes += _below((632, middle - 28 - more), title, 20, bold=True)
        shapes += _below((632, middle + 8 + more), say(f"course-map.{number}_purpose"), 25)
    shapes += [text((380, 684), say("course-map.order")), text((380, 712), say("course-map.choice"))]
    return page(
        say("course-map.title"),
        say("course-map.description"),
        (760, 740),
        *shapes,
    )


def _below(at: Point, lines: str, gap: float, bold: bool = False) -> list[str]:
    """Draw lines of text one below another, the first one at that place."""
    return [text((at[0], at[1] + gap * row), words, bold=bold) for row, words in enumerate(lines.splitlines())]
