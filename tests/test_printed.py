"""The handouts as they come out of the printer: two pages each, nothing cut off, their fonts and text inside."""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pypdf import PdfReader

from helpers.text import LESSONS
from publish.chromium import CHROMIUM, print_pdfs
from publish.excerpts import Excerpts
from publish.handouts import pages, write_handouts
from publish.languages import FIRST, place_of
from publish.packages import Unreachable

pytestmark = pytest.mark.thorough
NAMES = list(pages())
ONE_PAGE = {"survey-key", "schedule"}
LANDSCAPE = {"schedule"}
LETTERS = 8  # pixels of the smallest ones in a diagram: 6 points on paper

# What is wrong with a page of a handout as it stands on paper, 96 pixels to an inch.
CUT_OFF_OR_EMPTY = """
([width, height, letters]) => [...document.querySelectorAll(".page")].flatMap((page, number) => {
  const wrong = [];
  const tell = (element, what) => wrong.push(`page ${number + 1}: ${element.textContent.trim().slice(0, 40)} ${what}`);
  const paper = page.getBoundingClientRect();
  if (Math.abs(paper.width - width) > 2 || paper.height > height + 1) tell(page, `is ${paper.width} × ${paper.height}`);
  for (const element of page.querySelectorAll("*")) {
    if (element.closest(".katex") || !element.checkVisibility()) continue;
    const box = element.getBoundingClientRect();
    if (box.right > paper.right + 1 || box.bottom > paper.bottom + 1) tell(element, "is outside");
    if (element.matches("img") && !element.naturalWidth) tell(element.parentNode, "has a picture that does not show");
    if (element.matches(".blank, td, th") && element.scrollWidth > element.clientWidth + 1) tell(element, "is wide");
    if (element.matches("svg text")) {
      const size = parseFloat(getComputedStyle(element).fontSize) * element.getScreenCTM().a;
      if (size < letters) tell(element, `has letters of ${size} pixels`);
    }
  }
  const told = [...page.children].filter((child) => getComputedStyle(child).position !== "absolute");
  const gaps = told.map((child) => child.getBoundingClientRect());
  gaps.forEach((box, place) => {
    if (place && box.top - gaps[place - 1].bottom > height / 6) tell(told[place], "stands below a gap");
  });
  if (paper.bottom - gaps.at(-1).bottom > height / 6) tell(page, "is not full");
  return wrong;
})
"""


@pytest.fixture(scope="module")
def printed(tmp_path_factory) -> Path:
    """The folder of handouts in all languages. What npm has fetched once is kept in build/npm."""
    folder = tmp_path_factory.mktemp("handout") / "handout"
    missing = pytest.fail if os.environ.get("CI") else pytest.skip
    if not CHROMIUM:
        missing("Chromium is needed: on Debian or Ubuntu, sudo apt install chromium fonts-nanum")
    try:
        with ThreadPoolExecutor() as apart:  # this thread may have a browser open, and Playwright runs once a thread
            apart.submit(print_pdfs, write_handouts(folder)).result()
    except Unreachable as error:
        missing(str(error))
    return folder


def text_of(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def fonts_of(path: Path) -> dict[str, bool]:
    """Name of each font of a PDF → whether it is in there."""
    found = {}
    for page in PdfReader(path).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            font = font.get_object()
            if font["/Subtype"] == "/Type3":  # is made of drawings, which are in there
                continue
            inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
            descriptor = inner["/FontDescriptor"].get_object()
            found[font["/BaseFont"]] = any(name in descriptor for name in ("/FontFile", "/FontFile2", "/FontFile3"))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_has_its_pages_fonts_and_text_but_no_latex(name, printed, taught):
    path = place_of(printed, taught) / f"{name}.pdf"
    assert len(PdfReader(path).pages) == (1 if name in ONE_PAGE else 2)
    fonts = fonts_of(path)
    assert all(fonts.values()), fonts
    assert any("CourseGothic" in font for font in fonts), fonts  # NanumGothic by its name on pages
    hangul, letters = (len(re.findall(alphabet, text_of(path))) for alphabet in ("[가-힣]", r"[^\W\d_]"))
    assert hangul > 500 if taught == FIRST else letters > 500 and not hangul
    assert not re.search(r"\$|\\[a-z]+|undefined|\{\{|\}\}", text_of(path))


@pytest.mark.parametrize("lesson", LESSONS)
def test_holds_its_title_word_by_word_and_set_formulas(lesson, printed, taught):
    for path in (place_of(printed, taught) / f"{name}.pdf" for name in (lesson, f"{lesson}-answers")):
        assert " ".join(text_of(path).split()).count(Excerpts(lesson).title) == 2  # on a line or two
        assert any("KaTeX" in font for font in fonts_of(path))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_cut_off_too_small_or_half_empty(name, printed, taught, offline):
    offline.emulate_media(media="print")
    offline.goto((place_of(printed, taught) / f"{name}.html").as_uri())
    offline.evaluate("document.fonts.ready.then(() => null)")
    wide = name in LANDSCAPE
    mm = 96 / 25.4
    wrong = offline.evaluate(CUT_OFF_OR_EMPTY, [(297 if wide else 210) * mm, (210 if wide else 297) * mm, LETTERS])
    assert not wrong
    assert offline.locator(".katex-error").count() == 0
