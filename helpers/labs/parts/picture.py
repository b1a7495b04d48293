"""A picture on a page, and how a figure becomes one."""

from __future__ import annotations

import io

import ipywidgets as widgets
import numpy as np
import traitlets
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.image import imsave


class Picture(widgets.Image):
    """A PNG that says what it shows: a page makes the tooltip of a widget with a description the picture's title."""

    description = traitlets.Unicode("").tag(sync=True)


def encoded(canvas: FigureCanvasAgg) -> bytes:
    """What has been drawn on a canvas as a PNG, packed quickly."""
    png = io.BytesIO()
    imsave(png, np.asarray(canvas.buffer_rgba()), format="png", pil_kwargs={"compress_level": 1})
    return png.getvalue()
