"""What the class's page makes of events: who is where, which misconceptions there are, votes; as JSON, CSV and HTML."""

from __future__ import annotations

import csv
import io
import json
import random
import re

import pytest

from deploy.class_page.page import FOLDER, still_page
from deploy.class_page.table import as_csv, plain
from deploy.class_page.tally import Tally
from deploy.class_page.view import view, with_blanks
from deploy.words import WORDS, say
from helpers.events import Event
from helpers.text import LESSONS, lesson_text, sentences
from publish.languages import speaking
from tests.words import HANGUL

NOW = 1_800_000_000.0
NO_BIAS = lesson_text("exercises", "7-1b")["1"]["not_yet"]["no_bias"]
ONE_BIAS = lesson_text("exercises", "7-1b")["1"]["not_yet"]["one_bias"]


def event(number, verdict, key="", hints=0, name="7-1b/1", kind="exercise", ago=0.0):
    """An event whose number is its place in time."""
    return Event(f"{number:032x}", NOW - ago + number / 1000, kind, name, verdict, key, hints)


def told(*events):
    """A tally of (student, event) pairs."""
    tally = Tally()
    for student, each in events:
        tally.add(student, each)
    return tally


def seen(tally, kind="exercises", name="7-1b/1"):
    """What the page shows of one exercise or quiz."""
    [lesson] = [each for each in view(tally, NOW)["lessons"] if each["name"] == name[:4]]
    [found] = [each for each in lesson[kind] if each["name"] == name]
    return found


def test_it_shows_every_exercise_and_quiz_in_the_lessons_order():
    lessons = view(Tally(), NOW)["lessons"]
    assert [each["name"] for each in lessons] == list(LESSONS)
    for lesson in lessons:
        for kind in ("exercises", "quizzes"):
            expected = [f"{lesson['name']}/{key}" for key in lesson_text(kind, lesson["name"])]
            assert [each["name"] for each in lesson[kind]] == expected


def test_who_is_where():
    tally = told(
        ("kim", event(1, "not_yet", "no_bias", hints=1)),
        ("kim", event(2, "right", hints=2)),
        ("lee", event(3, "not_yet", "no_bias")),
        ("park", event(4, "untried")),
    )
    tally.enrol(["choi", "kim"])
    assert [each["name"] for each in view(tally, NOW)["students"]] == ["choi", "kim", "lee", "park"]
    exercise = seen(tally)
    assert exercise["counts"] == {"right": 1, "not_yet": 1, "untried": 2}
    assert exercise["cells"] == [
        {"state": "untried", "key": "", "hints": 0},
        {"state": "right", "key": "", "hints": 2},
        {"state": "not_yet", "key": "no_bias", "hints": 0},
        {"state": "untried", "key": "", "hints": 0},
    ]


def test_misconceptions_by_who_holds_them_now_then_by_who_ever_has():
    tally = told(
        ("kim", event(1, "not_yet", "no_bias")),
        ("kim", event(2, "right")),
        ("lee", event(3, "not_yet", "no_bias")),
        ("lee", event(4, "not_yet", "one_bias")),
        ("lee", event(5, "untried")),
        ("park", event(6, "not_yet", "too_long")),
    )
    too_long = with_blanks(sentences()["exercise.too_long"])
    assert seen(tally)["misconceptions"] == sorted(
        [
            {"says": ONE_BIAS, "now": 1, "ever": 1},
            {"says": too_long, "now": 1, "ever": 1},
            {"says": NO_BIAS, "now": 0, "ever": 2},
        ],
        key=lambda each: (-each["now"], each["says"]),
    )


def test_the_misconception_of_most_comes_first():
    tally = told(*((student, event(1, "not_yet", "no_bias")) for student in ("kim", "lee")))
    tally.add("park", event(1, "not_yet", "one_bias"))
    assert [(each["says"], each["now"]) for each in seen(tally)["misconceptions"]] == [(NO_BIAS, 2), (ONE_BIAS, 1)]


def test_what_arrives_late_is_not_the_latest():
    tally = told(("kim", event(2, "not_yet", "one_bias")), ("kim", event(1, "not_yet", "no_bias", ago=3600)))
    assert [(each["says"], each["now"]) for each in seen(tally)["misconceptions"]] == [(ONE_BIAS, 1), (NO_BIAS, 0)]
    assert view(tally, NOW)["students"] == [{"name": "kim", "quiet": 0}]


def test_misconceptions_that_the_course_does_not_know_are_one():
    tally = told(("kim", event(1, "not_yet", "rude_words")), ("lee", event(2, "not_yet", "no_such_thing")))
    assert seen(tally)["misconceptions"] == [{"says": say("page.unknown"), "now": 2, "ever": 2}]


def test_a_right_answer_stays_right():
    assert seen(told(("kim", event(1, "right")), ("kim", event(2, "not_yet", "no_bias"))))["counts"]["right"] == 1


def test_values_are_an_ellipsis_and_braces_stay():
    assert with_blanks("`{value:,}`개와 {{a}}, {error!r}") == "`…`개와 {a}, …"


def test_every_sentence_of_the_course_can_be_shown():
    for lesson in LESSONS:
        for texts in lesson_text("exercises", lesson).values():
            for sentence in texts["not_yet"].values():
                assert not re.search(r"\{\w", with_blanks(sentence))


def test_a_vote_is_the_last_choice_of_each():
    def vote(number, choice):
        return event(number, "right" if choice == "3" else "not_yet", choice, kind="quiz", name="7-1b/network")

    tally = told(("kim", vote(1, "3")), ("kim", vote(2, "1")), ("lee", vote(3, "3")), ("park", event(4, "right")))
    answers = seen(tally, "quizzes", "7-1b/network")["answers"]
    assert [each["votes"] for each in answers] == [1, 0, 1, 0]
    assert [each["right"] for each in answers] == [False, False, True, False]


def test_an_exercise_and_a_quiz_of_the_same_name_are_two():
    tally = told(("kim", event(1, "right", name="7-1b/gradient")))
    assert seen(tally, name="7-1b/gradient")["counts"]["right"] == 1
    assert not any(each["votes"] for each in seen(tally, "quizzes", "7-1b/gradient")["answers"])


def test_who_has_not_moved():
    tally = told(("kim", event(1, "right", ago=601)), ("lee", event(1, "right", ago=601)), ("lee", event(2, "untried")))
    tally.enrol(["park"])
    assert [each["quiet"] for each in view(tally, NOW)["students"]] == [10, 0, None]


def test_order_and_repetition_make_no_difference():
    """A kernel may send what it has twice, and the older file after the newer."""
    words = [("not_yet", "no_bias"), ("not_yet", "one_bias"), ("right", ""), ("untried", ""), ("not_yet", "other")]
    generator = random.Random(0)
    pairs = [
        (student, event(number, *generator.choice(words), hints=generator.randrange(3)))
        for number, student in enumerate(["kim", "lee", "park"] * 5)
    ]
    expected = view(told(*pairs), NOW)
    for _ in range(20):
        shuffled = generator.sample(pairs, len(pairs)) + generator.sample(pairs, 5)
        assert view(told(*shuffled), NOW) == expected


def test_a_spreadsheet_gets_a_row_a_student():
    tally = told(
        ("kim", event(1, "not_yet", "no_bias", hints=1)),
        ("lee", event(2, "right")),
        ("lee", event(3, "not_yet", "2", kind="quiz", name="7-1b/network")),
    )
    text = as_csv(tally)
    assert text.startswith("\ufeff학생,맞은 연습 문제,")
    kim, lee = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert (kim["학생"], kim["7-1b/1"], kim["7-1b/1 힌트"], kim["맞은 연습 문제"]) == ("kim", "아직 no_bias", "1", "0")
    assert (lee["학생"], lee["7-1b/1"], lee["7-1b/network 퀴즈"], lee["맞은 연습 문제"]) == ("lee", "맞음", "2", "1")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1"])
def test_no_name_is_a_formula(name):
    rows = list(csv.reader(io.StringIO(as_csv(told((name, event(1, "right")))), newline="")))
    assert rows[1][0] == f"'{name}"


def test_a_name_with_a_comma_or_a_quotation_mark_stays_one_cell():
    name = 'kim, "=1"\nlee'
    assert plain(name) == name
    rows = list(csv.reader(io.StringIO(as_csv(told((name, event(1, "right")))), newline="")))
    assert rows[1][0] == name
    assert len(rows) == 2


def test_a_page_from_files_asks_for_nothing_and_no_name_ends_its_data():
    name = "</script><script>alert(1)</script>$head<!--"
    shown = view(told((name, event(1, "right"))), NOW)
    page = still_page(shown)
    assert "alert(1)</script>" not in page
    [data] = re.findall(r'<script type="application/json" id="view">(.*?)</script>', page, re.S)
    assert json.loads(data) == shown
    assert not re.search(r'(?:src|href)="(?!grades\.csv)', page)


def test_page_and_table_speak_the_language_that_is_spoken():
    tally = told(("kim", event(1, "right")), ("kim", event(2, "not_yet", "rude_words", name="7-1b/2")))
    with speaking("en"):
        page, rows = still_page(view(tally, NOW)), csv.DictReader(io.StringIO(as_csv(tally).removeprefix("\ufeff")))
    assert '<html lang="en">' in page
    assert "<h1>The class now</h1>" in page
    assert WORDS.of("en")["page"]["unknown"] in page
    assert not HANGUL.search(page)
    [kim] = rows
    assert (kim["Student"], kim["7-1b/1"], kim["7-1b/2"]) == ("kim", "correct", "not yet rude_words")
    assert (kim["7-1b/3"], kim["7-1b/3 hints"], kim["7-1b/network quiz"]) == ("", "0", "")


def test_no_word_of_the_page_lies_there_that_it_does_not_show():
    code = "".join(path.read_text("utf-8") for path in FOLDER.glob("*.*"))
    shown = set(re.findall(r"\$(\w+)", code)) | set(re.findall(r"\"(?:page\.)?(\w+)\"", code))
    assert set(WORDS.of("ko")["page"]) <= shown
