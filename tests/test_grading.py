"""`grade`: the judge of `check` in a notebook that is marked, where an answer that is not right fails its cell."""

from __future__ import annotations

import pytest

from helpers import exercises
from helpers.exercises import commands, grading

NAME, ANSWER = "7-1b/1", 32 * 32 * 3 * 5 + 5


@pytest.fixture(autouse=True)
def shown(monkeypatch):
    cards = []
    monkeypatch.setattr(grading, "display", cards.append)
    return cards


def test_a_right_answer_is_shown_and_nothing_fails(shown):
    assert exercises.grade(NAME, ANSWER) is None  # nbgrader would take a number for a part of the points
    assert [card.state for card in shown] == ["right"]


def test_a_wrong_answer_fails_with_the_sentence_on_its_misconception_and_nothing_else(shown):
    with pytest.raises(AssertionError) as failed:
        exercises.grade(NAME, ANSWER - 5)
    assert failed.value._render_traceback_() == [
        "△ 아직 맞지 않습니다 (7-1b/1)",
        "가중치만 세었습니다. 뉴런마다 더하는 것이 하나 더 있습니다.",
    ]
    assert not shown


def test_a_blank_answer_fails_too_and_is_not_sent_to_hints():
    with pytest.raises(grading.NotRight, match="아직 풀지 않았습니다") as failed:
        exercises.grade(NAME, ...)
    assert "hint" not in str(failed.value)


def test_marking_adds_nothing_to_what_the_one_who_marks_has_solved(monkeypatch):
    monkeypatch.setattr(commands._desk._record, "add", pytest.fail)
    exercises.grade(NAME, ANSWER)


def test_an_unknown_exercise_is_refused():
    with pytest.raises(KeyError, match="7-1b/1"):
        exercises.grade("7-1b/99", ANSWER)
