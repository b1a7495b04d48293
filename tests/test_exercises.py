"""Every exercise: its stub, wrong answers with the hint that each must bring, right answers of different shape."""

from __future__ import annotations

import functools
import random
import re
import tomllib
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from helpers.exercises.catalogue import exercises_of, find
from helpers.text import LESSONS, lesson_text, sentences
from tests.lessons import stubs
from tests.words import INFORMAL

pytestmark = pytest.mark.course

STUBS = stubs()
ANSWERS = {
    f"{lesson}/{key}": answers
    for lesson in LESSONS
    for key, answers in tomllib.loads(Path(f"tests/answers/{lesson}.toml").read_text(encoding="utf-8")).items()
}
EXERCISES = [exercise for lesson in LESSONS for exercise in exercises_of(lesson)]
WRONG = [
    (name, key, code)
    for name, answers in ANSWERS.items()
    for key, codes in answers["wrong"].items()
    for code in ([codes] if isinstance(codes, str) else codes)
]
RIGHT = [(name, code) for name, answers in ANSWERS.items() for code in answers["right"]]
OF_NO_LESSON = {"nothing", "raises", "no_function", "no_number", "no_model", "name", "other"}  # no misconceptions
each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)


def defined(name: str, code: str):
    """Run code as a student's cell; what it defines in the place of the stub."""
    keras.utils.set_random_seed(42)
    names = {"keras": keras, "np": np}
    exec("from sklearn.linear_model import SGDClassifier\nfrom helpers.exercises import *\n" + code, names)
    return eval(STUBS[name][1], names)


def verdict(name: str, code: str):
    """Judge what the code defines, twice: the second verdict is the first, and the random state stays as it was."""
    answer = defined(name, code)
    before = random.getstate(), repr(np.random.get_state())
    first, second = (find(name).verdict(answer) for _ in range(2))
    assert (second.state, second.key) == (first.state, first.key), second.says
    assert (random.getstate(), repr(np.random.get_state())) == before
    return first


def test_every_exercise_has_a_stub_in_its_notebook_and_answers_to_test_it_with():
    names = [exercise.name for exercise in EXERCISES]
    assert names == list(STUBS), "in the order of the notebook"
    assert set(names) == set(ANSWERS)


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


OF_NUMBERS = [
    *(f"7-1a/{key}" for key in (1, 2, 4, "surprise", "one_step", "one_epoch", "loop_losses")),
    *(f"7-1b/{key}" for key in (1, 3, "gradient")),
    *(f"7-2a/{key}" for key in (1, 2, "chain", 4)),
    *(f"7-2b/{key}" for key in (2, 4, "adagrad_walk", "adam_step")),
    "7-2c/best_epoch",
]
OF_TRAINING = ["7-1a/3", "7-1a/5", "7-1b/5", "7-2a/5", "7-2b/5"]  # take long: only their solutions
FORMS = {
    "of Python": np.ndarray.tolist,
    "of NumPy": lambda array: array[()],
    "array": np.asarray,
    "tensor": keras.ops.convert_to_tensor,
    "variable": lambda array: keras.Variable(array, dtype=array.dtype.name),
    "tensors in a list": lambda array: [*map(keras.ops.convert_to_tensor, array)] if array.ndim else array,
}


def in_form(result, form):
    """A result with each number or table of numbers in it in that form; whatever else is in it as it is."""
    if isinstance(result, dict):
        return {key: in_form(value, form) for key, value in result.items()}
    try:
        array = np.asarray(result)
    except ValueError:  # of parts that differ in shape
        return type(result)(in_form(part, form) for part in result)
    return form(array) if array.dtype.kind in "biuf" else result


def recast(answer, form):
    """An answer, or the function that it is, with numbers in that form."""
    if not callable(answer):
        return in_form(answer, form)
    return functools.wraps(answer)(lambda *arguments: in_form(answer(*arguments), form))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", OF_NUMBERS)
def test_a_number_is_a_number_in_every_form(name, form):
    cases = [("", code) for code in (*ANSWERS[name]["right"], find(name).texts["solution"])]
    for key, code in cases + [(key, code) for of, key, code in WRONG if of == name]:
        found = find(name).verdict(recast(defined(name, code), FORMS[form]))
        assert found.key == key, (code, found.says)


@pytest.mark.parametrize("form", ["array", "tensor", "variable"])
@pytest.mark.parametrize("name", OF_TRAINING)
def test_what_training_gives_is_a_number_in_every_form(name, form):
    found = find(name).verdict(recast(defined(name, find(name).texts["solution"]), FORMS[form]))
    assert found.state == "right", found.says


@pytest.mark.parametrize("form", FORMS)
def test_loss_and_accuracy_together_are_told_in_every_form(form):
    found = find("7-1b/5").verdict(lambda *arguments: FORMS[form](np.array([0.4, 0.8])))
    assert found.key == "pair"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["7-1b/1", "7-2a/2", "7-2b/5"])
def test_a_truth_value_is_no_number(name, form):
    assert find(name).verdict(FORMS[form](np.array(True))).key == "no_number"


@pytest.mark.parametrize("name", ["7-1a/2", "7-1b/3", "7-2a/4"])
def test_what_is_no_number_in_the_end_is_the_same_at_a_second_call(name):
    assert find(name).verdict(lambda array, *others: array * np.nan).key != "not_again"


@pytest.mark.parametrize("name", ["7-1b/2", "7-2a/3"])
def test_a_model_that_has_seen_no_image_may_afterwards_take_others(name):
    model = keras.Sequential([keras.layers.Dense(10, activation="softmax")])
    find(name).verdict(model)
    assert model(np.zeros((2, 5))).shape == (2, 10)


@pytest.mark.parametrize("name", ["7-1b/2", "7-2a/3"])
def test_a_models_weights_stay_as_they_are(name):
    model = defined(name, find(name).texts["solution"])
    before = [weights.copy() for weights in model.get_weights()]
    find(name).verdict(model)
    assert all(map(np.array_equal, model.get_weights(), before))


def test_an_optimizer_of_the_cell_still_trains_the_first_model_that_it_is_given():
    adam = keras.optimizers.Adam(0.0005)

    def my_compile(model):
        model.compile(adam, "sparse_categorical_crossentropy", metrics=["accuracy"])
        return model

    assert find("7-2b/1").verdict(my_compile).state == "right"
    assert not adam.built
    network = keras.Sequential([keras.Input(shape=(784,)), keras.layers.Dense(10, activation="softmax")])
    my_compile(network).fit(np.zeros((32, 784)), np.zeros(32), verbose=0)
    assert find("7-2b/1").verdict(my_compile).key == "used_optimizer"


def never_compiled(x, y, x_valid, y_valid):
    network().fit(x, y, epochs=5)


def misspelt(x, y, x_valid, y_valid):
    compiled(network()).fit(x, y, epoch=5)


def from_a_data_set(x, y, x_valid, y_valid):
    keras.utils.set_random_seed(42)
    model = compiled(keras.Sequential([keras.layers.Dense(10, activation="softmax")]))
    model.fit(tf.data.Dataset.from_tensor_slices((x, y)).batch(32), epochs=5, verbose=0)
    return model.evaluate(x_valid, y_valid, verbose=0)[1]


def network():
    return keras.Sequential([keras.Input(shape=(784,)), keras.layers.Dense(10, activation="softmax")])


def compiled(model):
    model.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def test_what_fit_says_of_its_call_is_told_as_it_says_it():
    assert "ValueError: You must call `compile()`" in find("7-1b/5").verdict(never_compiled).says
    assert "fit() got an unexpected keyword argument 'epoch'" in find("7-1b/5").verdict(misspelt).says


def test_training_from_a_data_set_is_an_answer_too():
    assert find("7-1b/5").verdict(from_a_data_set).state == "right"


@each_exercise
def test_three_misconceptions_and_two_ways_to_be_right_are_tried_at_least(exercise):
    answers = ANSWERS[exercise.name]
    assert len(answers["right"]) >= 2
    assert len(set(answers["wrong"]) - OF_NO_LESSON) >= 3
    assert set(exercise.texts["not_yet"]) <= set(answers["wrong"]), "a hint that no test has seen"
    assert all(key in exercise.texts["not_yet"] or f"exercise.{key}" in sentences() for key in answers["wrong"])


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
def test_a_lesson_has_two_exercises_at_least_and_no_text_without_an_exercise(lesson):
    names = {exercise.name for exercise in exercises_of(lesson)}
    assert len(names) >= 2
    assert names == {f"{lesson}/{key}" for key in lesson_text("exercises", lesson)}


@pytest.mark.parametrize("name", ["7-1b/99", "7-1b", "7-9/1", "", None, 3])
def test_an_unknown_exercise_is_refused_with_the_names_that_there_are(name):
    with pytest.raises(KeyError, match="7-1b/1"):
        find(name)
