"""One student's events in one small file, for a class without a server. What comes from others is data, never run."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from helpers.events import Event, event_of
from helpers.files import replacing
from helpers.text import say

FORMAT = "fashion-mnist-course hand-in 1"
ANY_VERSION = re.compile(r"fashion-mnist-course hand-in \d+")
BEGINS = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"format"\s*:\s*"fashion-mnist-course hand-in ')
FIELDS = {"format", "student", "course", "at", "events"}
MAX_NAME = 60  # letters of a student's name
MAX_EVENTS = 20_000  # of some 180 bytes each
MAX_BYTES = 8_000_000


@dataclass(frozen=True)
class HandIn:
    """What one student hands in.

    Attributes:
        student: The name that they gave, at most MAX_NAME letters in one line; it may hold any sign, "<" and "=" too.
        course: The course's version.
        at: When, in seconds since 1970, UTC, by the student's clock.
        events: No two with the same id, the oldest first.

    Raises:
        ValueError: A value is none of these.
    """

    student: str
    course: str
    at: float
    events: tuple[Event, ...]

    def __post_init__(self) -> None:
        for field, is_right in {
            "student": isinstance(self.student, str) and is_name(self.student),
            "course": isinstance(self.course, str) and re.fullmatch(r"[0-9a-z.+]{1,40}", self.course),
            "at": type(self.at) in (int, float) and 0 < self.at < 1e11,
        }.items():
            if not is_right:
                raise ValueError(f"{field}: {getattr(self, field)!r}"[:80])


def is_name(text: str) -> bool:
    """Whether it can be a student's name: 1 to MAX_NAME letters in one line."""
    in_one_line = not any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in text)
    return in_one_line and bool(text.strip()) and len(text) <= MAX_NAME


def write_hand_in(hand_in: HandIn, folder: Path) -> Path:
    """Write it into a folder in one step; where the same student's stands there, in its place.

    Returns:
        The file: "7-" and the name, and a number where another student's file has that name already.

    Raises:
        OSError: The folder cannot be written.
    """
    path = next(path for path in _places(folder, hand_in.student) if _is_free(path, hand_in.student))
    content = {"format": FORMAT, **asdict(hand_in)}
    with replacing(path) as beside:
        beside.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    return path


def read_hand_in(path: Path) -> HandIn:
    """What a file holds that a student has handed in.

    Raises:
        ValueError: It is too large, damaged, of another version, or no such file; the sentence names the file and why.
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise ValueError(say("hand_in.too_large", name=path.name, most=MAX_BYTES // 1_000_000))
    try:
        value = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        key = "hand_in.damaged" if BEGINS.match(content) else "hand_in.other"
        raise ValueError(say(key, name=path.name, why="JSON")) from None
    return _hand_in_of(value, path.name)


def _hand_in_of(value: Any, name: str) -> HandIn:
    """What JSON made of a file of that name."""
    version = value.get("format") if isinstance(value, dict) else None
    if not isinstance(version, str) or not ANY_VERSION.fullmatch(version):
        raise ValueError(say("hand_in.other", name=name))
    if version != FORMAT:
        raise ValueError(say("hand_in.version", name=name, value=version[:80], expected=FORMAT))
    try:
        if set(value) != FIELDS:
            raise ValueError(", ".join(sorted(set(value) ^ FIELDS))[:80])
        return HandIn(value["student"], value["course"], value["at"], _events_of(value["events"]))
    except ValueError as error:
        raise ValueError(say("hand_in.damaged", name=name, why=error)) from None


def _events_of(values: Any) -> tuple[Event, ...]:
    if not isinstance(values, list) or len(values) > MAX_EVENTS:
        raise ValueError("events")
    events = {event.id: event for event in map(event_of, values)}
    return tuple(sorted(events.values(), key=lambda event: event.at))


def _places(folder: Path, student: str) -> Iterable[Path]:
    """7-name.json, 7-name-2.json, …, in letters that every file system takes."""
    letters = unicodedata.normalize("NFC", student.strip())
    safe = "".join(each if unicodedata.category(each)[0] in "LMN" else "-" for each in letters)
    name = f"7-{safe}".encode()[:200].decode(errors="ignore")  # a file's name has at most 255 bytes
    yield folder / f"{name}.json"
    number = 2
    while True:
        yield folder / f"{name}-{number}.json"
        number += 1


def _is_free(path: Path, student: str) -> bool:
    """Whether nothing is there, or a file of the same student."""
    if not path.exists():
        return True
    try:
        return read_hand_in(path).student == student
    except (OSError, ValueError):
        return False
