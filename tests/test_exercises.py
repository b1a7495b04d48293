"""Every exercise: its stub, wrong answers with the hint that each must bring, right answers of different shape."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import keras
import numpy as np
import pytest

from helpers.exercises.book import exercises_of, find
from helpers.text import LESSONS, SENTENCES, lesson_text
from tests.lessons import stubs
from tests.test_text import INFORMAL

STUBS = stubs()
ANSWERS = {
    f"{lesson}/{number}": answers
    for lesson in LESSONS
    for number, answers in tomllib.loads(Path(f"tests/answers/{lesson}.toml").read_text(encoding="utf-8")).items()
}
EXERCISES = [exercise for lesson in LESSONS for exercise in exercises_of(lesson)]
WRONG = [
    (name, key, code)
    for name, answers in ANSWERS.items()
    for key, codes in answers["wrong"].items()
    for code in ([codes] if isinstance(codes, str) else codes)
]
RIGHT = [(name, code) for name, answers in ANSWERS.items() for code in answers["right"]]
OF_NO_LESSON = {"nothing", "raises", "no_function", "no_number", "no_model", "other"}  # no misconceptions
each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)


def verdict(name: str, code: str):
    """Run code as a student's cell, and judge what it defines in the place of the stub."""
    keras.utils.set_random_seed(42)
    names = {"keras": keras, "np": np}
    exec("from sklearn.linear_model import SGDClassifier\nfrom helpers.exercises import *\n" + code, names)
    return find(name).verdict(eval(STUBS[name][1], names))


def test_every_exercise_has_a_stub_in_its_notebook_and_answers_to_test_it_with():
    names = [exercise.name for exercise in EXERCISES]
    assert names == list(ANSWERS) == list(STUBS)


@each_exercise
def test_the_stub_is_not_attempted(exercise):
    found = verdict(exercise.name, STUBS[exercise.name][0])
    assert found.state == "untried"
    assert exercise.name in found.says


@pytest.mark.parametrize(("name", "key", "code"), WRONG, ids=[f"{name} {key}" for name, key, _ in WRONG])
def test_a_wrong_answer_is_not_yet_and_brings_its_hint(name, key, code):
    found = verdict(name, code)
    assert (found.state, found.key) == ("not_yet", key), found.says
    assert not re.search(r"[{}]", re.sub(r"`[^`]*`", "", found.says))


@pytest.mark.parametrize(("name", "code"), RIGHT, ids=[name for name, _ in RIGHT])
def test_a_right_answer_is_right(name, code):
    found = verdict(name, code)
    assert found.state == "right", found.says


@each_exercise
def test_its_solution_is_right(exercise):
    found = verdict(exercise.name, exercise.texts["solution"])
    assert found.state == "right", found.says


@each_exercise
def test_three_misconceptions_and_two_ways_to_be_right_are_tried_at_least(exercise):
    answers = ANSWERS[exercise.name]
    assert len(answers["right"]) >= 2
    assert len(set(answers["wrong"]) - OF_NO_LESSON) >= 3
    assert set(exercise.texts["not_yet"]) <= set(answers["wrong"]), "a hint that no test has seen"
    assert all(key in exercise.texts["not_yet"] or f"exercise.{key}" in SENTENCES for key in answers["wrong"])


@each_exercise
def test_its_texts_are_whole(exercise):
    texts = exercise.texts
    assert set(texts) == {"title", "hints", "solution", "why", "right", "not_yet"}
    assert 2 <= len(texts["hints"]) <= 3
    sentences = [*texts["hints"], texts["why"], texts["right"], *texts["not_yet"].values()]
    assert len(set(sentences)) == len(sentences)
    assert all(re.search(r"(?:니다|니까|시오|시다)[.?]", sentence) for sentence in sentences)
    assert not [sentence for sentence in sentences if INFORMAL.search(sentence)]


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_has_four_exercises_at_least_and_no_text_without_an_exercise(lesson):
    assert len(exercises_of(lesson)) >= 4
    assert list(lesson_text("exercises", lesson)) == [str(n + 1) for n in range(len(exercises_of(lesson)))]


@pytest.mark.parametrize("name", ["7-1b/99", "7-1b", "7-9/1", "", None, 3])
def test_an_unknown_exercise_is_refused_with_the_names_that_there_are(name):
    with pytest.raises(KeyError, match="7-1b/1"):
        find(name)
