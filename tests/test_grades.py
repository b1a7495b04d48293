"""Hand-in files of a class become one table and one page; what cannot be read is named, and nothing in them is run."""

from __future__ import annotations

import csv
import json
import subprocess
import sys

import pytest

from helpers.events import new_event
from helpers.hand_in import FORMAT, HandIn, write_hand_in

NAMES = ["김하늘", "=HYPERLINK(1)", "<script>alert(1)</script>", *(f"학생 {number}" for number in range(7))]


def graded(folder):
    """What `make grades` runs: the exit status and what it says."""
    command = [sys.executable, "-m", "deploy.class_page.grades", str(folder)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    return done.returncode, done.stderr


def rows_of(folder):
    with (folder / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["학생"]: row for row in csv.DictReader(file)}


@pytest.fixture
def folder(tmp_path):
    """The files of ten students who have solved one exercise and been wrong at another."""
    for name in NAMES:
        events = (new_event("exercise", "7-1b/1", "right"), new_event("exercise", "7-1b/2", "not_yet", "only_a_layer"))
        write_hand_in(HandIn(name, "0.1.0", 1_800_000_000.0, events), tmp_path)
    return tmp_path


def test_ten_students_of_whom_two_handed_in_what_cannot_be_read(folder):
    cut_off, of_another_version = folder / "7-학생-0.json", folder / "7-학생-1.json"
    cut_off.write_bytes(cut_off.read_bytes()[:-40])
    content = json.loads(of_another_version.read_text("utf-8"))
    of_another_version.write_text(json.dumps({**content, "format": FORMAT[:-1] + "2"}), "utf-8")
    status, said = graded(folder)
    assert status == 1
    damaged, other = said.splitlines()
    assert cut_off.name in damaged
    assert "손상" in damaged
    assert of_another_version.name in other
    assert "버전" in other
    rows = rows_of(folder)
    assert set(rows) == {"'=HYPERLINK(1)" if name[0] == "=" else name for name in NAMES} - {"학생 0", "학생 1"}
    assert {(row["7-1b/1"], row["7-1b/2"], row["맞은 연습 문제"]) for row in rows.values()} == {
        ("맞음", "아직 only_a_layer", "1")
    }
    page = (folder / "grades.html").read_text("utf-8")
    assert "김하늘" in page
    assert "<script>alert(1)" not in page


def test_all_that_can_be_read_is_no_error_also_a_second_time(folder):
    for _ in range(2):  # what the first has written is no hand-in
        assert graded(folder) == (0, "")
    assert len(rows_of(folder)) == 10


def test_who_has_tried_nothing_has_a_row_and_who_handed_in_twice_has_one(folder):
    write_hand_in(HandIn("빈손", "0.1.0", 1_800_000_000.0, ()), folder)
    again = HandIn("김하늘", "0.1.0", 1_800_000_000.0, (new_event("exercise", "7-1b/2", "right"),))
    (folder / "later").mkdir()
    write_hand_in(again, folder / "later").replace(folder / "later.json")
    assert graded(folder) == (0, "")
    rows = rows_of(folder)
    assert len(rows) == 11
    assert rows["빈손"]["맞은 연습 문제"] == "0"
    assert rows["김하늘"]["맞은 연습 문제"] == "2"


def test_a_folder_that_is_not_there_is_named(tmp_path):
    status, said = graded(tmp_path / "nowhere")
    assert status == 1
    assert "nowhere" in said
    assert "Traceback" not in said
