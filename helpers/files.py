"""Write a file whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A place to write to; what has been written there takes the place of path, in one step, when the block ends.

    Until then, and where the block raises, what was at path stays; nothing is left beside it either way. A link is
    replaced, not followed. The new file has the permissions of any new file; while it is written, it lies in a folder
    that is closed to others. OSError where path's folder is missing or closed, or path is a folder.
    """
    with TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as folder:
        beside = Path(folder) / path.name
        yield beside
        os.replace(beside, path)
