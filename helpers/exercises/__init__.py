"""Exercises that answer, and quizzes.

`check` judges, `hint` and `solution` help, `progress` counts what is done. `events` shows what was noted of it,
`keep_events` switches that, and `hand_in` packs it; `keep_on_drive` is for Colab; `grade` marks.
"""

from helpers.exercises.commands import check, hint, progress, solution
from helpers.exercises.drive import keep_on_drive
from helpers.exercises.grading import grade
from helpers.exercises.noted import events, hand_in, keep_events
from helpers.exercises.quiz import Quiz

__all__ = [
    "Quiz",
    "check",
    "events",
    "grade",
    "hand_in",
    "hint",
    "keep_events",
    "keep_on_drive",
    "progress",
    "solution",
]
