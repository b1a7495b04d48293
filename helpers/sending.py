"""From the student's own folder to the class's page, where the class's server has one.

A thread of its own posts what has not been acknowledged yet. What has been stands beside each file, as a number of
bytes: where the page cannot be reached, or the kernel ends first, this thread or the next kernel's sends the rest. So
an event may arrive twice, and counts once; the student waits for nothing and is told nothing.
"""

from __future__ import annotations

import functools
import json
import os
import random
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict
from http.client import HTTPException
from pathlib import Path
from typing import Any

from helpers.events import Event, EventLog, event_in
from helpers.files import replacing

BATCH = 100  # events in one message; the page takes no more
TIMEOUT = 10  # seconds for an answer
FIRST_WAIT, LONGEST_WAIT = 1, 60  # seconds until the next attempt, doubled after each that fails
FAILURES = (OSError, HTTPException, ValueError)  # no connection, a refusal, another answer than expected: all may pass


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect is a refusal: it would take the student's token elsewhere."""

    def redirect_request(self, *_: Any) -> None:
        return None


def post(events: list[Event], address: str, token: str) -> None:
    """Send events to the page.

    Args:
        address: Of the page, with a slash at its end.
        token: That of the student's server.

    Raises:
        OSError: It cannot be reached, or refuses.
        HTTPException, ValueError: Something else answers in its place.
    """
    body = json.dumps([asdict(event) for event in events]).encode()
    headers = {"Authorization": f"token {token}", "Content-Type": "application/json"}
    request = urllib.request.Request(f"{address}events", body, headers, method="POST")
    to_this_machine = urllib.request.build_opener(_NoRedirects, urllib.request.ProxyHandler({}))  # by no proxy
    with to_this_machine.open(request, timeout=TIMEOUT) as answer:
        if json.load(answer) != {"received": len(events)}:
            raise ValueError("not the class's page")


class Sender:
    """Sends what a log holds, now and whenever it is told that there is more.

    Args:
        log: The student's events.
        post: Sends a list of events, or raises one of FAILURES.
        first_wait: Seconds after the first attempt that fails.
    """

    def __init__(self, log: EventLog, post: Callable[[list[Event]], None], first_wait: float = FIRST_WAIT):
        self._log, self._post, self._first_wait = log, post, first_wait
        self._more = threading.Event()
        self._thread = threading.Thread(target=self._run, name="class-page", daemon=True)

    def send_soon(self) -> None:
        """There is more to send; this returns at once."""
        self._more.set()
        if not self._thread.ident:
            self._thread.start()

    def send(self) -> None:
        """Send all that is not acknowledged, unless the student has switched it off.

        Raises:
            OSError, HTTPException, ValueError: See `post`; what was acknowledged until then is noted.
        """
        for path in sorted(self._log.folder.glob("*.jsonl")):
            for events, end in _batches(path, _sent(path)):
                if not self._log.is_on:
                    return
                if events:
                    self._post(events)
                with replacing(_mark(path)) as beside:
                    beside.write_text(str(end), "ascii")

    def _run(self) -> None:
        wait = self._first_wait
        while True:
            self._more.wait()
            self._more.clear()
            try:
                self.send()
                wait = self._first_wait
            except FAILURES:
                self._more.set()
                time.sleep(wait * random.uniform(0.5, 1))  # thirty kernels, not all at the same moment
                wait = min(2 * wait, LONGEST_WAIT)


def send_soon(log: EventLog) -> None:
    """Send what the log holds to the class's page, where the server says that there is one; this returns at once.

    CLASS_PAGE is the page's address, JUPYTERHUB_API_TOKEN the token by which the hub knows the student's server.
    """
    address, token = os.environ.get("CLASS_PAGE"), os.environ.get("JUPYTERHUB_API_TOKEN")
    if address and token:
        _sender(log, address, token).send_soon()


@functools.cache
def _sender(log: EventLog, address: str, token: str) -> Sender:
    return Sender(log, functools.partial(post, address=address, token=token))


def _mark(path: Path) -> Path:
    return path.with_suffix(".sent")


def _sent(path: Path) -> int:
    """How many bytes of a file have been acknowledged; 0 where that cannot be told, so that all is sent once more."""
    with suppress(OSError, ValueError):
        return max(0, int(_mark(path).read_text("ascii")))
    return 0


def _batches(path: Path, start: int) -> Iterator[tuple[list[Event], int]]:
    """The events from a byte of a file on, some at a time, each time with the byte at which they end.

    A line that has no end yet is being written, and is left for the next time.
    """
    with path.open("rb") as file:
        file.seek(start)
        end = start
        events: list[Event] = []
        for line in file:
            if not line.endswith(b"\n"):
                break
            end += len(line)
            events += filter(None, [event_in(line)])
            if len(events) == BATCH:
                yield events, end
                start, events = end, []
        if end > start:
            yield events, end
