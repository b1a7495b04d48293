"""The words of the site."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any

from helpers import text


def words(language: str | None = None) -> dict[str, Any]:
    """Every word by its key, in a language or in the one that is spoken."""
    return _read(language or text.language())


@functools.cache
def _read(language: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / f"{language}.toml").read_text(encoding="utf-8"))
