"""Every word of the helpers that a learner reads, one folder per language.

`ko` holds the sentences; `ko/exercises` and `ko/quizzes` hold one file per lesson. A notebook speaks the language that
its `setup(language=...)` names, else that of the environment variable COURSE_LANGUAGE, else Korean.
"""

from __future__ import annotations

import functools
import importlib
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

__all__ = [
    "CLASSES",
    "LANGUAGES",
    "LESSONS",
    "Words",
    "class_names",
    "language",
    "lesson_text",
    "say",
    "sentences",
    "use_language",
]

LESSONS = ("7-1a", "7-1b", "7-2a", "7-2b", "7-2c")  # the ones with exercises, quizzes and a talk
CLASSES = 10  # of Fashion-MNIST
LANGUAGES = {path.parent.name: path.parent for path in sorted(Path(__file__).parent.glob("*/__init__.py"))}
_words: ModuleType


def use_language(language: str) -> None:
    """Speak one of LANGUAGES in this process from now on; what is already shown stays as it is.

    Raises:
        ValueError: It is none of them.
    """
    global _words
    if language not in LANGUAGES:
        raise ValueError(f"language: {language!r} is none of {', '.join(LANGUAGES)}")
    _words = importlib.import_module(f"helpers.text.{language}")


def language() -> str:
    """The one of LANGUAGES that is spoken now."""
    return _words.__name__.rpartition(".")[2]


def sentences() -> dict[str, str]:
    """Every sentence by its key."""
    return _words.SENTENCES


def class_names() -> tuple[str, ...]:
    """The names of the ten classes, by label."""
    return _words.CLASS_NAMES


def say(key: str, **values: object) -> str:
    """The sentence with that key, its values filled in.

    Raises:
        KeyError: There is no such key.
    """
    return sentences()[key].format(**values)


def lesson_text(kind: Literal["exercises", "quizzes"], lesson: str) -> dict[str, Any]:
    """The texts of a lesson's exercises or quizzes by name; none if it has no file.

    Args:
        kind: Which of them.
        lesson: Such as "7-1a".
    """
    return _read(LANGUAGES[language()] / kind / f"{lesson}.toml")


@dataclass(frozen=True)
class Words:
    """What is said elsewhere, such as in diagrams: in a folder, a TOML file a language, with sentences in tables."""

    folder: Path

    def say(self, key: str, **values: object) -> str:
        """The sentence with that key, such as "neuron.title", in the language that is spoken, its values filled in.

        Raises:
            KeyError: There is no such key.
        """
        table, _, name = key.partition(".")
        return self.of(language())[table][name].format(**values)

    def of(self, language: str) -> dict[str, dict[str, str]]:
        """All that one of LANGUAGES has: table → name → sentence."""
        return _read(self.folder / f"{language}.toml")


@functools.cache
def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


use_language(os.environ.get("COURSE_LANGUAGE") or "ko")
