"""The two parts of JupyterHub that are the class's own: who may come in, and as whom a student's server runs."""

from __future__ import annotations

import asyncio
import os
import pwd
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from jupyterhub.auth import Authenticator
from jupyterhub.spawner import LocalProcessSpawner, set_user_setuid
from traitlets import Unicode

from deploy import landlock
from deploy.launch import COURSE, READABLE
from deploy.students import FOLDER, is_name, is_right

HOMES = FOLDER / "homes"
IS_ROOT = os.geteuid() == 0


class ClassAuthenticator(Authenticator):
    """Lets in whoever has a password from `python -m deploy.students`."""

    async def authenticate(self, handler: object, data: Mapping[str, str]) -> str | None:
        """The student's name, or None."""
        name = data["username"].strip().lower()
        right = is_name(name) and await asyncio.to_thread(is_right, name, data["password"])
        return name if right else None


class ClassSpawner(LocalProcessSpawner):
    """A student's server: as a user of the machine if root serves, else confined to the student's home."""

    course = Unicode(str(COURSE), config=True, help="The folder whose notebooks and images each student gets.")

    @property
    def home(self) -> Path:
        """The student's folder."""
        return HOMES / self.user.name

    @property
    def account(self) -> str:
        """The student's user of the machine: never one that was there before, such as root."""
        return f"student-{self.user.name}"

    async def start(self) -> tuple[str, int]:
        """Make the student's home and account if they are missing, then start the server."""
        if not is_name(self.user.name):
            raise ValueError(f"{self.user.name!r} is not a student's name")
        self.home.mkdir(mode=0o700, exist_ok=True)
        if IS_ROOT:
            await asyncio.to_thread(self._make_account)
        kept_by = "account" if IS_ROOT else "home"
        self.cmd = [sys.executable, "-m", "deploy.launch", kept_by, self.course]
        self.popen_kwargs = {"cwd": COURSE}
        return await super().start()

    def make_preexec_fn(self, name: str) -> Callable[[], None] | None:
        """Become the student before anything of theirs runs."""
        return set_user_setuid(self.account, chdir=False) if IS_ROOT else None

    def user_env(self, env: Mapping[str, str]) -> dict[str, str]:
        """The student's names and folder."""
        return {**env, "USER": self.user.name, "LOGNAME": self.user.name, "HOME": str(self.home), "SHELL": "/bin/bash"}

    def _make_account(self) -> None:
        try:
            account = pwd.getpwnam(self.account)
        except KeyError:
            command = ["useradd", "--no-create-home", "--user-group", "--shell=/bin/bash", f"--home-dir={self.home}"]
            subprocess.run([*command, self.account], check=True)
            account = pwd.getpwnam(self.account)
        if account.pw_dir != str(self.home):
            raise ValueError(f"{self.account} is a user of this machine, but not of this class")
        os.chown(self.home, account.pw_uid, account.pw_gid)


def why_not() -> str | None:
    """Why a class cannot be kept apart on this machine, in one sentence; None if it can."""
    if not IS_ROOT:
        if landlock.version() < landlock.MIN_VERSION:
            return "Without root, students are kept apart by Landlock, which needs Linux 6.2: serve as root."
        if open_to_all := READABLE & {FOLDER, *FOLDER.parents}:
            return f"{FOLDER} is in {open_to_all.pop()}, which students can read: name another folder in CLASS_FOLDER."
        return None
    for path in (Path(sys.executable), Path(sys.executable).resolve(), COURSE, FOLDER.parent):
        for each in (path, *path.parents):
            if each.exists() and not each.stat().st_mode & 0o001:
                return f"Students are users of this machine, and {each} is closed to them: put {path} elsewhere."
    return None
