"""What is kept of solved exercises: nothing is lost, nothing is overwritten, and what fails is said."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
from pathlib import Path

import pytest

from helpers.exercises.commands import Desk
from helpers.exercises.record import Record

pytestmark = pytest.mark.course

NAME, ANSWER = "7-1b/1", 32 * 32 * 3 * 5 + 5
NAMES = [f"7-{lesson}/{number}" for lesson in ("1a", "1b", "2a", "2b") for number in range(1, 26)]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "somewhere"


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def add_all(folder, names, start):
    record = Record(folder)
    start.wait()
    for name in names:
        record.add(name)


def test_twenty_kernels_that_add_at_once_lose_nothing(folder):
    start = multiprocessing.get_context("fork").Event()
    kernels = [
        multiprocessing.get_context("fork").Process(target=add_all, args=(folder, NAMES[n::20], start))
        for n in range(20)
    ]
    for kernel in kernels:
        kernel.start()
    start.set()
    for kernel in kernels:
        kernel.join()
    assert Record(folder).names() == set(NAMES)
    assert len(files(folder)) == len(NAMES)


def test_an_exercise_is_an_empty_file_whose_name_every_system_takes(folder):
    record = Record(folder)
    for _ in range(2):
        record.add(NAME)
    (path,) = (path for path in folder.rglob("*") if path.is_file())
    assert not set(path.name) & set('<>:"/\\|?*')
    assert path.stat().st_size == 0
    assert Record(folder).names() == {NAME}


def test_the_record_lies_in_the_students_own_folder_for_jupyters_data(monkeypatch, tmp_path):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path))
    Record().add(NAME)
    assert len(files(tmp_path)) == 1
    assert Record().names() == {NAME}


def test_what_was_solved_before_still_counts_and_its_file_stays_as_it_is(folder):
    folder.mkdir()
    content = json.dumps(["7-1b/2"]) + "\n"
    (folder / "solved.json").write_text(content, "utf-8")
    record = Record(folder)
    record.add(NAME)
    assert Record(folder).names() == {NAME, "7-1b/2"}
    assert (folder / "solved.json").read_text("utf-8") == content
    assert not record.remark


@pytest.mark.parametrize(
    "content", [b"", b"{not json", b'{"7-1b/1": true}', b"[1, 2]", b"\xff\xfe\x00", b"[" * 100_000], ids=len
)
def test_a_damaged_old_file_is_set_aside_with_a_sentence_said_once(folder, content):
    folder.mkdir()
    (folder / "solved.json").write_bytes(content)
    desk = Desk(Record(folder))
    desk.check(NAME, ANSWER)
    card = desk.progress("7-1b")
    assert "손상" in card.says
    assert "1개를 풀었습니다" in card.head
    assert (folder / "solved.damaged.json").read_bytes() == content
    assert "손상" not in desk.progress("7-1b").says


@pytest.mark.parametrize(
    "error", [OSError(errno.EMFILE, "Too many open files"), PermissionError(errno.EACCES, "used by another process")]
)
def test_what_cannot_be_read_for_now_is_left_as_it_is_and_said(folder, monkeypatch, error):
    Record(folder).add(NAME)
    (folder / "solved.json").write_text('["7-1b/2"]', "utf-8")
    before = files(folder)
    desk = Desk(Record(folder))

    def refuse(*args):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(os, "listdir", refuse)
        patch.setattr(Path, "read_bytes", refuse)
        card = desk.progress("7-1b")
    assert "읽을 수 없어" in card.says
    assert files(folder) == before
    assert (folder / "solved.json").read_text("utf-8") == '["7-1b/2"]'
    card = desk.progress("7-1b")
    assert "2개를 풀었습니다" in card.head
    assert "읽을 수 없어" not in card.says


def test_a_full_disk_leaves_no_file_and_is_said_and_the_kernel_remembers(folder, monkeypatch):
    folder.mkdir()
    opened = os.open

    def full(path, flags, *args, **kwargs):
        if not flags & os.O_CREAT:
            return opened(path, flags, *args, **kwargs)
        raise OSError(errno.ENOSPC, "No space left on device")

    desk = Desk(Record(folder))
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", full)
        patch.setattr(Path, "open", lambda path, mode: full(path, os.O_CREAT))
        cards = [desk.check(NAME, ANSWER) for _ in range(3)]
    assert all(card.state == "right" and "적어 둘 수 없습니다" in card.says for card in cards)
    assert not files(folder)
    assert "1개를 풀었습니다" in desk.progress("7-1b").head
    assert "적어 둘 수 없습니다" not in desk.check(NAME, ANSWER).says, "there is room again"
    assert Record(folder).names() == {NAME}


def test_where_there_is_no_room_for_a_single_byte_an_exercise_is_kept_and_nothing_else_left(folder):
    import resource  # not on Windows

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    record = Record(folder)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
    try:
        for _ in range(3):
            record.add(NAME)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert not record.remark
    assert len(files(folder)) == 1
    assert Record(folder).names() == {NAME}


def test_without_a_folder_progress_goes_on_in_this_kernel(folder):
    folder.write_text("a file where the folder should be", "utf-8")
    desk = Desk(Record(folder))
    assert "읽을 수 없어" not in desk.progress("7-1b").says, "there is no record"
    assert "적어 둘 수 없습니다" in desk.check(NAME, ANSWER).says
    assert "1개를 풀었습니다" in desk.progress("7-1b").head
