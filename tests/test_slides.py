"""Each lesson is a talk: each cell has its place, no slide is cut off or asks a network, a lab trains on a slide."""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path

import nbformat
import pytest
from fontTools.ttLib import TTFont
from playwright.sync_api import Page, expect

from helpers.text import LESSONS, language
from publish import packages
from publish.colab import COLAB
from publish.languages import FIRST, place_of, published
from publish.packages import Unreachable
from publish.plans import parts_of
from publish.slides import FONT, REVEAL, for_slides, main, write_font, write_slides
from publish.talks import mark, pages, read_talk, shortened, shown, undecided
from publish.words import say
from tests.jupyterlab import SECONDS, run_all, serving
from tests.words import HANGUL, INFORMAL

SIZES = {"1280x720": (1280, 720), "1920x1080": (1920, 1080)}
READABLE = 13.9  # pixels of a slide of 1280 by 720
IN_A_DIAGRAM = 13
DECKS = [place_of(Path(), each) / lesson for each in published() for lesson in LESSONS]
WALKS = [(deck, size) for deck in DECKS for size in SIZES if size == min(SIZES) or deck.parent == Path()]
SMALL = """

from helpers.data import FashionMNIST

data = FashionMNIST(data.train.first(2000), data.valid.first(500), data.test)"""

# Goes through all slides as a speaker does, all fragments shown and each answer of each quiz opened once, and tells
# what is wrong with a slide: something outside the window, a line cut off, letters or a picture too small.
TOO_BIG_OR_TOO_SMALL = """
async ([readable, inADiagram]) => {
  const wrong = [];
  const scale = innerWidth / 1280;
  const shows = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest("aside");
  const hasWords = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  const settled = () => new Promise((done) => setTimeout(() => requestAnimationFrame(done), 20));

  function judge(slide, name) {
    for (const element of slide.querySelectorAll("*")) {
      if (!shows(element)) continue;
      const box = element.getBoundingClientRect();
      const outside = box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
      const tells = `${name}: ${element.tagName} ${element.textContent.trim().slice(0, 40)}`;
      if (outside && box.width > 2 && !element.closest(".katex")) wrong.push(`${tells} is outside`);
      const cut = element.matches("pre, table") && element.scrollWidth > element.clientWidth + 1;
      if (cut) wrong.push(`${tells} is cut off`);
      if (element.matches("img") && element.clientWidth < 0.95 * element.naturalWidth) wrong.push(`${tells} is shrunk`);
      if (element.matches("svg text")) {
        const size = (parseFloat(getComputedStyle(element).fontSize) * element.getScreenCTM().a) / scale;
        if (size < inADiagram) wrong.push(`${tells} has letters of ${size} pixels`);
      } else if (hasWords(element) && !element.closest("svg, .katex")) {
        const size = (parseFloat(getComputedStyle(element).fontSize) * Reveal.getScale()) / scale;
        if (size < readable) wrong.push(`${tells} has letters of ${size} pixels`);
      }
    }
  }

  for (const [number, slide] of Reveal.getSlides().entries()) {
    const { h, v } = Reveal.getIndices(slide);
    Reveal.slide(h, v, 99);
    await settled();
    judge(slide, `slide ${number + 1}`);
    for (const answer of slide.querySelectorAll("details")) {
      answer.open = true;
      await settled();
      judge(slide, `slide ${number + 1}, answered`);
      answer.open = false;
    }
  }
  return wrong;
}
"""


@pytest.fixture(scope="session")
def slides(tmp_path_factory) -> Path:
    """The exported talks. What npm has fetched once is kept in build/npm."""
    folder = tmp_path_factory.mktemp("slides") / "slides"
    try:
        write_slides(folder)
    except Unreachable as error:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(str(error))
    return folder


@pytest.fixture
def offline(offline):
    """A page of 1280 by 720 without a network."""
    offline.set_viewport_size({"width": 1280, "height": 720})
    return offline


def opened(page: Page, slides: Path, name: Path | str) -> Page:
    page.goto((slides / f"{name}.html").as_uri())
    page.locator("body[data-ready]").wait_for(timeout=60 * SECONDS)
    return page


def names_of(code: str) -> tuple[set[str], set[str]]:
    """Names that a cell's code makes, and names that it uses."""
    made, used = set(), set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Name):
            (used if isinstance(node.ctx, ast.Load) else made).add(node.id)
        elif isinstance(node, ast.alias):
            made.add((node.asname or node.name).split(".")[0])
        elif isinstance(node, ast.FunctionDef):
            made.add(node.name)
    return made, used


@pytest.mark.parametrize("lesson", LESSONS)
class TestMarks:
    def test_every_cell_has_its_place_in_the_talk(self, talk):
        assert not undecided(talk)
        assert talk.continues <= {cell.id for cell in talk.notebook.cells}, "a cell that continues is gone"

    def test_a_cell_without_a_decision_is_found(self, lesson):
        talk = read_talk(lesson)
        talk.notebook.cells.insert(3, nbformat.v4.new_markdown_cell("새 셀입니다.", id="new"))
        assert [sentence.split()[0] for sentence in undecided(talk)] == ["new"]

    def test_the_speaker_is_told_what_to_ask_in_one_tone(self, talk):
        notes = talk.spoken
        opening = {cell.id for cell in talk.notebook.cells if mark(cell) in ("slide", "subslide")}
        assert set(notes) <= opening | set(talk.plan)
        for name, note in notes.items():
            assert note.rstrip().endswith((".", "?")), name
            assert not INFORMAL.search(note), name
            assert "$" not in note, "the speaker's window has no style for formulas"

    def test_one_exercise_is_for_the_class_and_the_others_are_left_for_after_the_talk(self, talk):
        cells = {cell.id: cell for cell in talk.notebook.cells}
        exercises = [part for part in parts_of(talk) if part.kind == "exercise"]
        (of_the_class,) = [part for part in exercises if part.slides]
        assert of_the_class.must
        task, stub = [cell for cell in of_the_class.cells if mark(cell) != "skip"]
        assert "..." in stub.source
        assert f"check('{talk.lesson}/{of_the_class.name}'" in stub.source
        skipped = {name for name, cell in cells.items() if mark(cell) == "skip"}
        assert {name for name in cells if name.startswith("exercise-")} - skipped == {task.id, stub.id}
        shown = ("quiz-", "lab-")  # the answer to a lab's question is left for reading
        assert not [name for name in skipped if name.startswith(shown) and not name.endswith("-answer")]

    def test_no_slide_needs_a_cell_that_is_left_out(self, talk):
        made, left_out = set(), set()
        for cell in talk.notebook.cells:
            if cell.cell_type == "code":
                makes, uses = names_of(cell.source)
                if mark(cell) == "skip":
                    left_out |= makes - made
                else:
                    made |= makes
                    left_out -= makes
                    assert not uses & left_out, cell.id

    def test_its_notes_are_no_cells_of_the_notebook(self, talk):
        assert "notes" not in {mark(cell) for cell in talk.notebook.cells}


def markdown(source: str, kind: str | None = None):
    metadata = {"slideshow": {"slide_type": kind}} if kind else {}
    return nbformat.v4.new_markdown_cell(source, metadata=metadata, id="cell")


def exported(*cells) -> list[tuple[str | None, str]]:
    """Marks and first lines of what the slides show of a talk of these cells."""
    talk = read_talk("7-1a")
    talk.notebook.cells = list(cells)
    return [(mark(cell), cell.source.split("\n")[0]) for cell in pages(talk).cells]


class TestPages:
    def test_a_heading_within_a_cell_opens_a_page_and_what_is_before_it_closes_the_one_before(self):
        assert exported(markdown("끝말\n\n### 제목\n\n본문", "subslide")) == [
            ("fragment", "끝말"),
            ("subslide", "### 제목"),
        ]
        assert exported(markdown("## 큰 제목\n\n### 제목\n\n본문", "slide")) == [("slide", "## 큰 제목")]
        assert exported(markdown("## 제목\n\n본문\n\n### 다음\n\n본문", "slide")) == [
            ("slide", "## 제목"),
            ("subslide", "### 다음"),
        ]

    def test_a_page_has_one_diagram_at_most(self):
        source = "앞\n\n![그림](../images/a.svg)\n\n사이\n\n![그림](../images/b.svg)\n\n뒤"
        assert exported(markdown(source, "slide")) == [("slide", "앞"), ("subslide", "사이")]

    def test_a_long_output_keeps_its_two_ends(self):
        lines = [f"{number}\n" for number in range(20)]
        assert shortened("".join(lines[:12])) == "".join(lines[:12])
        assert shortened("".join(lines)) == "".join([*lines[:4], "⋮\n", *lines[-4:]])

    def test_the_font_has_the_letters_of_the_pages_and_not_four_megabytes(self, tmp_path):
        (tmp_path / "en").mkdir()
        (tmp_path / "7-1a.html").write_text("<p>가중치&nbsp;&rarr;\x00</p>", "utf-8")
        (tmp_path / "en" / "7-1a.html").write_text("<p>naïve</p>", "utf-8")
        write_font(tmp_path)
        font = TTFont(tmp_path / "fonts" / "course-gothic.ttf")
        assert {*map(ord, "가중치→ïAz09 ")} <= set(font.getBestCmap())
        assert not {ord("힣"), 0} & set(font.getBestCmap())
        assert font["name"].getDebugName(1) == FONT
        assert (tmp_path / "fonts" / "LICENSE").is_file()

    def test_links_lead_only_to_other_talks(self):
        linked = "[씨앗(seed)](7-9-glossary.ipynb#cell-id=seed)을 [7-1b](7-1b-single-layer.ipynb)"
        assert for_slides(linked) == "씨앗(seed)을 [7-1b](7-1b.html)"
        assert for_slides("[**층**](7-9-glossary.ipynb#cell-id=layer)은") == "<strong>층</strong>은"

    @pytest.mark.parametrize("folder", [place_of(Path("images"), each) for each in published()])
    def test_a_diagram_is_that_of_the_notebook_s_language(self, folder):
        words = re.findall(r"<text[^>]*>([^<]+)", (folder / "neuron.svg").read_text("utf-8"))
        shown = for_slides(f"![a neuron]({'../' * len(folder.parts)}{folder.as_posix()}/neuron.svg)")
        assert shown.startswith("<figure")
        assert re.findall(r"<text[^>]*>([^<]+)", shown) == words != []

    def test_a_badge_is_left_out_for_its_picture_would_be_fetched(self):
        badge = f"[![{say('colab.badge')}]({COLAB}/assets/colab-badge.svg)]({COLAB}/github/some-teacher/course)"
        assert for_slides(f"# 7-1b\n\n{badge}\n\n앞") == "# 7-1b\n\n앞"


def test_a_package_is_fetched_where_the_home_cannot_be_written(no_home, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", no_home["HOME"])
    assert packages.fetch(REVEAL, tmp_path / "kept").exists()
    assert len(list((tmp_path / "kept").iterdir())) == 1


class TestWithoutNpm:
    def test_one_sentence_says_that_npm_is_missing(self, tmp_path, monkeypatch, capsys):
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.chdir(tmp_path)
        assert main([str(tmp_path / "slides")]) == 1
        assert re.fullmatch(
            r"reveal.js [\d.]+ is fetched with npm, and npm was not found: .*\.\n", capsys.readouterr().err
        )
        assert not (tmp_path / "slides").exists()

    def test_one_sentence_says_that_the_network_is_missing(self, tmp_path, monkeypatch, capsys):
        npm = tmp_path / "npm"
        npm.write_text("#!/bin/sh\necho a long trace >&2\nexit 1\n", "utf-8")
        npm.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
        monkeypatch.chdir(tmp_path)
        assert main([str(tmp_path / "slides")]) == 1
        assert re.fullmatch(r"reveal.js [\d.]+ could not be fetched with npm: .*\.\n", capsys.readouterr().err)

    def test_an_archive_that_is_not_the_known_one_is_refused(self, tmp_path, monkeypatch):
        npm = tmp_path / "npm"
        npm.write_text('#!/bin/sh\necho strange > "$4/known-1.0.tgz"\n', "utf-8")
        npm.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
        with pytest.raises(Unreachable, match=r"known 1\.0 is not the archive"):
            packages.fetch(packages.Package("known", "1.0", "0" * 128), tmp_path / "kept")
        assert not list((tmp_path / "kept").glob("*.tgz"))


@pytest.mark.thorough
@pytest.mark.parametrize(("deck", "size"), WALKS)
def test_no_slide_is_cut_off_and_all_can_be_read_from_the_back(slides, offline, deck, size):
    width, height = SIZES[size]
    offline.set_viewport_size({"width": width, "height": height})
    opened(offline, slides, deck)
    assert not offline.evaluate(TOO_BIG_OR_TOO_SMALL, [READABLE, IN_A_DIAGRAM])


@pytest.mark.thorough
@pytest.mark.parametrize("lesson", LESSONS)
def test_a_talk_shows_what_is_stored_and_asks_no_network(slides, offline, talk):
    page = opened(offline, slides, place_of(Path(), language()) / talk.lesson)
    cells = shown(talk.notebook)
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    pictures = [output for output in outputs if "image/png" in output.get("data", {})]
    assert page.locator(".slides img").count() == len(pictures) > 0
    assert page.evaluate("[...document.images].every((image) => image.naturalWidth > 0)")
    told = page.evaluate("[...document.images].map((image) => image.alt)")
    assert told == [output.metadata.get("image/png", {}).get("alt", "") for output in pictures]
    labs = [cell for cell in cells if cell.id.startswith("lab-") and cell.outputs]
    assert all("image/png" in cell.outputs[0].data for cell in labs)
    assert page.locator(".slides [role=group]").count() == sum(cell.id.startswith("quiz-") for cell in cells) / 2
    formulas = sum(len(re.findall(r"\$\$.+?\$\$|\$.+?\$", c.source)) for c in cells if c.cell_type == "markdown")
    assert page.locator(".slides .katex").count() == formulas
    assert page.locator(".katex-error").count() == 0
    assert page.evaluate("[...document.fonts].find((font) => font.family.includes('Course Gothic')).status") == "loaded"


@pytest.mark.thorough
@pytest.mark.parametrize("lesson", ["7-2a"])
def test_the_index_leads_to_every_talk_and_its_notes_and_to_other_languages(slides, offline, talk):
    folder = place_of(slides, language())
    offline.goto((folder / "index.html").as_uri())
    links = offline.locator("a").evaluate_all("links => links.map((link) => link.getAttribute('href'))")
    *others, guide = [link for link in links if "/" in link]
    assert set(links) - {*others, guide} == {f"{each}{what}.html" for each in LESSONS for what in ("", "-notes")}
    for link in links[:-1]:
        assert (folder / link).is_file()
    indexes = {place_of(slides, each) / "index.html" for each in published() if each != language()}
    assert {(folder / link).resolve() for link in others} == {each.resolve() for each in indexes}
    assert (folder / guide).resolve() == (place_of(slides.with_name("guide"), language()) / "index.html").resolve()
    offline.get_by_role("link", name=talk.title).click()
    offline.locator("body[data-ready]").wait_for(timeout=60 * SECONDS)
    expect(offline.locator(".where")).to_contain_text("1/")


@pytest.mark.thorough
def test_a_page_says_its_language_and_speaks_no_other(slides):
    for each in published():
        for path in place_of(slides, each).glob("*.html"):
            html = path.read_text("utf-8")
            assert re.findall("<html.*>", html) == [f'<html lang="{each}">']
            own = re.sub(r"<a [^>]*\blang=.*?</a>", "", html)
            assert bool(HANGUL.search(own)) == (each == FIRST), path


@pytest.mark.thorough
@pytest.mark.parametrize("language", [each for each in published() if each != FIRST])
def test_a_language_s_folder_holds_its_pages_alone(slides, language):
    files = [path.suffix for path in place_of(slides, language).rglob("*")]
    assert set(files) == {".html"}
    assert len(files) == 2 * len(LESSONS) + 1


@pytest.mark.thorough
def test_s_opens_a_window_with_the_notes_of_the_slide_that_is_shown(slides, offline):
    page = opened(offline, slides, "7-2a")
    with page.expect_popup() as popup:
        page.keyboard.press("s")
    notes = popup.value.locator(".speaker-controls-notes .value")
    talk = read_talk("7-2a")
    first, second = talk.notes["c7-2a-00"], talk.notes["c7-2a-05"]
    expect(notes).to_contain_text(first.strip().split("\n")[0], timeout=60 * SECONDS)
    page.keyboard.press("ArrowRight")
    expect(notes).to_contain_text(second.strip().split("\n")[0], timeout=60 * SECONDS)


@pytest.mark.thorough
def test_a_network_is_trained_on_a_slide(page, tmp_path):
    """In JupyterLab's live slides the speaker comes to the lab by the space bar and starts it: a curve grows."""
    notebook = read_talk("7-2a").notebook
    wanted = [
        "c7-2a-00",
        "c7-2a-01",
        "c7-2a-02",
        "c7-2a-03",
        "c7-2a-04",
        "exercise-7-2a-2",
        "c7-2a-52",
        "lab-7-2a-training",
    ]
    live = nbformat.from_dict({**notebook, "cells": [cell for cell in notebook.cells if cell.id in wanted]})
    for cell in live.cells:
        cell.source += SMALL if cell.id == "c7-2a-04" else ""
        cell.source = "my_total = 1" if cell.id == "exercise-7-2a-2" else cell.source  # not in need of others
    (tmp_path / "notebooks").mkdir()
    nbformat.write(live, tmp_path / "notebooks" / "talk.ipynb")
    with serving(tmp_path) as server:
        page.set_viewport_size({"width": 1280, "height": 720})
        run_all(page, server, "talk")
        page.locator(".jp-NotebookPanel-toolbar [data-jp-item-name=deck] *").first.click()
        page.locator("body[data-jp-deck-mode=presenting]").wait_for(state="attached")
        lab = page.locator(".jp-CodeCell.jp-deck-mod-onscreen", has_text="TrainingLab(")
        page.locator(".jp-Cell").first.focus()
        for _ in range(len(wanted)):
            if lab.count():
                break
            page.keyboard.press("Space")
            page.wait_for_timeout(300)
        expect(page.locator(".jp-Cell.jp-deck-mod-onscreen")).to_have_count(2)
        expect(page.locator(".jp-Cell", has_text="my_total")).not_to_have_class(re.compile("jp-deck-mod-onscreen"))
        picture = lab.locator("img").first
        before = picture.get_attribute("src")
        lab.locator("button", has_text="시작").click()
        expect(lab).to_contain_text("훈련을 마쳤습니다", timeout=120 * SECONDS)
        expect(lab.locator("tr:has(td)")).to_have_count(1)
        assert picture.get_attribute("src") != before
        expect(picture).to_be_in_viewport()
        expect(page.locator("body[data-jp-deck-mode=presenting]")).to_have_count(1)
