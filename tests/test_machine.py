"""Where the machine is not the developer's: another encoding, a home that cannot be written, another way to start."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import platform
import re
import runpy
import secrets
import shutil
import subprocess
import sys
import tomllib
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from nbval.plugin import get_sanitize_patterns
from packaging.specifiers import SpecifierSet
from traitlets.config import Config

import lab
from helpers.text import LANGUAGES
from publish.languages import FIRST, place_of
from tests.jupyterlab import wait_for

pytestmark = pytest.mark.course

ROOT = Path(__file__).resolve().parent.parent
READMES = [Path("README.md"), Path("README.ko.md")]
VARIES = {
    "Python 3.12.1 · Keras 3.15.1 · TensorFlow 2.21.0 · scikit-learn 1.9.1": "VERSIONS",
    "계산 장치: NVIDIA H100": "계산 장치: DEVICE",
    "1500/1500 - 3s - 2ms/step - accuracy: 0.8": "1500/1500 - SECONDS - accuracy: DIGITS",
    "50걸음씩: 3000걸음, 걸린 시간 1.6초": "50걸음씩: 3000걸음, 걸린 시간 SECONDS초",
    "loss: 1.2e-03": "loss: DIGITS",
    "0.8923, -7.7454": "DIGITS, DIGITS",
    "0.892, 0.89233, 0.892 ± 0.005": "0.892, 0.89233, 0.892 ± 0.005",
    "검증 정확도 0.8465 ✓": "검증 정확도 DIGITS ✓",
    "Dense 10 (훈련): 0.0987에서 0.398까지 줄어듭니다.": "Dense 10 (훈련): DIGITS까지 줄어듭니다.",
    "(검증): 0.428에서 0.344까지 줄다가(에포크 10) 그 뒤로 0.385까지": "(검증): DIGITS까지 줄다가(에포크 DIGITS까지",
    "되돌린 에포크: 10": "되돌린 에포크: LEARNT",
    "sigmoid (검증): 2.31 근처에서 거의": "sigmoid (검증): DIGITS 근처에서 거의",
    "Adam (훈련)(0.89), 가장 낮은 것은 SGD (검증)(8.4e-05)": "Adam (훈련)(DIGITS), 가장 낮은 것은 SGD (검증)(DIGITS)",
    "sigmoid(z): 0.000335에서 1까지": "sigmoid(z): 0.000335에서 1까지",
    "가장 큰 것은 앵클 부츠(0.992)입니다.": "가장 큰 것은 앵클 부츠(DIGITS)입니다.",
    "가장 큰 값은 앵클 부츠 행, 앵클 부츠 열의 976입니다.": "가장 큰 값은 LEARNT입니다.",
    "이미지의 설명은 차례대로 샌들 / 가방, 코트 / 셔츠입니다.": "이미지의 설명은 차례대로 LEARNT입니다.",
    "이미지의 설명은 차례대로 샌들, 가방입니다.": "이미지의 설명은 차례대로 샌들, 가방입니다.",
    "ValueError: Unknown variable: <Variable path=second/hidden/kernel, shape=(784, 100)>.": "UNKNOWN VARIABLE",
    "must be a str among {'log_loss', 'hinge'}": "must be a str among SET",
    "got {'log_loss', 'hinge'}": "got {'log_loss', 'hinge'}",
}
MODULES = [
    path for folder in ("helpers", "tests", "publish", "deploy", "images") for path in Path(folder).rglob("*.py")
]


def test_what_varies_by_machine_is_masked_whatever_its_encoding():
    rules = get_sanitize_patterns(Path("tests/sanitize.cfg").read_text("ascii"))
    used = set()
    for text, masked in VARIES.items():
        for pattern, replacement in rules:
            text, count = re.subn(pattern, replacement, text)
            used |= {pattern} if count else set()
        assert text == masked
    assert used == {pattern for pattern, _ in rules}


def takes_the_machines_encoding(call: ast.Call) -> bool:
    """Whether a call reads or writes text and names no encoding: what ruff's PLW1514 cannot tell without types."""
    name, arguments = getattr(call.func, "attr", ""), call.args
    named = {keyword.arg for keyword in call.keywords}
    if "encoding" in named:
        return False
    if name in ("read_text", "write_text"):
        return len(arguments) < (1 if name == "read_text" else 2)
    if name in ("run", "Popen", "check_output"):
        return "text" in named
    return name == "open" and any(re.fullmatch("[rwax]t?", str(getattr(mode, "value", ""))) for mode in arguments)


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_text_is_read_and_written_in_utf_8(path):
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    assert [call.lineno for call in calls if takes_the_machines_encoding(call)] == []


@pytest.mark.parametrize("command", ["publish.sweep", "tests.bench"])
def test_what_a_command_prints_is_ascii(command):
    printed = [
        ast.unparse(node)
        for node in ast.walk(ast.parse(Path(f"{command.replace('.', '/')}.py").read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print"
    ]
    assert printed
    assert all(text.isascii() for text in printed)


def test_every_way_to_start_jupyterlab_takes_the_same_settings():
    lines = [line for path in READMES for line in path.read_text("utf-8").splitlines()]
    started = [line for line in lines if re.search(r"\bjupyter lab ", line)]
    assert len(started) == 2
    assert {re.sub(r".*jupyter ?lab |\$\(.*", "", line).strip() for line in started} == {
        "--config=jupyter_lab_config.py"
    }
    for path in (*READMES, Path(".github/workflows/tests.yml")):
        (windows,) = re.findall(r"py -3.*", path.read_text("utf-8"))
        assert windows.startswith("py -3.12 lab.py")


def start_lab(*options: str, environment: dict[str, str] | None = None) -> subprocess.Popen:
    command = [sys.executable, "-m", "jupyterlab", "--config=jupyter_lab_config.py", *options]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")


def test_jupyterlab_takes_a_photo():
    settings = json.loads(start_lab("--show-config-json").communicate()[0])
    assert settings["ServerApp"]["ip"] == "127.0.0.1"
    assert settings["ServerApp"]["tornado_settings"] == {"websocket_max_message_size": 32 * 1024**2}


@pytest.mark.parametrize("language", [*LANGUAGES, ""])
def test_jupyterlab_opens_the_first_notebook_in_the_language_of_the_course(language, jupyter_config, monkeypatch):
    monkeypatch.setenv("COURSE_LANGUAGE", language)
    folder, first = jupyter_config().LabApp.default_url.removeprefix("/lab/tree/").rsplit("/", 1)
    spoken = place_of(Path("notebooks"), language or FIRST)
    assert folder == (spoken if spoken.exists() else Path("notebooks")).as_posix()
    assert Path(folder, first).exists()


def test_jupyterlab_serves_where_the_home_cannot_be_written(no_home, tmp_path):
    token = secrets.token_hex(16)
    options = ["--no-browser", f"--IdentityProvider.token={token}"]
    with start_lab(*options, environment={**no_home, "TMPDIR": str(tmp_path)}) as lab:
        try:
            said = ""
            while not (address := re.search(r"(http://127\.0\.0\.1:\d+)/lab/tree\S+token=", said)):
                line = lab.stderr.readline()
                assert line, said
                said += line
            wait_for(f"{address[1]}/api?token={token}")
            path = f"{address[1]}/lab/api/settings/@jupyterlab/apputils-extension:themes"
            request = urllib.request.Request(path, b'{"raw": "{}"}', {"Authorization": f"token {token}"}, method="PUT")
            assert urllib.request.urlopen(request).status == 204
        finally:
            lab.terminate()
            lab.communicate()
    assert "Error" not in said
    assert "Traceback" not in said


@pytest.fixture
def jupyter_config(tmp_path, monkeypatch) -> Callable[[], Config]:
    """What jupyter_lab_config.py comes to where tmp_path is the home."""
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.delenv("IPYTHONDIR")

    def read() -> Config:
        config = Config()
        runpy.run_path("jupyter_lab_config.py", {"get_config": lambda: config})
        return config

    return read


def test_a_home_that_can_be_written_keeps_what_jupyter_keeps(tmp_path, jupyter_config):
    config = jupyter_config()
    assert "IPYTHONDIR" not in os.environ
    assert "user_settings_dir" not in config.LabApp
    assert list(tmp_path.iterdir()) == []


needs_make = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no make")


@pytest.fixture
def steps(tmp_path, monkeypatch) -> list[list[str]]:
    """The commands of a set-up in a folder with a space and Hangul in its name; none is run."""
    folder = tmp_path / "우리 수업"
    folder.mkdir()
    for name in ("requirements.txt", "pyproject.toml"):
        shutil.copy(name, folder)
    for name, path in {"ROOT": "", "LOCK": "requirements.txt", "VENV": ".venv", "READY": ".venv/ready"}.items():
        monkeypatch.setattr(lab, name, folder / path)
    taken = []

    def call(command, **_):
        lab.VENV.mkdir(exist_ok=True)
        taken.append([str(part) for part in command])
        return 0

    monkeypatch.setattr(subprocess, "call", call)
    return taken


def test_a_set_up_installs_the_lock_by_its_hashes_and_is_not_made_twice(steps):
    lab.set_up()
    (sync,) = [command for command in steps if "sync" in command]
    assert "--require-hashes" in sync
    assert str(lab.LOCK) in sync
    assert steps[0][1:] == ["-m", "venv", "--clear", str(lab.VENV)]
    steps.clear()
    lab.set_up()
    assert steps == []


@pytest.mark.parametrize("newer", ["requirements.txt", "pyproject.toml"])
def test_a_set_up_that_is_older_than_what_it_is_made_from_takes_over_what_has_changed(steps, newer):
    lab.set_up()
    steps.clear()
    os.utime(lab.ROOT / newer, (2**32, 2**32))
    lab.set_up()
    assert any("sync" in command for command in steps)
    assert not any("venv" in command for command in steps)


def test_a_set_up_that_failed_is_begun_again(steps, monkeypatch):
    monkeypatch.setattr(subprocess, "call", lambda *_, **__: 3)
    with pytest.raises(SystemExit, match="3"):
        lab.set_up()
    assert not lab.is_ready()


@pytest.mark.parametrize(
    ("module", "name", "value", "says"),
    [
        (sys, "version_info", (3, 14), "3.11, 3.12 or 3.13 is needed"),
        (sys, "version_info", (3, 10), "3.11, 3.12 or 3.13 is needed"),
        (platform, "system", lambda: "Darwin", "Colab"),
        (importlib.util, "find_spec", lambda _: None, "python3-venv"),
    ],
)
def test_where_the_course_cannot_be_set_up_it_says_what_to_do(steps, monkeypatch, module, name, value, says):
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(module, name, value)
    with pytest.raises(SystemExit, match=says):
        lab.set_up()
    assert steps == []


def test_the_pythons_that_may_set_up_the_course_are_those_of_pyproject(monkeypatch):
    allowed = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["project"]["requires-python"]
    for minor in range(8, 20):
        monkeypatch.setattr(sys, "version_info", (3, minor))
        assert (lab.obstacle() is None) == SpecifierSet(allowed).contains(f"3.{minor}")


def test_one_command_opens_jupyterlab_in_the_language_that_it_names(steps, monkeypatch):
    monkeypatch.setattr(os, "environ", {})
    lab.main(["--no-browser"])
    *_, last = steps
    assert last[1:] == ["-m", "jupyterlab", "--config=jupyter_lab_config.py", "--no-browser"]
    assert "COURSE_LANGUAGE" not in os.environ
    lab.main([f"--language={lab.LANGUAGES[0]}"])
    assert os.environ["COURSE_LANGUAGE"] == lab.LANGUAGES[0]
    with pytest.raises(SystemExit):
        lab.main(["--language=none"])


@needs_make
def test_make_needs_neither_hangul_in_the_terminal_nor_a_home(no_home, tmp_path):
    told = 'include Makefile\ntold:\n\t@echo "$$PYTHONIOENCODING $$UV_NO_CACHE"\n'

    def tell(home: str) -> str:
        others = ("PYTHONIOENCODING", "UV_NO_CACHE", "MAKEFLAGS", "MAKELEVEL")  # the last two where make runs the tests
        environment = {name: value for name, value in no_home.items() if name not in others}
        command, environment = ["make", "--file=-", "told"], {**environment, "HOME": home}
        return subprocess.run(command, input=told, env=environment, stdout=subprocess.PIPE, encoding="utf-8").stdout

    assert tell(no_home["HOME"]) == ":backslashreplace 1\n"
    assert tell(str(tmp_path)) == ":backslashreplace \n"


@pytest.mark.parametrize("readme", READMES, ids=str)
def test_an_update_keeps_a_students_notebooks(tmp_path, readme):
    text = readme.read_text("utf-8")
    update = re.search(r"```sh\n(git stash\n.*?)```", text, re.S)[1].splitlines()
    show = re.search(r"`(git worktree add .*?)`", text)[1]
    assert len(update) == 2
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "HOME": str(tmp_path)}

    def git(folder: str, command: str) -> None:
        command = command.removeprefix("git ").split()
        subprocess.run(["git", "-C", str(tmp_path / folder), *command], env=environment, check=True)

    def write(folder: str, text: str) -> None:
        (tmp_path / folder / "notebooks").mkdir(exist_ok=True, parents=True)
        (tmp_path / folder / "notebooks/7-1a.ipynb").write_text(text, "utf-8")

    def read(folder: str) -> str:
        return (tmp_path / folder / "notebooks/7-1a.ipynb").read_text("utf-8")

    def publish(text: str) -> None:
        write("course", text)
        git("course", "add .")
        git("course", "-c user.name=teacher -c user.email=teacher@example.org commit --quiet --message=lesson")

    write("course", "")
    git("course", "init --quiet")
    publish("first")
    git(".", "clone --quiet course clone")
    write("clone", "mine")
    publish("second")
    for command in update:
        git("clone", command)
    assert read("clone") == "second"
    git("clone", show)
    assert (read("clone"), read(f"clone/{show.split()[3]}")) == ("second", "mine")
    assert f"/{show.split()[3]}/" in Path(".gitignore").read_text("utf-8").splitlines()
