"""Judge a result of a notebook against what was expected."""

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
    """Name of a figure → its "centre", "band" and "source" (where they come from), some with an "other_backend"."""
    return tomllib.loads(EXPECTED.read_text(encoding="utf-8"))


def within(name: str, value: float) -> None:
    """Say that a figure lies within centre ± band, in a sentence that is the same on every machine.

    Where Keras does not work on TensorFlow the same seed draws other numbers, and "other_backend" is the band, if any.
    AssertionError, telling what was expected, where it does not; KeyError for a name that expected.toml lacks;
    ValueError for a value that is no finite number.
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
    print(say("check.within", **judged))


@contextmanager
def fails_with(*kinds: type[Exception]) -> Iterator[None]:
    """Run lines that must fail with one of these: say the error's name and its first sentence.

    AssertionError where nothing fails; an error of another kind goes on its way.
    """
    try:
        yield
    except kinds as error:
        print(f"{type(error).__name__}: {SENTENCE_END.split(str(error).strip())[0]}")
    else:
        raise AssertionError(say("check.no_error", value=", ".join(kind.__name__ for kind in kinds)))
