"""What is seen inside a network: whose weights, which images, and a picture and words that say so."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from helpers.data import Split
from helpers.labs.parts.inside_chart import BARS, IMAGE, MARGIN, NAMES, TILE, TITLE, WIDTH, InsideChart, weight_pixels
from helpers.training.describe import describe_inside
from helpers.training.engines import train
from helpers.training.inside import IMAGES, Inside, look_inside, shown_images
from helpers.training.runs import TrainConfig
from helpers.training.session import TrainingSession
from tests.fakes import FakeEngine, made_up_look


def pixels_of(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


# what is looked at


def test_the_weights_of_at_most_twenty_neurons_become_images():
    first = np.arange(784 * 100.0).reshape(784, 100)
    inside = look_inside(3, made_up_look(0).images, np.full((5, 10), 0.1), first, only=False)
    assert (inside.epoch, inside.neurons, inside.for_classes) == (3, 100, False)
    assert (inside.weights.shape, inside.weights.dtype) == ((20, 28, 28), np.float32)
    np.testing.assert_array_equal(inside.weights[19].ravel(), first[:, 19])


@pytest.mark.parametrize(
    ("shape", "only", "for_classes"),
    [((784, 10), True, True), ((784, 10), False, False), ((784, 12), True, False)],
)
def test_only_ten_neurons_of_the_only_layer_belong_to_the_classes(shape, only, for_classes):
    assert made_up_look(1, shape, only).for_classes == for_classes


@pytest.mark.parametrize("shape", [(3, 3, 1, 8), (28, 16), (784,), (0,), (784, 10, 2)])
def test_of_a_first_layer_that_has_no_weight_for_each_pixel_the_predictions_are_left(shape):
    inside = made_up_look(1, shape)
    assert (inside.weights, inside.neurons, inside.for_classes, inside.limit) == (None, 0, False, 0)
    assert inside.predictions.tolist() == [1] * 5


def test_a_look_is_a_copy_that_nobody_can_change():
    first, probabilities = np.ones((784, 10), np.float32), np.full((5, 10), 0.1, np.float32)
    inside = look_inside(1, made_up_look(0).images, probabilities, first, only=True)
    first[:], probabilities[:] = 7, 7
    assert inside.weights.max() == 1
    assert inside.probabilities.max() == pytest.approx(0.1)
    for array in (inside.weights, inside.probabilities, inside.images.images, inside.images.labels):
        with pytest.raises(ValueError, match="read-only"):
            array[:] = 0


def test_the_images_shown_are_copies_and_of_a_small_set_there_are_fewer():
    images = np.arange(100 * 784, dtype=np.float32).reshape(100, 28, 28) / 78_400
    valid = Split(images, np.arange(100) % 10)
    shown = shown_images(valid)
    np.testing.assert_array_equal(shown.images, images[list(IMAGES)])
    assert not np.shares_memory(shown.images, images)
    assert len(shown_images(valid.first(max(IMAGES)))) == len(IMAGES) - 1


def test_the_limit_passes_over_a_few_extreme_weights():
    first = np.ones((784, 10))
    first[0, 0] = -100
    assert look_inside(1, made_up_look(0).images, np.full((5, 10), 0.1), first, only=True).limit == 1


# what a session says of it


def test_a_session_that_looks_tells_its_listeners_before_the_first_step_and_with_each_record():
    session = TrainingSession(FakeEngine(), look=True)
    seen = []
    session.subscribe(lambda run: seen.append((run.inside and run.inside.epoch, len(run.history.records))))
    session.start(TrainConfig(epochs=2))
    assert session.join(10)
    assert list(dict.fromkeys(seen)) == [(0, 0), (1, 0), (1, 1), (2, 1), (2, 2)]
    assert session.state.inside.weights.shape == (20, 28, 28)


def test_a_run_that_diverges_is_seen_as_it_was_before():
    session = TrainingSession(FakeEngine(diverge_at=2), look=True)
    session.start(TrainConfig())
    assert session.join(10)
    assert (session.state.history.outcome, session.state.inside.epoch) == ("diverged", 1)


def test_nobody_looks_unasked(monkeypatch):
    monkeypatch.setattr("tests.fakes.made_up_look", None)
    session = TrainingSession(FakeEngine())
    session.start(TrainConfig())
    assert session.join(10)
    assert (session.state.inside, session.state.error) == (None, None)
    assert train(FakeEngine(), TrainConfig()).outcome == "finished"


# the picture


LOOKS = [
    made_up_look(0),
    made_up_look(3),
    made_up_look(3, (784, 7)),
    made_up_look(3, (784, 10), only=True),
    made_up_look(3, (784, 10)),
    made_up_look(3, (3, 3, 1, 8)),
]


def test_a_chart_that_has_drawn_others_draws_what_a_new_one_would():
    chart = InsideChart()
    for inside in (*LOOKS, *LOOKS):
        assert chart.png(inside) == InsideChart().png(inside)


def test_each_thing_that_is_shown_is_seen():
    assert len({InsideChart().png(inside) for inside in LOOKS}) == len(LOOKS)


def test_other_images_are_drawn_anew():
    inside = made_up_look(1)
    other = Inside(1, Split(1 - inside.images.images, inside.images.labels), inside.probabilities, inside.weights, 100)
    chart = InsideChart()
    assert chart.png(inside) != chart.png(other) == InsideChart().png(other)


def pixel_of(pixels, neuron, row, column):
    """The middle of a weight's square, among the pixels of all."""
    return pixels[neuron // 10 * TILE + 3 * row + 2, neuron % 10 * TILE + 3 * column + 2, :3].astype(int)


def test_neurons_stand_in_rows_of_ten_with_a_white_frame_around_each():
    weights = np.full((12, 28, 28), 0.1, np.float32)
    weights[:, 9, 9], weights[:, 9, 18] = 0.2, 0  # have the marks
    pixels = weight_pixels(weights, 0.1)
    assert (pixels.shape, pixels.dtype) == ((2 * TILE, 10 * TILE, 4), np.uint8)
    assert pixels[[0, TILE - 1, TILE, 2 * TILE - 1]].min() == 255
    assert pixels[:, [0, TILE - 1, TILE]].min() == 255
    assert pixels[TILE:, 2 * TILE :].min() == 255  # there is no thirteenth
    assert pixels[..., 3].min() == 255
    assert [len(np.unique(pixel_of(pixels, neuron, 20, 20))) > 1 for neuron in range(12)] == [True] * 12


def test_positive_weights_are_red_negative_ones_blue_and_0_is_white():
    weights = np.zeros((1, 28, 28), np.float32)
    weights[0, 5, 5], weights[0, 9, 5], weights[0, 13, 5], weights[0, 17, 5] = 0.5, 0.9, -0.5, -0.9
    weights[0, 0, 27], weights[0, 27, 27] = 9, -9  # have the marks, and the last colours
    pixels = weight_pixels(weights, 1.0)
    pale_red, red, pale_blue, blue = (pixel_of(pixels, 0, row, 5) for row in (5, 9, 13, 17))
    for strong, pale, own, other in ((red, pale_red, 0, 2), (blue, pale_blue, 2, 0)):
        assert pale[own] > pale[other] + 50
        assert strong[own] > strong[other] + 50
        assert strong.sum() < pale.sum() - 50
    assert pixel_of(pixels, 0, 20, 20).min() > 240
    assert pixels[3 * 4 + 1 : 3 * 5 + 1, 3 * 5 + 2, :3].min() > 240  # a weight ends where the next begins


@pytest.mark.parametrize(("row", "column"), [(10, 12), (0, 0), (27, 27)])
def test_a_plus_marks_the_largest_weight_and_a_minus_the_smallest(row, column):
    for largest in (True, False):
        weights = np.zeros((11, 28, 28), np.float32)
        weights[10, row, column] = 1 if largest else -1
        weights[10, 20, 3] = -0.1 if largest else 0.1
        tile = weight_pixels(weights, 1.0)[TILE:, :TILE, 0]
        y, x = 3 * row + 2, 3 * column + 2
        assert [tile[y, x + by] for by in (-2, 0, 2) if 0 <= x + by < TILE - 1] in ([0, 0, 0], [0, 0])
        beside = [tile[y + by, x] for by in (-2, 2) if 0 <= y + by < TILE]
        assert set(beside) == ({0} if largest else set(beside) - {0})
        rim = tile[max(y - 1, 0), min(x + 2, TILE - 1)]
        assert rim == 255


def test_weights_that_are_all_0_are_white_and_have_no_largest_one():
    assert weight_pixels(np.zeros((10, 28, 28), np.float32), 0.0).min() > 240


def test_the_weights_stand_upright_in_the_picture():
    inside = LOOKS[1]
    drawn = weight_pixels(inside.weights, inside.limit)[..., :3]
    pixels = pixels_of(InsideChart().png(inside))
    np.testing.assert_array_equal(pixels[TITLE : TITLE + 2 * TILE, MARGIN : MARGIN + 10 * TILE], drawn)


def test_a_bar_is_as_long_as_its_probability_and_that_of_the_target_has_a_black_edge():
    inside = LOOKS[-1]  # without weights above
    pixels = pixels_of(InsideChart().png(inside)).astype(int)
    unit, thick = (WIDTH - NAMES - MARGIN) / 6, BARS / 10
    for image, target in enumerate(inside.images.labels):
        left = NAMES + round(1.25 * image * unit)
        rows = [TITLE + IMAGE + round((label + 0.5) * thick) for label in range(10)]
        beyond = [pixels[row - 3, left + round(0.3 * unit)] for row in rows]
        assert [colour[2] - colour[0] > 100 for colour in beyond] == [label == 3 for label in range(10)]
        ends = [pixels[row - 7 : row + 8, left + 4 : left + 9, 2].min() for row in rows]
        assert [edge < 60 for edge in ends] == [label == target for label in range(10)]


def test_nothing_is_cut_off_and_no_letter_is_missing(recwarn):
    for inside in LOOKS:
        pixels = pixels_of(InsideChart().png(inside))
        edges = (pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1])
        assert [edge.min() for edge in edges] == [255] * 4
    assert not [each for each in recwarn if "Glyph" in str(each.message)]


# in words


def test_what_is_shown_is_said():
    images = "검증 이미지 5장 가운데 1장을 맞혔습니다(타깃 → 예측: 티셔츠 → 바지 55%, 바지 → 바지 55%, "
    told = describe_inside(made_up_look(1))
    assert told.startswith("1번째 에포크: 첫 은닉층 뉴런 100개 가운데 20개의 가중치를 28×28 이미지로 그렸고, ")
    assert images in told
    assert describe_inside(made_up_look(0, (784, 10), only=True)).startswith("훈련 전: 클래스 10개의 가중치를 ")
    assert "첫 은닉층 뉴런 10개의 가중치를" in describe_inside(made_up_look(0, (784, 10)))
    assert "예측만 보여 줍니다. 검증 이미지" in describe_inside(made_up_look(0, (3, 3, 1, 8)))


def test_the_largest_colour_is_said_in_two_digits():
    assert "가장 진한 색은 ±0.23입니다" in describe_inside(
        look_inside(1, made_up_look(0).images, np.full((5, 10), 0.1), np.full((784, 10), 0.2345), only=True)
    )
