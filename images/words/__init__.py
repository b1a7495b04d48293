"""Every word of the diagrams, one TOML file per language, a table in it for each picture."""

from __future__ import annotations

from pathlib import Path

from helpers.text import Words

__all__ = ["WORDS", "say"]

WORDS = Words(Path(__file__).parent)
say = WORDS.say
