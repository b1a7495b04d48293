"""Exercises that answer: `check` judges, `hint` and `solution` help, `progress` counts what is done, `grade` marks.

And quizzes.
"""

from helpers.exercises.commands import check, hint, progress, solution
from helpers.exercises.grading import grade
from helpers.exercises.quiz import Quiz

__all__ = ["Quiz", "check", "grade", "hint", "progress", "solution"]
