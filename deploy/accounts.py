"""Students as users of the machine: JupyterHub starts each server as the user whose name the student has."""

from __future__ import annotations

import pwd
import subprocess
from pathlib import Path

from tornado.web import HTTPError

from deploy.words import say


class NameTaken(HTTPError):
    """Somebody has the name who is not of this class."""

    @property
    def jupyterhub_message(self) -> str:
        """The sentence that the hub's page shows."""
        return say("hub.name_taken")


def ensure_account(name: str, homes: Path) -> None:
    """Make name a user of this machine, with a home in homes that nobody else can open, unless the class has done so.

    Raises:
        NameTaken: The user, such as root, is not of this class.
        subprocess.CalledProcessError: useradd refuses, for instance because there is a group of this name.
    """
    try:
        home = Path(pwd.getpwnam(name).pw_dir)
    except KeyError:
        command = ["useradd", "--create-home", f"--base-dir={homes}", "--key=HOME_MODE=0700", "--shell=/bin/bash"]
        subprocess.run([*command, "--", name], check=True)
    else:
        if home != homes / name:
            raise NameTaken(409, "%s is a user of this machine, but not of this class", name)
