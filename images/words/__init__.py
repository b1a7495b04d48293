"""Every word of the diagrams, one TOML file per language, a table in it for each picture."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path

from helpers.text import language

__all__ = ["say", "words_of"]

FOLDER = Path(__file__).parent


def say(key: str, **values: object) -> str:
    """The words with that key, such as "neuron.title", in the language that is spoken, their values filled in.

    Raises:
        KeyError: There is no such key.
    """
    picture, _, name = key.partition(".")
    return words_of(language())[picture][name].format(**values)


@functools.cache
def words_of(spoken: str) -> dict[str, dict[str, str]]:
    """All words of a language: picture → name → words."""
    return tomllib.loads((FOLDER / f"{spoken}.toml").read_text(encoding="utf-8"))
