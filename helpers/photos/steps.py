"""From a photo to an image like those that the network has learnt from: a file's bytes, step by step, to (28, 28).

The steps follow those that made Fashion-MNIST from a shop's photos (Xiao, Rasul and Vollgraf, 2017, "Fashion-MNIST: a
Novel Image Dataset for Benchmarking Machine Learning Algorithms", section 2): edges in the colour of the corners are
trimmed, the longest side becomes 28 pixels, the shortest is padded with the image in the centre, intensities are
negated, and pixels are 8 bits of grey. A shop's background is white and a student's is not: here it is measured at the
corners and removed. Their sharpening is left out: a filter that averages loses less.
"""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image, ImageFilter, ImageOps

from helpers.text import say

SIZE = 28
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP")
MAX_BYTES = 30_000_000
MAX_PIXELS = 51_000_000  # of a JPEG, which is reduced while it is decoded; 6 bytes each if progressive
MAX_DECODED = 13_000_000  # pixels in memory at once, 4 bytes each, plus a copy or two; a phone makes 12 million
MAX_SIDE = 512  # pixels of the longest side of a photo that has been read: far more than 28, and fast
CORNER = 0.1  # of a side: where the background is measured
FAINTEST = 0.05 * 255  # what differs by less is background, as for Fashion-MNIST's authors
THREAD = 0.005  # of a side: clothing has more pixels in a row
SPREADS = 4  # standard deviations of the background that still count as background


@dataclass(frozen=True)
class PhotoSteps:
    """A photo at each step, in this order.

    Attributes:
        photo: (h, w, 3) uint8.
        grey: (h, w) uint8, as are inverted and cleared.
        cropped: (side, side) uint8.
        small: (28, 28) uint8.
        scaled: (28, 28) float32 in [0, 1], what a model predicts from.
    """

    photo: np.ndarray
    grey: np.ndarray
    inverted: np.ndarray
    cleared: np.ndarray
    cropped: np.ndarray
    small: np.ndarray
    scaled: np.ndarray


def photo_steps(photo: np.ndarray) -> PhotoSteps:
    """Take a photo, (h, w, 3) uint8 as from `read_photo`, through all steps.

    Raises:
        ValueError: No clothing is visible.
    """
    grey = to_grey(photo)
    inverted = invert_bright_background(grey)
    cleared = clear_background(inverted)
    cropped = crop_to_clothing(cleared)
    small = shrink(cropped)
    return PhotoSteps(photo, grey, inverted, cleared, cropped, small, scale(small))


def read_photo(data: bytes) -> np.ndarray:
    """Read a photo from a file's bytes: upright, (h, w, 3) uint8 RGB, its longest side at most 512 pixels.

    Of an animation the first frame is read; transparency becomes white.

    Raises:
        ValueError: It is not a photo, is damaged, or is so large, judged by its header before it is decoded, that
            reading it would take 300 MB; the message says which in one sentence.
    """
    if not len(data):
        raise ValueError(say("photo.empty", value=len(data), expected=", ".join(FORMATS)))
    if len(data) > MAX_BYTES:
        raise ValueError(say("photo.heavy", value=len(data) / 1e6, expected=MAX_BYTES / 1e6))
    image = _opened(data)
    kind = image.format
    if min(image.size) < SIZE:
        raise ValueError(say("photo.tiny", value=_size(image), expected=SIZE))
    _refuse_large(image)
    try:
        image = ImageOps.exif_transpose(_small_rgb(image))
    except Exception as error:  # a decoder may raise anything for a damaged file
        raise ValueError(say("photo.damaged", value=kind, size=len(data))) from error
    return np.array(image)


def to_grey(photo: np.ndarray) -> np.ndarray:
    """The brightness, 0.299 R + 0.587 G + 0.114 B, of (h, w, 3) uint8: (h, w) uint8, 0 black and 255 white."""
    if np.ndim(photo) != 3 or np.shape(photo)[2] != 3 or photo.dtype != np.uint8 or not photo.size:
        raise ValueError(say("photo.colours", value=_kind(photo)))
    return np.array(Image.fromarray(photo).convert("L"))


def invert_bright_background(grey: np.ndarray) -> np.ndarray:
    """Pixels, (h, w) uint8, whose background is darker than the clothing: inverted if it is brighter."""
    grey = _checked(grey)
    background, noise = _background(grey)
    difference = grey - background
    return 255 - grey if difference[np.abs(difference) > noise].sum() < 0 else grey.copy()


def clear_background(pixels: np.ndarray) -> np.ndarray:
    """Set dark pixels, (h, w) uint8, around the clothing to 0, as in Fashion-MNIST; 255 stays 255.

    The background may slope from side to side. Whatever lies within its noise counts as background, and so do single
    specks.
    """
    pixels = _checked(pixels)
    background, noise = _background(pixels)
    difference = pixels - background
    clothing = difference > noise
    if min(pixels.shape) >= 100:
        clothing = np.array(Image.fromarray(clothing.astype(np.uint8)).filter(ImageFilter.MedianFilter(5)), dtype=bool)
    bright = difference * (255 / np.maximum(255 - background, 1))
    return np.where(clothing, bright, 0).clip(0).round().astype(np.uint8)


def crop_to_clothing(pixels: np.ndarray) -> np.ndarray:
    """Crop to the square around the clothing, which touches two of its sides: (side, side) uint8.

    Args:
        pixels: (h, w) uint8, 0 where there is no clothing.

    Raises:
        ValueError: There is no clothing anywhere.
    """
    pixels = _checked(pixels)
    clothing = pixels > 0
    rows, columns = (_extent(clothing.sum(axis=axis) >= max(1, THREAD * pixels.shape[axis])) for axis in (1, 0))
    if rows is None or columns is None:
        raise ValueError(say("photo.plain", value=np.count_nonzero(pixels)))
    clothing = pixels[rows, columns]
    side = max(clothing.shape)
    before = [(side - length) // 2 for length in clothing.shape]
    after = [side - length - first for length, first in zip(clothing.shape, before, strict=True)]
    return np.pad(clothing, list(zip(before, after, strict=True)))


def shrink(pixels: np.ndarray) -> np.ndarray:
    """Reduce a square of any size to (28, 28) uint8, weighing all the pixels that each new one covers."""
    image = Image.fromarray(_checked(pixels))
    return np.array(image.resize((SIZE, SIZE), Image.Resampling.BOX))


def scale(pixels: np.ndarray) -> np.ndarray:
    """Turn uint8 in 0..255 into float32 in [0, 1], as in the network's training images."""
    return _checked(pixels).astype(np.float32) / 255


def _opened(data: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's doubts about size and metadata are settled here
            return Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError as error:
        pixels = int(re.findall(r"\d+", str(error))[0])
        raise ValueError(say("photo.large", value=pixels / 1e6, expected=MAX_PIXELS / 1e6)) from error
    except Exception as error:  # a decoder may raise anything for a damaged file
        if bytes(data[4:8]) == b"ftyp":
            name = bytes(data[8:12]).decode("ascii", "replace").strip().upper()
            raise ValueError(say("photo.phone", value=name, expected=", ".join(FORMATS))) from error
        raise ValueError(say("photo.unknown", value=len(data), expected=", ".join(FORMATS))) from error


def _refuse_large(image: Image.Image) -> None:
    """Judge by the header: a baseline JPEG is reduced while it is decoded, the others must fit into memory whole."""
    most = MAX_DECODED
    if image.format in ("JPEG", "MPO") and not image.info.get("progressive"):
        most = MAX_PIXELS  # MPO: a JPEG with more than one image, from some phones
    pixels = image.width * image.height
    if pixels > most:
        raise ValueError(say("photo.large", value=pixels / 1e6, expected=most / 1e6))


def _small_rgb(image: Image.Image) -> Image.Image:
    """8 bits per colour, on white, at most MAX_SIDE pixels a side; a large image is reduced before it is copied."""
    image.draft("RGB", (MAX_SIDE, MAX_SIDE))  # only a JPEG can do so
    image.load()
    if image.mode.startswith("I"):  # 16 bits of grey
        image = _with_exif_of(image, Image.fromarray((np.asarray(image) >> 8).clip(0, 255).astype(np.uint8)))
    elif "transparency" in image.info or image.mode in ("LA", "La", "PA", "RGBa"):
        image = image.convert("RGBA")
    elif image.mode not in ("L", "RGB", "RGBA"):
        image = image.convert("RGB")
    image.thumbnail((MAX_SIDE, MAX_SIDE), reducing_gap=2.0)
    if image.mode == "RGBA":
        white = Image.new("RGBA", image.size, "white")
        image = _with_exif_of(image, Image.alpha_composite(white, image))
    return image.convert("RGB")


def _with_exif_of(source: Image.Image, image: Image.Image) -> Image.Image:
    image.info = {name: value for name, value in source.info.items() if name == "exif"}
    return image


def _background(pixels: np.ndarray) -> tuple[np.ndarray, float]:
    """The background's brightness at every pixel, (h, w), a plane through the corners, and how far its noise reaches.

    A corner with clothing in it does not count: what lies far from the plane is left out, and the plane fitted again.
    """
    height, width = pixels.shape
    rows, columns = np.indices((height, width))
    far_row, far_column = (np.minimum(each, each.max() - each) for each in (rows, columns))
    corner = (far_row < max(1, CORNER * height)) & (far_column < max(1, CORNER * width))
    places = np.stack([rows[corner] / height, columns[corner] / width, np.ones(corner.sum())], axis=1)
    values = pixels[corner].astype(float)
    plane = np.array([0, 0, np.median(values)])
    for _ in range(4):
        distances = np.abs(values - places @ plane)
        spread = 1.4826 * np.median(distances)  # a standard deviation, robust against outliers
        near = distances <= max(3 * spread, 5)
        plane = np.linalg.lstsq(places[near], values[near], rcond=None)[0]
    background = plane[0] * rows / height + plane[1] * columns / width + plane[2]
    return background.clip(0, 255), max(FAINTEST, SPREADS * spread)


def _extent(clothing: np.ndarray) -> slice | None:
    """The span from the first to the last row or column, (n,) bool, with clothing in it, more than a thread."""
    places = np.flatnonzero(clothing)
    return slice(places[0], places[-1] + 1) if len(places) else None


def _checked(pixels: np.ndarray) -> np.ndarray:
    if np.ndim(pixels) != 2 or pixels.dtype != np.uint8 or not pixels.size:
        raise ValueError(say("photo.pixels", value=_kind(pixels)))
    return pixels


def _kind(pixels: Any) -> str:
    return f"{np.shape(pixels)} {getattr(pixels, 'dtype', type(pixels).__name__)}"


def _size(image: Image.Image) -> str:
    return f"{image.width:,}×{image.height:,}"
