"""The diagrams: the files are what the code draws, and a reader who sees no picture is told what it shows."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import ImageFont

from helpers.formulas import softmax
from helpers.text import LANGUAGES
from images.draw import DIAGRAMS, FOLDER, RELU_AXES, SIGMOID_AXES
from images.networks import PIXELS, SCORES, parameters
from images.svg import SMALLEST_FONT, page, text
from images.words import WORDS, say
from publish.languages import place_of
from tests.words import HANGUL

SVG = "{http://www.w3.org/2000/svg}"

FONT = next(Path("helpers/fonts").glob("*.ttf"))

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
def test_the_file_is_what_the_code_draws(name, spoken):
    assert (place_of(FOLDER, spoken) / f"{name}.svg").read_bytes() == DIAGRAMS[name]().encode()


def test_no_file_lies_there_that_no_function_draws():
    expected = {place_of(FOLDER, spoken) / f"{name}.svg" for spoken in LANGUAGES for name in DIAGRAMS}
    assert set(FOLDER.rglob("*.svg")) == expected


def test_no_word_lies_there_that_no_picture_shows(monkeypatch):
    said = set()
    for module in ("curves", "networks", "draw", "course_map"):
        monkeypatch.setattr(f"images.{module}.say", lambda key, **values: said.add(key) or say(key, **values))
    for draw in DIAGRAMS.values():
        draw()
    assert said == {f"{picture}.{name}" for picture, names in WORDS.of("ko").items() for name in names}


def test_words_are_said_in_no_module():
    assert not [path for path in FOLDER.glob("*.py") if HANGUL.search(path.read_text("utf-8"))]


@every_diagram
def test_a_reader_who_sees_no_picture_is_told_what_it_shows(name, spoken):
    root = drawn(name)
    assert root.get("role") == "img"
    title, description = root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")
    assert bool(HANGUL.search(title)) == (spoken == "ko")
    assert description.endswith("니다." if spoken == "ko" else ".")
    assert len(description) > len(title)


def test_titles_are_told_apart(spoken):
    assert len({drawn(name).findtext(f"{SVG}title") for name in DIAGRAMS}) == len(DIAGRAMS)


@every_diagram
def test_it_lies_on_a_white_sheet_of_its_own_size(name):
    root = drawn(name)
    width, height = root.get("width"), root.get("height")
    assert root.get("viewBox") == f"0 0 {width} {height}"
    sheet = root.find(f"{SVG}rect")
    assert (sheet.get("width"), sheet.get("height"), sheet.get("fill")) == (width, height, "#ffffff")


@every_diagram
def test_every_point_lies_on_the_sheet(name, spoken):
    root = drawn(name)
    limits = {"x": float(root.get("width")), "y": float(root.get("height"))}
    places = [(key, value) for shape in root.iter() for key, value in shape.items() if re.fullmatch("c?[xy][12]?", key)]
    assert places
    for key, value in places:
        assert 0 <= float(value) <= limits[key.strip("c12")], (key, value)


@every_diagram
def test_every_word_lies_on_the_sheet_and_no_two_on_each_other(name, spoken):
    root = drawn(name)
    places = []
    for shape in root.iter(f"{SVG}text"):
        words, size, x = "".join(shape.itertext()), float(shape.get("font-size")), float(shape.get("x"))
        length = ImageFont.truetype(str(FONT), 100).getlength(words) * size / 100
        left = x - length * {"start": 0, "middle": 0.5, "end": 1}[shape.get("text-anchor")]
        assert left >= 8, words
        assert left + length <= float(root.get("width")) - 8, words
        places.append((words, float(shape.get("y")), left, left + length))
    for number, (words, y, left, right) in enumerate(places):
        for other, other_y, other_left, other_right in places[:number]:
            assert abs(y - other_y) > 10 or right <= other_left or other_right <= left, (words, other)


@every_diagram
def test_no_word_is_too_small_to_read(name, spoken):
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
