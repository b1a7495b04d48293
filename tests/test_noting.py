"""What is noted of a student: the verdicts and the choices, nothing else, and never at a student's cost."""

from __future__ import annotations

import json
import time
from dataclasses import asdict

import pytest

from helpers.events import new_event
from helpers.exercises.catalogue import exercises_of
from helpers.exercises.commands import Desk
from helpers.exercises.record import Record
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
        found += [(f"{lesson}/{quiz}", "4") for quiz in lesson_text("quizzes", lesson)]
    common = [key.removeprefix("exercise.") for key in sentences() if key.startswith("exercise.")]
    return found + [(NAME, key) for key in common]


def test_every_name_and_every_misconception_of_the_course_can_be_noted():
    found = names_and_keys()
    assert len(found) > 200
    assert [new_event("exercise", name, "not_yet", key).key for name, key in found] == [key for _, key in found]
