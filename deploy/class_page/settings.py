"""What a hub needs to know of the class's page: a service, two roles and one scope of its own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from helpers.text import language

NAME = "class-page"
ADD = "custom:class-page:add"
ROOT = Path(__file__).resolve().parents[2]


def add_class_page(c: Any, port: int, store: Path) -> None:
    """Add the page to a hub's settings.

    Args:
        c: The hub's settings, of which lists and tables grow.
        port: Where the page listens, on loopback.
        store: The file that keeps the events.
    """
    address = f"http://127.0.0.1:{port}"
    c.JupyterHub.custom_scopes.update({ADD: {"description": "Add what happened at one's own exercises."}})
    c.JupyterHub.services.append(
        {
            "name": NAME,
            "url": address,
            "command": [sys.executable, "-m", "deploy.class_page.service", str(store)],
            "cwd": str(ROOT),
            "environment": {"COURSE_LANGUAGE": language()},
            "oauth_no_confirm": True,
        }
    )
    c.JupyterHub.load_roles.extend(
        [
            {"name": "user", "scopes": ["self", ADD]},  # a token has no scope that its user has not
            {"name": "server", "scopes": ["users:activity!user", "access:servers!server", ADD]},
            {"name": NAME, "scopes": ["list:users"], "services": [NAME]},
        ]
    )
    c.Spawner.environment.update({"CLASS_PAGE": f"{address}/services/{NAME}/"})  # helpers/sending.py posts there
