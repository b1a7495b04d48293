"""Exercises that answer: `check` judges, `hint` and `solution` help, `progress` counts what is done; and quizzes."""

from helpers.exercises.commands import check, hint, progress, solution
from helpers.exercises.quiz import Quiz

__all__ = ["Quiz", "check", "hint", "progress", "solution"]
