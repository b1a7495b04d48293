"""A file is written whole or not at all."""

from __future__ import annotations

import os
import stat
import subprocess
import sys

import pytest

from helpers.files import replacing

WRITERS = 30
WRITER = """
import sys
from pathlib import Path
from helpers.files import replacing
print("ready", flush=True)
sys.stdin.readline()
for _ in range(20):
    with replacing(Path("file")) as beside, beside.open("w", encoding="utf-8") as file:
        for _ in range(200):
            file.write(sys.argv[1] * 1000)
"""


def test_what_is_written_replaces_what_was_there(tmp_path):
    path = tmp_path / "file"
    for content in ("first", "second"):
        with replacing(path) as beside:
            beside.write_text(content, "utf-8")
            assert not path.exists() or path.read_text("utf-8") == "first"
        assert path.read_text("utf-8") == content
    assert list(tmp_path.iterdir()) == [path]


def test_where_writing_fails_the_old_file_stays_and_nothing_is_left_beside_it(tmp_path):
    path = tmp_path / "file"
    path.write_text("old", "utf-8")
    with pytest.raises(UnicodeEncodeError), replacing(path) as beside:
        beside.write_text("half, then a letter that cannot be written: \ud800", "utf-8")
    assert path.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_where_nothing_is_written_or_a_folder_is_in_the_way_nothing_changes(tmp_path):
    with pytest.raises(FileNotFoundError), replacing(tmp_path / "file"):
        pass
    (tmp_path / "folder").mkdir()
    with pytest.raises(IsADirectoryError), replacing(tmp_path / "folder") as beside:
        beside.touch()
    assert list(tmp_path.iterdir()) == [tmp_path / "folder"]


def test_a_link_is_replaced_and_not_followed(tmp_path):
    (tmp_path / "elsewhere").write_text("old", "utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with replacing(tmp_path / "link") as beside:
        beside.write_text("new", "utf-8")
    assert (tmp_path / "elsewhere").read_text("utf-8") == "old"
    assert not (tmp_path / "link").is_symlink()


@pytest.mark.parametrize("umask", [0o022, 0o027, 0o077])
def test_permissions_are_those_of_any_new_file_and_others_see_none_that_is_half_written(tmp_path, umask):
    tmp_path.chmod(0o755)
    before = os.umask(umask)
    try:
        with replacing(tmp_path / "file") as beside:
            beside.touch()
            assert stat.S_IMODE(beside.parent.stat().st_mode) == 0o700
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o666 & ~umask


def test_thirty_writers_at_once_leave_one_whole_file(tmp_path):
    command = [sys.executable, "-c", WRITER]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "cwd": tmp_path, "encoding": "utf-8"}
    writers = [subprocess.Popen([*command, chr(ord("A") + i)], **pipes) for i in range(WRITERS)]
    for writer in writers:
        writer.stdout.readline()
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate()
    assert [writer.returncode for writer in writers] == [0] * WRITERS
    content = (tmp_path / "file").read_text("utf-8")
    assert len(content) == 200_000
    assert len(set(content)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
