"""Judge a notebook's results against what is expected."""

from __future__ import annotations

import functools
import math
import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from helpers.text import say

EXPECTED = Path(__file__).parent / "expected.toml"
SENTENCE_END = re.compile(r"(?<=[.!?])\s|\n")


@functools.cache
def expected() -> dict[str, dict[str, Any]]:
    """What is expected: name of a result → "centre", "band", "source" and, for some, "other_backend"."""
    return tomllib.loads(EXPECTED.read_text(encoding="utf-8"))


def within(name: str, value: float) -> None:
    """Print a result with a mark, if it lies within its band: centre ± band.

    On backends other than TensorFlow the same seed draws other numbers: there "other_backend", if given, is the band.

    Raises:
        AssertionError: The result lies outside; the message says what was expected.
        KeyError: expected.toml lacks the name.
        ValueError: The value is not a finite number.
    """
    if name not in expected():
        raise KeyError(say("check.unknown", value=name, choices=", ".join(expected())))
    if not math.isfinite(value):
        raise ValueError(say("check.not_a_number", value=value))
    import keras

    judged = {"figure": say(f"figure.{name}"), **expected()[name]}
    if keras.backend.backend() != "tensorflow":
        judged["band"] = judged.get("other_backend", judged["band"])
    if abs(value - judged["centre"]) > judged["band"]:
        raise AssertionError(say("check.outside", value=value, **judged))
    print(say("check.within", value=value, **judged))


@contextmanager
def fails_with(*kinds: type[Exception]) -> Iterator[None]:
    """Run lines that must fail with one of these errors; print its name and its first sentence.

    Raises:
        AssertionError: Nothing failed. An error of another kind passes through.
    """
    try:
        yield
    except kinds as error:
        print(f"{type(error).__name__}: {SENTENCE_END.split(str(error).strip())[0]}")
    else:
        raise AssertionError(say("check.no_error", value=", ".join(kind.__name__ for kind in kinds)))
