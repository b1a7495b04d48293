"""Students as users of the machine: JupyterHub starts each server as the user whose name the student has."""

from __future__ import annotations

import pwd
import subprocess
from pathlib import Path

from tornado.web import HTTPError


def ensure_account(name: str, homes: Path) -> None:
    """Make name a user of this machine, with a home in homes that nobody else can open, unless the class has done so.

    Raises:
        HTTPError: The user, such as root, is not of this class. The hub shows its sentence to the student.
        subprocess.CalledProcessError: useradd refuses, for instance because there is a group of this name.
    """
    try:
        home = Path(pwd.getpwnam(name).pw_dir)
    except KeyError:
        command = ["useradd", "--create-home", f"--base-dir={homes}", "--key=HOME_MODE=0700", "--shell=/bin/bash"]
        subprocess.run([*command, "--", name], check=True)
    else:
        if home != homes / name:
            raise HTTPError(409, "%s: 이 컴퓨터에 이미 있는 사용자의 이름입니다. 다른 이름으로 가입하십시오.", name)
