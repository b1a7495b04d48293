"""Every word of the helpers that a learner reads, one folder per language.

`ko` holds the sentences; `ko/exercises` and `ko/quizzes` hold one file per lesson. The environment variable
COURSE_LANGUAGE selects another folder.
"""

from __future__ import annotations

import functools
import importlib
import os
import tomllib
from pathlib import Path
from typing import Any, Literal

__all__ = ["CLASS_NAMES", "LESSONS", "SENTENCES", "lesson_text", "say"]

LESSONS = ("7-1a", "7-1b", "7-2a", "7-2b", "7-2c")  # the ones with exercises, quizzes and a talk
FOLDERS = {path.parent.name: path.parent for path in sorted(Path(__file__).parent.glob("*/__init__.py"))}
LANGUAGE = os.environ.get("COURSE_LANGUAGE", "ko")
if LANGUAGE not in FOLDERS:
    raise ValueError(f"COURSE_LANGUAGE: {LANGUAGE!r} is none of {', '.join(FOLDERS)}")
_words = importlib.import_module(f"helpers.text.{LANGUAGE}")
CLASS_NAMES: tuple[str, ...] = _words.CLASS_NAMES
SENTENCES: dict[str, str] = _words.SENTENCES


def say(key: str, **values: object) -> str:
    """The sentence with that key, its values filled in.

    Raises:
        KeyError: There is no such key.
    """
    return SENTENCES[key].format(**values)


@functools.cache
def lesson_text(kind: Literal["exercises", "quizzes"], lesson: str) -> dict[str, Any]:
    """The texts of a lesson's exercises or quizzes by name; none if it has no file.

    Args:
        kind: Which of them.
        lesson: Such as "7-1a".
    """
    path = FOLDERS[LANGUAGE] / kind / f"{lesson}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
