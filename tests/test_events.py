import json
from dataclasses import asdict

import pytest

from helpers.events import EventLog, event_of, new_event

GOOD = asdict(new_event("exercise", "7-1b/one_hot", "not_yet", "no_bias", 2))


def test_what_was_written_is_read(tmp_path):
    log = EventLog(tmp_path / "events")
    first, second = new_event("exercise", "7-1b/1", "right"), new_event("quiz", "7-1b/softmax", "not_yet", "3")
    log.add(first)
    EventLog(tmp_path / "events").add(second)  # another kernel
    assert log.all() == [first, second]


def test_none_is_kept_once_it_is_switched_off_in_any_kernel(tmp_path):
    log, other = EventLog(tmp_path), EventLog(tmp_path)
    log.add(new_event("exercise", "7-1b/1", "right"))
    other.switch(on=False)
    log.add(new_event("exercise", "7-1b/2", "right"))
    assert [event.name for event in log.all()] == ["7-1b/1"]
    log.switch(on=True)
    other.add(new_event("exercise", "7-1b/3", "right"))
    assert [event.name for event in log.all()] == ["7-1b/1", "7-1b/3"]


def test_a_damaged_line_takes_no_other_with_it(tmp_path):
    log = EventLog(tmp_path)
    event = new_event("exercise", "7-1b/1", "right")
    log.add(event)
    (tmp_path / "other.jsonl").write_bytes(b'{"id": "cut off\n\xff\xfe\n[1]\nnull\n' + b"[" * 100_000 + b"\n")
    assert log.all() == [event]


def test_an_event_that_lies_in_two_files_counts_once(tmp_path):
    log = EventLog(tmp_path)
    log.add(new_event("exercise", "7-1b/1", "right"))
    [written] = tmp_path.glob("*.jsonl")
    (tmp_path / "copy.jsonl").write_bytes(written.read_bytes())
    assert len(log.all()) == 1


def test_a_good_event_is_taken():
    assert asdict(event_of(json.loads(json.dumps(GOOD)))) == GOOD


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "../x"),
        ("id", 3),
        ("at", float("nan")),
        ("at", True),
        ("at", "now"),
        ("at", -1),
        ("kind", "exam"),
        ("kind", ["quiz"]),
        ("name", "7-1b/<script>"),
        ("name", "7-1b/one_hot\n"),
        ("verdict", {}),
        ("key", "x" * 41),
        ("key", None),
        ("hints", -1),
        ("hints", 1e300),
        ("hints", True),
    ],
)
def test_another_value_is_refused_by_its_field(field, value):
    with pytest.raises(ValueError, match=field):
        event_of({**GOOD, field: value})


@pytest.mark.parametrize("key", ["", "0", "5", "12", "no_bias", None])
def test_at_a_quiz_one_of_four_is_chosen(key):
    with pytest.raises(ValueError, match="key"):
        new_event("quiz", "7-1b/softmax", "right", key)


@pytest.mark.parametrize("value", [None, [], "x", {}, {**GOOD, "student": "kim"}, {"id": GOOD["id"]}])
def test_what_is_no_event_is_refused(value):
    with pytest.raises(ValueError):  # noqa: PT011, its words are Python's
        event_of(value)
