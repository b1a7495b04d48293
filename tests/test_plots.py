"""Every plot draws what it is given, in Korean without a missing glyph, on any axes, and refuses the rest."""

from __future__ import annotations

import io
import warnings
from dataclasses import replace

import matplotlib.pyplot as plt
import numpy as np
import pytest

from helpers.labs.parts.run_chart import plot_runs
from helpers.plots import (
    plot_activation,
    plot_class_counts,
    plot_confusion_matrix,
    plot_histories,
    plot_images,
    plot_prediction,
    plot_seeds,
    plot_weight_images,
)
from helpers.text import class_names
from helpers.text.figures import tell
from helpers.training.runs import EpochRecord, History, TrainConfig
from helpers.training.seeds import SeedScores

RANDOM = np.random.default_rng(0)
WEIGHTS = RANDOM.normal(size=(784, 10))
MATRIX = RANDOM.integers(0, 1000, size=(10, 10))
PROBABILITIES = np.full(10, 0.1)
IMAGES = RANDOM.random((10, 28, 28), dtype=np.float32)
FIT = {"loss": [0.5, 0.4], "accuracy": [0.8, 0.9], "val_loss": [0.6, 0.5], "val_accuracy": [0.7, 0.8]}
RUN = History(TrainConfig(), (EpochRecord(1, 0.5, 0.8, 0.6, 0.7), EpochRecord(2, 0.4, 0.9, 0.5, 0.8)))

SCORES = SeedScores((0.86, 0.87, 0.88))

PLOTS = {  # name → (a drawing, whether its axes carry labels)
    "images": (lambda ax=None: plot_images(IMAGES, ax=ax), False),
    "images with names": (lambda ax=None: plot_images(IMAGES, labels=range(10), ax=ax), False),
    "images with captions": (lambda ax=None: plot_images(IMAGES, captions=["셔츠 / 코트"] * 10, ax=ax), False),
    "weight images": (lambda ax=None: plot_weight_images(WEIGHTS, title="가중치", ax=ax), False),
    "class counts": (lambda ax=None: plot_class_counts(np.arange(10), ax=ax), True),
    "one history": (lambda ax=None: plot_histories({"렐루": FIT}, ax=ax), True),
    "two histories": (lambda ax=None: plot_histories({"SGD": RUN, "Adam": FIT}, metric="loss", ax=ax), True),
    "seeds": (lambda ax=None: plot_seeds({"Adam": SCORES, "SGD": SCORES}, ax=ax), None),
    "sigmoid": (lambda ax=None: plot_activation("sigmoid", ax=ax), True),
    "relu": (lambda ax=None: plot_activation("relu", ax=ax), True),
    "confusion matrix": (lambda ax=None: plot_confusion_matrix(MATRIX, ax=ax), True),
    "prediction": (lambda ax=None: plot_prediction(IMAGES[0], PROBABILITIES, label=3, ax=ax), None),
}


def render(figure) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # "Glyph ... missing from font"
        warnings.filterwarnings("ignore", r"'\w+' (argument is )?deprecated", DeprecationWarning)  # of pyparsing
        figure.savefig(io.BytesIO(), format="png")


@pytest.mark.parametrize("name", PLOTS)
def test_a_plot_draws_on_axes_of_its_own_or_those_it_is_given(name):
    draw, labelled = PLOTS[name]
    render(draw().figure)
    figure, ax = plt.subplots()
    assert draw(ax=ax) is ax
    render(figure)
    assert ax.has_data()
    if labelled:
        assert ax.get_xlabel()
        assert ax.get_ylabel()
    if labelled is False:
        assert not ax.axison


def test_every_class_name_and_a_power_of_ten_can_be_drawn(caplog):
    figure, ax = plt.subplots()
    ax.set_title(" ".join(class_names()) + " − ± × → 0.5%")
    ax.semilogy([1e-3, 1])
    render(figure)
    assert not caplog.records


def test_ten_images_stand_in_one_row_under_the_gray_map_of_the_notes():
    picture = plot_images(IMAGES).images[0]
    assert picture.get_cmap().name == "gray_r"
    drawn = np.asarray(picture.get_array().filled(np.nan))
    np.testing.assert_array_equal(drawn[:, 30:58], IMAGES[1])


def test_a_pixel_is_equally_dark_in_every_picture_whatever_else_is_drawn():
    dark, bright = IMAGES[:1] / 4, IMAGES[:1] / IMAGES[:1].max()
    for images in (dark, np.concatenate([dark, bright])):
        assert plot_images(images).images[0].get_clim() == (0, 1)
    assert plot_images(255 * dark).images[0].get_clim() == (0, 255)
    (beside,) = plot_prediction(dark[0], PROBABILITIES).child_axes
    assert beside.images[0].get_clim() == (0, 1)


def test_names_below_images_are_those_of_their_labels():
    texts = [text.get_text() for text in plot_images(IMAGES[:3], labels=[9, 0, 6]).texts]
    assert texts == ["앵클 부츠", "티셔츠", "셔츠"]


def test_histories_show_training_dashed_and_validation_solid():
    lines = plot_histories({"a": FIT, "b": RUN}).get_lines()
    assert [line.get_linestyle() for line in lines] == ["--", "-", "--", "-"]
    assert [list(line.get_ydata()) for line in lines] == [[0.8, 0.9], [0.7, 0.8]] * 2
    assert len({line.get_marker() for line in lines}) == 2


@pytest.mark.parametrize("accuracy", ["acc", "sparse_categorical_accuracy"])
def test_an_accuracy_is_drawn_whatever_metrics_called_it(accuracy):
    lines = plot_histories({"a": {"loss": [0.5], accuracy: [0.8], f"val_{accuracy}": [0.7]}}).get_lines()
    assert [list(line.get_ydata()) for line in lines] == [[0.8], [0.7]]


@pytest.mark.filterwarnings("error")
def test_what_was_not_measured_is_a_gap_and_a_part_without_any_value_no_line():
    records = EpochRecord(1, 0.5, 0.8, 0.6, 0.7), EpochRecord(2, 0.4, 0.9), EpochRecord(3, 0.3, None, 0.5, 0.8)
    train, valid = plot_histories({"a": History(TrainConfig(), records)}).get_lines()
    np.testing.assert_array_equal(train.get_ydata(), [0.8, 0.9, np.nan])
    np.testing.assert_array_equal(valid.get_ydata(), [0.7, np.nan, 0.8])
    (alone,) = plot_histories({"a": History(TrainConfig(), records[1:2])}, metric="loss").get_lines()
    assert list(alone.get_ydata()) == [0.4]


def test_inside_an_epoch_the_training_line_of_the_last_run_goes_on_to_where_it_is():
    ax = plt.figure().subplots()
    runs = {"a": RUN, "b": replace(RUN, records=RUN.records[:1])}
    plot_runs(runs, "loss", ("train", "valid"), (1.4, 0.3), ax=ax)
    assert [list(line.get_xdata()) for line in ax.get_lines()] == [[1, 2], [1, 2], [1, 1.4], [1]]
    assert list(ax.get_lines()[2].get_ydata()) == [0.5, 0.3]
    assert ax.get_ylim()[0] < 0.3


@pytest.mark.filterwarnings("error")
def test_a_run_without_epochs_is_drawn_as_nothing_and_without_a_warning():
    assert not plot_histories({"a": History(TrainConfig())}).get_lines()


def test_the_slope_drawn_is_the_slope_of_the_function():
    z = np.linspace(-8, 8, 2001)[1::2]  # not at zero, where ReLU has no slope
    for name in ("sigmoid", "relu"):
        function, slope = plot_activation(name, z=z).get_lines()
        np.testing.assert_allclose(np.gradient(function.get_ydata(), z)[1:-1], slope.get_ydata()[1:-1], atol=0.51)
        np.testing.assert_allclose(np.gradient(function.get_ydata(), z)[5:400], slope.get_ydata()[5:400], atol=1e-3)


def test_scores_of_seeds_are_dots_on_the_line_of_their_setting_beside_their_mean():
    ax = plot_seeds({"Adam": SCORES, "SGD": SeedScores((0.7, 0.8))})
    adam, sgd, means = (np.asarray(dots.get_offsets()) for dots in (*ax.collections,))
    assert adam.tolist() == [[0.86, 0], [0.87, 0], [0.88, 0]]
    assert sgd.tolist() == [[0.7, 1], [0.8, 1]]
    assert means.tolist() == [[0.87, 0], [0.75, 1]]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["Adam", "SGD"]
    assert [text.get_text() for text in ax.texts] == ["0.870 ± 0.010", "0.750 ± 0.071"]
    assert tell(ax.figure)[2:4] == ["Adam의 점 3개는 0.86~0.88에 있습니다.", "SGD의 점 2개는 0.7~0.8에 있습니다."]


def test_the_counts_are_those_of_the_labels():
    heights = [bar.get_height() for bar in plot_class_counts(np.array([0, 0, 9])).patches]
    assert heights == [2] + [0] * 8 + [1]


@pytest.mark.parametrize(
    ("draw", "error", "named"),
    [
        (lambda: plot_images(np.zeros((10, 27, 28))), ValueError, "27"),
        (lambda: plot_images(np.zeros((0, 28, 28))), ValueError, "0"),
        (lambda: plot_images(IMAGES, labels=[10] * 10), ValueError, "10"),
        (lambda: plot_images(IMAGES, labels=[-1] * 10), ValueError, "-1"),
        (lambda: plot_images(IMAGES, labels=[0]), ValueError, "1"),
        (lambda: plot_weight_images(WEIGHTS.T), ValueError, "784"),
        (lambda: plot_weight_images(WEIGHTS[:, :0], names=[]), ValueError, "784"),
        (lambda: plot_weight_images(WEIGHTS[:, :3]), ValueError, "10.* 3"),
        (lambda: plot_weight_images(WEIGHTS[:, :3], names=["가", "나"]), ValueError, "2.* 3"),
        (lambda: plot_class_counts(np.array([0.5])), ValueError, "0.5"),
        (lambda: plot_histories({}), ValueError, "{}"),
        (lambda: plot_histories({"a": {}}), ValueError, "{}"),
        (lambda: plot_histories({"a": FIT}, metric="precision"), KeyError, "precision"),
        (lambda: plot_histories({"a": {"loss": [0.5], "mae": [0.1]}}), ValueError, "정확도 .*loss, mae"),
        (lambda: plot_seeds({}), ValueError, "{}"),
        (lambda: plot_activation("tanh"), KeyError, "tanh"),
        (lambda: plot_confusion_matrix(np.zeros((3, 3))), ValueError, "3"),
        (lambda: plot_prediction(IMAGES[0], np.zeros(10)), ValueError, "0"),
        (lambda: plot_prediction(np.zeros(783), PROBABILITIES), ValueError, "783"),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_its_value(draw, error, named):
    with pytest.raises(error, match=named):
        draw()


def looks_of(ax) -> list[tuple]:
    """What tells a line from others without its colour."""
    return [(line.get_linestyle(), line.get_marker(), line.get_linewidth()) for line in ax.get_lines()]


def test_no_two_lines_are_told_apart_by_their_colours_alone():
    fits = {f"실행 {number}": FIT for number in range(6)}
    runs = dict.fromkeys(fits, RUN)
    going = plot_runs(runs, "loss", ("train", "valid"), ax=plt.figure().subplots())
    for ax in (plot_histories(fits), plot_activation("relu"), going):
        looks = looks_of(ax)
        assert len(set(looks)) == len(looks) > 1


def test_signs_stand_on_the_largest_and_the_smallest_weight_of_each_image():
    weights = np.zeros((784, 10))
    weights[28 * 5 + 7, 2], weights[28 * 20 + 3, 2] = 1, -1
    signs = [text for text in plot_weight_images(weights).texts if text.get_text() in "+−"]
    assert len(signs) == 20
    places = {text.get_text(): text.get_position() for text in signs[4:6]}
    assert places["+"] == pytest.approx((2 + 7.5 / 30, 22.5 / 30))
    assert places["−"] == pytest.approx((2 + 3.5 / 30, 7.5 / 30))


def test_each_named_neuron_has_a_scale_of_its_own_and_the_classes_share_one():
    weights = np.random.default_rng(0).normal(size=(784, 1)) * np.array([[1, 100.0]])
    (picture,) = plot_weight_images(weights, names=["약한 뉴런", "센 뉴런"]).images
    pale, strong = np.asarray(picture.get_array()).T.reshape(2, 30, 28)[:, :28]
    np.testing.assert_allclose(pale, strong)
    (picture,) = plot_weight_images(np.repeat(weights, 5, axis=1)).images
    pixels = np.abs(np.asarray(picture.get_array()))
    assert np.nanmax(pixels[:, 150:]) == pytest.approx(100 * np.nanmax(pixels[:, :148]))
