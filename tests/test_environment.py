"""What everybody installs: the lock, pyproject.toml and environment.yml agree and name no index; how it is cited."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

pytestmark = pytest.mark.course

PROJECT = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = Path("requirements.txt").read_text(encoding="utf-8")
PINNED = [Requirement(line.rstrip(" \\")) for line in LOCK.splitlines() if re.match(r"\w.*==", line)]
WANTED = [Requirement(each) for each in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"]]


@pytest.mark.parametrize("wanted", WANTED, ids=str)
def test_the_lock_holds_every_dependency_within_its_range(wanted):
    pins = [pin for pin in PINNED if canonicalize_name(pin.name) == canonicalize_name(wanted.name)]
    assert pins
    for pin in pins:
        assert wanted.specifier.contains(pin.specifier.__str__().removeprefix("==")), pin


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_the_lock_pins_each_dependency_once_on_every_platform(platform, python):
    machine = {**default_environment(), "sys_platform": platform, "python_version": python}
    machine["python_full_version"] = python + ".1"
    chosen = [canonicalize_name(pin.name) for pin in PINNED if not pin.marker or pin.marker.evaluate(machine)]
    assert len(chosen) == len(set(chosen))
    assert {canonicalize_name(wanted.name) for wanted in WANTED} <= set(chosen)


def test_every_pin_has_a_hash_and_the_lock_names_no_index():
    blocks = re.split(r"\n(?=\w)", LOCK.strip())
    assert len(blocks) == len(PINNED)
    assert all("--hash=sha256:" in block for block in blocks)
    assert not re.search(r"https?://|--index|--find-links|file:", LOCK)


def test_conda_installs_the_lock_on_a_python_of_the_projects_range():
    environment = yaml.safe_load(Path("environment.yml").read_text(encoding="utf-8"))
    *conda, pip = environment["dependencies"]
    assert pip == {"pip": ["-r requirements.txt"]}
    python = next(each.removeprefix("python=") for each in conda if each.startswith("python="))
    assert SpecifierSet(PROJECT["requires-python"]).contains(python + ".0")
    assert "pip" in conda


def test_no_lock_that_writes_down_addresses_is_there():
    assert not [name for name in ("uv.lock", "pylock.toml") if Path(name).exists()]


def test_the_citation_names_the_course_as_it_names_itself():
    citation = yaml.safe_load(Path("CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version": "1.2.0", "type": "software"}.items() <= citation.items()
    assert (citation["version"], citation["license"]) == (PROJECT["version"], PROJECT["license"])
    assert Path("README.md").read_text(encoding="utf-8").startswith(f"# {citation['title']}\n")
    (author,) = citation["authors"]
    assert f"(c) {citation['date-released'].year} {author['name']}\n" in Path("LICENSE").read_text(encoding="utf-8")


def test_the_container_sets_up_what_its_editor_opens():
    lines = Path(".devcontainer/devcontainer.json").read_text(encoding="utf-8").splitlines()
    container = json.loads("\n".join(line for line in lines if not line.startswith("//")))
    python = container["customizations"]["vscode"]["settings"]["python.defaultInterpreterPath"]
    assert python == "${containerWorkspaceFolder}/.venv/bin/python"
    assert container["onCreateCommand"]["course"] == "make .venv/ready"
    assert SpecifierSet(PROJECT["requires-python"]).contains(container["image"].rpartition(":")[2] + ".0")
