"""A class on one server, for real: `make class-test STUDENTS=8` prints what it takes.

The hub of deploy/ on loopback, its forms, its students' servers and kernels; all run 7-1b at the same time. Root runs
it, in .venv/class: its students are users of this machine, and are removed at the end.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiohttp
from yarl import URL

ROOT = Path(__file__).resolve().parent.parent
COPY = "fashion-mnist/"  # in a student's home
LESSON = f"{COPY}notebooks/7-1b-single-layer.ipynb"
OTHER = f"{COPY}notebooks/7-1a-logistic-regression.ipynb"
CLASS_PAGE = "/services/class-page/"
KIB = 1024
PATIENCE = 3600  # seconds for the whole lesson
IDLE_MINUTES = 0.5
PREFIX = "class-test-"  # no user of this machine is called so
ADMIN = f"{PREFIX}admin"


# Runs in a student's cell.
PROBE = """
import json, pathlib

def tried(act):
    try:
        return act()
    except PermissionError:
        return 'denied'
    except MemoryError:
        return 'MemoryError'
    except OSError as error:
        return repr(error)

def size(path):
    path = pathlib.Path(path)
    return len(list(path.iterdir()) if path.is_dir() else path.read_bytes())

def probe(forbidden, own, left):
    read, of_its_own = ([tried(lambda: size(path)) for path in paths] for paths in (forbidden, own))
    written = tried(lambda: pathlib.Path(left).write_text('x', 'utf-8'))
    print(json.dumps([read, of_its_own, written, tried(lambda: len(bytearray(4 << 30)))]))
"""


class Student:
    """A browser: cookies of its own, and what a page of JupyterLab would ask for."""

    def __init__(self, address: str, name: str, password: str = ""):
        self.address, self.name, self.password = address, name, password or secrets.token_hex(8)
        self.web = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True), max_field_size=65536)
        self.first_figure = self.total = 0.0
        self.errors: list[str] = []

    async def sign_up(self) -> str:
        """Choose a password; what the page says to it."""
        password = {"signup_password": self.password, "signup_password_confirmation": self.password}
        return (await self.fill_in("signup", password))[1]

    async def login(self) -> bool:
        """Whether the login form lets us in."""
        return (await self.fill_in("login", {"password": self.password}))[0] == 302

    async def fill_in(self, form: str, fields: dict[str, str]) -> tuple[int, str]:
        """The status and the page that answer a form of the hub's."""
        url = f"{self.address}/hub/{form}"
        async with self.web.get(url) as page:
            token = re.search(r'name="_xsrf" value="([^"]+)"', await page.text())[1]
        data = {"username": self.name, "_xsrf": token, **fields}
        async with self.web.post(url, data=data, allow_redirects=False) as answer:
            return answer.status, await answer.text()

    async def open_server(self) -> None:
        """Wait for the server, as the waiting page does; then do as the page on which it opens: pull the notebooks."""
        await self.status("/hub/spawn")
        async with asyncio.timeout(600):
            while True:
                async with self.web.get(f"{self.address}/user/{self.name}/") as page:
                    await page.read()
                    if page.ok and page.url.path.startswith("/user/"):
                        break
                await asyncio.sleep(1)
        async with self.web.get(page.url.with_path(f"{page.url.path}/api", keep_query=True)) as pulled:
            told = await pulled.text()
        assert '"phase": "finished"' in told, told
        await self.status(f"/user/{self.name}/lab")  # JupyterLab hands out its cookies

    async def status(self, path: str) -> int:
        """What a page answers, after redirects."""
        async with self.web.get(self.address + path) as answer:
            await answer.read()
            return answer.status

    async def title(self, path: str) -> str:
        """The first cell of a notebook."""
        return "".join((await self.api("GET", f"contents/{path}?content=1"))["content"]["cells"][0]["source"])

    async def api(self, method: str, path: str, body: object = None) -> object:
        """Ask the student's own server; aiohttp.ClientResponseError where it refuses."""
        headers = {"X-XSRFToken": self.xsrf()}
        url = f"{self.address}/user/{self.name}/api/{path}"
        async with self.web.request(method, url, json=body, headers=headers, raise_for_status=True) as answer:
            return await answer.json() if answer.status != 204 else None

    def xsrf(self) -> str:
        """What a page sends along with each change."""
        return self.web.cookie_jar.filter_cookies(URL(f"{self.address}/user/{self.name}/"))["_xsrf"].value

    @asynccontextmanager
    async def kernel(self, path: str) -> Iterator[Callable[[str], Awaitable[list[dict]]]]:
        """A kernel of a notebook: a function that runs a cell and returns its outputs."""
        body = {"path": path, "name": "", "type": "notebook", "kernel": {"name": "python3"}}
        session = await self.api("POST", "sessions", body)
        url = f"{self.address}/user/{self.name}/api/kernels/{session['kernel']['id']}/channels?_xsrf={self.xsrf()}"
        async with self.web.ws_connect(url, max_msg_size=0, heartbeat=None) as socket:

            async def run(code: str) -> list[dict]:
                return await run_cell(socket, code)

            yield run
        await self.api("DELETE", f"sessions/{session['id']}")

    async def take_lesson(self) -> None:
        """Log in, open the lesson and run it cell by cell; seconds count from the login."""
        started = time.perf_counter()
        assert await self.login(), f"{self.name} cannot log in"
        await self.open_server()
        notebook = (await self.api("GET", f"contents/{LESSON}?content=1"))["content"]
        async with self.kernel(LESSON) as run:
            for cell in notebook["cells"]:
                if cell["cell_type"] != "code":
                    continue
                for output in await run("".join(cell["source"])):
                    if output.get("ename"):
                        self.errors.append(f"{output['ename']}: {output['evalue']}")
                    if "image/png" in output.get("data", {}) and not self.first_figure:
                        self.first_figure = time.perf_counter() - started
            self.total = time.perf_counter() - started
            await asyncio.sleep(3)  # for the last look at the memory


async def run_cell(socket: aiohttp.ClientWebSocketResponse, code: str) -> list[dict]:
    """Send a cell to a kernel; its outputs, when the kernel is idle again and has replied."""
    message_id = uuid.uuid4().hex
    header = {"msg_id": message_id, "msg_type": "execute_request", "username": "", "session": message_id}
    header |= {"version": "5.3", "date": ""}
    content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
    request = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
    await socket.send_str(json.dumps(request))
    outputs, is_idle, has_reply = [], False, False
    while not (is_idle and has_reply):
        received = await socket.receive()
        if received.type not in (aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY):
            raise ConnectionError(f"the kernel's connection ended: {received.type.name}")
        message = json.loads(text_of(received.data))
        if message["parent_header"].get("msg_id") != message_id:
            continue
        kind, content = message["msg_type"], message["content"]
        if kind in ("stream", "display_data", "execute_result", "error"):
            outputs.append(content)
        is_idle |= kind == "status" and content["execution_state"] == "idle"
        has_reply |= kind == "execute_reply"
    return outputs


def text_of(data: str | bytes) -> str | bytes:
    """A message without the pictures of widgets behind it: how many parts, where each begins, then the parts."""
    if isinstance(data, str):
        return data
    parts = int.from_bytes(data[:4], "big")
    begins = [int.from_bytes(data[4 * each : 4 * each + 4], "big") for each in range(1, parts + 1)]
    return data[begins[0] : begins[1]]


class Hub:
    """The hub of deploy/, with a folder and ports of its own, and all that it starts."""

    def __init__(self, folder: Path, course: Path, port: int):
        self.folder, self.course, self.address = folder, course, f"http://127.0.0.1:{port}"
        self.environment = {**os.environ, "CLASS_FOLDER": str(folder), "CLASS_COURSE": str(course)}
        self.environment |= {"CLASS_PORT": str(port), "CLASS_ADMIN": ADMIN}
        self.process: subprocess.Popen | None = None

    async def start(self, **settings: str) -> None:
        command = [sys.executable, "-m", "jupyterhub", "-f", str(ROOT / "deploy/jupyterhub_config.py")]
        with (self.folder / "log").open("a", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                command, cwd=self.folder, env=self.environment | settings, stdout=log, stderr=log
            )
        async with aiohttp.ClientSession() as web:
            for _ in range(240):
                if self.process.poll() is not None:
                    raise RuntimeError("the hub did not start")
                try:
                    async with web.get(f"{self.address}/hub/health") as answer:
                        if answer.status == 200:
                            return
                except aiohttp.ClientError:
                    pass
                await asyncio.sleep(0.5)
        raise TimeoutError("the hub did not start in two minutes")

    def stop(self) -> None:
        """End the hub, which ends its proxy and servers; then whatever still runs in a student's home."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(90)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        mine = f"CLASS_FOLDER={self.folder}".encode()
        for _ in range(20):
            left = [
                process
                for process, environment in environments()
                if mine in environment or any(each.startswith(self.homes) for each in environment)
            ]
            if not left:
                break
            for process in left:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            time.sleep(0.5)

    @property
    def homes(self) -> bytes:
        return f"HOME={self.folder / 'homes'}/".encode()


def environments() -> Iterator[tuple[int, list[bytes]]]:
    """Each process whose environment we may read."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            yield int(folder.name), (folder / "environ").read_bytes().split(b"\0")
        except OSError:
            continue


def memory(homes: bytes) -> dict[str, dict[str, int]]:
    """What each student's processes hold now, in KiB: their share (Pss), what is resident (Rss), the most limited."""
    held: dict[str, dict[str, int]] = {}
    for process, environment in environments():
        home = next((each.removeprefix(homes).decode() for each in environment if each.startswith(homes)), None)
        if not home:
            continue
        try:
            rollup = Path(f"/proc/{process}/smaps_rollup").read_text("utf-8")
            status = Path(f"/proc/{process}/status").read_text("utf-8")
        except OSError:
            continue
        student = held.setdefault(home.split("/")[0], {"Pss": 0, "Rss": 0, "VmData": 0})
        for name in ("Pss", "Rss"):
            student[name] += int(re.search(rf"^{name}:\s+(\d+)", rollup, re.M)[1])
        if data := re.search(r"^VmData:\s+(\d+)", status, re.M):
            student["VmData"] = max(student["VmData"], int(data[1]))
    return held


async def watch_memory(homes: bytes, peaks: dict[str, dict[str, int]]) -> None:
    """Keep the peaks of each student, and of all together under the name "all"."""
    while True:
        held = await asyncio.to_thread(memory, homes)
        held["all"] = {name: sum(each[name] for each in held.values()) for name in ("Pss", "Rss")}
        for student, sizes in held.items():
            peak = peaks.setdefault(student, dict.fromkeys(sizes, 0))
            peak.update({name: max(peak[name], size) for name, size in sizes.items()})
        await asyncio.sleep(2)


def told(is_so: bool, sentence: str) -> bool:
    print(f"{'ok ' if is_so else 'NOT'} {sentence}", flush=True)
    return is_so


async def who_is_approved_comes_in(hub: Hub, admin: Student, students: list[Student]) -> bool:
    """All sign up, one of them as root; the admin lets in all but one."""
    names = ("waiting", "forgetful")
    waiting, forgetful, root = (Student(hub.address, name) for name in (*map(PREFIX.__add__, names), "root"))
    await admin.sign_up()
    good = told(await admin.login(), "the instructor signs up and comes in")
    good &= await odd_names_are_refused(hub)
    for student in (*students, waiting, forgetful, root):
        await student.sign_up()
    early = [await student.login() for student in (*students, waiting, forgetful, root)]
    good &= told(not any(early), "who signs up waits for the instructor")
    refused = [await waiting.status("/hub/authorize"), await waiting.status(f"/hub/authorize/{waiting.name}")]
    for student in (*students, forgetful, root):
        await admin.status(f"/hub/authorize/{student.name}")
    good &= told(not await waiting.login() and set(refused) == {403}, "and cannot approve themselves")
    good &= await nobody_else_comes_in(hub, students[0])
    good &= await wrong_passwords_lock_out(forgetful)
    good &= await root_gets_no_server(root)
    for student in (waiting, forgetful, root):
        await student.web.close()
    return good


async def odd_names_are_refused(hub: Hub) -> bool:
    good = True
    for name in (f"../{PREFIX}odd", f"{PREFIX}odd.", f"-{PREFIX}odd", "학생"):
        stranger = Student(hub.address, name)
        good &= "Something went wrong" in await stranger.sign_up()
        await stranger.web.close()
    return told(good, "a name that is no name of a user is refused")


async def wrong_passwords_lock_out(student: Student) -> bool:
    right, student.password = student.password, "forgotten"
    let_in = [await student.login() for _ in range(5)]
    student.password = right
    return told(not any([*let_in, await student.login()]), "after five wrong passwords the right one waits, too")


async def root_gets_no_server(root: Student) -> bool:
    good = await root.login()
    async with root.web.get(f"{root.address}/hub/spawn") as page:
        good &= "이미 있는 사용자의 이름입니다" in await page.text()
    good &= not any(b"JUPYTERHUB_USER=root" in each for _, each in environments())
    return told(good, "who signs up as root comes in and gets no server, but the reason")


async def nobody_else_comes_in(hub: Hub, student: Student) -> bool:
    good = True
    name, password = student.name, student.password
    for who, what in ((name, "wrong"), (name, "?"), ("nobody", password), (f"../{name}", password)):
        stranger = Student(hub.address, who, what)
        let_in = await stranger.login()
        page = await stranger.status(f"/hub/api/users/{name}")
        await stranger.web.close()
        good &= not let_in and page == 403
    return told(good, "a wrong password, an unknown name and a path in place of a name let nobody in")


async def a_photo_fits(student: Student) -> bool:
    """What a lab sends for a photo is one message."""
    async with student.kernel("trial.ipynb") as run:
        (output,) = await run(f"print(len('{'x' * (30 << 20)}'))")
    return told(output.get("text") == f"{30 << 20}\n", "a message of 30 MB reaches the kernel")


async def students_are_apart(hub: Hub, one: Student, other: Student) -> bool:
    """Through the web, and from a cell of the one's notebook."""
    pages = [f"/user/{other.name}/api/contents", f"/user/{other.name}/api/contents/{LESSON}", f"/user/{other.name}/lab"]
    pages += [f"/hub/api/users/{other.name}"]
    answers = [await one.status(page) for page in pages]
    good = told(set(answers) <= {403, 404}, f"the other's pages answer {answers} to a student")
    good &= told(await one.status(f"/user/{one.name}/api/contents") == 200, "and their own answers 200")
    home, theirs = (hub.folder / "homes" / student.name for student in (one, other))
    servers = [process for process, environment in environments() if f"HOME={theirs}".encode() in environment]
    hubs = [hub.process.pid]
    forbidden = [theirs, theirs / LESSON, hub.folder / "hub.sqlite", hub.folder / "cookie-secret"]
    forbidden += [Path(f"/proc/{process}/environ") for process in servers + hubs]
    assert servers
    assert all(path.exists() for path in forbidden)
    own = [home, home / LESSON]
    code = f"{PROBE}\nprobe({[*map(str, forbidden)]}, {[*map(str, own)]}, {str(theirs / 'left-here')!r})"
    async with one.kernel("trial.ipynb") as run:
        (output,) = await run(code)
    read, own_sizes, written, asked = json.loads(output["text"])
    good &= told(
        set(read) == {"denied"}, f"a cell opens {len(read)} files and folders of the other's and the hub's: {read}"
    )
    good &= told(written == "denied" and not (theirs / "left-here").exists(), f"it writes among the other's: {written}")
    good &= told(all(isinstance(size, int) for size in own_sizes), f"it opens its own: {own_sizes}")
    return good & told(asked == "MemoryError", f"it asks for 4 GB: {asked}")


async def an_update_keeps_changes(hub: Hub, changed: Student, unchanged: Student) -> bool:
    """Both lessons change in the course while the hub restarts; one student had changed a copy and deleted another."""
    mine = (await changed.api("GET", f"contents/{LESSON}?content=1"))["content"]
    mine["cells"][0]["source"] = "# 내 노트북"
    await changed.api("PUT", f"contents/{LESSON}", {"type": "notebook", "format": "json", "content": mine})
    await changed.api("DELETE", f"contents/{OTHER}")
    hub.stop()
    for name in (LESSON, OTHER):
        path = hub.course / name.removeprefix(COPY)
        new = json.loads(path.read_text("utf-8"))
        new["cells"][0]["source"] = "# 새 노트북"
        path.write_text(json.dumps(new), "utf-8")
    await hub.start(CLASS_IDLE_MINUTES=str(IDLE_MINUTES))
    titles = []
    for student in (changed, unchanged):
        student.web.cookie_jar.clear()
        assert await student.login()
        await student.open_server()
        titles += [await student.title(LESSON), await student.title(OTHER)]
        if student is changed:
            await student.api("DELETE", f"contents/{LESSON}")
            await student.open_server()
            asked_for = await student.title(LESSON)
    good = told(
        titles == ["# 내 노트북", "# 새 노트북", "# 새 노트북", "# 새 노트북"],
        f"an update renews unchanged copies, brings a deleted one and leaves a changed one: {titles}",
    )
    return good & told(asked_for == "# 새 노트북", f"who deletes the changed copy gets the new one: {asked_for}")


async def the_page_follows(admin: Student, students: list[Student]) -> bool:
    """The admin sees who has begun; a student sees nothing."""
    seen = []
    for who in (admin, students[0]):
        await who.status(CLASS_PAGE)  # the hub hands out its cookie
        async with who.web.get(f"{who.address}{CLASS_PAGE}view") as answer:
            seen.append(await answer.json() if answer.ok else answer.status)
    shown, refused = seen
    begun = {each["name"] for each in shown["students"] if each["quiet"] is not None}
    good = told(begun == {each.name for each in students}, f"the class's page shows who has begun: {sorted(begun)}")
    return good & told(refused == 403, f"a student is refused it: {refused}")


async def idle_servers_end(hub: Hub) -> bool:
    started = time.perf_counter()
    while (left := memory(hub.homes)) and time.perf_counter() - started < 120:
        await asyncio.sleep(1)
    waited = time.perf_counter() - started
    return told(not left, f"servers that nobody uses for {IDLE_MINUTES * 60:.0f} s have ended after {waited:.0f} s")


async def hold_class(hub: Hub, count: int) -> bool:
    started = time.perf_counter()
    await hub.start()
    print(f"hub: {time.perf_counter() - started:.0f} s to start", flush=True)
    admin, *students = (Student(hub.address, name) for name in names_of(count))
    good = await who_is_approved_comes_in(hub, admin, students)
    peaks: dict[str, dict[str, int]] = {}
    watcher = asyncio.create_task(watch_memory(hub.homes, peaks))
    try:
        started = time.perf_counter()
        async with asyncio.timeout(PATIENCE):
            results = await asyncio.gather(*(each.take_lesson() for each in students[:count]), return_exceptions=True)
        wall = time.perf_counter() - started
        watcher.cancel()
        good &= report(students[:count], results, peaks, wall)
        for student in students[count:]:
            await student.login()
            await student.open_server()
        good &= await the_page_follows(admin, students[:count])
        good &= await a_photo_fits(students[0])
        good &= await students_are_apart(hub, students[0], students[1])
        good &= await an_update_keeps_changes(hub, students[0], students[1])
        good &= await idle_servers_end(hub)
    finally:
        watcher.cancel()
        for student in (admin, *students):
            await student.web.close()
    return good


def report(students: list[Student], results: list, peaks: dict[str, dict[str, int]], wall: float) -> bool:
    """Print the table of the lesson."""
    good = True
    print("student        succeeds  first figure, s  all cells, s  peak Pss, MB  peak Rss, MB")
    for student, result in zip(students, results, strict=True):
        errors = [repr(result)] if result else student.errors
        error = "; ".join(errors) or ("" if student.first_figure else "no figure")
        good &= not error
        pss, rss = (peaks.get(student.name, {}).get(name, 0) * KIB / 1e6 for name in ("Pss", "Rss"))
        numbers = f"{student.first_figure:>17.0f}{student.total:>14.0f}{pss:>14.0f}{rss:>14.0f}"
        print(f"{student.name:<14}{'no' if error else 'yes':>9}{numbers}  {error}")
    data = max(sizes.get("VmData", 0) for sizes in peaks.values()) * KIB / 1e6
    print(
        f"{len(students)} students on {len(os.sched_getaffinity(0))} cores: {wall:.0f} s; all their processes together "
        f"at most {peaks['all']['Pss'] * KIB / 1e9:.1f} GB (Pss); one process at most {data:.0f} MB of what is limited"
    )
    return told(good, f"all {len(students)} run the whole lesson at the same time")


def four_free_ports() -> int:
    """The first of four neighbours."""
    for port in range(20000 + os.getpid() % 10000, 60000, 4):
        try:
            for each in range(port, port + 4):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", each))
        except OSError:
            continue
        return port
    raise OSError("no four free ports")


def names_of(count: int) -> list[str]:
    """The instructor, then at least two students."""
    return [ADMIN, *(f"{PREFIX}{number}" for number in range(1, max(count, 2) + 1))]


def remove_accounts(folder: Path) -> None:
    """The users of the machine whose home is in the class's folder."""
    for account in pwd.getpwall():
        if Path(account.pw_dir).parent == folder / "homes":
            subprocess.run(["userdel", account.pw_name], check=True)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--students", type=int, default=8)
    parser.add_argument("--keep-log", type=Path, help="a file for the hub's log")
    options = parser.parse_args()
    if os.geteuid():
        sys.exit("In a class students are users of this machine: root has to run this.")
    if taken := {account.pw_name for account in pwd.getpwall() if account.pw_name.startswith(PREFIX)}:
        sys.exit(f"Left by an earlier test, or somebody's: {taken}")
    folder = Path(tempfile.mkdtemp(prefix="class-"))
    folder.chmod(0o711)
    course = folder / "course"
    for name in ("notebooks", "images"):
        shutil.copytree(ROOT / name, course / name, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    hub = Hub(folder, course, four_free_ports())
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    good = False
    try:
        good = asyncio.run(hold_class(hub, options.students))
    finally:
        hub.stop()
        log = (folder / "log").read_text("utf-8") if (folder / "log").exists() else ""
        if options.keep_log:
            options.keep_log.write_text(log, "utf-8")
        elif not good:
            print(*log.splitlines()[-60:], sep="\n", file=sys.stderr)
        remove_accounts(folder)
        shutil.rmtree(folder)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
