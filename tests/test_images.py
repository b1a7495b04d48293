"""The diagrams: the files are what the code draws, and a reader who sees no picture is told what it shows."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from helpers.formulas import softmax
from images.draw import DIAGRAMS, FOLDER, RELU_AXES, SIGMOID_AXES
from images.networks import PIXELS, SCORES, parameters
from images.svg import SMALLEST_FONT, page, text

SVG = "{http://www.w3.org/2000/svg}"
HANGUL = re.compile("[가-힣]")

every_diagram = pytest.mark.parametrize("name", DIAGRAMS)


def drawn(name: str) -> ElementTree.Element:
    return ElementTree.fromstring(DIAGRAMS[name]())


def curve(axes) -> list[tuple[float, float]]:
    """The (z, output) of each point of the one curve that lies on these axes, read back from the picture."""
    low, high = axes.z
    pixels = [
        [tuple(map(float, point.split(","))) for point in line.get("points").split()]
        for line in drawn("sigmoid-and-relu").iter(f"{SVG}polyline")
    ]
    (points,) = [line for line in pixels if axes.left <= line[0][0] <= axes.left + axes.width]
    return [
        (low + (x - axes.left) / axes.width * (high - low), (axes.bottom - y) / axes.height * axes.top)
        for x, y in points
    ]


@every_diagram
def test_the_file_is_what_the_code_draws(name):
    assert (FOLDER / f"{name}.svg").read_bytes() == DIAGRAMS[name]().encode()


def test_no_file_lies_there_that_no_function_draws():
    assert {path.stem for path in FOLDER.glob("*.svg")} == set(DIAGRAMS)


@every_diagram
def test_a_reader_who_sees_no_picture_is_told_what_it_shows(name):
    root = drawn(name)
    assert root.get("role") == "img"
    title, description = root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")
    assert HANGUL.search(title)
    assert description.endswith("니다.")
    assert len(description) > len(title)


def test_titles_are_told_apart():
    assert len({drawn(name).findtext(f"{SVG}title") for name in DIAGRAMS}) == len(DIAGRAMS)


@every_diagram
def test_it_lies_on_a_white_sheet_of_its_own_size(name):
    root = drawn(name)
    width, height = root.get("width"), root.get("height")
    assert root.get("viewBox") == f"0 0 {width} {height}"
    sheet = root.find(f"{SVG}rect")
    assert (sheet.get("width"), sheet.get("height"), sheet.get("fill")) == (width, height, "#ffffff")


@every_diagram
def test_every_point_lies_on_the_sheet(name):
    root = drawn(name)
    limits = {"x": float(root.get("width")), "y": float(root.get("height"))}
    places = [(key, value) for shape in root.iter() for key, value in shape.items() if re.fullmatch("c?[xy][12]?", key)]
    assert places
    for key, value in places:
        assert 0 <= float(value) <= limits[key.strip("c12")], (key, value)


@every_diagram
def test_no_word_is_too_small_to_read(name):
    sizes = [float(shape.get("font-size")) for shape in drawn(name).iter() if shape.get("font-size")]
    assert min(sizes) >= SMALLEST_FONT


def test_the_sigmoid_drawn_is_the_sigmoid():
    points = curve(SIGMOID_AXES)
    assert [points[0][0], points[-1][0]] == pytest.approx([-8, 8])
    for z, output in points:
        assert output == pytest.approx(1 / (1 + math.exp(-z)), abs=0.002)


def test_the_relu_drawn_is_the_relu():
    for z, output in curve(RELU_AXES):
        assert output == pytest.approx(max(0, z), abs=0.01)


def test_the_probabilities_as_printed_add_up_to_1():
    assert sum(round(chance, 2) for chance in softmax(SCORES)) == pytest.approx(1)
    assert softmax(SCORES)[9] == max(softmax(SCORES))


def test_the_layers_have_the_parameters_that_the_lesson_counts():
    assert [parameters(PIXELS, 10), parameters(PIXELS, 100), parameters(100, 10)] == [7_850, 78_500, 1_010]
    words = " ".join(drawn("two-layers").itertext())
    assert "784×100+100 = 78,500" in words
    assert "100×10+10 = 1,010" in words


def test_signs_of_xml_in_a_label_stay_a_label():
    root = ElementTree.fromstring(page("a < b", "c & d", (10, 10), text((1, 1), "w_1 < x_n & y")))
    assert root.findtext(f"{SVG}title") == "a < b"
    assert "".join(root.find(f"{SVG}text").itertext()) == "w1 < xn & y"


def test_drawing_loads_neither_matplotlib_nor_keras_nor_widgets():
    code = "import sys, images.draw; print(*{'matplotlib', 'keras', 'ipywidgets'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=FOLDER.parent, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == ""
