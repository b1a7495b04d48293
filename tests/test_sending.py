"""Every event reaches the class's page, whatever happens on its way, and the student notices nothing."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from helpers.events import EventLog, new_event
from helpers.exercises.quiz import Quiz
from helpers.exercises.record import Record
from helpers.sending import BATCH, FAILURES, Sender, post, send_soon
from tests.lab_checks import until

NAMES = [f"7-1b/{number}" for number in range(BATCH + 1)]


class Page:
    """Takes what is sent, unless it is away."""

    def __init__(self):
        self.taken = []
        self.is_away = False
        self.attempts = 0

    def __call__(self, events):
        self.attempts += 1
        if self.is_away:
            raise ConnectionRefusedError
        self.taken.append([event.name for event in events])

    @property
    def names(self):
        return [name for batch in self.taken for name in batch]


@pytest.fixture
def page():
    return Page()


@pytest.fixture
def log(tmp_path):
    return EventLog(tmp_path / "events")


def add(log, *names):
    for name in names:
        log.add(new_event("exercise", name, "right"))


def test_what_was_acknowledged_is_not_sent_again_by_the_next_kernel_either(log, page):
    add(log, "7-1b/1", "7-1b/2")
    Sender(log, page).send()
    add(log, "7-1b/3")
    Sender(EventLog(log.folder), page).send()
    Sender(log, page).send()
    assert page.taken == [["7-1b/1", "7-1b/2"], ["7-1b/3"]]


def test_many_are_sent_in_batches_and_what_arrived_before_a_failure_is_remembered(log, page):
    add(log, *NAMES)

    def one_batch(events):
        page(events)
        page.is_away = True

    with pytest.raises(ConnectionRefusedError):
        Sender(log, one_batch).send()
    page.is_away = False
    Sender(log, page).send()
    assert [len(batch) for batch in page.taken] == [BATCH, 1]
    assert page.names == NAMES


def test_a_damaged_line_holds_nothing_up_and_one_being_written_waits(log, page):
    add(log, "7-1b/1")
    [path] = log.folder.glob("*.jsonl")
    with path.open("ab") as file:
        file.write(b'{"damaged\n\xff\n')
        add(log, "7-1b/2")
        half = json.dumps(new_event("exercise", "7-1b/3", "right").__dict__).encode()
        file.write(half[:20])
        file.flush()
        Sender(log, page).send()
        assert page.names == ["7-1b/1", "7-1b/2"]
        file.write(half[20:] + b"\n")
        file.flush()
        Sender(log, page).send()
    assert page.names == ["7-1b/1", "7-1b/2", "7-1b/3"]


@pytest.mark.parametrize("mark", ["", "x", "-5", "\ud55c"])
def test_where_the_mark_is_damaged_all_is_sent_once_more(log, page, mark):
    add(log, "7-1b/1")
    Sender(log, page).send()
    [path] = log.folder.glob("*.sent")
    path.write_text(mark, "utf-8")
    Sender(log, page).send()
    assert page.taken == [["7-1b/1"], ["7-1b/1"]]


def test_nothing_is_sent_while_the_student_has_switched_it_off(log, page):
    add(log, "7-1b/1")
    log.switch(on=False)
    Sender(log, page).send()
    assert page.taken == []
    log.switch(on=True)
    Sender(log, page).send()
    assert page.names == ["7-1b/1"]


def test_a_page_that_is_away_is_asked_again_and_the_student_does_not_wait(log, page):
    page.is_away = True
    sender = Sender(log, page, first_wait=0.01)
    add(log, "7-1b/1")
    sender.send_soon()
    until(lambda: page.attempts > 2)
    add(log, "7-1b/2")
    sender.send_soon()
    page.is_away = False
    until(lambda: page.names == ["7-1b/1", "7-1b/2"])
    add(log, "7-1b/3")
    sender.send_soon()
    until(lambda: page.names == ["7-1b/1", "7-1b/2", "7-1b/3"])


def test_where_there_is_no_page_no_thread_begins(log, monkeypatch):
    monkeypatch.delenv("CLASS_PAGE", raising=False)
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "token")
    add(log, "7-1b/1")
    before = threading.active_count()
    send_soon(log)
    assert threading.active_count() == before


@contextmanager
def serving(answer):
    """A server on loopback that answers POST by that function of its handler; its address and the requests."""
    requests = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            requests.append((self.path, self.headers["Authorization"], json.loads(body)))
            answer(self)

        do_GET = do_POST

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/services/class-page/", requests
    finally:
        server.shutdown()
        server.server_close()


def replying(status, body, **headers):
    def answer(handler):
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def test_a_kernel_posts_with_the_token_of_its_server(log, monkeypatch):
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "secret")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")  # not for the class's own server
    with serving(replying(200, b'{"received": 1}')) as (address, requests):
        monkeypatch.setenv("CLASS_PAGE", address)
        add(log, "7-1b/1")
        send_soon(log)
        until(lambda: list(log.folder.glob("*.sent")))
    [(path, token, [event])] = requests
    assert (path, token, event["name"]) == ("/services/class-page/events", "token secret", "7-1b/1")


def test_what_is_noted_at_exercises_and_quizzes_is_sent(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "secret")
    with serving(replying(200, b'{"received": 1}')) as (address, requests):
        monkeypatch.setenv("CLASS_PAGE", address)
        Record().note(new_event("exercise", "7-1b/1", "right"))
        until(lambda: len(requests) == 1)
        Quiz("7-1b/network").vote(3)
        until(lambda: len(requests) == 2)
        until(lambda: len(list(tmp_path.rglob("*.sent"))) == 1)
    assert [events[-1]["name"] for _, _, events in requests] == ["7-1b/1", "7-1b/network"]


@pytest.mark.parametrize(
    "answer",
    [
        replying(200, b"<html>the hub's login</html>"),
        replying(200, b'{"received": 0}'),
        replying(403, b'{"received": 1}'),
        replying(503, b'{"received": 1}'),
        replying(302, b'{"received": 1}', Location="http://127.0.0.1:1/elsewhere"),
        lambda handler: handler.wfile.write(b"not HTTP\n"),
    ],
)
def test_another_answer_acknowledges_nothing_and_a_redirect_takes_no_token_elsewhere(answer):
    event = new_event("exercise", "7-1b/1", "right")
    with serving(answer) as (address, requests):
        with pytest.raises(FAILURES) as raised:
            post([event], address, "secret")
        assert len(requests) == 1
    assert "refused" not in str(raised.value)
