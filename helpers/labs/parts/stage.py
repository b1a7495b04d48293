"""A figure of which a part stands still: drawing axes takes longer than a slider waits."""

from __future__ import annotations

from collections.abc import Callable

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from helpers.labs.parts.picture import encoded

DPI = 100


class Stage:
    """A figure of a size in inches: what `fill` puts on it is drawn once, what is added later goes again."""

    def __init__(self, size: tuple[float, float], fill: Callable[[Figure], None]):
        self.figure = Figure(figsize=size, dpi=DPI, layout="none")  # type: ignore[arg-type]  # stubs lack it
        self._canvas = FigureCanvasAgg(self.figure)
        fill(self.figure)
        for ax in self.figure.axes:
            ax.autoscale(False)
        self._canvas.draw()
        self._background = self._canvas.copy_from_bbox(self.figure.bbox)
        self._standing = {ax: set(ax.get_children()) for ax in self.figure.axes}

    def png(self) -> bytes:
        """The picture as it is; afterwards, everything added since `fill` is gone."""
        self._canvas.restore_region(self._background)
        for ax, stays in self._standing.items():
            moving = [artist for artist in ax.get_children() if artist not in stays]
            for artist in (*sorted(moving, key=lambda artist: artist.zorder), ax.title):
                ax.draw_artist(artist)
            for artist in moving:
                artist.remove()
        return encoded(self._canvas)
