"""Write a file whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a place to write to; when the block ends, what is there replaces the file at path in one step.

    Until then, and if the block raises, the old file stays; nothing is left beside it either way. A link is replaced,
    not followed. The new file has the permissions of any new file; while it is written it lies in a folder closed to
    others.

    Raises:
        OSError: The folder is missing or cannot be written, or path is a folder.
    """
    with TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as folder:
        beside = Path(folder) / path.name
        yield beside
        os.replace(beside, path)
