"""What judges share: ways to try an answer, and to say why it is not right yet. Knows no exercise."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from typing import Any

import keras
import numpy as np

from helpers.describe import first_line
from helpers.text import CLASS_NAMES

SHOWN_CHARACTERS = 80


class Untried(Exception):
    """The answer is still the `...` of the stub."""


class NotYet(Exception):
    """An answer that is not right yet.

    key: names the misconception among the exercise's texts; values: fill its sentence.
    """

    def __init__(self, key: str, **values: Any):
        super().__init__(key)
        self.key, self.values = key, values


def require(condition: object, key: str, **values: Any) -> None:
    """Go on where the condition holds; NotYet(key) where it does not."""
    if not condition:
        raise NotYet(key, **values)


def given(answer: Any) -> Any:
    """The answer; Untried where it is still the stub's, NotYet where there is none."""
    if answer is ...:
        raise Untried
    require(answer is not None, "nothing")
    return answer


def result_of(function: Callable, *arguments: Any) -> Any:
    """What a function of the student's returns; its errors become NotYet with their reason and line.

    Arrays among the arguments are copies: what the function does to them changes nothing here.
    """
    require(callable(given(function)), "no_function", value=shown(function))
    copies = [argument.copy() if isinstance(argument, np.ndarray) else argument for argument in arguments]
    try:
        result = function(*copies)
    except Exception as error:
        raise NotYet("raises", error=first_line(error), line=_line_of(error, function)) from error
    return given(result)


def compare(answer: Any, right: Any, mistakes: Mapping[str, Any], tolerance: float = 1e-4) -> None:
    """Go on where the answer equals what is right; otherwise NotYet with the mistake that it equals, or "other".

    right, mistakes: numbers or arrays; key → what somebody gets who makes that mistake.
    """
    if same(answer, right, tolerance):
        return
    for key, value in mistakes.items():
        require(not same(answer, value, tolerance), key, value=shown(answer))
    raise NotYet("other", value=shown(answer))


def same(answer: Any, value: Any, tolerance: float = 1e-4) -> bool:
    """Whether both have the same shape and, but for rounding, the same numbers."""
    try:
        answer, value = np.asarray(answer, dtype=float), np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        return False
    return answer.shape == value.shape and np.allclose(answer, value, rtol=tolerance, atol=tolerance)


def number(answer: Any) -> float:
    """The answer as a number; NotYet where it is something else."""
    answer = given(answer)
    is_number = isinstance(answer, (int, float, np.number)) and not isinstance(answer, bool)
    require(is_number, "no_number", value=shown(answer))
    return float(answer)


def require_model(answer: Any, *shape: int) -> None:
    """Go on where the answer is a Keras model that takes images of that shape and gives a row for each; else NotYet."""
    require(isinstance(given(answer), keras.Model), "no_model", value=shown(answer))
    output = output_of(answer, np.zeros((3, *shape), np.float32))
    require(output.ndim == 2 and len(output) == 3, "output_shape", value=(None, *output.shape[1:]))


def output_of(model: keras.Model, images: np.ndarray) -> np.ndarray:
    """What a model makes of images; NotYet where it does not take them."""
    try:
        return keras.ops.convert_to_numpy(model(images))
    except Exception as error:
        raise NotYet("input_shape", value=images.shape[1:], error=first_line(error)) from error


def require_ten_probabilities(model: keras.Model, images: np.ndarray) -> None:
    """Go on where a model gives each image ten probabilities that add up to 1; else NotYet."""
    output = output_of(model, images)
    require(output.shape[1] == len(CLASS_NAMES), "units", value=output.shape[1])
    inside = output.min() >= 0 and output.max() <= 1
    sums_to_1 = np.allclose(output.sum(axis=1), 1, atol=1e-3)
    require(inside or sums_to_1, "linear_output")
    require(sums_to_1, "sigmoid_output", value=f"{output[0].sum():.2f}")


def scores_of(model: keras.Model, images: np.ndarray, targets: np.ndarray, mistake: str) -> dict[str, float]:
    """A compiled model's loss and metrics by name; NotYet(mistake) where its loss does not take such targets."""
    require(model.compiled, "not_compiled")
    try:
        return model.evaluate(images, targets, verbose=0, return_dict=True)
    except Exception as error:
        raise NotYet(mistake) from error


def require_accuracy(scores: Mapping[str, float], model: keras.Model, images: np.ndarray, labels: np.ndarray) -> None:
    """Go on where one of a model's scores is its accuracy; else NotYet."""
    accuracy = (output_of(model, images).argmax(axis=1) == labels).mean()
    require(any(same(value, accuracy) for name, value in scores.items() if name != "loss"), "no_accuracy")


def shown(value: Any) -> str:
    """A value on one line, cut short where it is long."""
    words = " ".join(repr(value).split())
    return words if len(words) <= SHOWN_CHARACTERS else words[: SHOWN_CHARACTERS - 1] + "…"


def _line_of(error: BaseException, function: Callable) -> str:
    """The student's line in which an error came up, or the function's name where the lines are not known."""
    code = getattr(function, "__code__", None)
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.line for frame in frames if code and frame.filename == code.co_filename]
    return (lines and lines[-1]) or getattr(function, "__name__", "")
