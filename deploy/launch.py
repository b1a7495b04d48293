"""What runs before a student's server, as the student: notebooks, memory limit, a home, then the server.

Running as the student, it cannot write where the student could not.
"""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

from deploy import landlock
from deploy.notebooks import deliver

COURSE = Path(__file__).resolve().parent.parent
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc", "/opt", "/proc", "/sys", "/run/systemd/resolve")
DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random", "/dev/tty", "/dev/ptmx", "/dev/pts")
READABLE = {*map(Path, SYSTEM), *landlock.folders_of_python(), COURSE / "helpers"}


def main(arguments: list[str]) -> None:
    """Prepare the home, confine the process if asked to, and become the server.

    Args:
        arguments: Who keeps students apart ("home" or "account"), the course's folder, then the server's arguments.
    """
    kept_by, course, *of_the_server = arguments
    os.umask(0o077)
    home = Path(os.environ["HOME"])
    (home / "tmp").mkdir(exist_ok=True)
    os.environ["TMPDIR"] = os.environ["JOBLIB_TEMP_FOLDER"] = str(home / "tmp")  # /tmp belongs to everyone
    for name in deliver(Path(course), home):
        print(f"{os.environ['USER']} gets {name}", flush=True)
    if memory := int(os.environ.get("MEM_LIMIT") or 0):
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    os.chdir(home)
    if kept_by == "home":
        landlock.confine(READABLE, [home, *map(Path, DEVICES)], [Path("/dev/shm")])
    os.execv(sys.executable, [sys.executable, "-P", "-m", "jupyterhub.singleuser", *of_the_server])


if __name__ == "__main__":
    main(sys.argv[1:])
