"""A row of numbered buttons of which one is chosen: the vote below a quiz.

Its output has no text of its own, and is not stored: a reader without a kernel has nothing to choose with.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import ipywidgets as widgets
from IPython.display import display

from helpers.labs.parts.lab import OfACell

VIEW = "application/vnd.jupyter.widget-view+json"
WRAP = {"flex_flow": "row wrap", "align_items": "center", "grid_gap": "0 8px"}


class Choice(OfACell):
    """Buttons, and words on what was done with the last choice.

    Attributes:
        buttons: Their value is the place of what was chosen last, from 1, or None.

    Args:
        invitation: What stands before the buttons.
        name: What they choose, in a word or two; each button's title is that and what stands on it.
        choices: What stands on each.
        chosen: Called with the place of each choice, from 1; what it returns is shown behind the buttons.
    """

    def __init__(self, invitation: str, name: str, choices: Sequence[str], chosen: Callable[[int], str]):
        self.buttons = widgets.ToggleButtons(
            options=[(choice, place) for place, choice in enumerate(choices, start=1)],
            value=None,
            tooltips=[f"{name} {choice}" for choice in choices],
            style={"button_width": "3em"},
        )
        self._words = widgets.HTML()
        self._chosen = chosen
        self.buttons.observe(self._hand_on, "value")
        before = widgets.HTML(escape(f"{invitation} {name}"))
        super().__init__([before, self.buttons, self._words], layout=WRAP)

    @property
    def words(self) -> str:
        """What is shown of the last choice, as HTML."""
        return self._words.value

    def show(self) -> None:
        """Put the row below what its cell has shown."""
        display({VIEW: {"version_major": 2, "version_minor": 0, "model_id": self.model_id}}, raw=True)

    def _hand_on(self, change: dict[str, int]) -> None:
        self._words.value = escape(self._chosen(change["new"]))
