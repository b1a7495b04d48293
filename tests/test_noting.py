"""What is noted of a student: the verdicts and the choices, nothing else, and never at a student's cost."""

from __future__ import annotations

import json
import time
import tomllib
import uuid
from dataclasses import asdict
from pathlib import Path

import pytest

from helpers import __version__, exercises
from helpers.events import Event, new_event
from helpers.exercises import noted
from helpers.exercises.catalogue import exercises_of
from helpers.exercises.commands import Desk
from helpers.exercises.noted import handed_in, listed, switched
from helpers.exercises.record import Record
from helpers.hand_in import read_hand_in
from helpers.text import LESSONS, lesson_text, say, sentences

NAME, ANSWER = "7-1b/1", 32 * 32 * 3 * 5 + 5


@pytest.fixture
def record(tmp_path):
    return Record(tmp_path / "somewhere")


@pytest.fixture
def desk(record):
    return Desk(record)


def told(record: Record) -> list[tuple]:
    """The events without their ids and times."""
    return [tuple(asdict(event).values())[2:] for event in record.log.all()]


def test_each_check_notes_its_verdict_its_misconception_and_the_hints_seen(desk, record):
    desk.check(NAME, ...)
    desk.check(NAME, "secret")
    desk.hint(NAME)
    desk.hint(NAME)
    desk.hint("7-1b/2")
    wrong = record.log.all()[1].key
    desk.check(NAME, ANSWER)
    assert told(record) == [
        ("exercise", NAME, "untried", "", 0),
        ("exercise", NAME, "not_yet", wrong, 0),
        ("exercise", NAME, "right", "", 2),
    ]
    assert wrong


def test_the_last_hint_seen_again_counts_once(desk, record):
    for _ in range(9):
        desk.hint(NAME)
    desk.check(NAME, 1)
    assert record.log.all()[0].hints == 3


def test_when_it_was_is_noted_by_the_clock(desk, record):
    before = time.time()
    desk.check(NAME, 1)
    assert before <= record.log.all()[0].at <= time.time()


def test_neither_an_answer_nor_anything_else_of_the_student_is_written(desk, record):
    desk.check(NAME, "Kim's secret answer")
    (path,) = (record.folder / "events").iterdir()
    line = json.loads(path.read_text("utf-8"))
    assert set(line) == {"id", "at", "kind", "name", "verdict", "key", "hints"}
    assert "secret" not in path.read_text("utf-8")


def test_an_unknown_exercise_notes_nothing(desk, record):
    with pytest.raises(KeyError):
        desk.check("7-1b/nothing", 1)
    assert told(record) == []


def test_a_kernel_writes_one_file_and_its_events_lie_beside_what_was_solved(desk, record):
    for _ in range(3):
        desk.check(NAME, ANSWER)
    assert sorted(path.name for path in record.folder.iterdir()) == ["events", "solved"]
    assert len(list((record.folder / "events").iterdir())) == 1
    assert len(record.log.all()) == 3


def test_another_folder_from_now_on_gets_what_happens_from_now_on(monkeypatch, tmp_path):
    desk = Desk(Record())
    for name in ("one", "two"):
        monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / name))
        desk.check(NAME, 1)
        assert len(Record().log.all()) == 1


@pytest.mark.parametrize("answer", [ANSWER, 1])
def test_a_folder_that_cannot_be_written_is_remarked_once_and_the_verdict_comes(record, desk, answer):
    record.folder.write_text("a file where the folder should be", "utf-8")
    first, *later = [desk.check(NAME, answer) for _ in range(3)]
    assert first.says.count("적어 둘 수 없습니다") == 1
    assert {card.state for card in (first, *later)} == {"right" if answer == ANSWER else "not_yet"}
    said_again = [card.says for card in later if say("events.unwritable", value="somewhere") in card.says]
    assert said_again == []


def test_what_is_solved_is_kept_where_events_cannot_be(record, desk):
    record.folder.mkdir()
    (record.folder / "events").touch()
    card = desk.check(NAME, ANSWER)
    assert "적어 둘 수 없습니다" in card.says
    assert Record(record.folder).names() == {NAME}


def test_a_hundred_checks_cost_nothing_that_is_noticed(desk, record):
    desk.check(NAME, ANSWER)
    event = new_event("exercise", NAME, "right")
    started = time.perf_counter()
    for _ in range(100):
        record.note(event)
    assert time.perf_counter() - started < 100 * 0.05  # seconds; a tenth is noticed


def names_and_keys() -> list[tuple[str, str]]:
    found = []
    for lesson in LESSONS:
        for exercise in exercises_of(lesson):
            found += [(exercise.name, key) for key in exercise.texts["not_yet"]]
        found += [(f"{lesson}/{quiz}", "") for quiz in lesson_text("quizzes", lesson)]
    common = [key.removeprefix("exercise.") for key in sentences() if key.startswith("exercise.")]
    return found + [(NAME, key) for key in common]


def test_every_name_and_every_misconception_of_the_course_can_be_noted():
    found = names_and_keys()
    assert len(found) > 200
    assert [new_event("exercise", name, "not_yet", key).key for name, key in found] == [key for _, key in found]


def by_the_clock(seconds: float) -> str:
    return time.strftime("%m-%d %H:%M", time.localtime(seconds))


class TestEvents:
    def test_are_listed_with_time_name_and_verdict_the_oldest_first(self, record):
        for at, kind, name, verdict, key, hints in (
            (1_800_000_060, "quiz", "7-1b/softmax", "not_yet", "3", 0),
            (1_800_000_000, "exercise", "7-1b/one_hot", "not_yet", "no_bias", 2),
            (1_800_000_120, "exercise", "7-1b/1", "right", "", 0),
        ):
            record.log.add(Event(uuid.uuid4().hex, at, kind, name, verdict, key, hints))
        card = listed(record.log)
        assert card.head == "연습 문제와 퀴즈에서 적어 둔 것: 3건"
        assert card.says.splitlines() == [
            f"{by_the_clock(1_800_000_000)} 연습 문제 7-1b/one_hot: 아직 맞지 않습니다 (까닭 `no_bias`, 힌트 2개)",
            f"{by_the_clock(1_800_000_060)} 퀴즈 7-1b/softmax: ③ 아직 맞지 않습니다",
            f"{by_the_clock(1_800_000_120)} 연습 문제 7-1b/1: 맞았습니다",
            "폴더 somewhere/events에 있고, 수업 서버에서는 강사도 봅니다. "
            "`keep_events(False)`를 실행하면 더 적지 않습니다.",
        ]

    def test_of_many_the_latest_are_listed_and_the_rest_counted(self, record):
        for number in range(23):
            record.note(Event(uuid.uuid4().hex, 1.8e9 + number, "exercise", f"7-1b/{number}", "right"))
        lines = listed(record.log).says.splitlines()
        assert lines[0] == "앞의 3건은 줄였습니다."
        assert "7-1b/3:" in lines[1]
        assert "7-1b/22:" in lines[-2]
        assert len(lines) == 22

    def test_none_are_listed_where_there_are_none(self, record):
        card = listed(record.log)
        assert "0건" in card.head
        assert len(card.says.splitlines()) == 1

    def test_are_switched_off_and_on_again(self, desk, record):
        desk.check(NAME, 1)
        assert "적어 두지 않습니다" in switched(record.log, False).head
        desk.check(NAME, ANSWER)
        assert len(told(record)) == 1
        assert "지금은 적지 않습니다" in listed(record.log).says
        assert Record(record.folder).names() == {NAME}, "what was solved is kept all the same"
        assert "적어 둡니다" in switched(record.log, True).head
        desk.check(NAME, ANSWER)
        assert len(told(record)) == 2

    def test_the_card_tells_the_folder_by_its_name_alone(self, record):
        for card in (switched(record.log, True), listed(record.log)):
            assert "somewhere/events" in card.says
            assert str(record.folder) not in card.says

    def test_a_switch_that_cannot_be_set_says_so(self, record):
        record.folder.write_text("a file", "utf-8")
        card = switched(record.log, False)
        assert (card.state, card.head) == ("not_yet", "바꾸지 못했습니다")


class TestHandIn:
    def test_packs_all_that_was_noted_into_a_file_and_says_what_stands_in_it(self, desk, record, tmp_path):
        desk.check(NAME, 1)
        desk.check(NAME, ANSWER)
        card = handed_in(record.log, " 김하늘 ", tmp_path)
        assert card.head == "제출 파일을 만들었습니다: 7-김하늘.json"
        assert all(words in card.says for words in ("이름(김하늘)", "판(0.1.0)", "2건", "답은 들어 있지 않습니다"))
        read = read_hand_in(tmp_path / "7-김하늘.json")
        assert (read.student, read.course) == ("김하늘", __version__)
        assert list(read.events) == record.log.all()
        assert abs(read.at - time.time()) < 60

    def test_takes_the_latest_where_there_are_more_than_fit(self, record, tmp_path, monkeypatch):
        monkeypatch.setattr(noted, "MAX_EVENTS", 2)
        for number in range(3):
            record.note(Event(uuid.uuid4().hex, 1.8e9 + number, "exercise", f"7-1b/{number}", "right"))
        handed_in(record.log, "kim", tmp_path)
        assert [event.name for event in read_hand_in(tmp_path / "7-kim.json").events] == ["7-1b/1", "7-1b/2"]

    @pytest.mark.parametrize("name", ["", " ", "x" * 61, "a\nb", None, 7])
    def test_refuses_what_is_no_name(self, record, tmp_path, name):
        with pytest.raises(ValueError, match="한 줄에 60자까지"):
            handed_in(record.log, name, tmp_path)
        assert list(tmp_path.iterdir()) == []

    def test_says_where_nothing_can_be_written(self, record, tmp_path):
        (tmp_path / "file").touch()
        card = handed_in(record.log, "kim", tmp_path / "file")
        assert (card.state, card.head) == ("not_yet", "제출 파일을 만들지 못했습니다")
        assert "폴더 file에 쓸 수 없습니다" in card.says


def test_in_a_notebook_each_call_shows_its_card(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    exercises.check("7-1b/2", "nonsense")
    exercises.keep_events(False)
    exercises.check("7-1b/2", "nonsense")
    exercises.events()
    exercises.hand_in("kim")
    said = capsys.readouterr().out
    for words in ("적어 두지 않습니다", "적어 둔 것: 1건", "7-kim.json"):
        assert words in said
    assert str(tmp_path) not in said
    assert len(read_hand_in(tmp_path / "7-kim.json").events) == 1


def test_the_version_is_that_of_the_project():
    assert tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["project"]["version"] == __version__
