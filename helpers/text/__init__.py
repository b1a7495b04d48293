"""Every word of the helpers that a learner reads, a language at a time. Knows nothing of who says it.

`korean` holds the sentences; `ko/exercises` and `ko/quizzes` hold a file for each lesson.
"""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any

from helpers.text.korean import CLASS_NAMES, KOREAN

__all__ = ["CLASS_NAMES", "KOREAN", "LESSONS", "lesson_text", "say"]

LESSONS = ("7-1a", "7-1b", "7-2a", "7-2b")  # those with exercises, quizzes and a talk
FOLDER = Path(__file__).parent / "ko"


def say(key: str, **values: object) -> str:
    """The sentence of that key with its values filled in; an unknown key is a KeyError."""
    return KOREAN[key].format(**values)


@functools.cache
def lesson_text(kind: str, lesson: str) -> dict[str, Any]:
    """The texts of a lesson's "exercises" or "quizzes", by their names; lesson: "7-1a"; none where there is no file."""
    path = FOLDER / kind / f"{lesson}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
