"""The page as a service of JupyterHub, which starts it and says who is who.

A student's server adds events by its own token, which has the scope ADD and no way to read; the page needs the hub's
scope to access this service, which of the hub's own roles the admins alone have.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from jupyterhub.services.auth import HubOAuth, HubOAuthCallbackHandler, HubOAuthenticated
from tornado.httpclient import AsyncHTTPClient, HTTPError
from tornado.log import app_log
from tornado.web import Application, RequestHandler, StaticFileHandler, authenticated, url

from deploy.class_page.page import FOLDER, LIVE_POLICY, live_page
from deploy.class_page.settings import ADD
from deploy.class_page.store import Full, Store
from deploy.class_page.table import as_csv
from deploy.class_page.tally import Tally
from deploy.class_page.view import view
from helpers.events import MAX_LINE, Event, event_of
from helpers.sending import BATCH

EVERY = 10  # seconds between two looks at the hub's list of users


class Class:
    """What is kept of a class, on the disk and counted.

    Args:
        path: The file of its events.
    """

    def __init__(self, path: Path):
        self.tally = Tally()
        self._store = Store(path)
        for student, event in self._store.all():
            self.tally.add(student, event)

    def add(self, student: str, events: list[Event]) -> None:
        """Keep and count these; none lies in the future, however the student's clock goes.

        Raises:
            Full: The student has sent too many.
        """
        now = time.time()
        events = [replace(event, at=min(event.at, now)) for event in events]
        self._store.add(student, events)
        for event in events:
            self.tally.add(student, event)


class Events(RequestHandler):
    """Where students' servers add what happened to their own students: by token alone, never by a browser's cookie."""

    def initialize(self, kept: Class) -> None:
        """Take the class."""
        self._class = kept

    async def post(self) -> None:
        """Keep a list of events as those of the student whose token this is, whatever they say."""
        auth = HubOAuth.instance()
        token = auth.get_token(self, in_cookie=False)
        user = await auth.user_for_token(token, sync=False) if token else None
        if not user or user["kind"] != "user" or not auth.check_scopes({ADD}, user):
            return self.send_error(403)
        try:
            events = _events_in(self.request.body)
        except (ValueError, RecursionError):
            return self.send_error(400)
        try:
            self._class.add(user["name"], events)
        except Full:
            return self.send_error(429)
        self.write({"received": len(events)})


def _events_in(body: bytes) -> list[Event]:
    values = json.loads(body)
    if not isinstance(values, list) or len(values) > BATCH:
        raise ValueError("no list of events")
    return [event_of(value) for value in values]


class Shown(HubOAuthenticated, RequestHandler):
    """What only those see who may access this service."""

    def initialize(self, kept: Class) -> None:
        """Take the class."""
        self._class = kept

    async def prepare(self) -> None:
        """Ask the hub who this is without holding up the others; what it says is kept for get_current_user."""
        await self.hub_auth.get_user(self, sync=False)

    def set_default_headers(self) -> None:
        """Nothing of a class is kept by others than the browser that asked."""
        self.set_header("Cache-Control", "private, no-cache")
        self.set_header("X-Content-Type-Options", "nosniff")


class Page(Shown):
    """The page; it holds no numbers yet."""

    @authenticated
    def get(self) -> None:
        """The page, or the hub's login."""
        self.set_header("Content-Security-Policy", LIVE_POLICY)
        self.write(live_page(self.xsrf_token.decode()))


class View(Shown):
    """What the page shows, once a second."""

    def get(self) -> None:
        """The numbers; no login here, which a script could not fill in."""
        if not self.current_user:
            return self.send_error(403)
        self.write(view(self._class.tally, time.time()))


class Grades(Shown):
    """The table for a spreadsheet."""

    @authenticated
    def get(self) -> None:
        """The table as a file, or the hub's login."""
        self.set_header("Content-Type", "text/csv; charset=utf-8")
        self.set_header("Content-Disposition", "attachment; filename=grades.csv")
        self.write(as_csv(self._class.tally))


async def enrol(tally: Tally, auth: HubOAuth) -> None:
    """Count in whoever is the hub's user and no admin, from now on and for ever; the first 200 by the hub's order."""
    while True:
        try:
            answer = await AsyncHTTPClient().fetch(
                f"{auth.api_url}/users?limit=200", headers={"Authorization": f"token {auth.api_token}"}
            )
            tally.enrol(user["name"] for user in json.loads(answer.body) if not user["admin"])
        except (HTTPError, OSError) as error:
            app_log.warning("The hub's users: %s", error)
        await asyncio.sleep(EVERY)


def application(kept: Class, prefix: str, secret: str) -> Application:
    """The service below its prefix; cookies signed by that secret hold through its restart."""
    rest = {"kept": kept}
    routes = [
        url(prefix, Page, rest),
        url(f"{prefix}events", Events, rest),
        url(f"{prefix}view", View, rest),
        url(f"{prefix}grades.csv", Grades, rest),
        url(f"{prefix}oauth_callback", HubOAuthCallbackHandler),
        url(rf"{prefix}(page\.(?:css|js))", StaticFileHandler, {"path": FOLDER}),
    ]
    return Application(routes, cookie_secret=hashlib.sha256(f"cookies {secret}".encode()).hexdigest())


async def main(path: Path) -> None:
    """Serve the class whose events that file keeps, where the hub says."""
    kept = Class(path)
    auth, address = HubOAuth.instance(), urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"])
    served = application(kept, os.environ["JUPYTERHUB_SERVICE_PREFIX"], auth.api_token)
    served.listen(address.port or 80, address.hostname, max_body_size=BATCH * MAX_LINE)
    await enrol(kept.tally, auth)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
