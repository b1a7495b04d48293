"""The course's diagrams: `python -m images.draw` writes them, in every language.

It knows what each picture shows; what it says is left to `words`, and how a shape becomes SVG to `svg`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from helpers.colours import BLUE, GREEN, GREY, ORANGE, PURPLE, SKY, VERMILLION
from helpers.formulas import ACTIVATIONS, relu, sigmoid, softmax
from helpers.text import CLASSES, LANGUAGES, class_names
from helpers.text.html import width_of
from images.course_map import draw_course_map
from images.curves import Axes, small_sigmoid
from images.networks import (
    HIDDEN,
    PIXELS,
    SCORES,
    class_neurons,
    column,
    heading,
    neurons,
    parameters,
    pixels,
    probabilities,
    rows,
    score,
    softmax_box,
    wires,
)
from images.svg import WHITE, arrow, box, circle, dots, page, pale, polyline, text, towards
from images.words import say
from publish.languages import place_of, speaking

FOLDER = Path(__file__).parent
SIGMOID_AXES = Axes(left=40, bottom=290, width=296, height=180, z=(-8, 8), top=1)
RELU_AXES = Axes(left=414, bottom=290, width=296, height=180, z=(-8, 8), top=8)
SATURATED = 4  # beyond it, on both sides, the sigmoid's slope is below 0.02


def draw_neuron() -> str:
    """Draw one neuron, from its inputs to its output."""
    total, output = (370, 200), (700, 200)
    shapes = [
        box((455, 200), (320, 272), GREY, WHITE, "7 5", corner=16),
        text((455, 84), say("neuron.neuron"), 18, bold=True),
    ]
    for number, y in {"1": 100, "2": 170, "n": 300}.items():
        start, end = (106, y), towards(total, (106, y), 46)
        middle = (start[0] + 0.45 * (end[0] - start[0]), start[1] + 0.45 * (end[1] - start[1]))
        shapes += [box((80, y), (52, 44), GREY), text((80, y), f"x_{number}", 20), arrow(start, end, BLUE)]
        shapes.append(text(middle, f"w_{number}", 20, colour=BLUE, bold=True, halo=True))
    shapes += [dots((80, 235)), text((80, 42), say("neuron.input"), 18, bold=True)]
    shapes.append(text((206, 42), say("neuron.weight"), 18, bold=True))
    shapes += [
        circle((370, 302), 22, ORANGE),
        text((370, 302), "b", 20),
        text((402, 302), say("neuron.bias"), 18, "start", bold=True),
    ]
    shapes += [arrow((370, 280), (370, 245), ORANGE), circle(total, 44, GREEN), text((370, 190), say("neuron.sum"))]
    shapes += [text((370, 213), "z", 20, bold=True), arrow((414, 200), (482, 200)), text((446, 184), "z", 20)]
    shapes += [
        box((540, 200), (114, 96), PURPLE),
        text((540, 174), say("neuron.activation")),
        small_sigmoid((540, 212), 70, 36),
    ]
    shapes += [arrow((597, 200), (673, 200)), circle(output, 26, SKY), text(output, "a", 20)]
    shapes += [
        text((700, 42), say("neuron.output"), 18, bold=True),
        text((240, 376), "z = w_1x_1 + w_2x_2 + … + w_nx_n + b", 20),
    ]
    shapes.append(text((580, 376), say("neuron.formula"), 20))
    return page(
        say("neuron.title"),
        say("neuron.description"),
        (760, 410),
        *shapes,
    )


def draw_single_layer() -> str:
    """Draw 784 pixels and one output layer of ten neurons."""
    inputs, outputs = column(80, PIXELS), rows(306)
    shapes = wires(inputs.values(), 27, outputs, 16) + pixels(inputs) + class_neurons(outputs)
    shapes += softmax_box(374, 470, 324) + probabilities(500, 584, 110)
    shapes += heading(80, say("parts.input_layer"), say("parts.pixels", count=PIXELS))
    shapes += heading(380, say("parts.output_layer"), say("parts.output_neurons", count=CLASSES))
    shapes += heading(620, say("single-layer.probabilities", count=CLASSES), say("single-layer.example"))
    shapes.append(text((24, 544), say("single-layer.input_is_data"), anchor="start"))
    count = say("single-layer.count", pixels=PIXELS, classes=CLASSES, total=parameters(PIXELS, CLASSES))
    shapes.append(text((736, 544), count, anchor="end", bold=True))
    return page(
        say("single-layer.title", pixels=PIXELS, classes=CLASSES),
        say("single-layer.description", pixels=PIXELS, classes=CLASSES),
        (760, 572),
        *shapes,
    )


def draw_two_layers() -> str:
    """Draw 784 pixels, a hidden layer of 100 neurons and an output layer of ten."""
    inputs, hidden, outputs = column(80, PIXELS), column(345, HIDDEN), rows(610)
    shapes = wires(inputs.values(), 27, hidden.values(), 26) + wires(hidden.values(), 26, outputs, 16)
    shapes += pixels(inputs) + neurons(hidden, 26, GREEN) + class_neurons(outputs)
    shapes += [text((638, y), name, anchor="start") for (_, y), name in zip(outputs, class_names(), strict=True)]
    shapes += heading(80, say("parts.input_layer"), say("parts.pixels", count=PIXELS))
    shapes += heading(345, say("parts.hidden_layer"), say("parts.hidden_neurons", count=HIDDEN))
    shapes += heading(620, say("parts.output_layer"), say("parts.output_neurons", count=CLASSES))
    for x, before, after in [(212, PIXELS, HIDDEN), (476, HIDDEN, CLASSES)]:
        count = f"{before}×{after}+{after} = {parameters(before, after):,}"
        shapes += [box((x, 556), (236, 66), GREY, WHITE), text((x, 542), say("two-layers.parameters"))]
        shapes.append(text((x, 569), count, 18, bold=True))
    first, second = parameters(PIXELS, HIDDEN), parameters(HIDDEN, CLASSES)
    shapes.append(text((670, 542), say("two-layers.all")))
    shapes.append(text((670, 569), say("two-layers.total", total=first + second), 18, bold=True))
    return page(
        say("two-layers.title", pixels=PIXELS, hidden=HIDDEN, classes=CLASSES),
        say("two-layers.description", pixels=PIXELS, hidden=HIDDEN, classes=CLASSES, first=first, second=second),
        (760, 612),
        *shapes,
    )


def draw_ovr_and_softmax() -> str:
    """Draw ten one-versus-rest classifiers beside one softmax, on the same scores."""
    answers, chances = sigmoid(np.array(SCORES)), softmax(SCORES)
    shapes = [box((x, 295), (352, 558), GREY, WHITE, corner=10) for x in (196, 564)]
    for middle, kind in ((196, "ovr"), (564, "softmax")):
        title, note = (say(f"ovr-and-softmax.{key}", count=CLASSES) for key in (kind, f"{kind}_note"))
        shapes += heading(middle, title, note)
    for (x, y), name, value, answer in zip(rows(170), class_names(), SCORES, answers, strict=True):
        yes = bool(answer >= 0.5)
        question = say("ovr-and-softmax.question", name=name)
        shapes += [text((32, y), question, 15, "start"), score((x, y), value), arrow((190, y), (208, y))]
        shapes += [box((230, y), (44, 30), BLUE), small_sigmoid((230, y), 32, 18), arrow((252, y), (270, y))]
        shapes.append(text((290, y), f"{answer:.2f}", 15))
        shapes.append(text((338, y), say(f"ovr-and-softmax.{'yes' if yes else 'no'}"), bold=yes))
    shapes += [score(at, value) for at, value in zip(rows(416), SCORES, strict=True)]
    shapes += [text((x, 86), say("ovr-and-softmax.example"), 15) for x in (170, 416)]
    shapes += softmax_box(454, 546, 436) + probabilities(570, 642, 52)
    for x, kind, values in ((196, "ovr", answers), (564, "softmax", chances)):
        total = say(f"ovr-and-softmax.{kind}_sum", count=CLASSES, total=sum(values))
        shapes += [text((x, 530), total, bold=True), text((x, 556), say(f"ovr-and-softmax.{kind}_rule"))]
    return page(
        say("ovr-and-softmax.title", count=CLASSES),
        say("ovr-and-softmax.description", count=CLASSES, total=sum(answers)),
        (760, 590),
        *shapes,
    )


def draw_sigmoid_and_relu() -> str:
    """Draw the curves of both activation functions, and where the sigmoid saturates."""
    shapes = [
        text((x, 38), say(f"sigmoid-and-relu.{name}"), 20, bold=True) for x, name in ((188, "sigmoid"), (562, "relu"))
    ]
    width, saturation = SIGMOID_AXES.place(-SATURATED, 0)[0] - SIGMOID_AXES.left, say("sigmoid-and-relu.saturation")
    for side in (-1, 1):
        x, y = SIGMOID_AXES.place(side * (SATURATED + 8) / 2, 0.5)
        shapes += [box((x, y - 6), (width, 192), ORANGE, pale(ORANGE), "5 4", 2)]
        shapes.append(text((x, y), saturation, 18 if width_of(saturation) < 8 else 14, bold=True))
    shapes += [*SIGMOID_AXES.frame((0.5, 1)), SIGMOID_AXES.curve(sigmoid, BLUE)]
    shapes += [*RELU_AXES.frame((4, 8)), RELU_AXES.curve(relu, VERMILLION)]
    steepest, flat = map(ACTIVATIONS["sigmoid"][1], (0, SATURATED))
    numbers = {"steepest": steepest, "saturated": SATURATED, "flat": flat}
    for x, name in ((188, "sigmoid"), (562, "relu")):
        shapes.append(text((x, 346), say(f"sigmoid-and-relu.{name}_rule"), bold=True))
        shapes.append(text((x, 372), say(f"sigmoid-and-relu.{name}_slopes", **numbers)))
    return page(
        say("sigmoid-and-relu.title"),
        say("sigmoid-and-relu.description"),
        (760, 402),
        *shapes,
    )


def draw_optimizers() -> str:
    """Draw the two families of optimizers, and what each member adds."""
    shapes = _family("descent", ("sgd", "momentum", "nesterov"), 116, GREEN)
    shapes += _family("adaptive", ("adagrad", "rmsprop", "adam"), 326, BLUE)
    shapes += [polyline([(380, 160), (380, 205), (624, 205), (624, 272)]), arrow((624, 260), (624, 282))]
    shapes += [box((502, 205), (184, 24), WHITE), text((502, 205), say("optimizers.inherits"))]
    shapes.append(text((380, 418), say("optimizers.arrows")))
    return page(
        say("optimizers.title"),
        say("optimizers.description"),
        (760, 444),
        *shapes,
    )


DIAGRAMS = {
    "neuron": draw_neuron,
    "single-layer": draw_single_layer,
    "two-layers": draw_two_layers,
    "ovr-and-softmax": draw_ovr_and_softmax,
    "sigmoid-and-relu": draw_sigmoid_and_relu,
    "optimizers": draw_optimizers,
    "course-map": draw_course_map,
}


def main() -> None:
    """Write every diagram in every language."""
    for language in LANGUAGES:
        folder = place_of(FOLDER, language)
        folder.mkdir(exist_ok=True)
        with speaking(language):
            for name, draw in DIAGRAMS.items():
                (folder / f"{name}.svg").write_text(draw(), encoding="utf-8", newline="\n")


def _family(name: str, members: tuple[str, str, str], y: float, colour: str) -> list[str]:
    shapes = [
        box((380, y - 16), (728, 156), colour, WHITE, corner=10),
        text((36, y - 68), say(f"optimizers.{name}"), 18, "start", bold=True),
    ]
    for x, member in zip((136, 380, 624), members, strict=True):
        shapes += [box((x, y), (214, 88), colour), text((x, y - 16), say(f"optimizers.{member}"), 18, bold=True)]
        shapes.append(text((x, y + 18), say(f"optimizers.{member}_adds"), 15))
    return [*shapes, arrow((243, y), (273, y)), arrow((487, y), (517, y))]


if __name__ == "__main__":
    main()
