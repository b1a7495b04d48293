"""What judges share: ways to try an answer and to say why it is not right yet."""

from __future__ import annotations

import itertools
import traceback
from collections.abc import Callable, Mapping, Set
from decimal import Decimal
from numbers import Real
from typing import Any

import keras
import numpy as np

from helpers.exercises.isolation import TimeUp
from helpers.text import CLASSES
from helpers.training.describe import describe_error
from helpers.training.engines.model_checks import unusable_name

SHOWN_CHARACTERS = 80
OF_ANOTHER_MODEL = (  # what Keras says of an optimizer already used with another model
    "Unknown variable",
    "numpy() is only available when eager execution is enabled",  # up to 3.12: writing the above fails in a graph
)


class Untried(Exception):
    """The answer is still the stub's `...`."""


class NotYet(Exception):
    """The answer is not right yet.

    Args:
        key: Names the misconception among the exercise's texts.
        values: Fill its sentence.
    """

    def __init__(self, key: str, **values: Any):
        super().__init__(key)
        self.key, self.values = key, values


def require(condition: object, key: str, **values: Any) -> None:
    """Raise NotYet(key) unless the condition holds."""
    if not condition:
        raise NotYet(key, **values)


def given(answer: Any) -> Any:
    """The answer, a tensor or a variable as an array.

    Raises:
        NotYet: There is none.
        Untried: It is the stub's.
    """
    if answer is ...:
        raise Untried
    require(answer is not None, "nothing")
    return _plain(answer)


def result_of(function: Callable, *arguments: Any) -> Any:
    """Call a student's function; its errors become NotYet with their reason and line.

    Arrays among the arguments are copied, so that whatever the function does to them changes nothing here.
    """
    require(callable(given(function)), "no_function", value=shown(function))
    copies = [argument.copy() if isinstance(argument, np.ndarray) else argument for argument in arguments]
    try:
        result = function(*copies)
    except TimeUp:
        raise
    except BaseException as error:
        reason = reason_of(error)
        require(not any(words in reason for words in OF_ANOTHER_MODEL), "used_optimizer")
        raise NotYet("raises", error=reason, line=_line_of(error, function)) from error
    return given(result)


def steady_result_of(function: Callable, *arguments: Any) -> Any:
    """Call a student's function twice; NotYet unless it returns the same both times."""
    result = result_of(function, *arguments)
    first = numbers_in(result)
    second = numbers_in(result_of(function, *arguments))
    require(first is None or _same_numbers(first, second), "not_again")
    return result


def compare(answer: Any, right: Any, mistakes: Mapping[str, Any], tolerance: float = 1e-4) -> None:
    """Raise NotYet unless the answer is right, with the mistake that it equals or "other".

    Args:
        answer: The student's.
        right: A number or an array.
        mistakes: Key → what that mistake leads to.
        tolerance: Relative and absolute.
    """
    if same(answer, right, tolerance):
        return
    for key, value in mistakes.items():
        require(not same(answer, value, tolerance), key, value=shown(answer))
    raise NotYet("other", value=shown(answer))


def same(answer: Any, value: Any, tolerance: float = 1e-4) -> bool:
    """Whether both have the same shape and, up to rounding, the same numbers."""
    return _same_numbers(numbers_in(answer), numbers_in(value), tolerance)


def numbers_in(answer: Any) -> np.ndarray | None:
    """A number, an array, a tensor, a variable or a list of these as an array of floats; None for anything else.

    Truth values count as 0 and 1; text does not count as a number.
    """
    try:
        array = np.asarray(_plain(answer))
        is_other = array.dtype.kind in "OSUMmc" and not all(isinstance(value, (Real, Decimal)) for value in array.flat)
        return None if is_other else array.astype(float)
    except Exception:
        return None


def as_number(answer: Any) -> float | None:
    """A single number as a float; None for anything else, a truth value included."""
    value = numbers_in(answer)
    if value is None or value.ndim or np.asarray(_plain(answer)).dtype == bool:
        return None
    return float(value)


def number(answer: Any) -> float:
    """The answer as a number; NotYet if it is something else."""
    value = as_number(given(answer))
    if value is None:
        raise NotYet("no_number", value=shown(answer))
    return value


def pair(answer: Any) -> tuple[Any, Any]:
    """The two parts of an answer, in their order; NotYet if it does not have two."""
    first, second = parts(answer, 2)
    return first, second


def parts(answer: Any, count: int) -> tuple[Any, ...]:
    """The parts of an answer, in their order; NotYet("no_pair") or ("no_parts") if it has another number of them."""
    key = "no_pair" if count == 2 else "no_parts"
    require(not isinstance(answer, (str, Mapping, Set)), key, value=shown(answer))
    try:
        found = tuple(itertools.islice(iter(answer), count + 1))
    except (TypeError, ValueError) as error:
        raise NotYet(key, value=shown(answer)) from error
    require(len(found) == count, key, value=shown(answer))
    return found


def require_model(answer: Any, *shape: int) -> None:
    """Raise NotYet unless the answer is a Keras model that makes a row of each image of that shape."""
    require(isinstance(given(answer), keras.Model), "no_model", value=shown(answer))
    require(not (name := unusable_name(answer)), "name", value=name)
    output = output_of(answer, np.zeros((3, *shape), np.float32))
    require(output.ndim == 2 and len(output) == 3, "output_shape", value=(None, *output.shape[1:]))


def output_of(model: keras.Model, images: np.ndarray) -> np.ndarray:
    """What a model makes of images; NotYet if it does not take them."""
    try:
        return keras.ops.convert_to_numpy(model(images))
    except Exception as error:
        raise NotYet("input_shape", value=images.shape[1:], error=describe_error(error)) from error


def compiled_by(answer: Callable, model: keras.Model, images: np.ndarray) -> keras.Model:
    """What a student's function makes of a model; NotYet unless it is that model, compiled and otherwise unchanged."""
    weights, output = model.weights, output_of(model, images)
    compiled = result_of(answer, model)
    require_model(compiled, *images.shape[1:])
    is_given = [*map(id, compiled.weights)] == [*map(id, weights)]
    require(is_given and same(output_of(compiled, images), output), "other_model")
    require(compiled.compiled, "not_compiled")
    return compiled


def require_ten_probabilities(model: keras.Model, images: np.ndarray) -> None:
    """Raise NotYet unless a model gives each image ten probabilities that add up to 1."""
    output = output_of(model, images)
    require(output.shape[1] == CLASSES, "units", value=output.shape[1])
    inside = output.min() >= 0 and output.max() <= 1
    sums_to_1 = np.allclose(output.sum(axis=1), 1, atol=1e-3)
    require(inside or sums_to_1, "linear_output")
    require(sums_to_1, "sigmoid_output", value=f"{output[0].sum():.2f}")


def scores_of(model: keras.Model, images: np.ndarray, targets: np.ndarray, mistake: str) -> dict[str, float]:
    """A compiled model's loss and metrics by name; NotYet(mistake) if its loss does not take such targets.

    The loss sees the output as bare numbers, without the softmax that Keras would find behind them and look past.
    The optimizer is kept out of it: JAX would tie it to this model, and a student may go on using it.
    """
    require(model.compiled, "not_compiled")
    require(model.loss is not None, "no_loss")
    try:
        loss = model.compute_loss(y=targets, y_pred=keras.ops.convert_to_tensor(output_of(model, images)))
    except Exception as error:
        raise NotYet(mistake) from error
    optimizer, model.optimizer = model.optimizer, None
    try:
        scores = model.evaluate(images, targets, verbose=0, return_dict=True)
    except Exception as error:
        raise NotYet("metric") from error
    finally:
        model.optimizer = optimizer
    return {**scores, "loss": float(loss)}


def require_accuracy(scores: Mapping[str, float], model: keras.Model, images: np.ndarray, labels: np.ndarray) -> None:
    """Raise NotYet unless one of a model's scores is its accuracy."""
    accuracy = (output_of(model, images).argmax(axis=1) == labels).mean()
    require(any(same(value, accuracy) for name, value in scores.items() if name != "loss"), "no_accuracy")


def shown(value: Any) -> str:
    """A value on one line, cut short if long; its type if it cannot be shown."""
    try:
        words = " ".join(repr(value).split())
    except TimeUp:
        raise
    except BaseException:
        words = f"<{type(value).__name__}>"
    return words if len(words) <= SHOWN_CHARACTERS else words[: SHOWN_CHARACTERS - 1] + "…"


def reason_of(error: BaseException) -> str:
    """An error's kind and, if it has one, the first line of its message."""
    try:
        return describe_error(error)
    except TimeUp:
        raise
    except BaseException:
        return type(error).__name__


def untouched(answer: Any) -> Any:
    """The answer, or a copy of an unbuilt model if one can be had: its first call fixes what it takes."""
    if not isinstance(answer, keras.Model) or answer.built:
        return answer
    try:
        return keras.models.clone_model(answer)
    except Exception:
        return answer


def _plain(answer: Any) -> Any:
    if not isinstance(answer, keras.Variable) and not keras.ops.is_tensor(answer):
        return answer
    return keras.ops.convert_to_numpy(keras.ops.stop_gradient(answer))


def _same_numbers(one: np.ndarray | None, other: np.ndarray | None, tolerance: float = 1e-4) -> bool:
    if one is None or other is None or one.shape != other.shape:
        return False
    return np.allclose(one, other, rtol=tolerance, atol=tolerance, equal_nan=True)


def _line_of(error: BaseException, function: Callable) -> str:
    """The student's line that raised an error, or the function's name if its lines are not known."""
    code = getattr(function, "__code__", None)
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.line or "" for frame in frames if code and frame.filename == code.co_filename]
    return lines[-1] if lines and lines[-1] else getattr(function, "__name__", "")
