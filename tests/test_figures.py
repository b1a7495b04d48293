"""Figures in words: each plot of the course and a student's own are told in a few true sentences, or shown untold."""

from __future__ import annotations

import io
import itertools
import json
import math
import os
import subprocess
import sys
import time
from types import SimpleNamespace

import matplotlib.pyplot as plt
import numpy as np
import pytest
from IPython.core.formatters import DisplayFormatter

from helpers.plots import plot_class_counts, plot_confusion_matrix, plot_histories, plot_images, plot_prediction
from helpers.text import class_names
from helpers.text.figures import MAX_LETTERS, alt_text, number, tell, tell_figures
from tests.test_plots import FIT, IMAGES, PLOTS
from tests.words import HANGUL


def png(figure) -> bytes:
    picture = io.BytesIO()
    figure.savefig(picture, format="png")
    return picture.getvalue()


@pytest.mark.parametrize("name", PLOTS)
def test_every_plot_is_told_in_a_few_korean_sentences(name):
    text = alt_text(PLOTS[name][0]().figure)
    assert len(HANGUL.findall(text)) >= 15
    assert len(text) <= MAX_LETTERS
    assert text[-1] in ".…"
    assert "\n" not in text


@pytest.mark.parametrize("name", PLOTS)
def test_telling_a_plot_changes_none_of_its_pixels_and_takes_next_to_no_time(name):
    draw = PLOTS[name][0]
    untold = png(draw().figure)
    figure = draw().figure
    began = time.process_time()
    alt_text(figure)
    assert time.process_time() - began < 0.2
    assert png(figure) == untold


def test_a_line_is_told_by_its_name_its_ends_and_its_turn():
    _, ax = plt.subplots()
    ax.plot([1, 2, 3], [0.5, 0.1, 0.3], label="검증")
    ax.axvline(2)
    ax.set(xlabel="에포크", ylabel="손실")
    assert alt_text(ax.figure) == (
        "선 그래프입니다. 가로축: 에포크. 세로축: 손실. "
        "검증: 0.5에서 0.1까지 줄다가(에포크 2) 그 뒤로 0.3까지 늘어납니다."
    )


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([1, 2, 3], "1에서 3까지 늘어납니다"),
        ([3, 2, 1], "3에서 1까지 줄어듭니다"),
        ([1, 5, 2], "1에서 5까지 늘다가(가로축 1) 그 뒤로 2까지 줄어듭니다"),
        ([2, 2.001, 2], "2 근처에서 거의 변하지 않습니다"),
        ([2, 9, 0, 2], "2에서 2까지 가며 0에서 9 사이를 오르내립니다"),
        ([7], "가로축 0에 점 하나가 있고 값은 7입니다"),
        ([1, 2, np.nan], "1에서 2까지 늘어납니다"),
        (np.ma.masked_greater([1, 2, 99], 50), "1에서 2까지 늘어납니다"),
        ([100, 1, 0.5, 1.5], "100에서 1.5까지 줄어듭니다"),
    ],
)
def test_how_a_line_goes(values, told):
    figure, ax = plt.subplots()
    ax.plot(values)
    assert told in alt_text(figure)


def test_on_a_logarithmic_scale_small_values_count_as_well():
    figure, ax = plt.subplots()
    ax.semilogy(["은닉층 1", "은닉층 2", "출력층"], [1, 1e-4, 1e-2])
    assert "0.0001까지 줄다가(가로축 은닉층 2)" in alt_text(figure)


def test_of_many_lines_the_highest_and_the_lowest_are_told():
    fits = {name: {"loss": [1, end]} for name, end in [("SGD", 0.9), ("Adam", 0.2), ("RMSprop", 0.3)]}
    fits |= {f"{name} 2": {"loss": [1, 0.5]} for name in fits}
    text = alt_text(plot_histories(fits, metric="loss").figure)
    assert "선 6개 가운데 끝이 가장 높은 것은 SGD (훈련)(0.9), 가장 낮은 것은 Adam (훈련)(0.2)입니다." in text


def test_a_student_s_legend_names_the_lines():
    plt.plot(FIT["loss"])
    plt.plot(FIT["val_loss"])
    plt.legend(["train", "val"])
    assert "train: 0.5에서 0.4까지 줄어듭니다. val: 0.6에서" in alt_text(plt.gcf())


def test_bars_are_told_by_the_largest_the_smallest_and_the_hatched_one():
    probabilities = np.array([0.6, 0.1, *[0.0375] * 8])
    probabilities[9] = 0
    probabilities[1] += 0.0375
    text = alt_text(plot_prediction(IMAGES[0], probabilities, label=1).figure)
    assert "가장 큰 것은 티셔츠(0.6), 가장 작은 것은 앵클 부츠(0)입니다. 빗금 친 막대: 바지." in text
    assert "예측한 이미지 한 장" in text
    assert "막대 10개의 값은 모두 6,000입니다." in alt_text(plot_class_counts(np.arange(60_000) % 10).figure)


def test_of_bars_that_look_alike_none_is_told_as_the_smallest():
    probabilities = np.array([0.98, 0.02 - 3e-10, *[1e-10] * 3, *[0] * 5])
    text = alt_text(plot_prediction(IMAGES[0], probabilities).figure)
    assert "막대 10개 가운데 가장 큰 것은 티셔츠(0.98)입니다." in text
    plt.figure()
    plt.bar(["가", "나", "다"], [-1000, 9, 8])
    assert tell(plt.gcf())[1] == "막대 3개 가운데 가장 큰 것은 나(9), 가장 작은 것은 가(-1,000)입니다."
    plt.figure()
    plt.bar(["가", "나", "다"], [1000, 9, 8])
    assert tell(plt.gcf())[1] == "막대 3개 가운데 가장 큰 것은 가(1,000)입니다."


def test_images_are_told_by_their_number_and_captions():
    text = alt_text(plot_images(IMAGES[:2], labels=[0, 9]).figure)
    assert "28×28 픽셀 이미지 2장" in text
    assert "티셔츠, 앵클 부츠" in text


def test_images_of_a_student_s_own_are_counted():
    figure, axes = plt.subplots(1, 10)
    for ax, image in zip(axes, IMAGES, strict=True):
        ax.imshow(image)
        ax.axis("off")
    assert "이미지 10장" in alt_text(figure)


def test_a_confusion_matrix_is_told_by_what_is_confused_most():
    matrix = 900 * np.eye(10, dtype=int)
    matrix[1, 1], matrix[6, 0] = 980, 150
    text = alt_text(plot_confusion_matrix(matrix).figure)
    assert f"가장 큰 값은 {class_names()[1]} 행, {class_names()[1]} 열의 980입니다." in text
    assert f"대각선 밖에서 가장 큰 값은 {class_names()[6]} 행, {class_names()[0]} 열의 150입니다." in text


@pytest.mark.parametrize(
    "draw",
    [
        plt.figure,
        lambda: plt.pie([1, 2]),
        lambda: plt.scatter([1, 2], [3, 4]),
        lambda: plt.hist(IMAGES.ravel()),
        lambda: plt.bar(["ㄱ", "ㄴ"], [1, np.nan]),
        lambda: plt.bar(["ㄱ", "ㄴ"], [np.nan, np.nan]),
        lambda: plt.imshow(IMAGES[0]),
        lambda: plt.contourf(IMAGES[0]),
        lambda: plt.errorbar([1, 2], [1, 2], yerr=0.1),
        lambda: plt.plot([], [], label="없음"),
        lambda: plt.plot(np.array(["2026-03-01", "2026-03-02"], dtype="datetime64"), [1, 2]),
        lambda: plt.figure().add_subplot(projection="3d").plot([1, 2], [1, 2], [1, 2]),
        lambda: plt.plot([1, 2], label="긴 이름 " * 200),
    ],
)
def test_whatever_a_student_draws_is_told(draw):
    draw()
    text = alt_text(plt.gcf())
    assert HANGUL.search(text)
    assert len(text) <= MAX_LETTERS


def test_titles_axes_and_captions_are_told_in_their_order_and_what_is_hidden_is_not():
    figure, (left, middle, right) = plt.subplots(1, 3)
    figure.suptitle("두 줄의\n제목")
    left.scatter([1, 2], [3, 4])
    left.scatter([5], [6])
    left.set(title="점", xlabel="길이\n(cm)", ylabel="무게")
    middle.plot([1, 2], [1, 2])
    middle.set(xlabel="보이지 않는 축")
    middle.axis("off")
    right.set_visible(False)
    assert tell(figure) == [
        "제목: 두 줄의 제목.",
        "제목: 점.",
        "산점도입니다.",
        "가로축: 길이 (cm).",
        "세로축: 무게.",
        "점 3개를 찍은 그림입니다.",
        "선 그래프입니다.",
        "선 1: 1에서 2까지 늘어납니다.",
    ]


def test_one_image_is_told_by_its_size_two_by_their_number_and_named_ones_by_their_names():
    def images(count):
        figure, axes = plt.subplots(1, count, squeeze=False)
        for ax in axes.flat:
            ax.imshow(np.zeros((20, 30)))
            ax.axis("off")
        return figure, axes.flat

    assert tell(images(1)[0]) == ["너비 30, 높이 20픽셀인 이미지를 보여 주는 그림입니다."]
    assert tell(images(2)[0]) == ["축도 제목도 없는 이미지 2장을 나란히 보여 줍니다."]
    figure, (first, second) = images(2)
    first.set_title("첫째")
    second.images[0].set_label("가방")
    second.text(0, 0, "설명")
    second.text(0, 9, "")
    assert tell(figure) == [
        "제목: 첫째.",
        "너비 30, 높이 20픽셀인 이미지를 보여 주는 그림입니다.",
        "보여 주는 것: 가방.",
        "이미지의 설명은 차례대로 설명입니다.",
    ]


def test_a_colour_bar_is_no_chart_and_a_table_is_told_by_its_names():
    figure, ax = plt.subplots()
    figure.colorbar(ax.imshow([[1, 7, 3], [4, 5, 9]]))
    ax.set_xticks(range(3), ["가", "나", "다"])
    assert tell(figure) == ["너비 3, 높이 2픽셀인 이미지를 보여 주는 그림입니다."]
    for column, row in itertools.product(range(3), range(2)):
        ax.text(column, row, "수")
    assert tell(figure) == [
        "행 2개와 열 3개의 값을 색의 진하기와 숫자로 나타낸 표입니다.",
        "가장 큰 값은 1 행, 다 열의 9입니다.",
    ]


def test_a_square_table_is_told_by_its_diagonal_and_the_rest_of_it():
    def table(values):
        _, ax = plt.subplots()
        ax.imshow(values)
        for _ in np.ravel(values):
            ax.text(0, 0, "수")
        return tell(ax.figure)[1:]

    assert table([[1, 4], [3, 9]]) == [
        "가장 큰 값은 1 행, 1 열의 9입니다.",
        "대각선 밖에서 가장 큰 값은 0 행, 1 열의 4입니다.",
    ]
    assert table([[7]]) == ["가장 큰 값은 0 행, 0 열의 7입니다."]


def test_images_in_one_place_are_told_by_all_their_names():
    plt.imshow(np.zeros((2, 2)), label="셔츠")
    plt.imshow(np.zeros((2, 2)), label="가방")
    assert tell(plt.gcf()) == ["보여 주는 것: 셔츠, 가방."]


def test_four_lines_are_told_one_by_one_and_five_by_their_ends():
    _, ax = plt.subplots()
    for end in (1, 4, 3, 2):
        ax.plot([0, end])
    assert tell(ax.figure)[1:] == [f"선 {i}: 0에서 {end}까지 늘어납니다." for i, end in enumerate((1, 4, 3, 2), 1)]
    ax.plot([0, 0.5, np.nan], label="끝이 빈 선")
    ax.plot([9, 9]).pop().set_visible(False)
    assert tell(ax.figure)[1:] == ["선 5개 가운데 끝이 가장 높은 것은 선 2(4), 가장 낮은 것은 끝이 빈 선(0.5)입니다."]


def test_bars_across_are_told_as_those_upright():
    _, ax = plt.subplots()
    bars = ax.barh(["가", "나", "다"], [3, 1, 2], label="점수")
    assert tell(ax.figure)[1:] == ["점수: 막대 3개 가운데 가장 큰 것은 가(3), 가장 작은 것은 나(1)입니다."]
    for hatched, told in ((1, ["빗금 친 막대: 가."]), (2, ["빗금 친 막대: 가, 나."]), (3, [])):
        bars[hatched - 1].set_hatch("/")
        assert tell(ax.figure)[2:] == told


def test_bars_of_numbers_and_histograms_are_told_by_where_they_stand_or_what_is_written_there():
    plt.bar([0.5, 10], [2, 5])
    assert tell(plt.gcf())[1] == "막대 2개 가운데 가장 큰 것은 10(5), 가장 작은 것은 0.5(2)입니다."
    plt.figure()
    plt.barh([0.5, 10], [2, 5])
    assert tell(plt.gcf())[1] == "막대 2개 가운데 가장 큰 것은 10(5), 가장 작은 것은 0.5(2)입니다."
    plt.xticks([])
    plt.yticks([0.5, 10], ["하나", "둘"])
    assert tell(plt.gcf())[1] == "막대 2개 가운데 가장 큰 것은 둘(5), 가장 작은 것은 하나(2)입니다."
    plt.figure()
    plt.hist([1, 1, 2], bins=[0, 1, 2, 3])
    assert tell(plt.gcf())[1] == "막대 3개 가운데 가장 큰 것은 1.5(2), 가장 작은 것은 0.5(0)입니다."


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (3.0, "3"),
        (0.12345, "0.123"),
        (99.96, "100"),
        (99.4, "99.4"),
        (100.0, "100"),
        (100.4, "100"),
        (-12345.6, "-12,346"),
        (1e12, "1e+12"),
        (0.00001, "1e-05"),
        (math.inf, "inf"),
    ],
)
def test_a_number_has_few_digits(value, written):
    assert number(value) == written


def test_as_many_sentences_are_told_as_there_is_room_for():
    def of(letters):
        figure, axes = plt.subplots(1, 3)
        for ax, count in zip(axes, letters, strict=True):
            ax.set_title("가" * (count - len("제목: .")))
        return alt_text(figure)

    assert list(map(len, of([200, 199, 10]).split(". "))) == [199, 199]
    assert list(map(len, of([200, 200, 10]).split(". "))) == [199, 10]
    assert len(of([MAX_LETTERS, 10, 10])) == MAX_LETTERS
    assert of([MAX_LETTERS, 10, 10])[-1] == "."
    assert of([MAX_LETTERS + 1, 10, 10])[-1] == "…"
    assert len(of([MAX_LETTERS + 1, 10, 10])) == MAX_LETTERS


def test_what_ipython_shows_of_a_figure_is_its_text_and_its_picture_s_alt():
    formatter = DisplayFormatter()
    tell_figures(SimpleNamespace(display_formatter=formatter))
    tell_figures(SimpleNamespace(display_formatter=None))
    plt.plot([1, 2, 3])
    data, metadata = formatter.format(plt.gcf())
    assert data["text/plain"] == "선 그래프입니다.\n선 1: 1에서 3까지 늘어납니다."
    assert metadata == {"image/png": {"alt": "선 그래프입니다. 선 1: 1에서 3까지 늘어납니다."}}


IN_A_SHELL = """
import json
from IPython.core.interactiveshell import InteractiveShell
from helpers.text.figures import tell_figures
shell = InteractiveShell.instance()
tell_figures(shell)
import matplotlib.pyplot as plt
figure = plt.figure()
plt.plot([1, 2, 3])
{more}
data, metadata = shell.display_formatter.format(figure)
print(json.dumps([len(data["image/png"]), metadata.get("image/png", {{}}).get("alt"), data["text/plain"]]))
"""


def shown(more: str = "") -> list:
    """The size of the picture that IPython makes of a figure, as it does in a kernel, its words, and its text."""
    environment = {**os.environ, "MPLBACKEND": "module://matplotlib_inline.backend_inline"}
    command = [sys.executable, "-c", IN_A_SHELL.format(more=more)]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=True)
    return json.loads(done.stdout)


def test_ipython_shows_a_figure_with_its_words_also_where_pyplot_comes_after():
    size, told, text = shown()
    assert size > 1000
    assert told == "선 그래프입니다. 선 1: 1에서 3까지 늘어납니다."
    assert text == "선 그래프입니다.\n선 1: 1에서 3까지 늘어납니다."


def test_its_text_leaves_nothing_out_however_much_there_is_to_tell():
    _, told, text = shown("plt.gca().lines[0].set_label('가' * 400)")
    assert len(told) <= MAX_LETTERS < len(text)


def test_a_figure_that_cannot_be_told_is_shown_all_the_same():
    size, told, text = shown("import helpers.text.figures; helpers.text.figures.tell = None")
    assert size > 1000
    assert told is None
    assert text == "<Figure size 640x480 with 1 Axes>"
