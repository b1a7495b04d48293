"""The labs in a real JupyterLab and a real Chromium, on the kernels of ipykernel 6 (Colab's) and 7."""

from __future__ import annotations

import json
import re
import shutil
import sys
import time
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Locator, Page, expect

from helpers.exercises.catalogue import find
from tests.jupyterlab import SECONDS, run_all, serving
from tests.lessons import shortened

KERNELS = ["python3", pytest.param("ipykernel6", marks=pytest.mark.thorough)]
LEARNING_RATE = re.compile("^학습률")  # the default of the optimizer or another one
IPYKERNEL_6 = Path(sys.prefix) / "ipykernel-6"
LAST_CELLS = {"7-1b-single-layer": None, "7-2b-optimizers": "lab-7-2b-race"}  # later ones train long, without a lab

pytestmark = pytest.mark.course


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A JupyterLab with the notebooks, one copy a kernel, and beside them the images."""
    folder = tmp_path_factory.mktemp("jupyterlab")
    (folder / "notebooks").mkdir()
    shutil.copytree("images", folder / "images")
    for name, last in LAST_CELLS.items():
        notebook = nbformat.read(f"notebooks/{name}.ipynb", as_version=4)
        ids = [cell.id for cell in notebook.cells]
        notebook.cells = notebook.cells[: ids.index(last) + 1] if last else notebook.cells
        for cell in notebook.cells:
            cell.source = shortened(cell.source)
        for kernel in ("python3", "ipykernel6"):
            notebook.metadata.kernelspec = {"name": kernel, "display_name": kernel, "language": "python"}
            nbformat.write(notebook, folder / "notebooks" / f"{name}-{kernel}.ipynb")
    spec = folder / "jupyter" / "kernels" / "ipykernel6"
    spec.mkdir(parents=True)
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    environment = {"PYTHONPATH": str(IPYKERNEL_6)}
    kernel = {"argv": command, "display_name": "ipykernel6", "language": "python", "env": environment}
    (spec / "kernel.json").write_text(json.dumps(kernel), "utf-8")
    with serving(folder) as address:
        yield address


def lab(page: Page, code: str) -> Locator:
    """The widgets below the last cell that holds that code."""
    output = page.locator(".jp-CodeCell", has_text=code).last.locator(".jp-OutputArea")
    output.scroll_into_view_if_needed()
    return output


def slider(lab: Locator, label: str | re.Pattern) -> tuple[Locator, Locator]:
    """Handle of the slider with that label, and the field beside it."""
    row = lab.locator(".widget-slider", has=lab.page.get_by_text(label, exact=True))
    return row.locator(".noUi-handle"), lab.get_by_label(label, exact=True)


def move_by_keyboard(lab: Locator, label: str, key: str = "ArrowRight") -> None:
    handle, field = slider(lab, label)
    before = field.input_value()
    handle.focus()
    lab.page.keyboard.press(key)
    expect(field).not_to_have_value(before)


def move_by_mouse(lab: Locator, label: str | re.Pattern, pixels: int) -> None:
    handle, field = slider(lab, label)
    before = field.input_value()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    lab.page.mouse.move(x, y)
    lab.page.mouse.down()
    lab.page.mouse.move(x + pixels, y, steps=5)
    lab.page.mouse.up()
    expect(field).not_to_have_value(before)


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


def answer(page: Page, stub: str, code: str) -> Locator:
    """Write code in the place of what stands in the cell with that stub, run it, and give what it shows."""
    cells = page.locator(".jp-CodeCell")
    cell = cells.nth(next(i for i, text in enumerate(cells.all_inner_texts()) if stub in text))
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(code)
    page.keyboard.press("Shift+Enter")
    return cell.locator(".jp-OutputArea")


def run_again(page: Page, code: str) -> None:
    """The last cell that holds that code."""
    page.locator(".jp-CodeCell", has_text=code).last.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")


@pytest.mark.parametrize("kernel", KERNELS)
def test_7_1b_a_student_moves_sliders_votes_trains_stops_and_trains_again(page, server, kernel):
    run_all(page, server, f"7-1b-single-layer-{kernel}")
    softmax = lab(page, "SoftmaxLab()")
    before = softmax.locator("img").first.get_attribute("src")
    handle = softmax.locator(".noUi-handle").first
    handle.focus()
    page.keyboard.press("ArrowRight")
    expect(softmax.locator("img").first).not_to_have_attribute("src", before)

    quiz = page.locator(".jp-CodeCell", has_text="Quiz('7-1b/softmax')")
    press(quiz, "③")
    expect(quiz).to_contain_text("적어 둔 답: ③")

    training = lab(page, "TrainingLab(")
    move_by_keyboard(training, "에포크")
    expect(training.get_by_label("학습률(기본값)", exact=True)).to_be_visible()
    move_by_mouse(training, LEARNING_RATE, 40)
    expect(training.get_by_label("학습률", exact=True)).to_be_visible()
    press(training, "시작")
    expect(training).to_contain_text("훈련을 마쳤습니다", timeout=60 * SECONDS)
    expect(rows(training)).to_have_count(1)

    training.get_by_role("tab", name="가중치와 예측").click()
    picture = training.locator("img:visible")
    expect(picture).to_have_attribute("title", re.compile("^6번째 에포크: 클래스 10개의 가중치"))
    press(training, "지우기")
    expect(picture).to_have_count(0)
    press(training, "시작")
    expect(picture).to_have_attribute("title", re.compile("^6번째 에포크: "), timeout=60 * SECONDS)

    sigmoid = "keras.Sequential([keras.Input(shape=(784,)), keras.layers.Dense(10, activation='sigmoid')])"
    wrong = answer(page, "my_model = ...", f"my_model = {sigmoid}\ncheck('7-1b/2', my_model)\nhint('7-1b/2')")
    expect(wrong).to_contain_text("아직 맞지 않습니다 (7-1b/2)")
    expect(wrong).to_contain_text("합이 1이 아닙니다")
    expect(wrong).to_contain_text("힌트 1/3")
    right = answer(page, "my_model = keras", find("7-1b/2").texts["solution"].strip() + "\n\ncheck('7-1b/2', my_model)")
    expect(right).to_contain_text("맞았습니다 (7-1b/2)")
    expect(answer(page, "progress('7-1b')", "progress('7-1b')")).to_contain_text(
        "7-1b/2 층 하나인 모델 만들기: 맞았습니다"
    )
    assert not page.complaints


@pytest.mark.thorough
@pytest.mark.parametrize("kernel", KERNELS)
def test_7_2b_the_curve_grows_the_lab_stops_and_the_race_is_run(page, server, kernel):
    run_all(page, server, f"7-2b-optimizers-{kernel}")
    training = lab(page, "TrainingLab(engine)")
    move_by_keyboard(training, "에포크", "End")
    move_by_mouse(training, LEARNING_RATE, 25)
    press(training, "시작")
    assert count_pictures(training, seconds=3) >= 3  # of a run that takes 7 seconds on a quiet machine
    expect(training).to_contain_text(re.compile(r"중 ([2-9]|\d\d)번째 에포크"), timeout=60 * SECONDS)  # one has ended
    press(training, "멈춤")
    expect(training).to_contain_text("멈추었습니다", timeout=5 * SECONDS)

    training.get_by_label("옵티마이저", exact=True).select_option(label="Adam")
    slider(training, "에포크")[0].focus()
    page.keyboard.press("Home")
    press(training, "시작")
    expect(training).to_contain_text("훈련을 마쳤습니다", timeout=60 * SECONDS)
    expect(rows(training)).to_have_count(2)

    race = lab(page, "OptimizerRace(engine")
    press(race, "시작")
    expect(rows(race)).to_have_count(6, timeout=120 * SECONDS)
    expect(race.locator("button", has_text="시작")).to_be_enabled()

    slider(training, "에포크")[0].focus()
    page.keyboard.press("End")
    press(training, "시작")
    expect(training).to_contain_text("번째 에포크", timeout=60 * SECONDS)
    run_again(page, "TrainingLab(engine)")
    expect(rows(training)).to_have_count(0)
    expect(training.locator("button", has_text="시작")).to_have_count(1)
    press(training, "시작")
    expect(training).to_contain_text("훈련을 마쳤습니다", timeout=60 * SECONDS)
    expect(rows(training)).to_have_count(1)
    assert not page.complaints
