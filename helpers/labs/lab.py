"""What all labs share: a name, a picture for readers without a kernel, and a list of those that are alive."""

from __future__ import annotations

from weakref import WeakValueDictionary

import ipywidgets as widgets

_alive: WeakValueDictionary[str, Lab] = WeakValueDictionary()


class Lab(widgets.VBox):
    """A widget that a notebook cell shows; `title`, a short Korean name, is all that its text form says."""

    title = ""

    def __init__(self, children=(), **options):
        super().__init__(children, **options)
        _alive[self.model_id] = self

    def picture(self) -> bytes:
        """What the lab shows at its default settings, as a PNG; the widgets stay as they are."""
        raise NotImplementedError

    def alt_text(self) -> str:
        """What that picture shows, in a few sentences."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"<{self.title}>"


def pictures() -> dict[str, tuple[bytes, str]]:
    """A PNG and its words, by the widget's model_id, for every lab that is alive in this kernel."""
    labs = list(_alive.items())
    return {model_id: (lab.picture(), f"{lab.title}. {lab.alt_text()}") for model_id, lab in labs}
