"""Judge a figure against the expected results. Knows nothing of how it came about."""

from __future__ import annotations

import functools
import math
import tomllib
from pathlib import Path

from helpers.text import say

EXPECTED = Path(__file__).parent / "expected.toml"


@functools.cache
def expected() -> dict[str, dict]:
    """Name of a figure → its "centre", "band" and "source" (where they come from)."""
    return tomllib.loads(EXPECTED.read_text(encoding="utf-8"))


def within(name: str, value: float) -> None:
    """Say that a figure lies within centre ± band, in a sentence that is the same on every machine.

    AssertionError, telling what was expected, where it does not; KeyError for a name that expected.toml lacks;
    ValueError for a value that is no finite number.
    """
    if name not in expected():
        raise KeyError(say("check.unknown", value=name, choices=", ".join(expected())))
    if not math.isfinite(value):
        raise ValueError(say("check.not_a_number", value=value))
    judged = {"figure": say(f"figure.{name}"), **expected()[name]}
    if abs(value - judged["centre"]) > judged["band"]:
        raise AssertionError(say("check.outside", value=value, **judged))
    print(say("check.within", **judged))
