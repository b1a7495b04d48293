"""Where a student sits: verdicts told apart, hints one by one, solutions after an attempt, progress that lasts."""

from __future__ import annotations

import json
import re

import pytest

from helpers import exercises
from helpers.exercises.card import SIGNS, Card
from helpers.exercises.desk import Desk
from helpers.exercises.record import Record

NAME, ANSWER = "7-1b/1", 32 * 32 * 3 * 5 + 5


@pytest.fixture
def path(tmp_path):
    return tmp_path / "somewhere" / "solved.json"


@pytest.fixture
def desk(path):
    return Desk(Record(path))


def test_the_three_states_are_told_apart_in_words_sign_and_colour(desk):
    cards = [desk.check(NAME, answer) for answer in (..., 1, ANSWER)]
    assert [card.state for card in cards] == ["untried", "not_yet", "right"]
    words = ["아직 풀지 않았습니다", "아직입니다", "맞았습니다"]
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


def test_the_solution_is_shown_on_request_and_on_the_day_after(desk, path):
    assert desk.solution(NAME, now=True).code
    desk.check(NAME, ANSWER)
    assert Desk(Record(path)).solution(NAME).code


def test_progress_tells_what_is_done_with_a_bar_and_lasts(desk, path):
    before = desk.progress("7-1b")
    of = len(before.says.splitlines()) - 1
    assert before.says.startswith("□" * of)
    desk.check("7-1b/2", 3)
    desk.check(NAME, ANSWER)
    for later, tried in ((desk, "아직입니다"), (Desk(Record(path)), "아직 풀지 않았습니다")):
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


def test_progress_with_all_done_is_right(path):
    record = Record(path)
    for line in Desk(record).progress("7-1b").says.splitlines()[1:]:
        record.add(line.split()[0])
    card = Desk(record).progress("7-1b")
    assert (card.state, card.says.count("맞았습니다")) == ("right", card.says.count("■"))


def test_progress_of_an_unknown_lesson_is_refused(desk):
    with pytest.raises(KeyError, match="9-9"):
        desk.progress("9-9")


@pytest.mark.parametrize("content", [b"", b"{not json", b'{"7-1b/1": true}', b"[1, 2]", b"\xff\xfe\x00"])
def test_a_damaged_record_is_set_aside_with_a_sentence_said_once(desk, path, content):
    path.parent.mkdir()
    path.write_bytes(content)
    card = desk.check(NAME, ANSWER)
    assert "손상" in card.says
    assert path.with_suffix(".damaged.json").read_bytes() == content
    assert json.loads(path.read_text("utf-8")) == [NAME]
    assert "손상" not in desk.progress("7-1b").says


def test_a_record_that_cannot_be_read_or_written_is_told_and_progress_goes_on_without(desk, path):
    path.parent.write_text("a file where the folder should be", "utf-8")
    card = desk.check(NAME, ANSWER)
    assert card.state == "right"
    assert "적어 둘 수 없습니다" in card.says
    assert "1개를 풀었습니다" in desk.progress("7-1b").head


def test_two_kernels_add_to_the_same_record(path):
    one, other = Record(path), Record(path)
    one.add("7-1b/1")
    other.add("7-1b/2")
    one.add("7-1b/3")
    assert Record(path).names() == {"7-1b/1", "7-1b/2", "7-1b/3"}
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_the_record_lies_in_the_students_own_folder_for_jupyters_data(monkeypatch, tmp_path):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path))
    Record().add(NAME)
    assert [path.name for path in tmp_path.rglob("*.json")] == ["solved.json"]


def test_in_a_notebook_each_call_shows_its_card(capsys):
    exercises.check("7-1b/2", "nonsense")
    exercises.hint("7-1b/2")
    exercises.solution("7-1b/2")
    exercises.progress()
    said = capsys.readouterr().out
    assert all(sign in said for sign in ("△ 아직입니다 (7-1b/2)", "▶ 힌트 1/3", "▶ 풀이", "○ 7-1b 연습 문제"))


class Hostile:
    """An answer that raises whatever is done with it."""

    def __getattribute__(self, name):
        raise RuntimeError("hostile")

    __repr__ = __eq__ = __array__ = __call__ = lambda self, *args: 1 / 0


def test_no_answer_makes_a_verdict_raise(desk):
    for name in (f"7-1b/{n}" for n in range(1, 6)):
        for answer in (Hostile(), Hostile, None, "", [], {}, lambda *a: 1 / 0, lambda: 1, float("nan"), object):
            assert desk.check(name, answer).state == "not_yet"
