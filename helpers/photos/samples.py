"""Clothing drawn by code, as if photographed at home."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from helpers.text import say

SIZE = (400, 480)  # pixels, width and height
LARGER = 2  # drawn this much larger, then reduced: smooth edges
GRID = 100  # clothing is drawn in 100 × 120 units

Point = tuple[float, float]


@dataclass(frozen=True)
class Garment:
    """What a photo shows.

    Attributes:
        label: Its class, 0..9.
        colour: (r, g, b).
        background: One of BACKGROUNDS.
        tilt: Degrees, counter-clockwise.
    """

    label: int
    colour: tuple[int, int, int]
    background: str
    tilt: float = 0


class Cloth:
    """A transparent sheet to draw clothing on, in units of 100 × 120 from the top left."""

    def __init__(self, colour: tuple[int, int, int]):
        self._scale = LARGER * SIZE[0] / GRID
        self.image = Image.new("RGBA", (LARGER * SIZE[0], LARGER * SIZE[1]), (*colour, 0))
        self._draw = ImageDraw.Draw(self.image)
        self._colour = np.array(colour)

    def both(self, *points: Point, light: float = 1) -> None:
        """Draw a shape from the points of its left half, top down, and their mirror images."""
        self.shape(*points, *((GRID - x, y) for x, y in reversed(points)), light=light)

    def shape(self, *points: Point, light: float = 1) -> None:
        """Draw a filled shape.

        Args:
            points: Its corners.
            light: Below 1 darker than the cloth, above 1 towards white, which is 2.
        """
        self._draw.polygon(self._pixels(points), fill=self._shade(light))

    def line(self, *points: Point, light: float = 0.75, width: float = 0.6) -> None:
        """Draw a seam, a lace or a handle."""
        self._draw.line(self._pixels(points), self._shade(light), round(width * self._scale), joint="curve")

    def oval(self, corner: Point, opposite: Point, light: float = 1) -> None:
        """Draw an oval between two corners; light 0 cuts a hole."""
        self._draw.ellipse(self._pixels([corner, opposite]), fill=self._shade(light) if light else (0, 0, 0, 0))

    def arc(self, corner: Point, opposite: Point, width: float, light: float = 0.8) -> None:
        """Draw the upper half of an oval's edge."""
        shade, thick = self._shade(light), round(width * self._scale)
        self._draw.arc(self._pixels([corner, opposite]), 180, 360, fill=shade, width=thick)

    def _pixels(self, points: Iterable[Point]) -> list[Point]:
        return [(x * self._scale, y * self._scale) for x, y in points]

    def _shade(self, light: float) -> tuple[int, ...]:
        shade = self._colour * min(light, 1) + (255 - self._colour) * max(light - 1, 0)
        return (*shade.astype(int).tolist(), 255)


def garment_photo(name: str) -> np.ndarray:
    """The photo of one of GARMENTS, (480, 400, 3) uint8, the same at every call.

    Raises:
        KeyError: There is no such garment.
    """
    if name not in GARMENTS:
        raise KeyError(say("garment.unknown", value=name, choices=", ".join(GARMENTS)))
    garment = GARMENTS[name]
    cloth = Cloth(garment.colour)
    SHAPES[name](cloth)
    background = Image.fromarray(
        BACKGROUNDS[garment.background](np.random.default_rng(garment.label)).clip(0, 255).astype(np.uint8)
    )
    sheet = cloth.image.rotate(garment.tilt, Image.Resampling.BICUBIC).resize(SIZE, Image.Resampling.LANCZOS)
    shadow = sheet.getchannel("A").point(lambda value: value * 0.35).filter(ImageFilter.GaussianBlur(5))
    background.paste((0, 0, 0), (3, 4), shadow)
    background.paste(sheet, (0, 0), sheet)
    return np.array(background.filter(ImageFilter.GaussianBlur(0.8)))


def _t_shirt(cloth: Cloth) -> None:
    cloth.both((38, 18), (24, 23), (8, 45), (19, 55), (27, 47), (27, 100))
    cloth.oval((38, 9), (62, 27), light=0)
    cloth.line((27, 47), (28, 40))
    cloth.line((73, 47), (72, 40))
    cloth.line((27, 97), (73, 97))


def _trousers(cloth: Cloth) -> None:
    cloth.both((35, 8), (34, 18), (29, 112), (45, 112), (49.5, 42))
    cloth.both((35, 8), (34.7, 13), light=0.85)
    cloth.line((50, 13), (50, 42), light=0.8)
    cloth.line((39, 30), (37, 108), light=0.9)
    cloth.line((61, 30), (63, 108), light=0.9)


def _dress(cloth: Cloth) -> None:
    cloth.both((40, 8), (38, 9), (38, 22), (35, 30), (39, 48), (30, 112))
    cloth.oval((41, -6), (59, 24), light=0)
    cloth.line((39, 48), (61, 48))
    cloth.line((45, 55), (41, 110), light=0.85)
    cloth.line((55, 55), (59, 110), light=0.85)


def _sneaker(cloth: Cloth) -> None:
    cloth.shape((91, 47), (88, 41), (70, 46), (60, 50), (36, 64), (14, 69), (7, 76), (7, 82), (93, 82), (93, 62))
    cloth.shape((6, 79), (94, 78), (94, 86), (90, 87), (12, 87), (6, 84), light=1.9)
    for x, y in ((45, 60), (52, 56), (59, 52)):
        cloth.line((x, y), (x + 5, y + 6), light=1.9, width=1.2)
    cloth.shape((60, 72), (84, 58), (86, 61), (62, 75), light=1.8)


def _bag(cloth: Cloth) -> None:
    cloth.arc((32, 20), (68, 84), width=4)
    cloth.shape((15, 48), (85, 48), (90, 102), (10, 102))
    cloth.shape((15, 48), (85, 48), (86, 62), (50, 72), (14, 62), light=0.8)
    cloth.oval((47, 67), (53, 73), light=1.3)


def _ankle_boot(cloth: Cloth) -> None:
    cloth.shape((54, 22), (87, 22), (86, 50), (89, 80), (89, 84), (9, 84), (8, 77), (16, 70), (38, 63), (52, 50))
    cloth.shape((8, 82), (90, 82), (90, 96), (68, 96), (64, 89), (8, 89), light=0.6)
    cloth.line((56, 22), (56, 50), (42, 66), light=1.3)
    cloth.line((54, 27), (87, 27), light=1.25)


def _table(random: np.random.Generator) -> np.ndarray:
    """White, a little darker on one side."""
    return _tinted(236 - 14 * _across() + random.normal(0, 1.5, SIZE[::-1]), (1, 0.99, 0.96))


def _floor(random: np.random.Generator) -> np.ndarray:
    """Dark boards with a grain."""
    rows, _ = np.indices(SIZE[::-1])
    grain = np.repeat(random.normal(0, 3, (SIZE[1], 1)), SIZE[0], axis=1) + random.normal(0, 2, SIZE[::-1])
    return _tinted(52 + grain - 16 * (rows % 96 < 2), (1.1, 0.9, 0.75))


def _wall(random: np.random.Generator) -> np.ndarray:
    """Light falls on it from one side."""
    return _tinted(225 - 80 * _across() + random.normal(0, 2, SIZE[::-1]), (0.97, 1, 1))


def _carpet(random: np.random.Generator) -> np.ndarray:
    """A bright, coarse texture."""
    coarse = random.normal(0, 7, (SIZE[1] // 4, SIZE[0] // 4)).repeat(4, axis=0).repeat(4, axis=1)
    return _tinted(196 + coarse + random.normal(0, 4, SIZE[::-1]), (1, 0.96, 0.88))


def _sheet(random: np.random.Generator) -> np.ndarray:
    """A bed sheet with soft folds."""
    rows, columns = np.indices(SIZE[::-1])
    folds = 5 * np.sin(columns / 31 + rows / 47) + 4 * np.sin(rows / 23 - columns / 60)
    return _tinted(212 + folds + random.normal(0, 2, SIZE[::-1]), (0.94, 0.98, 1.04))


def _across() -> np.ndarray:
    """0 at the top left to 1 at the bottom right, (height, width)."""
    rows, columns = np.indices(SIZE[::-1])
    return (rows / SIZE[1] + columns / SIZE[0]) / 2


def _tinted(light: np.ndarray, tint: tuple[float, float, float]) -> np.ndarray:
    return light[..., None] * np.array(tint)


GARMENTS = {
    "t_shirt": Garment(0, (44, 62, 118), "table"),
    "trousers": Garment(1, (198, 178, 142), "floor"),
    "dress": Garment(3, (176, 46, 62), "wall"),
    "sneaker": Garment(7, (70, 92, 96), "carpet", tilt=-4),
    "bag": Garment(8, (128, 78, 44), "sheet", tilt=6),
    "ankle_boot": Garment(9, (54, 46, 44), "table", tilt=5),
}
SHAPES: dict[str, Callable[[Cloth], None]] = {
    "t_shirt": _t_shirt,
    "trousers": _trousers,
    "dress": _dress,
    "sneaker": _sneaker,
    "bag": _bag,
    "ankle_boot": _ankle_boot,
}
BACKGROUNDS: dict[str, Callable[[np.random.Generator], np.ndarray]] = {
    "table": _table,
    "floor": _floor,
    "wall": _wall,
    "carpet": _carpet,
    "sheet": _sheet,
}
