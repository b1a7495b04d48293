"""What happened at exercises and quizzes: one event a line, a file a kernel, in the student's own folder.

Neither a student's code nor an answer stands in it. Where it goes from there is the business of others: a class's page
shows it to the instructor, `hand_in` packs it into one file, and a student can read it and switch it off.
"""

from __future__ import annotations

import json
import os
import re
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, get_args

Kind = Literal["exercise", "quiz"]
Verdict = Literal["untried", "not_yet", "right"]
ID = re.compile(r"[0-9a-f]{32}")
NAME = re.compile(r"7-[0-9][a-z]/[a-z0-9_]{1,40}")
KEYS = {"exercise": re.compile(r"[a-z0-9_]{0,40}"), "quiz": re.compile("[1-4]")}
MAX_HINTS = 99
MAX_LINE = 1000  # bytes; an event has some 200


@dataclass(frozen=True)
class Event:
    """One answer to an exercise, or one choice at a quiz.

    Attributes:
        id: 32 hexadecimal digits, unlike those of any other event: it may arrive twice and counts once.
        at: When, in seconds since 1970, UTC, by the student's clock.
        name: "7-1b/one_hot": a lesson and the key of an exercise or quiz.
        key: The misconception behind a wrong answer to an exercise, else ""; of a quiz the number chosen, "1" to "4".
        hints: How many different hints to the exercise have been seen.

    Raises:
        ValueError: A value is none of these.
    """

    id: str
    at: float
    kind: Kind
    name: str
    verdict: Verdict
    key: str = ""
    hints: int = 0

    def __post_init__(self) -> None:
        is_whole = type(self.hints) is int and 0 <= self.hints <= MAX_HINTS
        is_time = type(self.at) in (int, float) and 0 < self.at < 1e11
        for field, is_right in {
            "id": _matches(ID, self.id),
            "at": is_time,
            "kind": self.kind in get_args(Kind),
            "name": _matches(NAME, self.name),
            "verdict": self.verdict in get_args(Verdict),
            "key": any(self.kind == kind and _matches(keys, self.key) for kind, keys in KEYS.items()),
            "hints": is_whole,
        }.items():
            if not is_right:
                raise ValueError(f"{field}: {getattr(self, field)!r}"[:80])


def new_event(kind: Kind, name: str, verdict: Verdict, key: str = "", hints: int = 0) -> Event:
    """What has just happened."""
    return Event(uuid.uuid4().hex, time.time(), kind, name, verdict, key, hints)


def event_of(value: Any) -> Event:
    """An event as it was written.

    Args:
        value: What JSON made of it: never to be trusted.

    Raises:
        ValueError: It is not an event.
    """
    try:
        return Event(**value)
    except TypeError as error:
        raise ValueError(str(error)[:80]) from None


def event_in(line: bytes) -> Event | None:
    """The event of one line of a file; None where the line was cut off or damaged."""
    with suppress(ValueError, RecursionError):
        if len(line) <= MAX_LINE:
            return event_of(json.loads(line))
    return None


class EventLog:
    """The events of one student on this machine.

    Args:
        folder: Where their files lie; each kernel writes one of its own, so that none waits for another.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self._own = folder / f"{uuid.uuid4().hex}.jsonl"

    @property
    def is_on(self) -> bool:
        """Whether events are kept; on until it is switched off, in all kernels at once and for good."""
        return not self._switch.exists()

    def switch(self, on: bool) -> None:
        """Keep events from now on, or keep none; those that there are stay.

        Raises:
            OSError: The folder cannot be written.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        self._switch.unlink(missing_ok=True) if on else self._switch.touch()

    def add(self, event: Event) -> None:
        """Keep one more, unless it is switched off.

        Raises:
            OSError: The folder cannot be written.
        """
        if not self.is_on:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._own.open("ab") as file:
            file.write(json.dumps(asdict(event)).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def all(self) -> list[Event]:
        """Every event, the oldest first; a line that was cut off or damaged is passed over."""
        events = {event.id: event for path in sorted(self.folder.glob("*.jsonl")) for event in _events_in(path)}
        return sorted(events.values(), key=lambda event: event.at)

    @property
    def _switch(self) -> Path:
        return self.folder / "off"


def _events_in(path: Path) -> Iterator[Event]:
    with suppress(OSError):
        yield from filter(None, map(event_in, path.read_bytes().splitlines()))


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None
