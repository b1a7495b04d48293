"""Sliders and drop-downs that make up a TrainConfig."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ipywidgets as widgets
import traitlets

from helpers.labs.parts.lab import close_whole
from helpers.text import say, sentences
from helpers.text.html import width_of
from helpers.training.precomputed import Grid
from helpers.training.runs import OPTIMIZERS, TrainConfig

BATCH_SIZES = (1, 8, 32, 128, 512, 2048, 8192)
STYLE = {"description_width": "7em"}  # fits a label of MAX_LABEL
MAX_LABEL = 14  # as `width_of` counts
WIDE_LABEL = {"description_width": "initial"}
FIELD_LAYOUT = {"flex": "0 0 auto", "width": "6em"}
LOG_SLIDER = widgets.FloatLogSlider
LAYOUT = {"flex": "1 1 300px", "max_width": "420px", "width": "auto"}


class Settings(widgets.Box):
    """The controls of one run; `config` is what they are set to.

    Args:
        images: How many there are to train on.
        architecture: Arguments of build_model, abbreviated as for `interact`: tuple → slider, list → drop-down, bool →
            checkbox, a widget, `fixed(value)`.
        grid: Makes the controls keep to its settings, without one for what is the same in all of them.

    Raises:
        ValueError: An argument of the architecture is abbreviated in no such way.
    """

    _fixed: Sequence[str] = ()

    def __init__(self, images: int, architecture: Mapping[str, Any], grid: Grid | None = None):
        sizes = [(f"{size:,}", size) for size in BATCH_SIZES if size < images]
        sizes.append((say("setting.all", images=images), images))
        names = [(say(f"optimizer.{name}"), name) for name in (grid.optimizers if grid else OPTIMIZERS)]
        self.epochs = _labelled("epochs", widgets.IntSlider(5, 1, 30))
        self.optimizer = _labelled("optimizer", widgets.Dropdown(options=names))
        if grid:
            rate = _stops(grid.learning_rates, 0.01)
            architecture = {name: _one_of(values) for name, values in grid.architecture.items()}
        else:
            rate = widgets.FloatLogSlider(0.01, base=10, min=-4, max=0, step=0.1, readout_format=".2")
        self.learning_rate = _labelled("learning_rate", rate)
        self.momentum = _labelled("momentum", widgets.FloatSlider(0.9, min=0.05, max=0.99, step=0.01))
        self.batch_size = _labelled("batch_size", widgets.SelectionSlider(options=sizes, value=min(32, images)))
        self._rate_is_chosen = False  # by the learner, and no longer the default of the optimizer
        self.architecture = {name: _architecture_control(name, each) for name, each in architecture.items()}
        self._fixed = ("epochs", "momentum", "batch_size") if grid else ()
        for name in self._fixed:
            getattr(self, name).value = getattr(grid, name)
        self._follow_optimizer()
        self.optimizer.observe(lambda change: self._follow_optimizer(), "value")
        self.learning_rate.observe(lambda change: self._note_rate(), "value")
        super().__init__([with_field(each) for each in self._controls()], layout={"flex_flow": "row wrap"})

    @property
    def config(self) -> TrainConfig:
        """The current settings."""
        optimizer = self.optimizer.value
        return TrainConfig(
            optimizer=optimizer,
            learning_rate=float(f"{self.learning_rate.value:.2g}"),
            epochs=self.epochs.value,
            batch_size=self.batch_size.value,
            momentum=round(self.momentum.value, 2) if OPTIMIZERS[optimizer].takes_momentum else 0.0,
            architecture={name: control.get_interact_value() for name, control in self.architecture.items()},
        )

    def close(self) -> None:
        """Leave the page, together with the controls that a grid keeps off it."""
        for name in self._fixed:
            close_whole(getattr(self, name))
        super().close()

    def on_move(self, callback: Callable[[], None]) -> None:
        """Call back whenever a control has a new value."""
        for control in self._controls():
            control.observe(lambda change: callback(), "value")

    def _controls(self) -> list[widgets.Widget]:
        extra = [control for control in self.architecture.values() if isinstance(control, widgets.Widget)]
        names = ("epochs", "optimizer", "learning_rate", "momentum", "batch_size")
        return [*(getattr(self, name) for name in names if name not in self._fixed), *extra]

    def _follow_optimizer(self) -> None:
        """Show a momentum where there is one, and set the default learning rate until the learner has moved it."""
        known = OPTIMIZERS[self.optimizer.value]
        self.momentum.layout.display = None if known.takes_momentum else "none"
        if not self._rate_is_chosen:
            self.learning_rate.value = known.default_rate
        self._note_rate()

    def _note_rate(self) -> None:
        """Name the learning rate by what it is, the optimizer's default or another one, which the learner has set."""
        is_default = math.isclose(self.learning_rate.value, OPTIMIZERS[self.optimizer.value].default_rate)
        self._rate_is_chosen = self._rate_is_chosen or not is_default
        self.learning_rate.description = say("setting.default_rate" if is_default else "setting.learning_rate")
        named(self.learning_rate)


def named(control: widgets.Widget) -> widgets.Widget:
    """Give the control its words as its title too: without one a page writes "null"."""
    control.tooltip = control.description
    return control


def dress(control: widgets.Widget, layout: Mapping[str, str | None], style: Mapping[str, str]) -> None:
    """Change the layout and style that a control has: new ones would leave the old ones in the kernel for ever."""
    for part, changes in ((control.layout, layout), (control.style, style)):
        with part.hold_sync():
            for name, value in changes.items():
                setattr(part, name, value)


def with_field(control: widgets.Widget) -> widgets.Widget:
    """Put a field of the same name beside a slider, to show its value and take another; leave other controls alone.

    What the keyboard reaches on a slider has no accessible name, and core ipywidgets offer no way to give it one: its
    label is bound to nothing. A field's is.
    """
    if not isinstance(control, widgets.IntSlider | widgets.FloatSlider | LOG_SLIDER | widgets.SelectionSlider):
        return control
    field = _field(control)
    control.readout = False

    def take(_change: object) -> None:
        if field.value != _shown(control):
            control.value = field.value
            field.value = _shown(control)  # a value out of range has become the nearest one

    def show(_change: object) -> None:
        field.value = _shown(control)

    def rename(_change: object) -> None:
        field.description = control.description
        named(field)

    control.observe(show, "value")
    control.observe(rename, "description")
    field.observe(take, "value")
    named(control)
    together = widgets.Box([control, field], layout=LAYOUT)
    dress(control, {"flex": "1 1 auto", "width": "auto", "min_width": "0", "max_width": None}, {})
    traitlets.dlink((control.layout, "display"), (together.layout, "display"))
    return together


def seeds_switch() -> widgets.ToggleButton:
    """Whether a start trains from five seeds."""
    return named(widgets.ToggleButton(description=say("seeds.switch"), icon="random"))


def run_buttons() -> tuple[widgets.Button, widgets.Button, widgets.Button]:
    """Start, stop and clear."""
    start = widgets.Button(description=say("training.start"), icon="play", button_style="primary")
    stop = widgets.Button(description=say("training.stop"), icon="stop")
    return start, stop, widgets.Button(description=say("training.clear"), icon="trash")


def label_of(name: str) -> str:
    """What a learner reads for a setting or an argument of build_model."""
    return say(f"setting.{name}") if f"setting.{name}" in sentences() else name


def _field(slider: widgets.Widget) -> widgets.ValueWidget:
    """Its label is there for those who listen; the others see the slider's."""
    options = {"description": slider.description, "style": {"description_width": "0"}, "layout": FIELD_LAYOUT}
    if isinstance(slider, widgets.SelectionSlider):
        return named(widgets.Dropdown(options=slider.options, value=slider.value, **options))
    if isinstance(slider, LOG_SLIDER):
        return named(widgets.FloatText(_shown(slider), step=slider.base**slider.min, **options))
    kind = widgets.BoundedIntText if isinstance(slider, widgets.IntSlider) else widgets.BoundedFloatText
    return named(kind(_shown(slider), min=slider.min, max=slider.max, step=slider.step, **options))


def _shown(slider: widgets.Widget) -> Any:
    """A slider's value without the dust of its arithmetic."""
    if isinstance(slider, LOG_SLIDER):
        return float(f"{slider.value:.2g}")
    return round(slider.value, 3) if isinstance(slider, widgets.FloatSlider) else slider.value


def _labelled(name: str, control: widgets.Widget) -> widgets.Widget:
    control.description = control.description or label_of(name)
    dress(control, LAYOUT, STYLE if width_of(control.description) <= MAX_LABEL else WIDE_LABEL)
    return named(control)


def _one_of(values: Sequence[Any]) -> widgets.SelectionSlider | list[Any]:
    """A slider for numbers, starting from their middle; for other values, what becomes a drop-down."""
    numbers = all(isinstance(value, int | float) for value in values)
    return _stops(values, values[len(values) // 2]) if numbers else list(values)


def _stops(values: Sequence[float], value: float) -> widgets.SelectionSlider:
    """A slider that stops only at these values, begins at one of them and reports a move when it is let go."""
    options = [(f"{each:g}", each) for each in values]
    return widgets.SelectionSlider(options=options, value=value, continuous_update=False)


def _architecture_control(name: str, abbreviation: Any) -> widgets.ValueWidget | widgets.fixed:
    control = widgets.interactive.widget_from_abbrev(abbreviation)
    if control is None:
        raise ValueError(say("setting.abbreviation", name=name, value=abbreviation))
    return control if isinstance(control, widgets.fixed) else _labelled(name, control)
