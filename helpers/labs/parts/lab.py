"""What all labs share: a name, a picture for readers without a kernel, and an end when their cell runs again.

That end is also the row's below a quiz, which is a widget and no lab.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from weakref import WeakSet, WeakValueDictionary

import ipywidgets as widgets
from IPython import get_ipython

from helpers.labs.parts.rest import watch_cells
from helpers.text import say

_alive: WeakValueDictionary[str, Lab] = WeakValueDictionary()
_born_in: defaultdict[str, WeakSet[OfACell]] = defaultdict(WeakSet)  # by the cell that made them, as `_cell` names it


class OfACell(widgets.VBox):
    """A widget that closes when the cell that made it runs again.

    What it showed has gone from the page, and what it holds would stay for ever, as ipywidgets keep every widget that
    is not closed.
    """

    children: tuple[widgets.Widget, ...]  # a trait

    def __init__(self, children: Iterable[widgets.Widget] = (), **options: Any):
        super().__init__(children, **options)
        _note_birth(self)

    def close(self) -> None:
        """Leave the page, and let go of all that it shows and holds; a second call changes nothing."""
        if self.comm is None:  # closed, or never made whole
            return
        self.let_go()
        super().close()
        for part in (*self.children, self.layout):
            close_whole(part)

    def let_go(self) -> None:
        """End what is going on, and drop what it holds besides widgets: an IPython output holds the widget."""


class Lab(OfACell):
    """A widget that a notebook cell shows; its text form is just its title, a short name."""

    title_key: str  # of the title's words

    def __init__(self, children: Iterable[widgets.Widget] = (), **options: Any):
        super().__init__(children, **options)
        _alive[self.model_id] = self
        watch_cells()

    @property
    def title(self) -> str:
        """The lab's name in the learner's language."""
        return say(self.title_key)

    def picture(self) -> bytes:
        """What the lab shows at its default settings, as a PNG; the widgets stay as they are."""
        raise NotImplementedError

    def alt_text(self) -> str:
        """What that picture shows, in a few sentences."""
        raise NotImplementedError

    def close(self) -> None:
        """Leave the page, and let go of all that the lab shows and holds; a second call changes nothing."""
        if self.comm is not None:
            _alive.pop(self.model_id, None)
        super().close()

    def __repr__(self) -> str:
        return f"<{self.title}>"


def pictures() -> dict[str, tuple[bytes, str]]:
    """Model id of each living lab's widget → a PNG and its description."""
    labs = list(_alive.items())
    return {model_id: (lab.picture(), f"{lab.title}. {lab.alt_text()}") for model_id, lab in labs}


def close_whole(widget: widgets.Widget) -> None:
    """Close a widget with its layout, its style and all that it shows, which `close` leaves in the kernel."""
    parts = [part for name in widget.keys for part in _widgets_in(getattr(widget, name))]
    widget.close()
    for part in parts:
        close_whole(part)


def _widgets_in(value: Any) -> Iterable[widgets.Widget]:
    several = value if isinstance(value, list | tuple) else [value]
    return (each for each in several if isinstance(each, widgets.Widget))


def _note_birth(widget: OfACell) -> None:
    shell = get_ipython()
    if shell is None:
        return
    if _close_those_of not in shell.events.callbacks["pre_run_cell"]:
        shell.events.register("pre_run_cell", _close_those_of)
    _born_in[_cell(shell)].add(widget)


def _cell(shell: Any) -> str:
    """The id of the running cell or, if the front end does not send one, its code."""
    parent = shell.get_parent() if hasattr(shell, "get_parent") else {}
    return parent.get("metadata", {}).get("cellId") or shell.history_manager.input_hist_raw[-1]


def _close_those_of(cell: Any) -> None:
    """Close the widgets of a cell that is about to run, as IPython describes it."""
    for widget in _born_in.pop(getattr(cell, "cell_id", None) or cell.raw_cell, ()):
        widget.close()
