"""A real JupyterLab for tests in a browser."""

from __future__ import annotations

import json
import os
import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect

SETTINGS = {
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"},  # every cell in the page
    "@jupyterlab/docmanager-extension/plugin": {"autosave": False},
}
SECONDS = 1000  # milliseconds


@contextmanager
def serving(folder: Path, settings: Mapping[str, Mapping] = SETTINGS) -> Iterator[str]:
    """A JupyterLab on loopback that shows folder/notebooks; its address, with {} for the name of a notebook."""
    for name, values in settings.items():
        path = folder / "settings" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), "utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_hex(16)
    options = ["--allow-root", "--no-browser", "--ip=127.0.0.1", f"--port={port}", f"--IdentityProvider.token={token}"]
    environment = {
        **os.environ,
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
        "JUPYTER_PATH": str(folder / "jupyter"),
        "JUPYTER_DATA_DIR": str(folder / "data"),  # what is solved here is not solved for the tests that follow
    }
    with (folder / "log").open("w", encoding="utf-8") as log:
        command = [sys.executable, "-m", "jupyterlab", *options, f"--ServerApp.root_dir={folder}"]
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/api?token={token}")
        yield f"{address}/doc/tree/notebooks/{{}}.ipynb?token={token}&reset"
    finally:
        process.terminate()
        process.wait()


def wait_for(address: str) -> None:
    """Until a server answers there."""
    for _ in range(120):
        try:
            urllib.request.urlopen(address)
            return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(address)


def run_all(page: Page, server: str, name: str) -> None:
    """Open a notebook, run all its cells and wait for the end."""
    page.goto(server.format(name))
    idle = page.get_by_text(re.compile(r"\| Idle$"))  # in the status bar, once there is a kernel
    idle.wait_for(timeout=120 * SECONDS)
    last = page.locator(".jp-CodeCell .jp-InputPrompt").last
    before = last.inner_text()
    for _ in range(3):  # a cold start has lost the first click
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.locator(".lm-Menu").get_by_text("Run All Cells", exact=True).click()
        page.wait_for_timeout(2 * SECONDS)
        if "[*]" in page.locator(".jp-CodeCell .jp-InputPrompt").all_inner_texts() or last.inner_text() != before:
            break
    expect(last).to_have_text(re.compile(r"\[\d+\]"), timeout=400 * SECONDS)
    idle.wait_for(timeout=60 * SECONDS)
    assert page.locator(".jp-OutputArea-output[data-mime-type*='error']").count() == 0
