"""The events of a class in one SQLite file: each once, whoever sends it how often."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from sqlalchemy import Column, Float, Integer, MetaData, String, Table, create_engine, func, select
from sqlalchemy.dialects.sqlite import insert

from helpers.events import Event

MAX_EVENTS = 20_000  # of one student: an event a second for five hours

EVENTS = Table(
    "events",
    MetaData(),
    Column("student", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("at", Float, nullable=False),
    Column("kind", String, nullable=False),
    Column("name", String, nullable=False),
    Column("verdict", String, nullable=False),
    Column("key", String, nullable=False),
    Column("hints", Integer, nullable=False),
)


class Full(Exception):
    """A student has sent more events than a course brings."""


class Store:
    """What a class has sent.

    Args:
        path: The file, made where there is none.
    """

    def __init__(self, path: Path):
        self._engine = create_engine(f"sqlite:///{path}")
        EVENTS.metadata.create_all(self._engine)

    def add(self, student: str, events: Sequence[Event]) -> None:
        """Keep those that this student has not sent before; when this returns, they are on the disk.

        Raises:
            Full: The student has sent too many.
        """
        rows = [{"student": student, **asdict(event)} for event in events]
        with self._engine.begin() as connection:
            query = select(func.count()).where(EVENTS.c.student == student)
            if connection.scalar(query) + len(rows) > MAX_EVENTS:
                raise Full(student)
            if rows:
                connection.execute(insert(EVENTS).on_conflict_do_nothing(), rows)

    def all(self) -> Iterator[tuple[str, Event]]:
        """Every student's name with each of their events."""
        with self._engine.connect() as connection:
            for student, *values in connection.execute(select(EVENTS)):
                yield student, Event(*values)
