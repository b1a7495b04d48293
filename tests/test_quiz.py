"""The quizzes: what they ask is whole, and each answer brings its own reply, by keyboard, without a kernel."""

from __future__ import annotations

import copy
import re
from html import escape

import pytest
from playwright.sync_api import expect

from helpers.exercises import Quiz
from helpers.exercises.quiz import checked
from helpers.text import LESSONS, lesson_text, say
from tests.words import INFORMAL

QUESTIONS = {f"{lesson}/{key}": each for lesson in LESSONS for key, each in lesson_text("quizzes", lesson).items()}
NAMES = list(QUESTIONS)
RIGHT, WRONG = say("quiz.verdict.right"), say("quiz.verdict.wrong")


def place_of_right(name: str) -> int:
    return [answer.get("right", False) for answer in QUESTIONS[name]["answers"]].index(True)


def words(question: dict) -> list[str]:
    return [question["question"], *(answer[part] for answer in question["answers"] for part in ("answer", "reply"))]


@pytest.mark.parametrize("lesson", LESSONS)
class TestLesson:
    def test_asks_five_to_fourteen_questions(self, lesson):
        assert 5 <= len(lesson_text("quizzes", lesson)) <= 14

    def test_has_its_right_answers_in_every_place_and_never_thrice_in_one(self, lesson):
        places = [place_of_right(name) for name in NAMES if name.startswith(f"{lesson}/")]
        assert set(places) == {0, 1, 2, 3}
        assert not re.search(r"(.)\1\1", "".join(map(str, places)))

    def test_gives_no_reply_twice(self, lesson):
        replies = [answer["reply"] for each in lesson_text("quizzes", lesson).values() for answer in each["answers"]]
        assert len(set(replies)) == len(replies)


@pytest.mark.parametrize("name", NAMES)
class TestQuestion:
    def test_has_four_answers_one_of_them_right_each_with_its_reply(self, name):
        answers = QUESTIONS[name]["answers"]
        assert len(answers) == len({each["answer"] for each in answers}) == 4
        assert len({each["reply"] for each in answers}) == 4
        assert [each.get("right", False) for each in answers].count(True) == 1
        assert all(set(each) <= {"answer", "reply", "right"} for each in answers)

    def test_replies_with_a_reason_and_not_with_a_verdict_alone(self, name):
        for each in QUESTIONS[name]["answers"]:
            assert len(each["reply"]) >= 30
            assert not re.match(r"(정답입|오답|맞았습|틀렸습|아닙니다)", each["reply"])

    def test_does_not_tell_the_right_answer_by_its_length(self, name):
        lengths = [len(each["answer"]) for each in QUESTIONS[name]["answers"]]
        longest_wrong = max(length for i, length in enumerate(lengths) if i != place_of_right(name))
        assert lengths[place_of_right(name)] <= 1.6 * longest_wrong

    def test_is_in_the_one_tone_and_closes_what_it_opens(self, name):
        for sentence in words(QUESTIONS[name]):
            assert not INFORMAL.search(sentence)
            assert "$" not in sentence  # GitHub would show it as it stands
            assert sentence.count("`") % 2 == 0
        assert not [each for each in QUESTIONS[name]["answers"] if re.search("모두 맞|위의 모두", each["answer"])]
        assert all(each["reply"].endswith("니다.") for each in QUESTIONS[name]["answers"])
        assert QUESTIONS[name]["question"].endswith("?")

    def test_says_the_same_at_every_run_and_in_one_line_of_text(self, name):
        assert repr(Quiz(name)) == repr(Quiz(name)) == f"<퀴즈: {QUESTIONS[name]['question'].replace('`', '')}>"
        assert Quiz(name)._repr_html_() == Quiz(name)._repr_html_()

    def test_is_stored_small_with_nothing_that_a_page_without_scripts_would_lose(self, name):
        html = Quiz(name)._repr_html_()
        assert len(html.encode()) < 4000
        assert set(re.findall(r"<(\w+)", html)) <= {"div", "p", "strong", "code", "details", "summary"}
        assert not re.search(r"\bid=|\bname=|\bon\w+=", html)
        for sentence in words(QUESTIONS[name]):
            assert escape(re.sub(r"`.*", "", sentence), quote=False) in html


@pytest.mark.browser_context_args(java_script_enabled=False)
@pytest.mark.parametrize("name", [f"{lesson}/{next(iter(lesson_text('quizzes', lesson)))}" for lesson in LESSONS])
def test_a_student_chooses_by_keyboard_reads_the_reply_and_chooses_again(page, name):
    page.set_content(Quiz(name)._repr_html_())
    expect(page.get_by_role("group", name=re.compile("^퀴즈: ")).first).to_be_visible()
    replies = page.locator("details > div")
    assert [reply.is_visible() for reply in replies.all()] == [False] * 4
    for i, answer in enumerate(QUESTIONS[name]["answers"]):
        page.keyboard.press("Tab")
        page.keyboard.press("Enter" if i % 2 else "Space")
        expect(replies.nth(i)).to_be_visible()
        assert [reply.is_visible() for reply in replies.all()] == [True] * (i + 1) + [False] * (3 - i)
        said = replies.nth(i).inner_text()
        assert said == f"{RIGHT if answer.get('right') else WRONG} {answer['reply'].replace('`', '')}"
    page.keyboard.press("Enter")
    expect(replies.nth(3)).to_be_hidden()


def test_right_and_wrong_differ_in_sign_and_in_words():
    assert RIGHT[0] != WRONG[0]
    assert RIGHT.split()[1:] != WRONG.split()[1:]


def test_what_is_asked_is_text_and_no_markup(monkeypatch):
    question = copy.deepcopy(QUESTIONS[NAMES[0]])
    question["question"] = 'Is `a < b` & "c"?'
    monkeypatch.setattr("helpers.exercises.quiz.lesson_text", lambda kind, lesson: {"asked": question})
    html = Quiz("7-1a/asked")._repr_html_()
    assert '<strong>Is <code>a &lt; b</code> &amp; "c"?</strong>' in html
    assert 'aria-label="퀴즈: Is a &lt; b &amp; &quot;c&quot;?"' in html


@pytest.mark.parametrize("name", ["7-1a/nothing", "7-1a", "7-1a/"])
def test_an_unknown_name_brings_those_that_are_known(name):
    with pytest.raises(KeyError, match=r"모르는 퀴즈입니다.*7-1a/colormap, 7-1a/baseline"):
        Quiz(name)


@pytest.mark.parametrize("name", ["softmax", "7-9z/softmax", "../7-1a/softmax", ""])
def test_an_unknown_lesson_brings_the_lessons(name):
    with pytest.raises(KeyError, match=r"모르는 퀴즈입니다.*7-1a/…, 7-1b/…, 7-2a/…, 7-2b/…, 7-2c/…"):
        Quiz(name)


def damage(change) -> dict:
    question = copy.deepcopy(QUESTIONS[NAMES[0]])
    change(question, question["answers"])
    return question


DAMAGED = {
    "no question": (lambda question, answers: question.pop("question"), "질문이 없습니다"),
    "no answers": (lambda question, answers: question.pop("answers"), "4개 있어야 합니다.*0개"),
    "three answers": (lambda question, answers: answers.pop(), "4개 있어야 합니다.*3개"),
    "an empty answer": (lambda question, answers: answers[0].update(answer=""), "내용이 있는 답이 4개"),
    "none right": (lambda question, answers: [each.pop("right", None) for each in answers], "하나여야 합니다.*0개"),
    "two right": (lambda question, answers: [each.update(right=True) for each in answers[:3]], "하나여야 합니다.*3개"),
    "a missing reply": (lambda question, answers: answers[1].pop("reply"), "풀이는 저마다"),
    "one reply twice": (lambda question, answers: answers[1].update(reply=answers[0]["reply"]), "서로 달라야"),
    "one answer twice": (lambda question, answers: answers[1].update(answer=answers[0]["answer"]), "서로 달라야"),
}


@pytest.mark.parametrize("how", DAMAGED)
def test_damaged_data_are_refused_by_name(how, monkeypatch):
    change, sentence = DAMAGED[how]
    question = damage(change)
    with pytest.raises(ValueError, match=f"7-1a/damaged.*{sentence}"):
        checked("7-1a/damaged", question)
    monkeypatch.setattr("helpers.exercises.quiz.lesson_text", lambda kind, lesson: {"damaged": question})
    with pytest.raises(ValueError, match=f"7-1a/damaged.*{sentence}"):
        Quiz("7-1a/damaged")
