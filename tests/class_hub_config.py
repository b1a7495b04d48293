"""A hub with the class's page and little else, for tests/test_class_hub.py: anyone comes in, no server does much."""

import os
import sys
from pathlib import Path

from jupyterhub.services import service
from traitlets import Integer

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from deploy.class_page.settings import add_class_page  # noqa: E402

FOLDER, PORT = Path(os.environ["HUB_FOLDER"]), int(os.environ["HUB_PORT"])


class Watched(service._ServiceSpawner):
    """The hub starts a service that has ended anew: it looks every second here, else every 30."""

    poll_interval = Integer(1)


service._ServiceSpawner = Watched

c = get_config()  # noqa: F821, provided by the hub
c.JupyterHub.bind_url = f"http://127.0.0.1:{PORT}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{PORT + 1}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{PORT + 2}"
c.ConfigurableHTTPProxy.command = [str(ROOT / ".venv/class/proxy/node_modules/.bin/configurable-http-proxy")]
c.ConfigurableHTTPProxy.pid_file = str(FOLDER / "proxy.pid")
c.JupyterHub.cookie_secret_file = str(FOLDER / "cookie-secret")
c.JupyterHub.db_url = f"sqlite:///{FOLDER / 'hub.sqlite'}"
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.Authenticator.admin_users = {"teacher"}
c.JupyterHub.spawner_class = "simple"
c.Spawner.cmd = [sys.executable, str(ROOT / "tests/class_server.py"), str(FOLDER)]
c.Spawner.start_timeout = c.Spawner.http_timeout = 300  # thirty at once, on a machine that does other things
c.JupyterHub.services = [{"name": "tests", "api_token": os.environ["HUB_TOKEN"]}]
c.JupyterHub.load_roles = [
    {"name": "tests", "scopes": ["admin:users", "admin:servers", "tokens", "read:services"], "services": ["tests"]}
]
add_class_page(c, PORT + 3, FOLDER / "events.sqlite")
