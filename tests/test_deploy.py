"""What of a class on one server can be tried without starting one: names, passwords, copies of notebooks, settings."""

from __future__ import annotations

import json
import os
import re
import runpy
import stat
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from packaging.requirements import Requirement
from traitlets.config import Config

pytest.importorskip("pwd", reason="a class is served from Linux")

from deploy import landlock, students
from deploy.notebooks import deliver

pytestmark = pytest.mark.thorough

LESSON = "notebooks/7-1a.ipynb"
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def course(tmp_path):
    """A course of one lesson and one image."""
    for name in (LESSON, "images/neuron.svg", "notebooks/notes.txt"):
        (tmp_path / "course" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "course" / name).write_text(f"first {name}", "utf-8")
    return tmp_path / "course"


@pytest.fixture
def home(tmp_path):
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def names_in(home: Path) -> set[str]:
    return {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file() and path.name[0] != "."}


@pytest.mark.parametrize("name", ["kim", "lee-2", "a", "student-1", "a" * 24])
def test_names_of_students(name):
    assert students.is_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "../kim",
        "kim/..",
        "/etc",
        ".",
        "..",
        "-kim",
        "2kim",
        "Kim",
        "kim lee",
        "kim\n",
        "김",
        "kim.",
        "a" * 25,
        "k\0m",
    ],
)
def test_what_leads_elsewhere_is_no_name(name, tmp_path):
    assert not students.is_name(name)
    with pytest.raises(ValueError, match="is not a valid name"):
        students.add([name], tmp_path / "passwords.json")
    assert not (tmp_path / "passwords.json").exists()


def test_a_password_is_right_for_its_student_only(tmp_path):
    path = tmp_path / "passwords.json"
    passwords = students.add(["kim", "lee"], path)
    assert students.is_right("kim", passwords["kim"], path)
    for name, password in (("kim", passwords["lee"]), ("kim", ""), ("park", passwords["kim"]), ("park", "")):
        assert not students.is_right(name, password, path)
    assert passwords["kim"] not in path.read_text("utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_new_password_ends_the_old_one_and_leaves_those_of_others(tmp_path):
    path = tmp_path / "passwords.json"
    old = students.add(["kim", "lee"], path)
    new = students.add(["kim"], path)
    assert students.is_right("kim", new["kim"], path)
    assert not students.is_right("kim", old["kim"], path)
    assert students.is_right("lee", old["lee"], path)


def test_without_a_list_nobody_is_right(tmp_path):
    assert not students.is_right("kim", "", tmp_path / "passwords.json")


def test_a_new_student_gets_notebooks_and_images(course, home):
    assert set(deliver(course, home)) == names_in(home) == {LESSON, "images/neuron.svg"}
    assert (home / LESSON).read_text("utf-8") == f"first {LESSON}"
    assert deliver(course, home) == []


def test_an_update_renews_what_the_student_left_alone(course, home):
    deliver(course, home)
    (course / LESSON).write_text("second", "utf-8")
    assert deliver(course, home) == [LESSON]
    assert (home / LESSON).read_text("utf-8") == "second"
    assert len(names_in(home)) == 2


def test_an_update_keeps_what_the_student_changed_and_comes_once_beside_it(course, home):
    deliver(course, home)
    (home / LESSON).write_text("mine", "utf-8")
    assert deliver(course, home) == []
    for number, text in enumerate(("second", "third"), 1):
        (course / LESSON).write_text(text, "utf-8")
        beside = f"notebooks/7-1a-new-{number}.ipynb"
        assert deliver(course, home) == [beside]
        assert (home / beside).read_text("utf-8") == text
        assert (home / LESSON).read_text("utf-8") == "mine"
        assert deliver(course, home) == []


def test_what_lay_there_before_is_kept(course, home):
    (home / "notebooks").mkdir()
    (home / LESSON).write_text("from elsewhere", "utf-8")
    deliver(course, home)
    assert (home / LESSON).read_text("utf-8") == "from elsewhere"
    assert (home / "notebooks/7-1a-new-1.ipynb").read_text("utf-8") == f"first {LESSON}"


def test_who_deletes_a_notebook_gets_a_fresh_one(course, home):
    deliver(course, home)
    (home / LESSON).write_text("mine", "utf-8")
    (home / LESSON).unlink()
    assert deliver(course, home) == [LESSON]


def test_a_link_is_replaced_and_not_followed(course, home, tmp_path):
    deliver(course, home)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text(f"first {LESSON}", "utf-8")
    (home / LESSON).unlink()
    (home / LESSON).symlink_to(elsewhere)
    (course / LESSON).write_text("second", "utf-8")
    deliver(course, home)
    assert elsewhere.read_text("utf-8") == f"first {LESSON}"
    assert (home / LESSON).read_text("utf-8") == "second"


@pytest.mark.skipif(landlock.version() < landlock.MIN_VERSION, reason="needs Landlock, of Linux 6.2 or newer")
def test_a_confined_process_stays_at_home(tmp_path):
    for name in ("home", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name, "utf-8")
    code = f"""
import os, subprocess, sys
from pathlib import Path
from deploy import landlock, launch
folder = Path({str(tmp_path)!r})
landlock.confine(launch.READABLE, [folder / "home"])
(folder / "home/new").write_text("new", "utf-8")
print((folder / "home/file").read_text("utf-8"), Path("/etc/passwd").exists())
for act in (
    lambda: (folder / "other/file").read_text("utf-8"),
    lambda: os.listdir(folder / "other"),
    lambda: (folder / "other/file").write_text("x", "utf-8"),
    lambda: os.truncate(folder / "other/file", 0),
    lambda: os.rename(folder / "other/file", folder / "home/stolen"),
    lambda: os.link(folder / "other/file", folder / "home/linked"),
    lambda: Path("/proc/{os.getpid()}/environ").read_bytes() if os.geteuid() else os.listdir(folder),  # root may
    lambda: os.kill({os.getpid()}, 0) if landlock.version() >= 6 else os.listdir(folder),
):
    try:
        print(act())
    except OSError as error:
        print(type(error).__name__)
print(subprocess.run(["cat", str(folder / "other/file")], capture_output=True, encoding="utf-8").returncode)
"""
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60)
    first, *denied, child = told.stdout.splitlines()
    assert first == "home True", told.stderr
    assert len(denied) == 8
    assert set(denied) <= {"PermissionError", "OSError"}
    assert child == "1"
    assert (tmp_path / "other/file").read_text("utf-8") == "other"
    assert names_in(tmp_path / "home") == {"file", "new"}


@pytest.fixture
def settings(tmp_path, monkeypatch):
    """What deploy/jupyterhub_config.py sets, without JupyterHub, which the course's environment has not."""
    hub = ModuleType("deploy.hub")
    hub.ClassAuthenticator, hub.ClassSpawner = SimpleNamespace(), SimpleNamespace()
    hub.HOMES, hub.why_not = tmp_path / "class/homes", lambda: None
    monkeypatch.setitem(sys.modules, "deploy.hub", hub)
    monkeypatch.setattr("deploy.hub", hub, raising=False)
    monkeypatch.setattr(students, "FOLDER", tmp_path / "class")
    monkeypatch.setattr(sys, "path", [*sys.path])
    for name in ("CLASS_PORT", "CLASS_IDLE_MINUTES", "CLASS_MEMORY", "CLASS_COURSE"):
        monkeypatch.delenv(name, raising=False)

    def load() -> Config:
        config = Config()
        umask = os.umask(0o022)
        try:
            runpy.run_path("deploy/jupyterhub_config.py", {"get_config": lambda: config})
        finally:
            os.umask(umask)
        return config

    load.hub = hub
    return load


def test_the_settings_listen_on_loopback_only(settings):
    config = settings()
    addresses = [config.JupyterHub.bind_url, config.JupyterHub.hub_bind_url, config.ConfigurableHTTPProxy.api_url]
    assert [address.rpartition(":")[0] for address in addresses] == ["http://127.0.0.1"] * 3
    assert len(set(addresses)) == 3


def test_the_settings_name_what_the_course_has(settings):
    config = settings()
    assert (ROOT / config.Spawner.default_url.removeprefix("/lab/tree/")).exists()
    assert config.ClassSpawner.course == str(ROOT)
    assert "--timeout=3600" in config.JupyterHub.services[0]["command"]
    assert config.Spawner.mem_limit == "3G"
    lab = Config()
    runpy.run_path("jupyter_lab_config.py", {"get_config": lambda: lab})
    assert config.Spawner.args == [f"--ServerApp.tornado_settings={lab.ServerApp.tornado_settings}"]


def test_what_a_class_keeps_is_not_listed_to_others(settings, tmp_path):
    settings()
    for folder in (tmp_path / "class", tmp_path / "class/homes"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o711


def test_where_students_cannot_be_kept_apart_no_hub_starts(settings, tmp_path):
    settings.hub.why_not = lambda: "Nobody keeps them apart."
    with pytest.raises(RuntimeError, match=r"Nobody keeps them apart\."):
        settings()
    assert not (tmp_path / "class").exists()


def test_the_pins_of_the_hub_are_exact_have_hashes_and_agree_with_the_lock():
    def pins(path: str) -> dict[str, str]:
        lines = re.findall(r"^\w.*==.*", Path(path).read_text(encoding="utf-8"), re.M)
        wanted = [Requirement(line.rstrip(" \\")) for line in lines if "sys_platform == 'win32'" not in line]
        return {each.name: str(each.specifier) for each in wanted}

    text = Path("deploy/requirements.txt").read_text(encoding="utf-8")
    of_the_hub, of_the_course = pins("deploy/requirements.txt"), pins("requirements.txt")
    assert {"jupyterhub", "jupyterhub-idle-culler"} <= set(of_the_hub)
    assert len(of_the_hub) + 1 >= len(re.findall(r"^\w", text, re.M))
    assert not re.search(r"https?://|--index|--find-links|file:", text)
    for name in set(of_the_hub) & set(of_the_course):
        assert of_the_hub[name] == of_the_course[name], name


def test_the_proxy_is_pinned_with_hashes_and_names_no_registry():
    package = json.loads(Path("deploy/package.json").read_text("utf-8"))
    lock = json.loads(Path("deploy/package-lock.json").read_text("utf-8"))["packages"]
    for name, version in package["dependencies"].items():
        assert lock[f"node_modules/{name}"]["version"] == version
    assert all("integrity" in entry and "resolved" not in entry for name, entry in lock.items() if name)
