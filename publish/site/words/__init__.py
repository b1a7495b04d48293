"""Every word that the site alone says, one TOML file per language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from helpers.text import Words, language

WORDS = Words(Path(__file__).parent)


def words(spoken: str | None = None) -> dict[str, Any]:
    """All of them by key, in a language or in the one that is spoken."""
    return WORDS.of(spoken or language())
