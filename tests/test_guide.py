"""The instructor's guide: all that a lesson asks stands in it with its answer, and it prints in the course's font."""

from __future__ import annotations

import functools
import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

from helpers.text import LESSONS, language, lesson_text
from helpers.text.html import with_code
from publish.guide import page as page_of
from publish.languages import FIRST, place_of, published, speaking
from publish.plans import parts_of
from publish.talks import read_talk, words
from tests.words import HANGUL


@pytest.fixture
def guide(taught, lesson) -> str:
    """The lesson's page in each language in turn, spoken while the test runs."""
    return guide_in(taught, lesson)


@functools.cache
def guide_in(spoken: str, lesson: str) -> str:
    with speaking(spoken):
        return page_of(read_talk(lesson))


def letters(html: str) -> str:
    """What a reader sees, without the spaces."""
    return re.sub(r"\s", "", unescape(re.sub(r"<[^>]+>", "", html)))


@pytest.mark.parametrize("lesson", LESSONS)
class TestLesson:
    def test_is_one_page_with_one_title_in_its_language(self, guide):
        assert re.findall("<html.*>", guide) == [f'<html lang="{language()}">']
        assert guide.count("<h1>") == 1
        assert bool(HANGUL.search(guide)) == (language() == FIRST)

    def test_leads_to_what_all_guides_share_and_to_slides_in_its_language(self, guide, talk):
        guides, slides = Path("dist/guide"), Path("dist/slides")
        here, there = (place_of(folder, language()) for folder in (guides, slides))
        links = {Path(os.path.normpath(here / link)) for link in re.findall(r'(?:href|src)="([^"#]+)', guide)}
        assert {link for link in links if link.suffix == ".html"} == {
            here / "index.html",
            there / f"{talk.lesson}.html",
        }
        loaded = {link.relative_to(guides).parts[0] for link in links if link.suffix in (".css", ".js")}
        assert loaded == {"guide.css", "katex"}

    def test_begins_with_aims_path_and_what_to_do_when_a_machine_fails(self, talk, guide):
        first = guide.partition('<section class="first">')[2].partition("</section>")[0]
        says = words()["guide_page"]
        assert re.findall("<h2>(.+)</h2>", first) == [says["aims"], says["path"], says["failing"]]
        for part in parts_of(talk):
            assert (f'<a href="#{part.id}">' in first) == (not part.homework)
            assert f'id="{part.id}"' in guide

    def test_answers_every_quiz_with_what_to_say_to_each_choice(self, talk, guide):
        told = letters(guide)
        for name, quiz in lesson_text("quizzes", talk.lesson).items():
            for said in (quiz["question"], *(each[part] for each in quiz["answers"] for part in ("answer", "reply"))):
                assert letters(with_code(said)) in told, (name, said)
            assert letters(talk.quizzes[name]["note"].replace("`", "")) in told

    def test_answers_every_exercise_and_names_its_misconceptions(self, talk, guide):
        told = letters(guide)
        for name, exercise in lesson_text("exercises", talk.lesson).items():
            said = [exercise["title"], exercise["solution"], exercise["why"].replace("`", "")]
            for sentence in exercise["not_yet"].values():
                said += re.split(r"\{[^}]*\}", sentence.replace("`", ""))
            assert [each for each in said if re.sub(r"\s", "", each) not in told] == [], name

    def test_answers_every_question_of_a_lab(self, talk, guide):
        told = letters(guide).replace("**", "")
        answers = [cell for cell in talk.notebook.cells if re.fullmatch(r"lab-.*-answer", cell.id)]
        assert guide.count('<div class="answer">') == len(answers) > 0
        for cell in answers:
            for sentence in re.findall(r"^[^<\[`*\\$]{20,}$", cell.source, re.MULTILINE):
                assert re.sub(r"\s", "", sentence) in told
        _, question = words()["guide_page"]["asked"]
        asked = re.findall(rf"\*\*{question}\*\*: ", "".join(cell.source for cell in talk.notebook.cells))
        assert guide.count(f"<strong>{question}</strong>:") == len(asked) == len(answers)

    def test_leaves_no_mark_of_its_source(self, guide):
        read = re.sub(r"<(pre|code)>.*?</\1>|\$[^$]+\$|<script.*", "", guide, flags=re.DOTALL)
        assert not re.search(r"\*\*|`|&lt;|\.ipynb|\{value", read)


def test_the_forest_did_not_win():
    asked = {each["asked"]: each["answered"] for each in read_talk("7-2c").guide["questions"]}
    assert asked["랜덤 포레스트가 왜 이겼습니까?"].lstrip().startswith("이기지 않았습니다.")


@pytest.mark.thorough
def test_prints_every_lesson_with_its_letters_its_first_page_whole(tmp_path, page):
    folder = tmp_path / "guide"
    made = subprocess.run([sys.executable, "-m", "publish.guide", str(folder)], capture_output=True, encoding="utf-8")
    if "could not be fetched" in made.stderr:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(made.stderr)
    assert made.stdout == f"Written: {folder / 'index.html'}\n"
    written = [place_of(folder, each) / f"{lesson}.html" for each in published() for lesson in LESSONS]
    for path in written:
        printed = path.with_suffix(".pdf").read_bytes()
        assert re.search(rb"/BaseFont /[A-Z]{6}\+CourseGothic\b", printed), "the letters are not in the file"
        page.goto(path.as_uri())
        page.emulate_media(media="print")
        page.set_viewport_size({"width": round(182 / 25.4 * 96), "height": 1000})
        page.evaluate("Promise.all([...document.fonts].map((font) => font.load()))")
        height = page.locator(".first").evaluate("first => first.getBoundingClientRect().bottom") * 25.4 / 96
        assert height < 297 - 26, f"{path}: what a class needs at a glance takes {height:.0f} mm"
        assert page.locator(".katex-error").count() == 0
        assert "$" not in page.locator("main").inner_text()
        assert page.locator("table").evaluate_all(
            "all => all.every((each) => each.scrollWidth <= each.clientWidth + 1)"
        )
        assert not page.complaints
