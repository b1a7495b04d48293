"""In every language the words of the labs fit their places: labels their column, and what is drawn its picture."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.text import Text

from helpers.data import first_images
from helpers.labs import (
    ActivationLab,
    BoundaryLab,
    CrossEntropyLab,
    DescentLab,
    OneImageLab,
    PhotoLab,
    SoftmaxLab,
    TrainingLab,
    ValleyLab,
)
from helpers.labs.parts.controls import MAX_LABEL
from helpers.labs.parts.inside_chart import InsideChart
from helpers.labs.parts.run_chart import LEGEND_SIZES, RunChart
from helpers.labs.parts.run_view import with_seeds
from helpers.text.html import width_of
from helpers.training.describe import name_of
from helpers.training.runs import OPTIMIZERS, EpochRecord, History, TrainConfig
from helpers.training.seeds import SEEDS, mean_of
from tests.fakes import FakeEngine, made_up_look

LOOKS = {"some": {}, "all": {"first": (784, 10)}, "classes": {"first": (784, 10), "only": True}}


class Sure:
    def predict(self, images, verbose):
        return np.eye(10)[[9] * len(images)]


def small_labs():
    data, rng = first_images(40), np.random.default_rng(0)
    yield from (ActivationLab(), BoundaryLab(), CrossEntropyLab(), DescentLab(), SoftmaxLab(), ValleyLab())
    arrays = (rng.normal(size=shape) for shape in ((10, 784), 10, (784, 10), 10))
    yield OneImageLab(data.images, data.labels, *arrays)
    yield PhotoLab(Sure())


def words_outside(figure):
    """Of the words on a figure, those that do not lie in it whole; of numbers beside axes some are never drawn."""
    figure.canvas.draw()
    seen = [each for each in figure.findobj(Text) if each.get_visible() and any(map(str.isalpha, each.get_text()))]
    boxes = ((each.get_text(), each.get_window_extent()) for each in seen)
    left, bottom, right, top = figure.bbox.extents
    return [words for words, box in boxes if box.x0 < left or box.x1 > right or box.y0 < bottom - 1 or box.y1 > top + 1]


def test_the_words_of_small_labs_stay_in_their_pictures(spoken):
    for lab in small_labs():
        assert not words_outside(lab._stage.figure), lab.title
        lab.close()


@pytest.mark.parametrize("look", LOOKS)
def test_the_words_of_a_look_inside_stay_in_it(look, spoken):
    chart = InsideChart()
    chart.png(made_up_look(3, **LOOKS[look]))
    assert not words_outside(chart._stage.figure)


def test_the_labels_of_controls_have_room(spoken):
    training = TrainingLab(FakeEngine(), units=(10, 300, 10), activation=["sigmoid", "relu"])
    labels = [control.description for control in training.settings._controls()]
    training.close()
    for lab in small_labs():
        labels += [child.children[0].description for child in lab.children[0].children if hasattr(child, "children")]
        lab.close()
    assert len(labels) > 20
    assert not [label for label in labels if width_of(label) > MAX_LABEL]


def test_the_legend_names_runs_whole_with_their_seeds(spoken):
    records = tuple(EpochRecord(epoch, 1.0, 0.5, 1.0, 0.5) for epoch in (1, 2))
    for known in OPTIMIZERS:
        momentum = 0.9 if OPTIMIZERS[known].takes_momentum else 0.0
        config = TrainConfig(known, 0.01, momentum=momentum)
        mean = mean_of([History(config.with_seed(seed), records) for seed in SEEDS])

        chart = RunChart()
        chart.png({with_seeds(f"1 {name_of(config)}", mean): mean})
        (legend,) = chart._figure.legends
        (words,) = legend.get_texts()
        assert words.get_fontsize() in LEGEND_SIZES
        assert words.get_window_extent().x1 <= chart._figure.bbox.x1, words.get_text()
