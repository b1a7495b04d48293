"""Things that belong to an array and live as long as it does."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Generic, TypeVar

import numpy as np

Thing = TypeVar("Thing")


class Belongings(Generic[Thing]):
    """One thing per array, made when first asked for and kept as long as the array exists."""

    def __init__(self, new: Callable[[], Thing]):
        self._new = new
        self._things: dict[int, Thing] = {}  # by the array's id

    def of(self, array: np.ndarray) -> Thing:
        """The thing of that very array, not of an equal one."""
        if id(array) not in self._things:
            self._things[id(array)] = self._new()
            weakref.finalize(array, self._things.pop, id(array), None).atexit = False
        return self._things[id(array)]
