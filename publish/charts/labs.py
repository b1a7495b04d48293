"""The labs that do not train, on fewer settings than in a notebook: what they draw and say, computed beforehand."""

from __future__ import annotations

import json

import numpy as np

from helpers.colours import BLUE, GREEN, VERMILLION
from helpers.formulas import (
    ACTIVATIONS,
    LOWEST,
    chained_slopes,
    cross_entropy,
    one_weight_descent,
    one_weight_loss,
    sigmoid,
    softmax,
    tangent,
)
from helpers.labs.activation import describe_slopes
from helpers.labs.cross_entropy import describe_loss
from helpers.labs.descent import describe_descent
from helpers.labs.parts.drawings import LAYERS_LIMIT, SMALLEST_FACTOR, WEIGHT_LIMITS, Z_LIMIT
from helpers.labs.softmax import describe_softmax
from helpers.text import class_names, say
from publish.charts.chart import (
    DASHED,
    INK,
    SOLID,
    Chart,
    Input,
    Json,
    all_settings,
    along,
    evenly,
    lines_apart,
    make_chart,
    picked,
    rounded,
    told_apart,
    words,
)

LOGITS = (2.5, -2.5, 0.0, -5.0)  # at first
STARTS = (-2.0, 2.0, 5.0)
STEPS = 10
STAR = "M0,-1L0.22,-0.31L0.95,-0.31L0.36,0.12L0.59,0.81L0,0.38L-0.59,0.81L-0.36,0.12L-0.95,-0.31L-0.22,-0.31Z"
LOSSES = (-1, 19)  # limits of what is shown of a walk
HIGHEST_LOSS = 5  # of a probability


def softmax_chart() -> Chart:
    """The same logits through sigmoids and through softmax."""
    classes = class_names()[: len(LOGITS)]
    inputs = [
        Input(f"z{place}", say("small.softmax.logit", name=name), evenly(-5, 5, 2.5), start)
        for place, (name, start) in enumerate(zip(classes, LOGITS, strict=True))
    ]
    functions = {"sigmoid": sigmoid, "softmax": softmax}
    rows = [
        settings | {name: rounded(function(np.array(list(settings.values())))) for name, function in functions.items()}
        for settings in all_settings(inputs)
    ]

    def view(name: str) -> Json:
        names = {"calculate": json.dumps(classes, ensure_ascii=False), "as": "class"}
        up = {"field": "class", "type": "nominal", "title": None, "sort": None}
        across = along(name, None, (0, 1.25), axis={"values": [0, 0.5, 1]})
        number = {"field": name, "type": "quantitative", "format": ".1%"}
        return {
            "title": words("softmax")[name],
            "data": {"name": "probabilities"},
            "transform": [picked(*(each.name for each in inputs)), names, {"flatten": ["class", name]}],
            "encoding": {"y": up, "x": across},
            "layer": [
                {"mark": {"type": "bar", "color": BLUE}},
                {"mark": {"type": "text", "align": "left", "dx": 4}, "encoding": {"text": number}},
            ],
        }

    return make_chart(
        "softmax",
        "lab-7-1b-softmax",
        inputs,
        {"probabilities": rows},
        [view(name) for name in functions],
        lambda **settings: describe_softmax(np.array(list(settings.values()))),
    )


def cross_entropy_chart() -> Chart:
    """The loss of one predicted probability."""
    probability = Input("p", say("small.cross_entropy.p"), evenly(0.01, 1, 0.01), 0.1)
    losses = [float(cross_entropy(p)) for p in probability.values]
    rows = [{"p": p, "loss": loss} for p, loss in zip(probability.values, rounded(losses), strict=True)]
    across = along("p", say("plot.true_probability"), (0, 1), axis={"values": evenly(0, 1, 0.2)})
    up = along("loss", say("plot.loss"), (0, HIGHEST_LOSS))
    dotted = {"type": "rule", "color": VERMILLION, "strokeDash": [2, 3]}
    view = {
        "data": {"name": "losses"},
        "encoding": {"x": across, "y": up},
        "layer": [
            {"mark": {"type": "line", "color": BLUE}},
            {"transform": [picked("p")], "mark": dotted, "encoding": {"x2": {"value": 0}}},
            {"transform": [picked("p")], "mark": dotted, "encoding": {"y2": {"value": "height"}}},
            {"transform": [picked("p")], "mark": {"type": "point", "filled": True, "size": 120, "color": VERMILLION}},
        ],
    }
    return make_chart("cross_entropy", "lab-7-1b-cross-entropy", [probability], {"losses": rows}, [view], describe_loss)


def activation_chart() -> Chart:
    """Sigmoid and ReLU at one z, and what a chain of layers makes of a gradient."""
    z = Input("z", say("small.activation.z"), evenly(-Z_LIMIT, Z_LIMIT, 0.5), 2.0)
    layers = Input("layers", say("small.activation.layers"), tuple(range(1, LAYERS_LIMIT + 1)), 5)
    places = evenly(-Z_LIMIT, Z_LIMIT, 0.1)
    datasets: dict[str, list[Json]] = {"chains": []}
    for name, formulas in ACTIVATIONS.items():
        datasets[name] = [
            {"z": place, "kind": kind, "value": value}
            for kind, formula in zip(_kinds(name), formulas, strict=True)
            for place, value in zip(places, rounded(formula(np.array(places))), strict=True)
        ]
        datasets[f"{name}_tangents"] = [
            {"z": each, "x": rounded(across), "value": rounded(up)}
            for each in z.values
            for across, up in [tangent(name, each)]
        ]
        datasets["chains"] += [
            {
                "z": each,
                "name": say(f"small.activation.{name}"),
                "layer": layers.values,
                "factor": rounded(slopes),
            }
            for each in z.values
            for slopes in [chained_slopes(name, each, LAYERS_LIMIT)]
        ]
    views = [*map(_function_view, ACTIVATIONS), _chain_view(list(layers.values))]
    return make_chart("activation", "lab-7-2a-activation", [z, layers], datasets, views, describe_slopes)


def _kinds(name: str) -> tuple[str, str]:
    return say("plot.function", name=name), say("plot.slope", name=name)


def _function_view(name: str) -> Json:
    kinds = _kinds(name)
    title, limits = say("plot.activation_input"), (-Z_LIMIT, Z_LIMIT)
    up = along("value", None, (-0.2, 1.4) if name == "sigmoid" else (-1, 11))
    mark = {"color": GREEN, "clip": True}
    told = lines_apart("kind", kinds, [BLUE, VERMILLION], [SOLID, DASHED])
    return {
        "title": say(f"small.activation.{name}"),
        "encoding": {"x": along("z", title, limits), "y": up},
        "layer": [
            {
                "data": {"name": f"{name}_tangents"},
                "transform": [picked("z"), {"flatten": ["x", "value"]}],
                "mark": {"type": "line", "strokeWidth": 4, "opacity": 0.7, **mark},
                "encoding": {"x": along("x", title, limits)},
            },
            {"data": {"name": name}, "mark": {"type": "line", "clip": True}, "encoding": told},
            {
                "data": {"name": name},
                "transform": [picked("z")],
                "mark": {"type": "point", "filled": True, "size": 70, **mark},
            },
        ],
    }


def _chain_view(layers: list[int]) -> Json:
    names = [say(f"small.activation.{name}") for name in ACTIVATIONS]
    ticks = [0, *(float(f"1e{power}") for power in range(-8, 1, 2))]
    symlog = {"type": "symlog", "constant": SMALLEST_FACTOR}
    up = along("factor", None, (-SMALLEST_FACTOR / 2, 10), scale=symlog, axis={"values": ticks, "format": "~g"})
    return {
        "title": words("activation")["chain"],
        "data": {"name": "chains"},
        "transform": [picked("z"), {"flatten": ["layer", "factor"]}, {"filter": "datum.layer <= layers"}],
        "mark": {"type": "line", "point": {"filled": True, "size": 50}},
        "encoding": {
            "x": along("layer", say("plot.layers"), (0.5, LAYERS_LIMIT + 0.5), axis={"values": layers}),
            "y": up,
            "color": told_apart("name", names, [BLUE, VERMILLION]),
            "shape": told_apart("name", names, ["circle", "square"]),
        },
    }


def descent_chart() -> Chart:
    """A walk down the loss of one weight."""
    rate = Input("rate", say("setting.learning_rate"), evenly(0.1, 2.5, 0.1), 0.1)
    start = Input("start", say("small.descent.start"), STARTS, STARTS[0], tuple(f"{each:g}" for each in STARTS))
    steps = Input("steps", say("small.descent.steps"), tuple(range(1, STEPS + 1)), 5)
    walks = [
        settings | {"step": list(range(STEPS + 1)), "w": rounded(weights), "loss": rounded(one_weight_loss(weights))}
        for settings in all_settings([rate, start])
        for weights in [one_weight_descent(settings["start"], settings["rate"], STEPS)]
    ]
    places = np.linspace(*WEIGHT_LIMITS, 61)
    curve = [{"w": w, "loss": loss} for w, loss in zip(rounded(places), rounded(one_weight_loss(places)), strict=True)]
    taken = [picked("rate", "start"), {"flatten": ["step", "w", "loss"]}, {"filter": "datum.step <= steps"}]
    walk: Json = {
        "data": {"name": "walks"},
        "transform": taken,
        "mark": {"type": "line", "color": VERMILLION, "point": {"color": VERMILLION, "size": 45}, "clip": True},
        "encoding": {"order": {"field": "step"}},
    }
    beginning = {
        "data": {"name": "walks"},
        "transform": [*taken, {"filter": "datum.step == 0"}],
        "mark": {"type": "point", "shape": "square", "filled": True, "size": 110, "color": INK},
    }
    lowest = {
        "data": {"values": [{"w": LOWEST, "loss": 0}]},
        "mark": {"type": "point", "shape": STAR, "filled": True, "size": 250, "color": GREEN},
    }
    up = along("loss", say("plot.loss"), LOSSES)
    across = along("step", say("plot.steps"), (-0.5, STEPS + 0.5))
    curve_view = {
        "encoding": {"x": along("w", say("plot.one_weight"), WEIGHT_LIMITS), "y": up},
        "layer": [
            {"data": {"name": "curve"}, "mark": {"type": "line", "color": BLUE}},
            lowest,
            walk,
            beginning,
        ],
    }
    losses_view = {**walk, "encoding": {**walk["encoding"], "x": across, "y": up}}

    def says(rate: float, start: float, steps: int) -> str:
        return describe_descent(one_weight_descent(start, rate, steps), rate)

    datasets = {"curve": curve, "walks": walks}
    return make_chart("descent", "lab-7-1a-descent", [rate, start, steps], datasets, [curve_view, losses_view], says)
