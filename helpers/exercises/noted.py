"""What was noted of a student, in the student's own hands: to read, to switch off, to hand in."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

from IPython.display import display

from helpers import __version__
from helpers.events import Event, EventLog
from helpers.exercises.feedback import Card, state_word
from helpers.exercises.quiz import NUMBERS
from helpers.exercises.record import Record
from helpers.hand_in import MAX_EVENTS, MAX_NAME, HandIn, is_name, write_hand_in
from helpers.text import say

LATEST = 20  # events that are listed


def events() -> None:
    """Show what was noted last at exercises and quizzes."""
    display(listed(Record().log))


def keep_events(on: bool) -> None:
    """Note what happens at exercises and quizzes from now on, or note nothing; what was noted stays.

    Args:
        on: Whether to note it.
    """
    display(switched(Record().log, on))


def hand_in(student: str) -> None:
    """Write all that was noted into a file in the working folder, for the instructor.

    Args:
        student: The student's name, at most MAX_NAME letters in one line.

    Raises:
        ValueError: It is not such a name.
    """
    display(handed_in(Record().log, student, Path.cwd()))


def listed(log: EventLog) -> Card:
    """The latest events, a line each, the oldest first."""
    found = log.all()
    lines = [_line(event) for event in found[-LATEST:]]
    if len(found) > LATEST:
        lines.insert(0, say("events.earlier", count=len(found) - LATEST))
    lines.append(say("events.where" if log.is_on else "events.where_off", folder=_name(log)))
    return Card("help", say("events.listed", count=len(found)), "\n".join(lines))


def switched(log: EventLog, on: bool) -> Card:
    """What follows from the switch, once it is set."""
    try:
        log.switch(on)
    except OSError:
        return Card("not_yet", say("events.not_switched"), say("events.unwritable", value=log.folder.parent.name))
    about = say("events.about_on" if on else "events.about_off", folder=_name(log))
    return Card("help", say("events.on" if on else "events.off"), about)


def handed_in(log: EventLog, student: str, folder: Path) -> Card:
    """What stands in the file and where it goes; ValueError for what is no name."""
    if not isinstance(student, str) or not is_name(student):
        raise ValueError(say("hand_in.name", value=student, most=MAX_NAME))
    found = log.all()[-MAX_EVENTS:]
    try:
        path = write_hand_in(HandIn(student.strip(), __version__, time.time(), tuple(found)), folder)
    except OSError:
        return Card("not_yet", say("hand_in.not_written"), say("hand_in.unwritable", folder=folder.name))
    says = say("hand_in.holds", student=student.strip(), version=__version__, count=len(found))
    return Card("help", say("hand_in.written", name=path.name), "\n".join([says, say("hand_in.send")]))


def _line(event: Event) -> str:
    """One event in words."""
    at = datetime.fromtimestamp(event.at).strftime("%m-%d %H:%M")
    state = state_word(event.verdict)
    if event.kind == "quiz":
        number = NUMBERS[int(event.key) - 1]
        return say("events.quiz", at=at, name=event.name, number=number, state=state)
    more = [say("events.key", value=event.key)] if event.key else []
    more += [say("events.hints", count=event.hints)] if event.hints else []
    line = say("events.exercise", at=at, name=event.name, state=state)
    return f"{line} ({', '.join(more)})" if more else line


def _name(log: EventLog) -> str:
    """The folder as one can be told it on any machine."""
    return f"{log.folder.parent.name}/{log.folder.name}"
