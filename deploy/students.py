"""The names and passwords of a class.

`python -m deploy.students kim lee park` adds students, or gives them a new password, and prints it once.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
import sys
from pathlib import Path

from helpers.files import replacing

FOLDER = Path(
    os.environ.get("CLASS_FOLDER")
    or ("/srv/fashion-mnist-class" if os.geteuid() == 0 else Path.home() / ".local/share/fashion-mnist-class")
).absolute()
PASSWORDS = FOLDER / "passwords.json"
# A name becomes a folder and, with "student-" before it, a user of the machine: 32 characters at most.
NAME = re.compile(r"[a-z][a-z0-9-]{0,23}")
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another
COST = {"n": 2**14, "r": 8, "p": 1}


def is_name(name: str) -> bool:
    """Whether it is a letter, then letters, digits and hyphens, all small, at most 24: it leads to no other folder."""
    return NAME.fullmatch(name) is not None


def add(names: list[str], path: Path = PASSWORDS) -> dict[str, str]:
    """Give each name a new password and keep its hash.

    Returns:
        Name → password.

    Raises:
        ValueError: A name is not allowed.
    """
    for name in names:
        if not is_name(name):
            raise ValueError(f"{name!r} is not a valid name: a to z, 0 to 9 and hyphens, a letter first, at most 24")
    kept = _read(path)
    passwords = {name: "".join(secrets.choice(LETTERS) for _ in range(12)) for name in names}
    for name, password in passwords.items():
        salt = secrets.token_bytes(16)
        kept[name] = {"salt": salt.hex(), "hash": _hash(password, salt)}
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as beside:
        beside.touch(mode=0o600)  # only its owner may read it
        beside.write_text(json.dumps(kept, indent=1), "utf-8")
    return passwords


def is_right(name: str, password: str, path: Path = PASSWORDS) -> bool:
    """Whether the name is a student's and the password theirs; it takes as long for a name that nobody has."""
    kept = _read(path).get(name, {"salt": "", "hash": ""})
    return hmac.compare_digest(_hash(password, bytes.fromhex(kept["salt"])), kept["hash"])


def _read(path: Path) -> dict[str, dict[str, str]]:
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def _hash(password: str, salt: bytes) -> str:
    return hashlib.scrypt(password.encode(), salt=salt, **COST).hex()


if __name__ == "__main__":
    try:
        for name, password in add(sys.argv[1:]).items():
            print(f"{name}\t{password}")
    except ValueError as error:
        sys.exit(str(error))
