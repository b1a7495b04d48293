"""What students get, as a Git repository that nbgitpuller pulls into their homes: notebooks and the pictures they show.

The data and `helpers` are not in it: every kernel imports them from the class's environment, so no student has a copy.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

PATTERNS = ("notebooks", "images/*.svg")  # to Git, * is a folder, too
BRANCH = "main"


class Handout:
    """The repository of a class and Git's settings for those who pull from it.

    repository, settings: Paths in the class's folder. Whoever commits sees to it, by the umask, that all can read them.
    """

    def __init__(self, folder: Path):
        self.repository, self.settings = folder / "handout.git", folder / "gitconfig"

    def commit(self, course: Path) -> None:
        """Take over the course's files as they are now, with a commit if any has changed.

        Raises:
            subprocess.CalledProcessError: Git fails, for instance because the course has no notebooks.
        """
        if not self.repository.exists():
            self._git("init", "--quiet", "--bare", f"--initial-branch={BRANCH}", str(self.repository))
        work = (f"--git-dir={self.repository}", f"--work-tree={course}")
        self._git(*work, "add", "--", *PATTERNS)
        if self._git(*work, "status", "--porcelain", "--untracked-files=no"):
            identity = ("-c", "user.name=class", "-c", "user.email=class@localhost")
            self._git(*identity, *work, "commit", "--quiet", "--message=The course's notebooks")
        self._write_settings()

    def _write_settings(self) -> None:
        """Git trusts a repository of another user only when told so; and a notebook is the student's or the course's.

        Merged line by line, the two would become a notebook that neither has written.
        """
        attributes = self.settings.with_name("gitattributes")
        attributes.write_text("*.ipynb -merge\n", "utf-8")
        self.settings.write_text(
            f"[safe]\n\tdirectory = {self.repository}\n[core]\n\tattributesFile = {attributes}\n", "utf-8"
        )

    @staticmethod
    def _git(*arguments: str) -> str:
        """What Git prints, without the settings of who serves the class."""
        environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
        command = ["git", *arguments]
        return subprocess.run(command, check=True, env=environment, stdout=subprocess.PIPE, encoding="utf-8").stdout
