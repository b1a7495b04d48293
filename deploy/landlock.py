"""Keep a process and its children away from other files of the same user (Linux 6.2, Landlock).

What it cannot do: a file's permissions can still be changed by path, and services that listen on a socket of this user,
such as D-Bus, can still be asked. From Linux 6.12 on, other processes of the user get no signals.
"""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from collections.abc import Iterable
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # system call numbers, the same on every machine
VERSION_FLAG, PATH_BENEATH, NO_NEW_PRIVILEGES = 1, 1, 38
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
TRUNCATE, IOCTL = 1 << 14, 1 << 15
OF_A_FILE = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL
READ = EXECUTE | READ_FILE | READ_DIR
ABSTRACT_SOCKETS, SIGNALS = 1, 2
MIN_VERSION = 3  # the first that also keeps others' files from being truncated


class Ruleset(ctypes.Structure):
    """What is forbidden unless a rule allows it."""

    _fields_ = [("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64)]


class Beneath(ctypes.Structure):
    """What is allowed at and below an open folder."""

    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32)]


def version() -> int:
    """The kernel's version of Landlock, 0 if it has none."""
    return max(_call(CREATE_RULESET, None, 0, VERSION_FLAG), 0) if platform.system() == "Linux" else 0


def confine(readable: Iterable[Path], writable: Iterable[Path], unlisted: Iterable[Path] = ()) -> None:
    """Allow this process, and all it starts, nothing but these files and folders from now on.

    Args:
        readable: Can be read.
        writable: Can be read and written.
        unlisted: Folders that can be written but not listed.

    Raises:
        OSError: The kernel is too old or refuses.
    """
    known = version()
    if known < MIN_VERSION:
        raise OSError(f"Landlock {known} is too old")
    everything = (1 << (16 if known >= 5 else 15)) - 1
    scoped = ABSTRACT_SOCKETS | SIGNALS if known >= 6 else 0
    rules = Ruleset(everything, 0, scoped)
    ruleset = _checked(CREATE_RULESET, ctypes.byref(rules), ctypes.sizeof(rules), 0)
    for paths, allowed in ((readable, READ), (writable, everything), (unlisted, everything & ~READ_DIR)):
        for path in filter(Path.exists, paths):
            _allow(ruleset, path, allowed & everything)
    if ctypes.CDLL(None).prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        raise OSError("no_new_privs was refused")
    _checked(RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def folders_of_python() -> set[Path]:
    """Where this Python, its packages and the Python underneath live."""
    return {Path(folder) for folder in (sys.prefix, sys.base_prefix, Path(sys.executable).resolve().parent)}


def _allow(ruleset: int, path: Path, allowed: int) -> None:
    folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
    rule = Beneath(allowed if path.is_dir() else allowed & OF_A_FILE, folder)
    _checked(ADD_RULE, ruleset, PATH_BENEATH, ctypes.byref(rule), 0)
    os.close(folder)


def _call(number: int, *arguments: object) -> int:
    return ctypes.CDLL(None, use_errno=True).syscall(ctypes.c_long(number), *arguments)


def _checked(number: int, *arguments: object) -> int:
    if (result := _call(number, *arguments)) < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result
