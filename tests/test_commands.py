"""Where a student sits: verdicts told apart, hints one by one, solutions after an attempt, progress that lasts."""

from __future__ import annotations

import re

import pytest

from helpers import exercises
from helpers.exercises import catalogue, lesson_7_1b
from helpers.exercises.catalogue import exercises_of, find
from helpers.exercises.commands import Desk
from helpers.exercises.feedback import SIGNS, Card
from helpers.exercises.judging import number, require
from helpers.exercises.record import Record

NAME, ANSWER = "7-1b/1", 32 * 32 * 3 * 5 + 5


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "somewhere"


@pytest.fixture
def desk(folder):
    return Desk(Record(folder))


def test_the_three_states_are_told_apart_in_words_sign_and_colour(desk):
    cards = [desk.check(NAME, answer) for answer in (..., 1, ANSWER)]
    assert [card.state for card in cards] == ["untried", "not_yet", "right"]
    words = ["아직 풀지 않았습니다", "아직 맞지 않습니다", "맞았습니다"]
    assert [card.head for card in cards] == [f"{word} ({NAME})" for word in words]
    assert len({repr(card)[0] for card in cards}) == 3
    assert len({re.search("#[0-9A-F]{6}", card._repr_html_())[0] for card in cards}) == 3
    assert len(set(SIGNS.values())) == len(SIGNS)


def test_text_and_html_say_the_same_and_code_stays_code():
    card = Card("help", "a < b", "use `x < y` & go\nsecond", "if x:\n    y = 'z'")
    assert repr(card) == "▶ a < b\nuse `x < y` & go\nsecond\n    if x:\n        y = 'z'"
    assert "<b>▶ a &lt; b</b><br>use <code>x &lt; y</code> &amp; go<br>second" in card._repr_html_()
    assert "<pre>if x:\n    y = 'z'</pre>" in card._repr_html_()


def test_hints_come_one_by_one_and_the_last_one_stays(desk):
    cards = [desk.hint(NAME) for _ in range(4)]
    assert [card.head for card in cards] == [f"힌트 {n}/3 ({NAME})" for n in (1, 2, 3, 3)]
    assert cards[2] == cards[3]
    assert len({card.says for card in cards}) == 3
    assert "solution" in cards[2].says


def test_hints_to_two_exercises_are_counted_apart(desk):
    desk.hint(NAME)
    assert "1/3" in desk.hint("7-1b/2").head
    assert "2/3" in desk.hint(NAME).head


def test_the_solution_is_shown_after_an_attempt(desk):
    assert not desk.solution(NAME).code
    desk.check(NAME, ...)
    assert not desk.solution(NAME).code, "the stub is no attempt"
    desk.check(NAME, 1)
    assert "32 * 32 * 3" in desk.solution(NAME).code


def test_the_solution_is_shown_on_request_and_on_the_day_after(desk, folder):
    assert desk.solution(NAME, now=True).code
    desk.check(NAME, ANSWER)
    assert Desk(Record(folder)).solution(NAME).code


def test_progress_tells_what_is_done_with_a_bar_and_lasts(desk, folder):
    before = desk.progress("7-1b")
    of = len(before.says.splitlines()) - 1
    assert before.says.startswith("□" * of)
    desk.check("7-1b/2", 3)
    desk.check(NAME, ANSWER)
    for later, tried in ((desk, "아직 맞지 않습니다"), (Desk(Record(folder)), "아직 풀지 않았습니다")):
        card = later.progress("7-1b")
        assert f"{of}개 가운데 1개" in card.head
        lines = card.says.splitlines()
        assert lines[0] == "■" + "□" * (of - 1)
        assert lines[1].endswith("맞았습니다")
        assert lines[2].endswith(tried)


def test_progress_is_that_of_the_last_check_or_of_all(desk):
    assert "7-1b, " in desk.progress().head
    desk.check(NAME, 1)
    assert desk.progress().head.startswith("7-1b 연습 문제")


def test_progress_with_all_done_is_right(folder):
    record = Record(folder)
    for line in Desk(record).progress("7-1b").says.splitlines()[1:]:
        record.add(line.split()[0])
    card = Desk(record).progress("7-1b")
    assert (card.state, card.says.count("맞았습니다")) == ("right", card.says.count("■"))


def put_in_the_middle(monkeypatch):
    """A new exercise between the second and the third of 7-1b."""
    judges = list(lesson_7_1b.JUDGES.items())
    judges.insert(2, ("one_hot", lambda answer: require(number(answer) == 42, "no")))
    monkeypatch.setattr(lesson_7_1b, "JUDGES", dict(judges))
    texts = {"title": "가운데", "right": "맞습니다.", "not_yet": {"no": "42가 아닙니다."}}
    known = catalogue.lesson_text("exercises", "7-1b")
    monkeypatch.setattr(catalogue, "lesson_text", lambda kind, lesson: {**known, "one_hot": texts})


def test_an_exercise_in_the_middle_leaves_the_others_their_names_and_what_was_solved(monkeypatch, folder):
    before = exercises_of("7-1b")
    for exercise in before:
        Record(folder).add(exercise.name)
    put_in_the_middle(monkeypatch)
    names = [exercise.name for exercise in before]
    assert [each.name for each in exercises_of("7-1b")] == [*names[:2], "7-1b/one_hot", *names[2:]]
    assert [find(name) for name in names] == before
    desk = Desk(Record(folder))
    head, *lines = desk.progress("7-1b").says.splitlines()
    assert head == "■" * len(before) + "□"
    assert [line.endswith("맞았습니다") for line in lines] == [True, True, False, *[True] * (len(before) - 2)]
    assert lines[2] == "7-1b/one_hot 가운데: 아직 풀지 않았습니다"
    assert [desk.check("7-1b/one_hot", answer).state for answer in (..., 41, 42)] == ["untried", "not_yet", "right"]
    assert Desk(Record(folder)).progress("7-1b").state == "right"


def test_progress_of_an_unknown_lesson_is_refused(desk):
    with pytest.raises(KeyError, match="9-9"):
        desk.progress("9-9")


def test_in_a_notebook_each_call_shows_its_card(capsys):
    exercises.check("7-1b/2", "nonsense")
    exercises.hint("7-1b/2")
    exercises.solution("7-1b/2")
    exercises.progress()
    said = capsys.readouterr().out
    assert all(sign in said for sign in ("△ 아직 맞지 않습니다 (7-1b/2)", "▶ 힌트 1/3", "▶ 풀이", "○ 7-1b 연습 문제"))
