"""The class's page on a real hub, with real tokens: who may add, who may see, and that nothing is lost on the way."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import sqlite3
import subprocess
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from helpers.events import EventLog, new_event
from helpers.sending import BATCH, Sender, post
from helpers.text import lesson_text
from tests.lab_checks import until
from tests.test_class_page_shown import violations

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv/class/bin/python"
STUDENTS = [f"student-{number}" for number in range(1, 31)]
SERVICE = "services/class-page/"


class Hub:
    """A hub of its own on loopback.

    Args:
        folder: What it keeps.
    """

    def __init__(self, folder: Path):
        self.folder, self.token = folder, secrets.token_hex(16)
        port = four_free_ports()
        self.address = f"http://127.0.0.1:{port}/"
        environment = {**os.environ, "HUB_FOLDER": str(folder), "HUB_PORT": str(port), "HUB_TOKEN": self.token}
        command = [PYTHON, "-m", "jupyterhub", "-f", ROOT / "tests/class_hub_config.py"]
        with (folder / "log").open("w", encoding="utf-8") as log:
            self.process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        until(self._is_up, 120)

    def ask(self, path: str, token: str = "", body: object = None, method: str = "") -> tuple[int, bytes]:
        """What the hub or its service answers: the status and the text."""
        headers = {"Authorization": f"token {token}"} if token else {}
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, headers, method=method or None)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def api(self, path: str, body: object = None) -> dict | list | None:
        """What the hub tells its own."""
        status, text = self.ask(f"hub/api/{path}", self.token, body)
        assert status < 300, text
        return json.loads(text) if text else None

    def start_servers(self, names: list[str]) -> dict[str, dict[str, str]]:
        """Start these users' servers; the environment of each."""
        self.api("users", {"usernames": names})
        for name in names:
            self.api(f"users/{name}/server", b"")
        until(lambda: all((self.folder / f"{name}.json").exists() for name in names), 300)
        return {name: json.loads((self.folder / f"{name}.json").read_text("utf-8")) for name in names}

    def kept(self) -> list[tuple[str, str]]:
        """Student and number of each event that the page keeps."""
        with sqlite3.connect(self.folder / "events.sqlite") as connection:
            return connection.execute("SELECT student, id FROM events").fetchall()

    def end_service(self) -> None:
        """End the page's process as soon as it serves; the hub notices within a second and starts it anew."""
        until(self._is_up, 30)
        os.kill(self.api("services/class-page")["pid"], signal.SIGKILL)

    def starts(self) -> int:
        """How often it has started the page."""
        return (self.folder / "log").read_text("utf-8").count("Starting service 'class-page'")

    def stop(self) -> None:
        """End the hub, and with it all that it has started."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)

    def _is_up(self) -> bool:
        assert self.process.poll() is None, (self.folder / "log").read_text("utf-8")
        with suppress(OSError):
            return self.ask(f"{SERVICE}page.css")[0] == 200
        return False


def four_free_ports() -> int:
    """The first of four neighbours."""
    for port in range(20000 + os.getpid() % 10000, 60000, 4):
        with suppress(OSError):
            for each in range(port, port + 4):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", each))
            return port
    raise OSError("no four free ports")


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    if not PYTHON.exists():
        (pytest.fail if os.environ.get("CI") else pytest.skip)("the hub is needed: make .venv/class/ready")
    hub = Hub(tmp_path_factory.mktemp("hub"))
    try:
        yield hub
    finally:
        hub.stop()


@pytest.fixture(scope="module")
def servers(hub):
    """The environment of each student's server, and of the teacher's."""
    return hub.start_servers([*STUDENTS, "teacher"])


@pytest.fixture(scope="module")
def tokens(hub, servers):
    """That of a student's server, that of the teacher's, and one of each that may all that they may."""
    return {
        "server": servers[STUDENTS[0]]["JUPYTERHUB_API_TOKEN"],
        "student": hub.api(f"users/{STUDENTS[0]}/tokens", {})["token"],
        "teacher's server": servers["teacher"]["JUPYTERHUB_API_TOKEN"],
        "teacher": hub.api("users/teacher/tokens", {})["token"],
        "a service": hub.token,
        "wrong": "0" * 32,
        "none": "",
    }


def an_event() -> dict[str, object]:
    return asdict(new_event("exercise", "7-1b/1", "not_yet", "no_bias"))


@pytest.mark.parametrize("who", ["server", "student"])
def test_a_token_adds_events_as_those_of_its_student(hub, tokens, who):
    event = an_event()
    status, text = hub.ask(f"{SERVICE}events", tokens[who], [event])
    assert (status, json.loads(text)) == (200, {"received": 1})
    assert (STUDENTS[0], event["id"]) in hub.kept()


def test_what_an_event_says_of_its_student_is_refused(hub, tokens):
    before = hub.kept()
    for field in ("student", "user", "name "):
        assert hub.ask(f"{SERVICE}events", tokens["server"], [{**an_event(), field: STUDENTS[1]}])[0] == 400
    assert hub.kept() == before


def test_the_same_event_of_two_students_is_one_of_each(hub, tokens, servers):
    event = an_event()
    for token in (tokens["server"], servers[STUDENTS[1]]["JUPYTERHUB_API_TOKEN"], tokens["server"]):
        assert hub.ask(f"{SERVICE}events", token, [event])[0] == 200
    assert sorted(student for student, number in hub.kept() if number == event["id"]) == sorted(STUDENTS[:2])


@pytest.mark.parametrize("who", ["a service", "wrong", "none"])
def test_nobody_else_adds_anything(hub, tokens, who):
    before = hub.kept()
    assert hub.ask(f"{SERVICE}events", tokens[who], [an_event()])[0] == 403
    assert hub.kept() == before


@pytest.mark.parametrize("path", ["", "view", "grades.csv", "events"])
@pytest.mark.parametrize("who", ["server", "student", "teacher's server", "a service", "wrong", "none"])
def test_nobody_but_an_admin_sees_anything(hub, tokens, who, path):
    status, text = hub.ask(SERVICE + path, tokens[who])
    at_the_login = status == 200 and b"/hub/login" in text
    assert status in (403, 405) or (who in ("wrong", "none") and at_the_login)
    assert STUDENTS[1].encode() not in text


def test_no_student_gets_a_token_that_sees_it(hub, tokens):
    body = {"scopes": ["access:services!service=class-page"]}
    assert hub.ask(f"hub/api/users/{STUDENTS[0]}/tokens", tokens["student"], body)[0] in (400, 403)


def test_an_admin_sees_who_has_not_begun_too(hub, tokens):
    def names():
        return [each["name"] for each in json.loads(hub.ask(f"{SERVICE}view", tokens["teacher"])[1])["students"]]

    until(lambda: names() == sorted(STUDENTS), 30)
    assert hub.ask(f"{SERVICE}grades.csv", tokens["teacher"])[1].decode("utf-8").count("\n") == len(STUDENTS) + 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"{}",
        b"[1]",
        b"[" * 50_000,
        b'[{"id": "\xff"}]',
        b"[" + b" " * 200_000 + b"]",
        json.dumps([an_event() for _ in range(BATCH + 1)]).encode(),
    ],
)
def test_what_is_no_list_of_events_is_refused_and_harms_nothing(hub, tokens, body):
    before = hub.kept()
    with suppress(OSError):  # one that is too long is not even read
        assert hub.ask(f"{SERVICE}events", tokens["server"], body, "POST")[0] in (400, 413, 503)
    assert hub.kept() == before
    assert hub.ask(f"{SERVICE}events", tokens["server"], [an_event()])[0] == 200


def log_in(page: Page, hub: Hub, name: str) -> None:
    """Go to the class's page and fill in the hub's form on the way."""
    page.goto(hub.address + SERVICE)
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill("x")
    page.get_by_role("button", name="Sign in").click()


def test_a_student_who_opens_the_page_is_refused(hub, servers, page):
    log_in(page, hub, STUDENTS[0])
    expect(page.get_by_role("heading", name="403")).to_be_visible()
    assert page.request.get(f"{hub.address}{SERVICE}view").status == 403


WRONG = {"order": "1", "elementwise": "1", "no_bias": "2", "one_linear": "3"}  # misconception → exercise of 7-2a


def test_the_page_names_the_four_misconceptions_of_eight_students_within_two_seconds(hub, servers, tmp_path, page):
    log_in(page, hub, "teacher")
    page.get_by_label("노트북").select_option("7-2a")
    expect(page.get_by_text("아직 틀린 답이 없습니다.")).to_be_visible()
    senders = []
    for name, key in zip(STUDENTS, [*WRONG, *WRONG], strict=False):
        log = EventLog(tmp_path / name)
        log.add(new_event("exercise", f"7-2a/{WRONG[key]}", "not_yet", key))
        environment = servers[name]
        to_the_page = partial(post, address=environment["CLASS_PAGE"], token=environment["JUPYTERHUB_API_TOKEN"])
        senders.append(Sender(log, to_the_page))
    assert len(senders) == 8
    for sender in senders:
        sender.send_soon()
    shown = page.locator("#misconceptions li")
    expect(shown).to_have_count(4, timeout=2000)
    for key, exercise in WRONG.items():
        sentence = lesson_text("exercises", "7-2a")[exercise]["not_yet"][key].replace("`", "")
        expect(shown.filter(has_text=sentence)).to_contain_text("2명")
    expect(page.locator("#quiet")).to_contain_text("아직 시작하지 않은 학생")
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        assert violations(page) == []
    assert page.complaints == []


def test_a_page_that_is_open_goes_on_after_the_service_has_ended(hub, tokens, page):
    log_in(page, hub, "teacher")
    page.get_by_label("노트북").select_option("7-2b")
    expect(page.get_by_text("아직 고른 답이 없습니다.")).to_be_visible()
    page.context.set_offline(True)  # the hub may start the service faster than the page asks
    expect(page.get_by_role("status")).to_contain_text("다시 잇고 있습니다")
    begun = hub.starts()
    hub.end_service()
    until(lambda: hub.starts() == begun + 1)
    event = new_event("quiz", "7-2b/name_or_object", "right", "1")
    until(lambda: hub.ask(f"{SERVICE}events", tokens["server"], [asdict(event)])[0] == 200, 20)
    page.context.set_offline(False)
    expect(page.locator("#quizzes")).to_contain_text("1명", timeout=5000)
    expect(page.get_by_role("status")).to_be_empty()


def test_thirty_students_with_a_hundred_events_lose_none_while_the_page_ends_twice(hub, servers, tmp_path):
    before, begun = set(hub.kept()), hub.starts()
    senders, logs = {}, {name: EventLog(tmp_path / name) for name in STUDENTS}
    for name, log in logs.items():
        environment = servers[name]
        to_the_page = partial(post, address=environment["CLASS_PAGE"], token=environment["JUPYTERHUB_API_TOKEN"])
        senders[name] = Sender(log, to_the_page, first_wait=0.2)
    for number in range(100):
        if number in (30, 60):
            hub.end_service()
        for name, log in logs.items():
            log.add(new_event("exercise", f"7-1b/{number}", "right"))
            senders[name].send_soon()
    expected = {(name, event.id) for name, log in logs.items() for event in log.all()}
    assert len(expected) == 3000
    until(lambda: len(hub.kept()) == len(expected) + len(before), 60)
    for log in logs.values():  # as if no acknowledgement had ever come back
        until(lambda log=log: unsent(log) == 0)
        for mark in log.folder.glob("*.sent"):
            mark.unlink()
    for sender in senders.values():
        sender.send()
    kept = hub.kept()
    assert len(kept) == len(set(kept))
    assert set(kept) == expected | before
    assert hub.starts() == begun + 2


def unsent(log: EventLog) -> int:
    """How many bytes have not been acknowledged."""
    return sum(
        path.stat().st_size - int(mark.read_text("ascii") if (mark := path.with_suffix(".sent")).exists() else 0)
        for path in log.folder.glob("*.jsonl")
    )
