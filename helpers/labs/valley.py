"""The path of one optimizer over a long, narrow valley. Turns controls into a walk and a walk into a picture."""

from __future__ import annotations

import ipywidgets as widgets
from matplotlib.figure import Figure

from helpers.labs.parts.drawings import draw_walk, stage_valley
from helpers.labs.parts.instant_lab import InstantLab, labelled
from helpers.text import say
from helpers.training.runs import OPTIMIZERS, TrainConfig
from helpers.training.valley import RULES, START, TOO_HIGH, Descent, descend

ARRIVED = 0.01  # the height that counts as the bottom


class ValleyLab(InstantLab):
    """Controls: optimizer, learning_rate (0.001 to 10), momentum if it applies (0.05 to 0.99), steps (1 to 100)."""

    title_key = "small.valley"

    def __init__(self) -> None:
        names = [(say(f"optimizer.{name}"), name) for name in OPTIMIZERS if name in RULES]
        self.optimizer = labelled("setting.optimizer", widgets.Dropdown(options=names))
        rate = widgets.FloatLogSlider(0.9, min=-3, max=1, step=0.02, readout_format=".2g")
        self.learning_rate = labelled("setting.learning_rate", rate)
        self.momentum = labelled("setting.momentum", widgets.FloatSlider(0.9, min=0.05, max=0.99, step=0.01))
        self.steps = labelled("small.valley.steps", widgets.IntSlider(20, min=1, max=100))
        super().__init__(self.optimizer, self.learning_rate, self.steps, self.momentum)

    @property
    def config(self) -> TrainConfig:
        """The walk's current settings."""
        momentum = round(self.momentum.value, 2) if OPTIMIZERS[self.optimizer.value].takes_momentum else 0.0
        return TrainConfig(self.optimizer.value, float(f"{self.learning_rate.value:.2g}"), momentum=momentum)

    def stage(self, figure: Figure) -> None:
        """Draw the valley."""
        figure.subplots_adjust(left=0.06, right=0.98, bottom=0.15, top=0.91)
        stage_valley(START, figure.subplots())

    def draw(self, figure: Figure) -> str:
        """Draw the walk."""
        config = self.config
        self.momentum.layout.display = None if config.momentum else "none"
        descent = descend(config, self.steps.value)
        (ax,) = figure.axes
        draw_walk(descent.points, ax)
        ax.set_title(_settings(config))
        return _sentence(descent)


def _settings(config: TrainConfig) -> str:
    key = "small.valley.settings_momentum" if config.momentum else "small.valley.settings"
    name = say(f"optimizer.{config.optimizer}")
    return say(key, name=name, rate=config.learning_rate, momentum=config.momentum)


def _sentence(descent: Descent) -> str:
    first, last = descent.heights[0], descent.heights[-1]
    if descent.diverged:
        how = "diverged"
    elif last >= first:
        how = "higher"
    else:
        how = "arrived" if last < ARRIVED else "lower"
    return say(f"small.valley.{how}", steps=len(descent.points) - 1, first=first, last=last, times=TOO_HIGH)
