"""What the course puts on a page, in JupyterLab's light and dark theme: judged by axe-core, and used by keyboard alone.

Judged is what is ours: prose and the outputs of cells.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page, expect

from tests.axe import AXE, SEVERE
from tests.jupyterlab import SECONDS, SETTINGS, run_all, serving

pytestmark = pytest.mark.thorough

THEMES = ["JupyterLab Light", "JupyterLab Dark"]
STORED = ["7-1b-single-layer", "7-9-glossary"]  # pages of prose, tables, diagrams, stored figures and quizzes
OURS = {"include": [[".jp-RenderedMarkdown"], [".jp-OutputArea-output"]]}
NOT_OURS = {  # rule → the element that others write and no public means of theirs changes
    # JupyterLab's picture of an image/png output has no alt, though the metadata of the output have one.
    "image-alt": r"^<img src=\"data:image/png",
    # ipywidgets' handle of a slider has no name: a div in the role of a slider, whose label is bound to nothing.
    # The named field beside each slider, which a test below demands, does the same.
    "aria-input-field-name": r"^<div class=\"noUi-handle",
}
CELLS = {
    "begin": f"""
import sys
sys.path.insert(0, {str(Path.cwd())!r})
import numpy as np
from helpers.course import use_figure_style
from helpers.exercises.feedback import SIGNS, Card
from helpers.exercises import Quiz
from helpers.labs import *
from helpers.labs.live import LiveView
from helpers.training.runs import TrainConfig
from tests.fakes import FakeEngine
from tests.lab_checks import settle

use_figure_style()
random = np.random.default_rng(0)


class Model:
    def predict(self, images, verbose=0):
        return np.full((len(images), 10), 0.1)
""",
    "softmax": "SoftmaxLab()",
    "cross_entropy": "CrossEntropyLab()",
    "activation": "ActivationLab()",
    "boundary": "BoundaryLab()",
    "descent": "DescentLab()",
    "valley": "ValleyLab()",
    "one_image": """
images, weights = random.random((10, 28, 28), dtype='float32'), random.normal(size=(784, 10))
OneImageLab(images, np.arange(10), weights.T, np.zeros(10), weights, np.zeros(10))
""",
    "photo": "PhotoLab(Model())",
    "training": """
lab = TrainingLab(FakeEngine(), units=(10, 300, 10), activation=['relu', 'sigmoid'])
for optimizer in ('sgd', 'adam', 'momentum'):
    lab.settings.optimizer.value = optimizer
    lab.start.click()
    settle(lab)
lab
""",
    "race": """
race = OptimizerRace(FakeEngine(), [TrainConfig(), TrainConfig('adam'), TrainConfig('rmsprop')])
race.start.click()
settle(race)
race
""",
    "live": "LiveView(5)",
    "quiz": "Quiz('7-1b/softmax')",
    "cards": """
for state in SIGNS:
    display(Card(state, '머리', '`말`을 합니다.', 'x = 1'))
""",
}


@pytest.fixture(scope="module", params=THEMES)
def labs(request, browser, browser_context_args, tmp_path_factory):
    """A page with every widget of the course, run, in that theme."""
    folder = tmp_path_factory.mktemp("accessible")
    (folder / "notebooks").mkdir()
    shutil.copytree("images", folder / "images")
    for name in STORED:
        shutil.copy(f"notebooks/{name}.ipynb", folder / "notebooks")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code.strip()) for code in CELLS.values()])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, folder / "notebooks" / "labs.ipynb")
    settings = {**SETTINGS, "@jupyterlab/apputils-extension/themes": {"theme": request.param}}
    with serving(folder, settings) as address, browser.new_page(**browser_context_args) as page:
        run_all(page, address, "labs")
        expect(page.locator("body")).to_have_attribute("data-jp-theme-name", request.param)
        page.address = address
        yield page


def output(page: Page, name: str):
    """What the cell of that name shows."""
    return page.locator(".jp-CodeCell").nth(list(CELLS).index(name)).locator(".jp-OutputArea").first


def violations(page: Page) -> list[str]:
    """Rule, element and reason of each violation that is severe."""
    page.evaluate(AXE)
    found = page.evaluate("ours => axe.run(ours, {resultTypes: ['violations']})", OURS)
    assert len(found["passes"]) > 10
    return [
        f"{violation['id']}: {node['html'][:200]} {[why['message'] for why in node['any'] + node['none']]}"
        for violation in found["violations"]
        for node in violation["nodes"]
        if violation["impact"] in SEVERE and not re.match(NOT_OURS.get(violation["id"], "^$"), node["html"])
    ]


class TestAccessible:
    def test_axe_finds_nothing_severe_in_the_labs_the_quiz_and_the_cards(self, labs):
        assert violations(labs) == []

    def test_axe_finds_nothing_severe_in_an_opened_answer(self, labs):
        for summary in output(labs, "quiz").locator("summary").all():
            summary.focus()
            labs.keyboard.press("Enter")
        expect(output(labs, "quiz").locator("details[open]")).to_have_count(4)
        assert violations(labs) == []

    def test_every_picture_of_a_lab_has_words(self, labs):
        pictures = labs.locator("img.widget-image")
        assert pictures.count() == 12
        for picture in pictures.all():
            assert len(re.findall("[가-힣]", picture.get_attribute("title"))) >= 10

    def test_no_title_says_null(self, labs):
        shown = "[title=null]:visible"
        assert [each.evaluate("element => element.outerHTML") for each in labs.locator(shown).all()] == []

    def test_every_slider_has_a_field_of_its_name(self, labs):
        sliders = labs.locator(".widget-slider:visible")
        assert sliders.count() > 15
        for slider in sliders.all():
            name = slider.locator("label").inner_text()
            field = slider.locator("xpath=..").get_by_label(name, exact=True)
            assert field.evaluate("element => ['INPUT', 'SELECT'].includes(element.tagName)")

    def test_every_state_of_an_exercise_has_a_sign_of_its_own(self, labs):
        heads = output(labs, "cards").locator("b").all_inner_texts()
        assert len({head[0] for head in heads}) == len(heads) == 4

    @pytest.mark.parametrize("name", [name for name in CELLS if name not in ("begin", "live", "cards")])
    def test_tab_reaches_every_control_in_order_and_each_shows_where_it_is(self, labs, name):
        controls = output(labs, name).locator("[role=slider], input, select, button, summary")
        expected = [each for each in controls.element_handles() if each.is_visible() and each.is_enabled()]
        assert expected
        labs.evaluate("document.activeElement.blur()")
        looks = [each.evaluate(LOOK) for each in expected]
        expected[0].focus()
        labs.keyboard.press("Tab")
        labs.keyboard.press("Shift+Tab")
        for each, unfocused in zip(expected, looks, strict=True):
            html = each.evaluate("element => element.outerHTML")
            assert each.evaluate("element => element === document.activeElement"), html
            assert each.evaluate(LOOK) != unfocused, html
            labs.keyboard.press("Tab")

    @pytest.mark.parametrize("name", ["softmax", "cross_entropy", "activation", "valley", "one_image", "training"])
    def test_arrow_keys_move_every_slider_and_its_field(self, labs, name):
        for slider in output(labs, name).locator(".widget-slider:visible").all():

            def field(slider=slider):  # both may be renamed by a move
                return slider.locator("xpath=..").get_by_label(slider.locator("label").inner_text(), exact=True)

            for key in ("ArrowLeft", "ArrowRight", "ArrowRight"):  # also from its end
                before = field().input_value()
                slider.locator(".noUi-handle").focus()
                labs.keyboard.press(key)
                labs.wait_for_timeout(150)
                if field().input_value() != before:
                    break
            expect(field()).not_to_have_value(before)

    def test_a_field_takes_a_value_typed_by_keyboard(self, labs):
        field = output(labs, "training").get_by_label("에포크", exact=True)
        field.fill("7")
        labs.keyboard.press("Enter")
        handle = output(labs, "training").locator(".noUi-handle").first
        expect(handle).to_have_attribute("aria-valuenow", re.compile(r"7(\.0)?"))

    def test_space_starts_a_race_s_replay_which_ends_by_itself(self, labs):
        play = output(labs, "race").get_by_role("button", name="다시 보기")
        field = output(labs, "race").get_by_label("여기까지 보기(에포크)")
        play.focus()
        labs.keyboard.press("Space")
        expect(field).to_have_value("1")
        expect(field).to_have_value("5", timeout=10 * SECONDS)
        expect(play).not_to_have_class(re.compile("mod-active"), timeout=10 * SECONDS)

    def test_a_quiz_takes_a_vote_and_another_by_keyboard_and_the_focus_stays(self, labs):
        for number in ("③", "②"):
            button = output(labs, "quiz").get_by_role("button", name=number)
            button.focus()
            labs.keyboard.press("Space")
            expect(output(labs, "quiz").get_by_text(f"적어 둔 답: {number}")).to_be_visible()
            expect(button).to_be_focused()

    @pytest.mark.parametrize("name", STORED)
    def test_axe_finds_nothing_severe_in_a_lesson_as_it_is_stored(self, labs, page, name):
        page.goto(labs.address.format(name))
        page.locator(".jp-RenderedMarkdown h1").first.wait_for(timeout=60 * SECONDS)
        page.get_by_text(re.compile(r"\| Idle$")).wait_for(timeout=120 * SECONDS)
        assert violations(page) == []


# What a focus changes: of the control, or of what stands around it.
LOOK = """element => [element, element.parentElement].map(each => {
    const style = getComputedStyle(each);
    return [style.outlineStyle, style.outlineWidth, style.boxShadow, style.borderColor].join(' ');
}).join('|')"""
