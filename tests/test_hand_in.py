"""A hand-in is written beside others and over none; what is read back is what was written, or is refused by name."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from helpers.events import new_event
from helpers.hand_in import MAX_BYTES, MAX_EVENTS, HandIn, read_hand_in, write_hand_in

EVENTS = (
    new_event("exercise", "7-1b/one_hot", "not_yet", "no_bias", 2),
    new_event("quiz", "7-1b/softmax", "right", "2"),
)


def hand_in(student="김하늘", events=EVENTS):
    return HandIn(student, "0.1.0", 1_800_000_000.5, events)


@pytest.fixture
def written(tmp_path):
    return write_hand_in(hand_in(), tmp_path)


def test_what_was_handed_in_is_read_and_its_file_bears_the_students_name(written):
    assert written.name == "7-김하늘.json"
    assert read_hand_in(written) == hand_in()
    assert json.loads(written.read_text("utf-8")) == {
        "format": "fashion-mnist-course hand-in 1",
        "student": "김하늘",
        "course": "0.1.0",
        "at": 1_800_000_000.5,
        "events": [asdict(event) for event in EVENTS],
    }


def test_a_second_hand_in_replaces_ones_own_and_leaves_nothing_beside_it(written):
    assert write_hand_in(hand_in(events=EVENTS[:1]), written.parent) == written
    assert read_hand_in(written).events == EVENTS[:1]
    assert list(written.parent.iterdir()) == [written]


def test_where_it_cannot_be_replaced_the_old_one_stays(written, monkeypatch):
    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(OSError, match="No space"):
        write_hand_in(hand_in(events=()), written.parent)
    assert read_hand_in(written).events == EVENTS
    assert list(written.parent.iterdir()) == [written]


def test_students_whose_names_look_alike_in_a_file_name_keep_a_file_each(tmp_path):
    names = ["a/b", "a:b", "a*b", "a/b"]
    paths = [write_hand_in(hand_in(name), tmp_path).name for name in names]
    assert paths == ["7-a-b.json", "7-a-b-2.json", "7-a-b-3.json", "7-a-b.json"]
    assert [read_hand_in(tmp_path / path).student for path in paths] == names


def test_a_file_of_that_name_that_is_no_hand_in_is_left_alone(tmp_path):
    (tmp_path / "7-김하늘.json").write_text("notes of mine", "utf-8")
    (tmp_path / "7-김하늘-2.json").mkdir()
    assert write_hand_in(hand_in(), tmp_path).name == "7-김하늘-3.json"
    assert (tmp_path / "7-김하늘.json").read_text("utf-8") == "notes of mine"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..", 'a<>:"/\\|?*b', "नमस्ते", "👩‍💻", "O'Neil-Łoś", "=1+1", "ㄱ" * 60, "𠀀" * 60]
)
def test_any_name_gives_a_file_in_the_folder_that_every_system_takes(tmp_path, name):
    folder = tmp_path / "work"
    folder.mkdir()
    path = write_hand_in(hand_in(name), folder)
    assert path.parent == folder
    assert list(tmp_path.iterdir()) == [folder]
    assert not set(path.name) & set('<>:"/\\|?*')
    assert len(path.name.encode()) < 240
    assert read_hand_in(path).student == name


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "two\nlines", "\ud800", "nul\0", None, 3])
def test_what_cannot_be_a_name_is_refused(name):
    with pytest.raises(ValueError, match="student"):
        hand_in(name)


def changed(path, **values):
    """The file with other values."""
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **values}), "utf-8")


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"student": 3}, "student: 3"),
        ({"course": "<b>"}, "course"),
        ({"at": True}, "at: True"),
        ({"at": float("nan")}, "at: nan"),
        ({"events": {}}, "events"),
        ({"events": [[]]}, "Event"),
        ({"events": [{**asdict(EVENTS[0]), "hints": -1}]}, "hints: -1"),
        ({"events": [{**asdict(EVENTS[0]), "code": "import os"}]}, "code"),
        ({"note": "mine"}, "note"),
    ],
)
def test_a_damaged_one_is_named_with_what_is_wrong_in_it(written, values, why):
    changed(written, **values)
    with pytest.raises(ValueError, match=rf"^7-김하늘\.json: 제출 파일이 손상되었습니다\. .*{why}"):
        read_hand_in(written)


@pytest.mark.parametrize("keep", [40, -2, -30])
def test_one_that_was_cut_off_is_damaged(written, keep):
    written.write_bytes(written.read_bytes()[:keep])
    with pytest.raises(ValueError, match=r"7-김하늘\.json: .*손상"):
        read_hand_in(written)


def test_one_with_letters_that_are_not_utf_8_is_damaged(written):
    written.write_bytes(written.read_text("utf-8").encode("cp949"))
    with pytest.raises(ValueError, match=r"7-김하늘\.json: .*손상"):
        read_hand_in(written)


def test_one_that_an_editor_has_saved_with_a_mark_of_its_encoding_is_read(written):
    written.write_text(written.read_text("utf-8"), "utf-8-sig")
    assert read_hand_in(written) == hand_in()


def test_another_version_is_named(written):
    changed(written, format="fashion-mnist-course hand-in 2")
    with pytest.raises(ValueError, match=r"7-김하늘\.json: 다른 버전.*hand-in 2.*hand-in 1"):
        read_hand_in(written)


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n", b"[1]", b"null", b"{}", b'{"format": 1}', b"[" * 100_000, b"import os\n"], ids=len
)
def test_what_is_no_hand_in_is_refused_by_name(tmp_path, content):
    path = tmp_path / "7-x.json"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"7-x\.json: 제출 파일이 아닙니다"):
        read_hand_in(path)


def test_a_file_that_is_too_large_is_refused(written):
    with written.open("ab") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(ValueError, match=r"7-김하늘\.json: .*너무 큽니다"):
        read_hand_in(written)


def test_more_events_than_one_may_have_are_refused_and_the_most_still_fit(written):
    events = [new_event("exercise", "7-1b/" + 40 * "x", "not_yet", 40 * "x", 99) for _ in range(MAX_EVENTS)]
    path = write_hand_in(hand_in(events=tuple(events)), written.parent)
    assert len(read_hand_in(path).events) == MAX_EVENTS
    changed(path, events=[asdict(event) for event in [*events, EVENTS[0]]])
    with pytest.raises(ValueError, match=r"손상.*events"):
        read_hand_in(path)


def test_events_that_stand_twice_count_once_the_oldest_first(written):
    first, second = map(asdict, EVENTS)
    changed(written, events=[second, first, second])
    assert read_hand_in(written).events == EVENTS
