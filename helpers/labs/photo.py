"""A student's own photo through each step to what the network knows, and a model's verdict. Trains nothing."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import ipywidgets as widgets
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.labs.parts.controls import named
from helpers.labs.parts.drawings import draw_bars, stage_bars
from helpers.labs.parts.instant_lab import InstantLab, labelled
from helpers.labs.parts.lab import close_whole
from helpers.photos.samples import GARMENTS, garment_photo
from helpers.photos.steps import FORMATS, PhotoSteps, photo_steps, read_photo
from helpers.text import CLASSES, class_names, say
from helpers.text.html import WHOLE_WORDS

SHOWN = ("photo", "grey", "inverted", "cleared", "cropped", "small")
MAX_MEGABYTES = 10  # the most Jupyter's server takes in one message: a larger one ends the connection
MINE = object()  # its key among the photos, which no name can equal


class PhotoLab(InstantLab):
    """Controls: garment, one of the photos provided or the last one uploaded; upload, a file.

    A file that is not a photo leaves everything as it is, and `remark` says why in a sentence.

    Args:
        model: Its `predict(images, verbose=0)` makes (n, 10) probabilities of (n, 28, 28) float32 in [0, 1].
        photos: Name → (h, w, 3) uint8, by default those provided.

    Raises:
        ValueError: The model or a photo is of another kind.
    """

    title_key = "photo.lab"
    size = (9.4, 3.9)

    def __init__(self, model: Any, photos: Mapping[str, np.ndarray] | None = None):
        if photos is None:
            photos = {say(f"garment.{name}"): garment_photo(name) for name in GARMENTS}
        if not photos:
            raise ValueError(say("photo.none", value=photos))
        self._model = model
        self._steps: dict[object, PhotoSteps] = {name: photo_steps(photo) for name, photo in photos.items()}
        self.remark = ""
        self.garment = labelled("photo.garment", widgets.Dropdown(options=[(name, name) for name in photos]))
        self._remark = widgets.HTML()
        super().__init__(self.garment)
        self._row, picture, words = self.children
        self._renew_upload()
        limit = say("photo.limit", expected=MAX_MEGABYTES, formats=", ".join(FORMATS))
        limit = widgets.HTML(f'<div style="{WHOLE_WORDS}">{escape(limit)}</div>', layout=words.layout)
        self.children = (self._row, limit, self._remark, picture, words)
        self.garment.observe(self._choose, "value")

    def let_go(self) -> None:
        """Let go of the model and the photos too."""
        super().let_go()
        del self._model, self._steps

    def stage(self, figure: Figure) -> None:
        """Make room for six pictures in two rows and for ten bars beside them."""
        for i in range(len(SHOWN)):
            column, row = i % 3, i // 3
            ax = figure.add_axes((0.005 + 0.205 * column, 0.51 - 0.5 * row, 0.195, 0.42))
            ax.set(xlim=(0, 1), ylim=(1, 0), aspect="equal")
            ax.axis("off")
        ax = figure.add_axes((0.72, 0.08, 0.275, 0.85))
        stage_bars(class_names(), True, ax)

    def draw(self, figure: Figure) -> str:
        """Draw the photo at each step, and the ten probabilities."""
        steps = self._steps[self.garment.value]
        probabilities = self._predict(steps)
        *axes, bars = figure.axes
        inverted = not np.array_equal(steps.grey, steps.inverted)
        for ax, name in zip(axes, SHOWN, strict=True):
            _draw_pixels(getattr(steps, name), ax)
            ax.set_title(say("photo.kept" if name == "inverted" and not inverted else f"photo.{name}"))
        draw_bars(probabilities, None, True, bars)
        bars.set_title(say("photo.bars"))
        return _sentence(self.garment.label, steps, inverted, probabilities)

    def _predict(self, steps: PhotoSteps) -> np.ndarray:
        probabilities = np.asarray(self._model.predict(steps.scaled[None], verbose=0))
        if probabilities.shape != (1, CLASSES):
            raise ValueError(say("photo.model", value=probabilities.shape, expected=(1, CLASSES)))
        return probabilities[0]

    def _choose(self, change: Mapping[str, Any]) -> None:
        self._say("")
        if change["new"] != MINE:
            self._renew_upload()

    def _renew_upload(self) -> None:
        """Replace the button: one whose file was too large for the connection waits for an answer for ever."""
        upload = widgets.FileUpload(accept="image/*", description=say("photo.upload"), layout={"width": "auto"})
        self.upload = named(upload)
        self.upload.observe(self._receive, "value")
        _, *old = self._row.children
        self._row.children = (self.garment, self.upload)
        for button in old:
            close_whole(button)

    def _receive(self, change: Mapping[str, Any]) -> None:
        if not change["new"]:
            return
        try:
            self._steps[MINE] = photo_steps(read_photo(_taken_from(change["owner"])))
        except ValueError as error:
            self._say(str(error))
            return
        self._say("")
        if self.garment.value == MINE:
            self._show()
        elif self.garment.options[0][1] == MINE:
            self.garment.value = MINE
        else:  # new options choose their first
            self.garment.options = [(say("photo.mine"), MINE), *self.garment.options]

    def _say(self, remark: str) -> None:
        self.remark = remark
        self._remark.value = f'<div role="status" style="{WHOLE_WORDS}"><b>{escape(remark)}</b></div>' if remark else ""


def _taken_from(button: widgets.FileUpload) -> bytes:
    """Take the file that has come: its megabytes are freed, and the same file may come again."""
    if isinstance(button.value, dict):  # ipywidgets 7, which Colab has
        data = list(button.value.values())[-1]["content"]
        button.data, button.metadata, button._counter = [], [], 0
    else:
        data = button.value[-1]["content"]
        button.value = ()
    return data


def _draw_pixels(pixels: np.ndarray, ax: Axes) -> None:
    """Draw a photo or its grey pixels, 0 black and 255 white, centred on a square of 1 × 1."""
    height, width = (length / max(pixels.shape[:2]) for length in pixels.shape[:2])
    extent = ((1 - width) / 2, (1 + width) / 2, (1 + height) / 2, (1 - height) / 2)
    ax.imshow(pixels, cmap="gray", vmin=0, vmax=255, extent=extent)


def _sentence(name: str, steps: PhotoSteps, inverted: bool, probabilities: np.ndarray) -> str:
    height, width, _ = steps.photo.shape
    first, second = probabilities.argsort()[::-1][:2]
    return say(
        "photo.says",
        name=name,
        width=width,
        height=height,
        background=say("photo.bright_background" if inverted else "photo.dark_background"),
        first=class_names()[first],
        first_p=probabilities[first],
        second=class_names()[second],
        second_p=probabilities[second],
    )
