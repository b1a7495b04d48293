"""The class's JupyterHub on one Linux machine, of JupyterHub's own parts.

    CLASS_ADMIN=kim make class    as root; serves http://127.0.0.1:8000

Kim, the instructor, signs up first, under that name, before anybody else knows the address; then students sign up and
Kim lets them in at /hub/authorize. Each is a user of the machine with a home in CLASS_FOLDER, where nbgitpuller keeps
the notebooks up to date: whenever a student's server is opened, it brings what is new or was deleted and leaves what
the student has changed. Without root this is a trial for the one person who starts it; the password is printed.

With COURSE_LANGUAGE=en the hub's sentences and the class's page are English, and a student's server opens at the
English notebooks; students get those of every language.

Memory: where systemd runs, CLASS_MEMORY (in GB) is for all that a student runs. Elsewhere, as in a container, prlimit
sets it for each process (RLIMIT_DATA), so that a cell that asks for too much ends in MemoryError. Thread stacks count:
a lesson takes 2.1 GB of it on 2 cores, somewhat more on many. systemd's part has been tried on no machine yet: where
the class test runs, there is no systemd.

For a real class: leave bind_url on loopback and put a web server with TLS in front (Caddy: `reverse_proxy
127.0.0.1:8000`) or, in a closed network, change 127.0.0.1 in bind_url to the machine's address: passwords then travel
in the clear.
"""

import os
import pwd
import secrets
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import nativeauthenticator

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from deploy.accounts import ensure_account  # noqa: E402
from deploy.class_page.settings import add_class_page  # noqa: E402
from deploy.handout import BRANCH, Handout  # noqa: E402
from deploy.words import say  # noqa: E402
from helpers.text import language  # noqa: E402
from publish.languages import place_of  # noqa: E402

IS_ROOT = os.geteuid() == 0
HAS_SYSTEMD = IS_ROOT and Path("/run/systemd/system").is_dir()
HOME = Path("/srv") if IS_ROOT else Path.home() / ".local/share"
FOLDER = Path(os.environ.get("CLASS_FOLDER") or HOME / "fashion-mnist-class").absolute()  # passwords, secrets, homes
COURSE = Path(os.environ.get("CLASS_COURSE") or ROOT)
ADMIN = os.environ.get("CLASS_ADMIN", "")
PORT = int(os.environ.get("CLASS_PORT") or 8000)  # the next three are taken too
IDLE_MINUTES = float(os.environ.get("CLASS_IDLE_MINUTES") or 60)
MEMORY = float(os.environ.get("CLASS_MEMORY") or 3)
NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]

if IS_ROOT and not ADMIN:
    raise RuntimeError("Name the instructor: CLASS_ADMIN=kim make class")
os.umask(0o022)
for folder in (FOLDER, FOLDER / "homes"):
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)  # entered, but not listed, by others
handout = Handout(FOLDER)
handout.commit(COURSE)
os.umask(0o077)  # from here on, what the hub and the students write is closed to others
can_read = [*NOBODY, sys.executable, "-c", f"import helpers.files; open({str(handout.settings)!r})"]
if IS_ROOT and subprocess.run(can_read, cwd="/", check=False).returncode:
    raise RuntimeError(f"Students are users of this machine and cannot read {ROOT}, {FOLDER} or Python: move it")

c = get_config()  # type: ignore[name-defined]  # noqa: F821, provided by the hub
c.JupyterHub.bind_url = f"http://127.0.0.1:{PORT}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{PORT + 1}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{PORT + 2}"
c.ConfigurableHTTPProxy.command = [str(ROOT / ".venv/class/proxy/node_modules/.bin/configurable-http-proxy")]
c.ConfigurableHTTPProxy.pid_file = str(FOLDER / "proxy.pid")
c.JupyterHub.cookie_secret_file = str(FOLDER / "cookie-secret")
c.JupyterHub.db_url = f"sqlite:///{FOLDER / 'hub.sqlite'}"

if IS_ROOT:
    c.JupyterHub.authenticator_class = "native"
    c.JupyterHub.template_paths = [str(Path(nativeauthenticator.__file__).parent / "templates")]
    c.JupyterHub.template_vars = {"announcement_login": say("hub.login")}
    ensure_account(ADMIN, FOLDER / "homes")  # says now if the machine has another user of this name
    c.Authenticator.admin_users = {ADMIN}
    c.Authenticator.allow_all = True  # everyone whom an admin has let in
    c.Authenticator.username_pattern = r"[a-z][a-z0-9-]{0,31}\Z"  # it becomes a user and a folder of the machine
    c.NativeAuthenticator.minimum_password_length = 8
    c.NativeAuthenticator.check_common_password = True
    c.NativeAuthenticator.allowed_failed_logins = 5
    c.NativeAuthenticator.seconds_before_next_try = 600  # the default is 0, whatever its help says
    c.Spawner.pre_spawn_hook = lambda spawner: ensure_account(spawner.user.name, FOLDER / "homes")
else:
    me, password = pwd.getpwuid(os.geteuid()).pw_name, secrets.token_hex(16)
    print(f"Without root this is a trial for one person: log in as {me} with {password}", file=sys.stderr, flush=True)
    c.JupyterHub.authenticator_class = "shared-password"
    c.Authenticator.admin_users = c.Authenticator.allowed_users = {me}
    c.SharedPasswordAuthenticator.admin_password = password  # no other name has one

LIMIT = [] if HAS_SYSTEMD else ["prlimit", f"--data={MEMORY * 2**30:.0f}"]
c.JupyterHub.spawner_class = "systemd" if HAS_SYSTEMD else "localprocess"
c.Spawner.cmd = [*LIMIT, str(Path(sys.executable).with_name("jupyterhub-singleuser"))]
c.Spawner.mem_limit = f"{MEMORY}G"
c.Spawner.start_timeout = c.Spawner.http_timeout = 300  # thirty at once on a small machine
# A photo is one message to the kernel: without this, one of more than 10 MB ends the connection.
c.Spawner.args = ["--ServerApp.tornado_settings={'websocket_max_message_size': 33554432}"]
c.Spawner.environment = {"GIT_CONFIG_SYSTEM": str(handout.settings)}
LESSON = place_of(Path("lab/tree/fashion-mnist/notebooks"), language()) / "7-1a-logistic-regression.ipynb"
PULL = {"repo": f"file://{handout.repository}", "branch": BRANCH, "targetpath": "fashion-mnist", "urlpath": str(LESSON)}
c.Spawner.default_url = f"/git-pull?{urlencode(PULL)}"

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
