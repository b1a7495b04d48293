"""Give a student the course's notebooks, and keep what the student has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from helpers.files import replacing

PATTERNS = ("notebooks/*.ipynb", "images/*.svg")
DELIVERED = ".course-files.json"  # in the student's home: the hash of each file as last handed out


def deliver(course: Path, home: Path) -> list[str]:
    """Copy the course's files into home.

    A file that the student has not changed, or has deleted, is renewed. If the student has changed it and the course
    has a new one, the student's stays and the new one is put beside it once, as NAME-new-1.ipynb.

    Returns:
        The paths, relative to home, of what was written.
    """
    record = home / DELIVERED
    delivered = json.loads(record.read_text("utf-8")) if record.exists() else {}
    written = []
    for name in _names(course):
        new = (course / name).read_bytes()
        target = home / name
        now = _hash(target.read_bytes()) if target.exists() else None
        if now == _hash(new) or (now and delivered.get(name) == _hash(new)):
            delivered[name] = _hash(new)
            continue
        if now and now != delivered.get(name):
            target = _beside(target)
        _write(target, new)
        written.append(str(target.relative_to(home)))
        delivered[name] = _hash(new)
    _write(record, json.dumps(delivered, indent=1).encode())
    return written


def _names(course: Path) -> Iterator[str]:
    for pattern in PATTERNS:
        yield from (str(path.relative_to(course)) for path in sorted(course.glob(pattern)))


def _beside(target: Path) -> Path:
    number = 1
    while (beside := target.with_name(f"{target.stem}-new-{number}{target.suffix}")).exists():
        number += 1
    return beside


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with replacing(target) as beside:
        beside.write_bytes(content)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
