"""The class's JupyterHub, ready to run, on one machine and on loopback.

    .venv/class/bin/python -m deploy.students kim lee    prints a password for each
    make class                                           serves http://127.0.0.1:8000

Who keeps students apart: as root, each student is a user of the machine, "student-NAME", whose home only that user can
read. Without root (a laptop, a trial) one user runs everything, and Linux's Landlock keeps each server in its home;
deploy/landlock.py says what it cannot do: for a class whose members you do not know, serve as root.

Memory: the limit is the kernel's, for each process (RLIMIT_DATA), so that a cell that asks for too much ends in
MemoryError; a student with three notebooks open can have three times as much. It counts what is asked for, thread
stacks included: 1.4 GB in a lesson on 2 cores, somewhat more on many. A limit on everything a student runs needs
systemd: The Littlest JupyterHub and jupyterhub-systemdspawner have it.

For a real class: leave bind_url on loopback and put a web server with TLS in front (Caddy: `reverse_proxy
127.0.0.1:8000`) or, in a closed network, change 127.0.0.1 in bind_url to the machine's address: passwords then travel
in the clear.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from deploy import hub  # noqa: E402
from deploy.class_page.settings import add_class_page  # noqa: E402
from deploy.students import FOLDER  # noqa: E402

PORT = int(os.environ.get("CLASS_PORT") or 8000)  # the next three are taken too
IDLE_MINUTES = float(os.environ.get("CLASS_IDLE_MINUTES") or 60)
LESSON = "notebooks/7-1a-logistic-regression.ipynb"

if reason := hub.why_not():
    raise RuntimeError(reason)

# What a class keeps: passwords, the hub's secrets, and the homes of its students.
FOLDER.mkdir(mode=0o711, parents=True, exist_ok=True)
hub.HOMES.mkdir(mode=0o711, exist_ok=True)
os.umask(0o077)

c = get_config()  # type: ignore[name-defined]  # noqa: F821, provided by the hub
c.JupyterHub.bind_url = f"http://127.0.0.1:{PORT}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{PORT + 1}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{PORT + 2}"
c.ConfigurableHTTPProxy.command = [str(ROOT / ".venv/class/proxy/node_modules/.bin/configurable-http-proxy")]
c.ConfigurableHTTPProxy.pid_file = str(FOLDER / "proxy.pid")
c.JupyterHub.cookie_secret_file = str(FOLDER / "cookie-secret")
c.JupyterHub.db_url = f"sqlite:///{FOLDER / 'hub.sqlite'}"

c.JupyterHub.authenticator_class = hub.ClassAuthenticator
c.Authenticator.allow_all = True  # everyone with a password

c.JupyterHub.spawner_class = hub.ClassSpawner
c.ClassSpawner.course = os.environ.get("CLASS_COURSE") or str(ROOT)
c.Spawner.default_url = f"/lab/tree/{LESSON}"
c.Spawner.mem_limit = os.environ.get("CLASS_MEMORY") or "3G"  # per process
c.Spawner.start_timeout = c.Spawner.http_timeout = 300  # thirty at once on a small machine
# A photo is one message to the kernel: without this, one of more than 10 MB ends the connection.
c.Spawner.args = ["--ServerApp.tornado_settings={'websocket_max_message_size': 33554432}"]

# A server unused for a while ends, and its kernels with it; the notebooks are saved files and stay.
CULL = [sys.executable, "-m", "jupyterhub_idle_culler", f"--timeout={IDLE_MINUTES * 60:.0f}"]
c.JupyterHub.services = [{"name": "idle-culler", "command": [*CULL, f"--cull-every={max(2, IDLE_MINUTES * 6):.0f}"]}]
c.JupyterHub.load_roles = [
    {
        "name": "idle-culler",
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        "services": ["idle-culler"],
    }
]

# What happens at exercises, at /services/class-page/ for admins alone: who is where, which misconceptions there are.
add_class_page(c, PORT + 3, FOLDER / "events.sqlite")
