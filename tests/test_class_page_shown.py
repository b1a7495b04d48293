"""The class's page in a browser: read by axe-core in both themes, used by keyboard; names are hostile."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from deploy.class_page.page import still_page
from deploy.class_page.tally import Tally
from deploy.class_page.view import view
from helpers.events import new_event
from publish.languages import speaking
from tests.axe import AXE
from tests.words import HANGUL

pytestmark = pytest.mark.thorough

HOSTILE = "<img src=x onerror=alert(1)>"
NAMES = [HOSTILE, "</script><script>alert(2)</script>", "김하늘", "&lt;b&gt;", "javascript:alert(3)", "이" * 60]
KEYS = ["no_bias", "no_bias", "one_bias", "other", "no_such_misconception", "no_bias"]


def shown_class() -> dict:
    """Six students, of whom one has solved the first exercise after an error."""
    tally = Tally()
    for number, (name, key) in enumerate(zip(NAMES, KEYS, strict=True)):
        tally.add(name, new_event("exercise", "7-1b/1", "not_yet", key, hints=number % 3))
        tally.add(name, new_event("quiz", "7-1b/network", "right" if number % 2 else "not_yet", "34"[number % 2]))
    tally.add(NAMES[0], new_event("exercise", "7-1b/1", "right"))
    tally.add(NAMES[0], new_event("exercise", "7-2a/chain", "not_yet", "no_slope"))
    return view(tally, 0.0)


@pytest.fixture
def shown(page: Page, tmp_path) -> Page:
    """The page as one file."""
    (tmp_path / "class.html").write_text(still_page(shown_class()), "utf-8")
    page.on("dialog", lambda dialog: page.complaints.append(dialog.message))
    page.goto((tmp_path / "class.html").as_uri())
    page.get_by_label("노트북").select_option("7-1b")
    yield page
    assert page.complaints == []


def violations(page: Page) -> list[str]:
    """What axe-core finds, whatever its severity."""
    page.evaluate(AXE)
    found = page.evaluate("() => axe.run()")
    assert len(found["passes"]) > 10
    return [f"{each['id']}: {[node['html'][:200] for node in each['nodes']]}" for each in found["violations"]]


def test_in_another_language_no_word_is_korean(page, tmp_path):
    with speaking("en"):
        (tmp_path / "class.html").write_text(still_page(shown_class()), "utf-8")
    page.goto((tmp_path / "class.html").as_uri())
    page.get_by_label("Notebook").select_option("7-1b")
    page.get_by_role("button", name="Show the right answer").click()
    expect(page.get_by_text("✓ the right answer")).to_have_count(1)
    expect(page.locator("tbody th").first).to_have_text("All 6")
    assert not HANGUL.search(page.locator("body").inner_text())
    assert violations(page) == []
    assert page.complaints == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(shown, theme):
    shown.emulate_media(color_scheme=theme)
    assert violations(shown) == []
    shown.get_by_role("button", name="이름 보기").click()
    shown.get_by_role("button", name="정답 보기").click()
    assert violations(shown) == []


def test_names_are_nowhere_until_they_are_asked_for(shown):
    rows = shown.locator("tbody th")
    assert rows.all_inner_texts() == ["모두 6명", *(f"학생 {number}" for number in range(1, 7))]
    assert "김하늘" not in shown.evaluate("() => document.documentElement.outerHTML")
    button = shown.get_by_role("button", name="이름 보기")
    button.focus()
    shown.keyboard.press("Enter")
    assert rows.all_inner_texts()[1:] == sorted(NAMES)
    assert shown.locator("main img, main script, main b").count() == 0
    shown.keyboard.press("Enter")
    assert "김하늘" not in shown.evaluate("() => document.documentElement.outerHTML")


def test_a_state_is_told_by_a_word_and_a_sign(shown):
    cells = shown.locator("tbody tr", has_text="학생 2").locator("td")
    assert [text.split() for text in cells.all_inner_texts()][:2] == [["✗", "아직", "힌트", "1"], ["·", "시작", "전"]]
    total = shown.locator("tbody tr").first.locator("td").first
    assert total.inner_text().split() == ["✓", "맞음", "1", "✗", "아직", "5", "·", "시작", "전", "0"]


def test_the_right_answer_is_told_when_asked_and_the_focus_stays(shown):
    quiz = shown.locator("#quizzes article")
    expect(quiz).to_have_count(1)
    assert [text.split() for text in quiz.locator(".count").all_inner_texts()] == [
        ["①", "0명"],
        ["②", "0명"],
        ["③", "3명"],
        ["④", "3명"],
    ]
    button = quiz.get_by_role("button", name="정답 보기")
    button.focus()
    shown.keyboard.press("Enter")
    expect(quiz.locator("li").nth(2)).to_contain_text("정답")
    expect(quiz.get_by_text("✓ 정답")).to_have_count(1)
    expect(button).to_be_focused()
    shown.keyboard.press("Enter")
    expect(quiz.get_by_text("✓ 정답")).to_have_count(0)


def test_another_lesson_shows_its_own(shown):
    shown.get_by_label("노트북").select_option("7-2a")
    expect(shown.locator("#misconceptions")).to_contain_text("7-2a/chain")
    expect(shown.locator("#misconceptions sub").first).to_have_text("1")
    expect(shown.locator("#quizzes")).to_have_text("아직 고른 답이 없습니다.")


def test_on_a_narrow_screen_only_the_table_is_wider(shown):
    shown.set_viewport_size({"width": 420, "height": 800})
    assert shown.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
