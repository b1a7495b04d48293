"""How a curve goes, in a word: the basis of the sentences about figures and runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

Shape = Literal["point", "flat", "falls", "rises", "dips", "peaks", "wavers"]
NOTICEABLE = 0.02  # a change by a smaller share of a curve's height is none


def shape_of(values: Sequence[float] | np.ndarray, margin: float) -> tuple[Shape, int]:
    """How values, (n,) and finite, go, and where they turn.

    Args:
        margin: How much values must differ to count as different, 0 or more.

    Returns:
        The shape, and the place of its turn: the lowest of values that dip or waver, the highest of those that peak,
        else 0.
    """
    first, last = values[0], values[-1]
    low, high = int(np.argmin(values)), int(np.argmax(values))
    dips, peaks = values[low] < min(first, last) - margin, values[high] > max(first, last) + margin
    if len(values) == 1:
        return "point", 0
    if values[high] - values[low] <= margin:
        return "flat", 0
    if dips or peaks:
        return "wavers" if dips and peaks else "dips" if dips else "peaks", low if dips else high
    return "falls" if last < first else "rises", 0
