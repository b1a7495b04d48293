"""Exercises that answer: `check` judges an answer, `hint` and `solution` help, `progress` counts what is done."""

from helpers.exercises.desk import check, hint, progress, solution

__all__ = ["check", "hint", "progress", "solution"]
