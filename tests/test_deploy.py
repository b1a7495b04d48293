"""What of a class on one server can be tried without starting one: accounts, the handout of notebooks, settings."""

from __future__ import annotations

import json
import os
import re
import runpy
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from packaging.requirements import Requirement
from traitlets.config import Config

pytest.importorskip("pwd", reason="a class is served from Linux")

from deploy import accounts
from deploy.handout import BRANCH, Handout
from publish.languages import speaking

pytestmark = pytest.mark.thorough
needs_git = pytest.mark.skipif(not shutil.which("git"), reason="needs git")

LESSON = "notebooks/7-1a.ipynb"
HANDED_OUT = {LESSON, "notebooks/en/7-1a.ipynb", "images/neuron.svg", "images/en/neuron.svg"}
ROOT = Path(__file__).resolve().parent.parent
FIVE = "one\ntwo\nthree\nfour\nfive\n"


@pytest.fixture
def useradd(monkeypatch):
    """The calls that ensure_account makes."""
    calls = []
    monkeypatch.setattr(accounts.subprocess, "run", lambda command, check: calls.append(command))
    return calls


@pytest.fixture
def is_user(monkeypatch):
    """Users of the machine, name → home, and no others."""

    def be(homes: dict[str, str]) -> None:
        monkeypatch.setattr(accounts.pwd, "getpwnam", lambda name: SimpleNamespace(pw_dir=homes[name]))

    return be


def test_a_new_student_becomes_a_user_with_a_closed_home(useradd, is_user):
    is_user({})
    accounts.ensure_account("kim", Path("/srv/class/homes"))
    (command,) = useradd
    assert {"--create-home", "--base-dir=/srv/class/homes", "--key=HOME_MODE=0700"} <= set(command)
    assert command[-2:] == ["--", "kim"]


def test_a_student_of_the_class_stays_the_user(useradd, is_user):
    is_user({"kim": "/srv/class/homes/kim"})
    accounts.ensure_account("kim", Path("/srv/class/homes"))
    assert useradd == []


@pytest.mark.parametrize("home", ["/root", "/srv/class/homes/lee", "/srv/class/homes", "/srv/other/homes/kim"])
def test_nobody_becomes_a_user_who_was_there_before(useradd, is_user, home):
    is_user({"kim": home})
    with pytest.raises(accounts.NameTaken, match="kim is a user of this machine, but not of this class"):
        accounts.ensure_account("kim", Path("/srv/class/homes"))
    assert useradd == []


def test_root_is_nobody_s_name(useradd, tmp_path):
    with pytest.raises(accounts.NameTaken):
        accounts.ensure_account("root", tmp_path)
    assert useradd == []


@pytest.fixture
def course(tmp_path):
    """A course of one lesson and one image in two languages, and what is not handed out."""
    for name in (*HANDED_OUT, "images/notebook.png", "helpers/data.py"):
        (tmp_path / "course" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "course" / name).write_text(FIVE, "utf-8")
    return tmp_path / "course"


@pytest.fixture
def student(tmp_path, monkeypatch):
    """Git as nbgitpuller calls it, in a student's copy, with the settings that the class hands out."""
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", str(Handout(tmp_path).settings))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)

    def git(*arguments: str) -> str:
        command = ["git", "-c", "user.name=kim", "-c", "user.email=kim@localhost", *arguments]
        return subprocess.run(command, cwd=git.home, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout

    git.home = tmp_path
    return git


@needs_git
def test_a_student_gets_notebooks_and_drawings_only(course, student, tmp_path):
    handout = Handout(tmp_path)
    handout.commit(course)
    student("clone", "--quiet", f"--branch={BRANCH}", f"file://{handout.repository}", "copy")
    names = {str(path.relative_to(tmp_path / "copy")) for path in (tmp_path / "copy").rglob("*") if path.is_file()}
    assert {name for name in names if not name.startswith(".git/")} == HANDED_OUT


@needs_git
def test_the_handout_has_a_commit_for_each_change_and_none_without(course, student, tmp_path):
    handout = Handout(tmp_path)

    def commits() -> list[str]:
        return student(f"--git-dir={handout.repository}", "log", "--format=%h", BRANCH).split()

    for _ in range(2):
        handout.commit(course)
    assert len(commits()) == 1
    (course / LESSON).write_text("second", "utf-8")
    (course / "images/neuron.svg").rename(course / "images/layer.svg")
    handout.commit(course)
    assert len(commits()) == 2
    tree = student(f"--git-dir={handout.repository}", "ls-tree", "-r", "--name-only", BRANCH).split()
    assert set(tree) == HANDED_OUT - {"images/neuron.svg"} | {"images/layer.svg"}


@needs_git
def test_a_changed_notebook_is_not_mixed_with_a_new_one(course, student, tmp_path):
    handout = Handout(tmp_path)
    handout.commit(course)
    student("clone", "--quiet", f"file://{handout.repository}", "copy")
    student.home = tmp_path / "copy"
    mine = FIVE.replace("five", "mine")
    (tmp_path / "copy" / LESSON).write_text(mine, "utf-8")
    student("commit", "--quiet", "--all", "--message=mine")
    (course / LESSON).write_text(FIVE.replace("one", "new"), "utf-8")
    handout.commit(course)
    student("fetch", "--quiet")
    student("merge", "--quiet", "-Xours", f"origin/{BRANCH}")
    assert (tmp_path / "copy" / LESSON).read_text("utf-8") == mine


@needs_git
def test_a_course_without_notebooks_is_no_handout(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(subprocess.CalledProcessError):
        Handout(tmp_path).commit(tmp_path / "empty")


@pytest.fixture
def settings(tmp_path, monkeypatch):
    """What deploy/jupyterhub_config.py sets, without JupyterHub, which the course's environment has not."""
    is_dir = Path.is_dir
    monkeypatch.setitem(sys.modules, "nativeauthenticator", SimpleNamespace(__file__="/native/__init__.py"))
    monkeypatch.setattr(Handout, "commit", lambda handout, course: handout.settings.write_text(str(course), "utf-8"))
    monkeypatch.setattr(accounts, "ensure_account", lambda name, homes: None)
    monkeypatch.setattr(sys, "path", [*sys.path])
    for name in ("CLASS_PORT", "CLASS_IDLE_MINUTES", "CLASS_MEMORY", "CLASS_COURSE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CLASS_FOLDER", str(tmp_path / "class"))
    monkeypatch.setenv("CLASS_ADMIN", "kim")

    def load(user: int = 0, can_read: bool = True, systemd: bool = False) -> Config:
        config = Config()
        monkeypatch.setattr(os, "geteuid", lambda: user)
        monkeypatch.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(returncode=not can_read))
        monkeypatch.setattr(
            Path, "is_dir", lambda path: systemd if str(path) == "/run/systemd/system" else is_dir(path)
        )
        umask = os.umask(0o077)
        try:
            runpy.run_path("deploy/jupyterhub_config.py", {"get_config": lambda: config})
        finally:
            os.umask(umask)
        return config

    return load


def test_the_settings_listen_on_loopback_only(settings):
    config = settings()
    addresses = [config.JupyterHub.bind_url, config.JupyterHub.hub_bind_url, config.ConfigurableHTTPProxy.api_url]
    assert [address.rpartition(":")[0] for address in addresses] == ["http://127.0.0.1"] * 3
    assert len(set(addresses)) == 3


def test_the_settings_name_what_the_course_has(settings, tmp_path):
    config = settings()
    page = urlsplit(config.Spawner.default_url)
    (lesson,) = parse_qs(page.query)["urlpath"]
    assert page.path == "/git-pull"
    assert (ROOT / lesson.removeprefix("lab/tree/fashion-mnist/")).exists()
    assert (tmp_path / "class/gitconfig").read_text("utf-8") == str(ROOT)
    assert "--timeout=3600" in config.JupyterHub.services[0]["command"]
    lab = Config()
    runpy.run_path("jupyter_lab_config.py", {"get_config": lambda: lab})
    assert config.Spawner.args == [f"--ServerApp.tornado_settings={lab.ServerApp.tornado_settings}"]


def test_a_class_speaks_the_language_of_who_serves_it(settings):
    with speaking("en"):
        config, taken = settings(), accounts.NameTaken(409).jupyterhub_message
    assert config.JupyterHub.template_vars["announcement_login"].startswith("New here?")
    assert taken.startswith("This computer already has a user of that name.")
    page = next(each for each in config.JupyterHub.services if each["name"] == "class-page")
    assert page["environment"] == {"COURSE_LANGUAGE": "en"}
    (lesson,) = parse_qs(urlsplit(config.Spawner.default_url).query)["urlpath"]
    assert lesson.endswith("/notebooks/en/7-1a-logistic-regression.ipynb")
    assert (ROOT / lesson.removeprefix("lab/tree/fashion-mnist/")).exists()
    assert "COURSE_LANGUAGE" not in config.Spawner.environment, "a notebook says itself what it speaks"


def test_memory_is_limited_by_systemd_where_it_runs_and_by_the_kernel_elsewhere(settings):
    elsewhere, with_systemd = settings(), settings(systemd=True)
    assert elsewhere.JupyterHub.spawner_class == "localprocess"
    assert elsewhere.Spawner.cmd[:2] == ["prlimit", f"--data={3 << 30}"]
    assert with_systemd.JupyterHub.spawner_class == "systemd"
    assert [Path(each).name for each in with_systemd.Spawner.cmd] == ["jupyterhub-singleuser"]
    assert with_systemd.Spawner.mem_limit == "3.0G"
    assert settings(user=1000, systemd=True).JupyterHub.spawner_class == "localprocess"


def test_a_class_has_a_named_instructor_who_was_no_user_before(settings, monkeypatch, tmp_path):
    asked = []
    monkeypatch.setattr(accounts, "ensure_account", lambda *arguments: asked.append(arguments))
    assert settings().Authenticator.admin_users == {"kim"}
    assert asked == [("kim", tmp_path / "class/homes")]
    monkeypatch.setenv("CLASS_FOLDER", str(tmp_path / "another"))
    monkeypatch.delenv("CLASS_ADMIN")
    with pytest.raises(RuntimeError, match="Name the instructor"):
        settings()
    assert not (tmp_path / "another").exists()


def test_who_signs_up_is_let_in_by_an_admin_and_has_five_tries(settings):
    config = settings()
    assert config.JupyterHub.authenticator_class == "native"
    assert config.NativeAuthenticator.allowed_failed_logins == 5
    assert config.NativeAuthenticator.seconds_before_next_try == 600
    assert "open_signup" not in config.NativeAuthenticator  # off, unless set


@pytest.mark.parametrize("name", ["kim", "lee-2", "a", "a" * 32])
def test_names_of_students(settings, name):  # match, as the hub does
    assert re.match(settings().Authenticator.username_pattern, name)


@pytest.mark.parametrize(
    "name", ["", "../kim", "kim/..", ".", "-kim", "2kim", "kim lee", "kim\n", "김", "kim.", "a" * 33]
)
def test_what_leads_elsewhere_is_no_name(settings, name):
    assert not re.match(settings().Authenticator.username_pattern, name)


def test_without_root_one_person_comes_in_and_is_told_how(settings, capsys, monkeypatch):
    monkeypatch.delenv("CLASS_ADMIN")
    monkeypatch.setattr(accounts.pwd, "getpwuid", lambda _: SimpleNamespace(pw_name="lee"))
    config = settings(user=1000)
    password = config.SharedPasswordAuthenticator.admin_password
    assert config.JupyterHub.authenticator_class == "shared-password"
    assert config.Authenticator.admin_users == config.Authenticator.allowed_users == {"lee"}
    assert "allow_all" not in config.Authenticator
    assert "user_password" not in config.SharedPasswordAuthenticator
    assert f"a trial for one person: log in as lee with {password}" in capsys.readouterr().err
    assert settings(user=1000).SharedPasswordAuthenticator.admin_password != password


def test_what_a_class_keeps_is_entered_by_others_but_not_listed(settings, tmp_path):
    settings()
    for folder in (tmp_path / "class", tmp_path / "class/homes"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o711
    assert stat.S_IMODE((tmp_path / "class/gitconfig").stat().st_mode) == 0o644


def test_where_students_cannot_read_the_course_no_hub_starts(settings):
    with pytest.raises(RuntimeError, match="cannot read"):
        settings(can_read=False)


def test_the_pins_of_the_hub_are_exact_have_hashes_and_agree_with_the_lock():
    def pins(path: str) -> dict[str, str]:
        lines = re.findall(r"^\w.*==.*", Path(path).read_text(encoding="utf-8"), re.M)
        wanted = [Requirement(line.rstrip(" \\")) for line in lines if "sys_platform == 'win32'" not in line]
        return {each.name: str(each.specifier) for each in wanted}

    text = Path("deploy/requirements.txt").read_text(encoding="utf-8")
    of_the_hub, of_the_course = pins("deploy/requirements.txt"), pins("requirements.txt")
    assert {"jupyterhub", "jupyterhub-nativeauthenticator", "nbgitpuller"} <= set(of_the_hub)
    assert len(re.findall(r"^\w.*==", text, re.M)) == len(re.findall(r"^\w", text, re.M))
    assert not re.search(r"https?://|--index|--find-links|file:", text)
    for name in set(of_the_hub) & set(of_the_course):
        assert of_the_hub[name] == of_the_course[name], name


def test_the_proxy_is_pinned_with_hashes_and_names_no_registry():
    package = json.loads(Path("deploy/package.json").read_text("utf-8"))
    lock = json.loads(Path("deploy/package-lock.json").read_text("utf-8"))["packages"]
    for name, version in package["dependencies"].items():
        assert lock[f"node_modules/{name}"]["version"] == version
    assert all("integrity" in entry and "resolved" not in entry for name, entry in lock.items() if name)
