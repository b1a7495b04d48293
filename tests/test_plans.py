"""A talk's plan adds up at each length, comes to every slide, and asks each quiz and exercise as a part of its own."""

from __future__ import annotations

import dataclasses
import re
import tomllib

import pytest

from helpers.text import LESSONS, lesson_text
from publish.languages import FIRST, published
from publish.plans import LENGTHS, VOTE, parts_of
from publish.talks import NOTES, mark, pages, read_talk
from tests.words import HANGUL, outline

SCORE = re.compile(r"\d\.\d{4}")


@pytest.mark.parametrize("lesson", LESSONS)
class TestPlan:
    def test_adds_up_at_each_length(self, talk):
        assert tuple(map(sum, zip(*talk.plan.values(), strict=True))) == LENGTHS

    def test_gives_a_longer_class_no_less(self, talk):
        assert not [part.id for part in parts_of(talk) if list(part.minutes) != sorted(part.minutes)]

    def test_follows_the_notebook_and_opens_a_part_with_each_slide(self, talk):
        cells = talk.notebook.cells
        opened = list(talk.plan)
        assert opened == [cell.id for cell in cells if cell.id in talk.plan]
        assert opened[0] == cells[0].id
        assert {cell.id for cell in cells if mark(cell) == "slide"} <= set(opened)

    def test_counts_every_quiz_with_two_minutes_and_every_exercise(self, talk):
        quizzes = {part.name: part for part in parts_of(talk) if part.kind == "quiz"}
        assert list(quizzes) == list(lesson_text("quizzes", talk.lesson))
        assert {minutes for part in quizzes.values() for minutes in part.minutes} == {0, VOTE}
        exercises = [part.name for part in parts_of(talk) if part.kind == "exercise"]
        assert sorted(exercises) == sorted(lesson_text("exercises", talk.lesson))

    def test_lets_a_quiz_or_an_exercise_take_no_slides_along(self, talk):
        for part in parts_of(talk):
            if part.kind in ("quiz", "exercise"):
                shown = [cell.id for cell in part.cells if mark(cell) != "skip"]
                assert [name.removesuffix("-opening").removesuffix("-task") for name in shown] == shown[1:] * 2

    def test_has_votes_in_every_class(self, talk):
        voted = [[part.name for part in parts_of(talk) if part.kind == "quiz" and part.minutes[at]] for at in range(3)]
        assert 2 <= len(voted[0]) <= len(voted[1]) <= 8

    def test_comes_to_every_slide_in_its_order(self, talk):
        cells = [cell for cell in pages(talk).cells if mark(cell) in ("slide", "subslide")]
        assert [number for part in parts_of(talk) for number in part.slides] == list(range(1, len(cells) + 1))
        for part in parts_of(talk):
            if part.slides:
                assert cells[part.slides[0] - 1].id.startswith(part.id)
                across, down = map(int, part.address.removeprefix("#/").split("/"))
                before = [mark(cell) for cell in cells[: part.slides[0]]]
                assert before.count("slide") == across + 1
                assert before[::-1].index("slide") == down


@pytest.mark.parametrize("lesson", LESSONS)
class TestNotes:
    def test_say_something_at_each_part_that_a_class_of_fifty_minutes_comes_to(self, talk):
        spoken = set(talk.spoken)
        parts = [part for part in parts_of(talk) if part.minutes[1]]
        assert not [part.id for part in parts if not spoken & {cell.id for cell in part.cells}]

    def test_expect_votes_at_every_quiz(self, talk):
        assert list(talk.quizzes) == list(talk.votes) == list(lesson_text("quizzes", talk.lesson))
        for votes in talk.votes.values():
            assert len(votes) == 4
            assert sum(votes) == 100
            assert min(votes) >= 5

    def test_stand_at_cells_of_the_notebook(self, talk):
        assert set(talk.spoken) <= {cell.id for cell in talk.notebook.cells}

    def test_quote_no_score_that_the_notebook_does_not_print(self, talk):
        told = "\n".join([*talk.spoken.values(), str(talk.guide)])
        printed = "\n".join(str(cell.get("outputs", "")) for cell in talk.notebook.cells)
        assert [score for score in SCORE.findall(told) if score not in printed] == []


@pytest.mark.parametrize("file", ["words.toml", *(f"{lesson}.toml" for lesson in LESSONS)])
@pytest.mark.parametrize("language", published())
def test_every_language_has_the_notes_of_the_first_with_the_same_scores(language, file):
    first, other = ((NOTES / each / file).read_text("utf-8") for each in (FIRST, language))
    assert outline(tomllib.loads(other)) == outline(tomllib.loads(first))
    assert other.count("{}") == first.count("{}")
    assert sorted(SCORE.findall(other)) == sorted(SCORE.findall(first))
    assert bool(HANGUL.search(other)) == (language == FIRST)


def test_a_part_begins_where_the_plan_says():
    talk = read_talk("7-1b")
    short = dataclasses.replace(talk, plan=dict.fromkeys(("c7-1b-00", "c7-1b-05"), (30, 50, 90)))
    first, second = parts_of(short)
    assert (first.title, second.title) == ("여는 말과 목표", "인공 신경망")
    assert first.cells[-1].id == "c7-1b-04"
    assert second.cells[0].id == "c7-1b-05"
    assert first.must
    assert not first.homework
