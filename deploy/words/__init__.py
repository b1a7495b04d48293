"""What students and instructors read of a class's server, one TOML file per language."""

from __future__ import annotations

from pathlib import Path

from helpers.text import Words

__all__ = ["WORDS", "say"]

WORDS = Words(Path(__file__).parent)
say = WORDS.say
