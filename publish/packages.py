"""Fetch a package from npm's registry once, and read single files of it."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

KEPT = Path("build/npm")  # where fetched archives lie
UNUSED = (".map", ".esm.js", ".ttf", ".woff")  # what no page loads


class Unreachable(Exception):
    """The package is neither here nor to be fetched; the message says in one sentence what to do."""


@dataclass(frozen=True)
class Package:
    """A version of a package, and the SHA-512 of its archive: anything else that is delivered is refused."""

    name: str
    version: str
    sha512: str

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


def fetch(package: Package, kept: Path = KEPT) -> Path:
    """The package's archive, fetched from npm unless it is here already.

    Raises:
        Unreachable: It is neither here nor to be had from npm.
    """
    archive = kept / f"{package.name.lstrip('@').replace('/', '-')}-{package.version}.tgz"
    if archive.exists() and _sha512(archive) == package.sha512:
        return archive
    npm = shutil.which("npm")
    if npm is None:
        raise Unreachable(f"{package} is fetched with npm, and npm was not found: install Node.js (nodejs.org).")
    kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept) as folder:
        command = [npm, "pack", "--silent", "--pack-destination", folder, f"{package.name}@{package.version}"]
        command += [f"--cache={folder}/cache", "--fetch-retries=1", "--fetch-timeout=60000"]  # the home may be closed
        packed = subprocess.run(command, capture_output=True)
        fetched = Path(folder) / archive.name
        if packed.returncode or not fetched.exists():
            raise Unreachable(f"{package} could not be fetched with npm: the first time, this needs a network.")
        if _sha512(fetched) != package.sha512:
            raise Unreachable(f"What npm fetched as {package} is not the archive that this repository knows.")
        fetched.replace(archive)
    return archive


def unpack(archive: Path, files: tuple[str, ...], folder: Path) -> None:
    """Write a package's files whose paths begin with any of these below a folder, but what no page loads."""
    with tarfile.open(archive) as packed:
        for member in packed:
            name = member.name.removeprefix("package/")
            wanted = name.startswith(files) and not name.endswith(UNUSED)
            if wanted and member.isfile() and (content := packed.extractfile(member)):
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content.read())


def _sha512(path: Path) -> str:
    return hashlib.sha512(path.read_bytes()).hexdigest()
