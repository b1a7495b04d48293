"""What the events of a class come to.

In whatever order they come, and however often one arrives, they come to the same: a kernel sends again what was not
acknowledged, and hand-in files overlap. Nothing here reads a clock, a file or a network.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from helpers.events import Event, Kind, Verdict

Asked = tuple[Kind, str]  # an exercise and a quiz may have the same name


@dataclass
class Standing:
    """One student at one exercise or quiz.

    Attributes:
        latest: The last answer by the student's clock; what was not attempted is none.
        is_right: Whether any answer was right; of a quiz it is the last that counts.
        misconceptions: The keys of all wrong answers.
        hints: How many hints have been seen.
    """

    latest: Event | None = None
    is_right: bool = False
    misconceptions: set[str] = field(default_factory=set)
    hints: int = 0

    def add(self, event: Event) -> None:
        """One more event of this student and exercise or quiz."""
        self.hints = max(self.hints, event.hints)
        if event.verdict == "untried":
            return
        if event.verdict == "not_yet":
            self.misconceptions.add(event.key)
        self.is_right |= event.verdict == "right"
        if self.latest is None or (self.latest.at, self.latest.id) < (event.at, event.id):
            self.latest = event

    @property
    def state(self) -> Verdict:
        """Right once it was right, as the student's own progress has it."""
        return "right" if self.is_right else "not_yet" if self.latest else "untried"

    @property
    def key(self) -> str:
        """The misconception behind the last answer to an exercise that is not right yet, else ""."""
        return self.latest.key if self.latest and not self.is_right else ""

    @property
    def choice(self) -> str:
        """The last choice at a quiz, "1" to "4", or ""."""
        return self.latest.key if self.latest else ""


class Tally:
    """The students of a class and where each of them stands."""

    def __init__(self) -> None:
        self._standings: dict[str, dict[Asked, Standing]] = {}
        self._moved: dict[str, float] = {}

    def enrol(self, students: Iterable[str]) -> None:
        """These belong to the class, whether or not they have begun."""
        for student in students:
            self._standings.setdefault(student, defaultdict(Standing))

    def add(self, student: str, event: Event) -> None:
        """This happened to that student."""
        self.enrol([student])
        self._standings[student][event.kind, event.name].add(event)
        self._moved[student] = max(self._moved.get(student, 0), event.at)

    @property
    def students(self) -> list[str]:
        """Their names in order."""
        return sorted(self._standings)

    def standing(self, student: str, kind: Kind, name: str) -> Standing:
        """Where a student stands at an exercise or quiz."""
        return self._standings[student].get((kind, name)) or Standing()

    def moved(self, student: str) -> float | None:
        """When the student last did something, in seconds since 1970; None who has not begun."""
        return self._moved.get(student)
