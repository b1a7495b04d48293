"""Figures in words: each plot of the course and a student's own are told in a few true sentences, or shown untold."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import time

import matplotlib.pyplot as plt
import numpy as np
import pytest

from helpers.plots import plot_class_counts, plot_confusion_matrix, plot_histories, plot_images, plot_prediction
from helpers.text import CLASS_NAMES
from helpers.text.figures import MAX_LETTERS, alt_text
from tests.test_plots import FIT, IMAGES, PLOTS


def png(figure) -> bytes:
    picture = io.BytesIO()
    figure.savefig(picture, format="png")
    return picture.getvalue()


@pytest.mark.parametrize("name", PLOTS)
def test_every_plot_is_told_in_a_few_korean_sentences(name):
    text = alt_text(PLOTS[name][0]().figure)
    assert len(re.findall(r"[가-힣]", text)) >= 15
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
    assert f"가장 큰 값은 {CLASS_NAMES[1]} 행, {CLASS_NAMES[1]} 열의 980입니다." in text
    assert f"대각선 밖에서 가장 큰 값은 {CLASS_NAMES[6]} 행, {CLASS_NAMES[0]} 열의 150입니다." in text


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
    assert re.search(r"[가-힣]", text)
    assert len(text) <= MAX_LETTERS


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
