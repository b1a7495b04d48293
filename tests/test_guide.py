"""The instructor's guide: all that a lesson asks stands in it with its answer, and it prints in Korean letters."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html import unescape

import pytest

from helpers.text import LESSONS, lesson_text
from helpers.text.html import with_code
from publish.guide import page as page_of
from publish.plans import parts_of
from publish.talks import WORDS, read_talk

TALKS = {lesson: read_talk(lesson) for lesson in LESSONS}
PAGES = {lesson: page_of(talk) for lesson, talk in TALKS.items()}
SAYS = WORDS["guide_page"]


def words(html: str) -> str:
    """What a reader sees, without the spaces."""
    return re.sub(r"\s", "", unescape(re.sub(r"<[^>]+>", "", html)))


@pytest.mark.parametrize("lesson", LESSONS)
class TestLesson:
    def test_is_one_korean_page_with_one_title(self, lesson):
        assert re.findall("<html.*>", PAGES[lesson]) == ['<html lang="ko">']
        assert PAGES[lesson].count("<h1>") == 1

    def test_begins_with_aims_path_and_what_to_do_when_a_machine_fails(self, lesson):
        first = PAGES[lesson].partition('<section class="first">')[2].partition("</section>")[0]
        assert re.findall("<h2>(.+)</h2>", first) == [SAYS["aims"], SAYS["path"], SAYS["failing"]]
        for part in parts_of(TALKS[lesson]):
            assert (f'<a href="#{part.id}">' in first) == (not part.homework)
            assert f'id="{part.id}"' in PAGES[lesson]

    def test_answers_every_quiz_with_what_to_say_to_each_choice(self, lesson):
        told = words(PAGES[lesson])
        for name, quiz in lesson_text("quizzes", lesson).items():
            for said in (quiz["question"], *(each[part] for each in quiz["answers"] for part in ("answer", "reply"))):
                assert words(with_code(said)) in told, (name, said)
            assert words(TALKS[lesson].quizzes[name]["note"].replace("`", "")) in told

    def test_answers_every_exercise_and_names_its_misconceptions(self, lesson):
        told = words(PAGES[lesson])
        for name, exercise in lesson_text("exercises", lesson).items():
            said = [exercise["title"], exercise["solution"], exercise["why"].replace("`", "")]
            for sentence in exercise["not_yet"].values():
                said += re.split(r"\{[^}]*\}", sentence.replace("`", ""))
            assert [each for each in said if re.sub(r"\s", "", each) not in told] == [], name

    def test_answers_every_question_of_a_lab(self, lesson):
        told = words(PAGES[lesson]).replace("**", "")
        answers = [cell for cell in TALKS[lesson].notebook.cells if re.fullmatch(r"lab-.*-answer", cell.id)]
        assert PAGES[lesson].count('<div class="answer">') == len(answers) > 0
        for cell in answers:
            for sentence in re.findall(r"^[^<\[`*\\$]{20,}$", cell.source, re.MULTILINE):
                assert re.sub(r"\s", "", sentence) in told
        asked = re.findall(r"\*\*물음\*\*: ", "".join(cell.source for cell in TALKS[lesson].notebook.cells))
        assert PAGES[lesson].count("<strong>물음</strong>:") == len(asked) == len(answers)

    def test_leaves_no_mark_of_its_source(self, lesson):
        read = re.sub(r"<(pre|code)>.*?</\1>|\$[^$]+\$|<script.*", "", PAGES[lesson], flags=re.DOTALL)
        assert not re.search(r"\*\*|`|&lt;|\.ipynb|\{value", read)


def test_the_forest_did_not_win():
    asked = {each["asked"]: each["answered"] for each in TALKS["7-2c"].guide["questions"]}
    assert asked["랜덤 포레스트가 왜 이겼습니까?"].lstrip().startswith("이기지 않았습니다.")


@pytest.mark.thorough
def test_prints_every_lesson_with_its_korean_letters_its_first_page_whole(tmp_path, page):
    folder = tmp_path / "guide"
    made = subprocess.run([sys.executable, "-m", "publish.guide", str(folder)], capture_output=True, encoding="utf-8")
    if "could not be fetched" in made.stderr:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(made.stderr)
    assert made.stdout == f"Written: {folder / 'index.html'}\n"
    written = [folder / f"{lesson}.html" for lesson in LESSONS]
    for path in written:
        printed = path.with_suffix(".pdf").read_bytes()
        assert re.search(rb"/BaseFont /[A-Z]{6}\+CourseGothic\b", printed), "the letters are not in the file"
        page.goto(path.as_uri())
        page.emulate_media(media="print")
        page.set_viewport_size({"width": round(182 / 25.4 * 96), "height": 1000})
        page.evaluate("Promise.all([...document.fonts].map((font) => font.load()))")
        height = page.locator(".first").evaluate("first => first.getBoundingClientRect().bottom") * 25.4 / 96
        assert height < 297 - 26, f"{path.stem}: what a class needs at a glance takes {height:.0f} mm"
        assert page.locator(".katex-error").count() == 0
        assert "$" not in page.locator("main").inner_text()
        assert page.locator("table").evaluate_all(
            "all => all.every((each) => each.scrollWidth <= each.clientWidth + 1)"
        )
        assert not page.complaints
