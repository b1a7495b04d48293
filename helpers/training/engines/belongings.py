"""What belongs to an array and goes with it."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Generic, TypeVar

import numpy as np

Thing = TypeVar("Thing")


class Belongings(Generic[Thing]):
    """One thing for each array, made when it is first asked for and kept as long as the array is there."""

    def __init__(self, new: Callable[[], Thing]):
        self._new = new
        self._things: dict[int, Thing] = {}  # by the id of the array

    def of(self, array: np.ndarray) -> Thing:
        """What belongs to that very array, not to an equal one."""
        if id(array) not in self._things:
            self._things[id(array)] = self._new()
            weakref.finalize(array, self._things.pop, id(array), None).atexit = False
        return self._things[id(array)]
