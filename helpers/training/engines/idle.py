"""Compiled models that are not training now, for the next run of any engine that computes the same."""

from __future__ import annotations

import gc
import hashlib
import re
import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import numpy as np

from helpers.training.engines.belongings import Belongings

if TYPE_CHECKING:
    import keras
    from tensorflow.compat.v1 import GraphDef
    from tensorflow.types.experimental import ConcreteFunction

    from helpers.training.engines.trainer import Trainer

KEPT = 8  # per data set
AHEAD = 8  # compiled before a run needs them: XLA's programs stay as long as the process, used or not

_idle: Belongings[list[Trainer]] = Belongings(list)  # by the images trained on, the last used at the end
_guard = threading.Lock()
_ahead = AHEAD


def take(images: np.ndarray, matches: Callable[[Trainer], bool]) -> Trainer | None:
    """Take a trainer that matches and has trained on that array, if there is one; it is then nobody else's."""
    with _guard:
        trainers = _idle.of(images)
        found = next(filter(matches, reversed(trainers)), None)
        if found:
            trainers.remove(found)
        return found


def give(images: np.ndarray, trainer: Trainer) -> None:
    """Keep a trainer as long as the array exists and few have been used since."""
    with _guard:
        trainers = _idle.of(images)
        trainers.append(trainer)
        crowded = len(trainers) > KEPT
        del trainers[:-KEPT]
    if crowded:
        gc.collect()  # models and graphs are cycles of too few objects for Python to collect soon


def spend() -> bool:
    """Whether one more may be compiled in advance; if so, one fewer remains."""
    global _ahead
    with _guard:
        _ahead -= (left := _ahead > 0)
        return left


def earn() -> None:
    """A run starts: one more may be compiled in advance."""
    global _ahead
    with _guard:
        _ahead = min(_ahead + 1, AHEAD)


def fingerprint(functions: Iterable[ConcreteFunction], variables: Iterable[keras.Variable]) -> str:
    """Equal for functions that compute the same with variables in the same places and the same other tensors."""
    variables = list(variables)
    places = {id(variable.value.handle): place for place, variable in enumerate(variables)}
    parts = [f"{variable.shape} {variable.dtype}" for variable in variables]  # a graph does not say
    for function in functions:
        parts.append(_described(function.graph.as_graph_def(add_shapes=True)))
        parts += [str(places.get(id(each), f"tensor {id(each)}")) for each in function.graph.external_captures]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()  # the text is half a megabyte long


def _described(graph: GraphDef) -> str:
    """The graph as text, without the numbers in its functions' names: they count all that the process ever traced."""
    functions = sorted(graph.library.function, key=lambda function: _last_number(function.signature.name))
    names = [function.signature.name for function in functions]
    del graph.library.function[:]
    text = "\n".join(map(str, [graph, *functions]))
    for number, name in enumerate(names):
        text = re.sub(rf"{name}(?!\d)", f"function{number}", text)
    return text


def _last_number(name: str) -> int:
    return int(re.findall(r"\d*$", name)[0] or 0)
