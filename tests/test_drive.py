"""On Colab, what is solved and noted is kept on the student's Drive, and found there by the next machine."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from helpers import exercises
from helpers.exercises import drive
from helpers.exercises.commands import Desk
from helpers.exercises.drive import moved_to_drive
from helpers.exercises.noted import switched
from helpers.exercises.record import Record

NAME, ANSWER = "7-1b/1", 32 * 32 * 3 * 5 + 5


@pytest.fixture
def colab(monkeypatch, tmp_path):
    """Colab's module for the Drive, which lies in a folder here; `machine` begins another runtime, by its name."""

    def mount(place: str) -> None:
        mounted.append(place)
        (tmp_path / "drive" / "MyDrive").mkdir(parents=True, exist_ok=True)

    def machine(name: str) -> None:
        monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / name))

    mounted = []
    monkeypatch.setattr(drive, "DRIVE", tmp_path / "drive")
    monkeypatch.setitem(sys.modules, "google.colab", SimpleNamespace(drive=SimpleNamespace(mount=mount)))
    machine("first")
    return SimpleNamespace(mounted=mounted, machine=machine, kept=tmp_path / "drive" / "MyDrive")


def test_it_is_mounted_where_colab_mounts_it_and_the_card_tells_where_things_lie(colab):
    card = moved_to_drive()
    assert colab.mounted == [str(drive.DRIVE)]
    assert Record().folder == colab.kept / "fashion-mnist-course"
    assert "내 드라이브의 폴더 fashion-mnist-course" in card.says
    assert "keep_on_drive()" in card.says


def test_what_was_solved_before_goes_along_and_the_next_machine_finds_all(colab):
    desk = Desk(Record())
    desk.check(NAME, ANSWER)
    moved_to_drive()
    desk.check("7-1b/2", 3)
    colab.machine("second")
    assert Record().names() == set()
    moved_to_drive()
    assert Record().names() == {NAME}
    assert [(event.name, event.verdict) for event in Record().log.all()] == [(NAME, "right"), ("7-1b/2", "not_yet")]


def test_what_two_machines_have_noted_is_kept_of_both_and_once(colab):
    Desk(Record()).check(NAME, ANSWER)
    moved_to_drive()
    colab.machine("second")
    Desk(Record()).check("7-1b/2", 3)
    for _ in range(2):
        moved_to_drive()
    assert [event.name for event in Record().log.all()] == [NAME, "7-1b/2"]


def test_a_switch_that_was_off_on_the_drive_is_off_on_the_next_machine(colab):
    moved_to_drive()
    switched(Record().log, False)
    colab.machine("second")
    assert Record().log.is_on
    moved_to_drive()
    assert not Record().log.is_on


def test_leave_that_is_not_given_changes_nothing(colab, monkeypatch):
    def refuse(place: str) -> None:
        raise ValueError("mount failed")

    monkeypatch.setattr(sys.modules["google.colab"].drive, "mount", refuse)
    before = Record().folder
    with pytest.raises(ValueError, match="mount failed"):
        moved_to_drive()
    assert Record().folder == before


def test_elsewhere_it_is_not_needed_and_nothing_changes(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path))
    exercises.keep_on_drive()
    assert "코랩이 아니므로" in capsys.readouterr().out
    assert Record().folder == tmp_path / "fashion-mnist-course"
