"""What the tests of the labs share: wait for a lab, and notice whatever went wrong where nobody would see it."""

from __future__ import annotations

import logging
import re
import threading
import time
from contextlib import contextmanager


class NoChart:
    """In place of a chart, where thousands of pictures would be drawn: it says which runs it would show."""

    def __init__(self, parts=()):
        self.shown = {}

    def png(self, runs, now=None):
        self.shown = dict(runs)
        return repr((self.shown, now)).encode()


@contextmanager
def nothing_goes_wrong(*labs):
    """Fails for what a click's callback, a timer or a session's listener has raised, and for a thread left behind."""
    raised = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: raised.append(record.getMessage())  # ipywidgets logs what a click raises
    log = logging.getLogger("traitlets")
    log.addHandler(handler)
    before, threading.excepthook = threading.excepthook, lambda failure: raised.append(repr(failure.exc_value))
    try:
        yield
        for lab in labs:
            settle(lab)
    finally:
        log.removeHandler(handler)
        threading.excepthook = before
    assert not raised
    assert [lab.queue.session.listener_error for lab in labs] == [None] * len(labs)
    assert [lab.queue.state.complaint for lab in labs] == [""] * len(labs)
    assert threads() == []


def run(lab):
    """Press start, and wait for the end."""
    lab.start.click()
    settle(lab)


def said(lab):
    """The words below a lab's chart, without their markup."""
    return re.sub("<[^>]*>", "", lab.view.status.value)


def start_and_hold(lab, engine):
    """Press start, and keep the run where it begins until the fake engine's release()."""
    engine.hold()
    lab.start.click()
    assert engine.begun.wait(5)


def settle(lab, seconds=10):
    """Wait until nothing runs, waits or is about to be shown."""
    until(lambda: not lab.queue.state.running and not threads(), seconds)


def until(holds, seconds=10):
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.0005)


def preparing():
    return [each for each in threading.enumerate() if each.name == "preparing"]


def threads():
    return [each for each in threading.enumerate() if each.name == "training" or isinstance(each, threading.Timer)]
