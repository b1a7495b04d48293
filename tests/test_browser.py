"""The labs in a real JupyterLab and a real Chromium, on the kernels of ipykernel 6 (Colab's) and 7.

Where Chromium is not installed the tests are skipped in so many words; with CI set they fail instead.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
SETTINGS = {
    "@jupyterlab/notebook-extension/tracker.jupyterlab-settings": {"windowingMode": "none"},  # every cell in the page
    "@jupyterlab/docmanager-extension/plugin.jupyterlab-settings": {"autosave": False},
}
KERNELS = ["python3", "ipykernel6"]
IPYKERNEL_6 = Path(sys.prefix) / "ipykernel-6"
LAST_CELLS = {"7-1b-single-layer": None, "7-2b-optimizers": "lab-7-2b-race"}  # later ones train long, without a lab
SECONDS = 1000  # milliseconds

pytestmark = pytest.mark.skipif(not (CHROMIUM or os.environ.get("CI")), reason="Chromium is not installed")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """What the server shows: the notebooks, one copy a kernel, and beside them the images; and where it is told how."""
    folder = tmp_path_factory.mktemp("jupyterlab")
    (folder / "notebooks").mkdir()
    shutil.copytree("images", folder / "images")
    for name, last in LAST_CELLS.items():
        notebook = nbformat.read(f"notebooks/{name}.ipynb", as_version=4)
        ids = [cell.id for cell in notebook.cells]
        notebook.cells = notebook.cells[: ids.index(last) + 1] if last else notebook.cells
        for cell in notebook.cells:
            cell.source = shortened(cell.source)
        for kernel in KERNELS:
            notebook.metadata.kernelspec = {"name": kernel, "display_name": kernel, "language": "python"}
            nbformat.write(notebook, folder / "notebooks" / f"{name}-{kernel}.ipynb")
    for name, settings in SETTINGS.items():
        (folder / "settings" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "settings" / name).write_text(json.dumps(settings))
    spec = folder / "jupyter" / "kernels" / "ipykernel6"
    spec.mkdir(parents=True)
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    environment = {"PYTHONPATH": str(IPYKERNEL_6)}
    kernel = {"argv": command, "display_name": "ipykernel6", "language": "python", "env": environment}
    (spec / "kernel.json").write_text(json.dumps(kernel))
    return folder


def shortened(code: str) -> str:
    """One epoch in the place of many, and no judgement of figures: these are compared by nbval."""
    return re.sub(r"(epochs|max_iter)=\d+", r"\1=1", re.sub(r"^ *within\(.*", "", code, flags=re.MULTILINE))


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[str]:
    """A JupyterLab on loopback; its address, with {} for the name of a notebook."""
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
    }
    with (folder / "log").open("w") as log:
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
    for _ in range(120):
        try:
            urllib.request.urlopen(address)
            return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(address)


@pytest.fixture(scope="module")
def browser() -> Iterator:
    assert CHROMIUM, "Chromium is needed: on Debian or Ubuntu, sudo apt install chromium fonts-nanum"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda said: said.type == "error" and page.complaints.append(said.text))
    yield page
    page.close()


def run_all(page: Page, server: str, name: str) -> None:
    """Open a notebook, run all its cells and wait for the end."""
    page.goto(server.format(name))
    idle = page.get_by_text(re.compile(r"\| Idle$"))  # in the status bar, once there is a kernel
    idle.wait_for(timeout=120 * SECONDS)
    last = page.locator(".jp-CodeCell .jp-InputPrompt").last
    before = last.inner_text()
    for _ in range(3):  # a cold start has lost the first click
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        page.wait_for_timeout(2 * SECONDS)
        if "[*]" in page.locator(".jp-CodeCell .jp-InputPrompt").all_inner_texts() or last.inner_text() != before:
            break
    expect(last).to_have_text(re.compile(r"\[\d+\]"), timeout=400 * SECONDS)
    idle.wait_for(timeout=60 * SECONDS)
    assert page.locator(".jp-OutputArea-output[data-mime-type*='error']").count() == 0


def lab(page: Page, code: str) -> Locator:
    """The widgets below the last cell that holds that code."""
    output = page.locator(".jp-CodeCell", has_text=code).last.locator(".jp-OutputArea")
    output.scroll_into_view_if_needed()
    return output


def slider(lab: Locator, label: str) -> tuple[Locator, Locator]:
    """Handle and readout of the slider with that label."""
    row = lab.locator(".widget-inline-hbox", has=lab.page.get_by_text(label, exact=True))
    return row.locator(".noUi-handle"), row.locator(".widget-readout")


def move_by_keyboard(lab: Locator, label: str, key: str = "ArrowRight") -> None:
    handle, readout = slider(lab, label)
    before = readout.inner_text()
    handle.focus()
    lab.page.keyboard.press(key)
    expect(readout).not_to_have_text(before)


def move_by_mouse(lab: Locator, label: str, pixels: int) -> None:
    handle, readout = slider(lab, label)
    before = readout.inner_text()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    lab.page.mouse.move(x, y)
    lab.page.mouse.down()
    lab.page.mouse.move(x + pixels, y, steps=5)
    lab.page.mouse.up()
    expect(readout).not_to_have_text(before)


def count_pictures(lab: Locator, seconds: float) -> int:
    """How many different pictures the lab shows in that time."""
    seen = set()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        seen.add(lab.locator("img").first.get_attribute("src"))
        lab.page.wait_for_timeout(50)
    return len(seen)


def rows(lab: Locator) -> Locator:
    """A run each, without the head of the table."""
    return lab.locator("tr:has(td)")


def press(lab: Locator, name: str) -> None:
    lab.locator("button", has_text=name).click()


@pytest.mark.parametrize("kernel", KERNELS)
def test_7_1b_a_student_moves_sliders_trains_stops_and_trains_again(page, server, kernel):
    run_all(page, server, f"7-1b-single-layer-{kernel}")
    softmax = lab(page, "SoftmaxLab()")
    before = softmax.locator("img").first.get_attribute("src")
    handle = softmax.locator(".noUi-handle").first
    handle.focus()
    page.keyboard.press("ArrowRight")
    expect(softmax.locator("img").first).not_to_have_attribute("src", before)

    training = lab(page, "TrainingLab(")
    move_by_keyboard(training, "에포크")
    move_by_mouse(training, "학습률", 40)
    press(training, "시작")
    expect(training).to_contain_text("훈련을 마쳤습니다", timeout=60 * SECONDS)
    expect(rows(training)).to_have_count(1)
    assert not page.complaints


@pytest.mark.parametrize("kernel", KERNELS)
def test_7_2b_the_curve_grows_the_lab_stops_and_the_race_is_run(page, server, kernel):
    run_all(page, server, f"7-2b-optimizers-{kernel}")
    training = lab(page, "TrainingLab(engine)")
    for _ in range(3):
        move_by_keyboard(training, "에포크", "PageUp")
    move_by_mouse(training, "학습률", 25)
    press(training, "시작")
    assert count_pictures(training, seconds=8) >= 3
    press(training, "멈춤")
    expect(training).to_contain_text("멈추었습니다", timeout=5 * SECONDS)

    training.locator("select").select_option(label="Adam")
    slider(training, "에포크")[0].focus()
    page.keyboard.press("Home")
    press(training, "시작")
    expect(training).to_contain_text("훈련을 마쳤습니다", timeout=60 * SECONDS)
    expect(rows(training)).to_have_count(2)

    race = lab(page, "OptimizerRace(engine")
    press(race, "시작")
    expect(rows(race)).to_have_count(6, timeout=120 * SECONDS)
    expect(race.locator("button", has_text="시작")).to_be_enabled()
    assert not page.complaints
