"""Whatever an answer does, it brings a card: it may not end, hang or change the kernel that judges it."""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
import time

import keras
import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from helpers.exercises.catalogue import exercises_of, find
from helpers.exercises.isolation import isolated
from helpers.text import LESSONS

pytestmark = pytest.mark.course

RELU = find("7-2a/4")  # of a function that takes one array
EXERCISES = [exercise for lesson in LESSONS for exercise in exercises_of(lesson)]


def still_judging(seconds: float = 10) -> bool:
    """Whether an answer's thread is alive after so many seconds."""
    deadline = time.monotonic() + seconds
    while any(thread.name == "judging" for thread in threading.enumerate()):
        if time.monotonic() > deadline:
            return True
        time.sleep(0.01)
    return False


def loops(z):
    while True:
        pass


def loops_and_catches_all(z):
    while True:
        try:
            int("none")
        except BaseException:
            continue


def trains_for_ever(z):
    model = keras.Sequential([keras.Input(shape=(3,)), keras.layers.Dense(1)])
    model.compile(loss="mse")
    model.fit(z, z[:, :1], epochs=10**9, verbose=0)


class EndlessRepr:
    def __repr__(self):
        return loops(self)


@pytest.mark.parametrize("answer", [loops, loops_and_catches_all, trains_for_ever, lambda z: EndlessRepr()])
def test_a_loop_that_does_not_end_is_ended_after_a_while_which_is_said(answer):
    verdict = RELU.verdict(answer, seconds=0.5)
    assert (verdict.state, verdict.key) == ("not_yet", "too_long")
    assert verdict.says.startswith("0.5초")
    assert not still_judging()


def test_what_hangs_outside_python_is_left_behind():
    hanging = threading.Event()
    started = time.monotonic()
    verdict = RELU.verdict(lambda z: hanging.wait(), seconds=0.5)
    assert time.monotonic() - started < 30
    assert verdict.key == "too_long"
    hanging.set()
    assert not still_judging()


def raising(error):
    def answer(*arguments):
        raise error

    return answer


class OfItsOwnKind(BaseException):
    def __str__(self):
        raise self


@pytest.mark.parametrize("error", [SystemExit(0), KeyboardInterrupt(), GeneratorExit(), OfItsOwnKind(), MemoryError()])
def test_whatever_a_function_raises_is_told_with_its_name(error):
    verdict = RELU.verdict(raising(error))
    assert (verdict.state, verdict.key) == ("not_yet", "raises")
    assert type(error).__name__ in verdict.says


def test_exit_of_the_student_is_no_exit_of_the_kernel():
    assert "SystemExit: 3" in RELU.verdict(lambda z: sys.exit(3)).says


class Hostile:
    """An answer that raises whatever is done with it."""

    def __init__(self, error):
        object.__setattr__(self, "error", error)

    def fails(self, *arguments, **keywords):
        raise object.__getattribute__(self, "error")

    __getattribute__ = __repr__ = __eq__ = __array__ = __call__ = __len__ = __bool__ = __iter__ = fails
    __float__ = __getitem__ = __format__ = __str__ = __lt__ = __gt__ = fails
    __hash__ = None


HOSTILE = [Hostile(RuntimeError("hostile")), Hostile(SystemExit()), Hostile(OfItsOwnKind())]
ODD = [Hostile, None, "", [], {}, lambda *a: 1 / 0, lambda: 1, lambda *a: lambda: 1, float("nan"), object]


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_no_answer_makes_a_verdict_raise(exercise):
    pairs = [lambda *a, each=each: (each, each) for each in HOSTILE]
    results = [lambda *a, each=each: each for each in HOSTILE]
    for answer in (*HOSTILE, *results, *pairs, *ODD):
        assert exercise.verdict(answer).state == "not_yet"


@pytest.mark.parametrize("method", ["__repr__", "__array__", "__eq__", "__len__"])
def test_an_object_with_one_broken_method_is_judged(method):
    broken = type("Broken", (), {method: lambda *a, **k: 1 / 0})()
    verdict = RELU.verdict(lambda z: broken)
    assert (verdict.state, verdict.key) == ("not_yet", "other")
    assert "Broken" in verdict.says


def test_an_interrupt_goes_through_and_ends_the_work():
    threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        RELU.verdict(loops)
    assert not still_judging()


def draws_and_seeds(z):
    random.random(), np.random.random()
    keras.utils.set_random_seed(7)
    return np.maximum(z, 0)


def seeds_and_loops(z):
    draws_and_seeds(z)
    loops(z)


@pytest.mark.parametrize("answer", [draws_and_seeds, raising(ValueError()), seeds_and_loops])
def test_the_random_state_is_afterwards_what_it_was(answer):
    keras.utils.set_random_seed(42)
    expected = random.random(), np.random.random()
    keras.utils.set_random_seed(42)
    RELU.verdict(answer, seconds=1)
    assert (random.random(), np.random.random()) == expected


def test_keras_is_on_the_thread_of_an_answer_what_it_is_in_the_cell():
    found = []
    keras.config.set_dtype_policy("mixed_float16")
    keras.config.disable_interactive_logging()
    try:
        RELU.verdict(
            lambda z: found.append((keras.config.dtype_policy().name, keras.config.is_interactive_logging_enabled()))
        )
    finally:
        keras.config.set_dtype_policy("float32")
        keras.config.enable_interactive_logging()
    assert set(found) == {("mixed_float16", False)}


def test_a_layer_of_the_cell_and_one_of_the_answer_never_have_the_same_name():
    names = []

    def answer(z):
        names.extend(keras.layers.Dense(1).name for _ in range(3))

    before = keras.layers.Dense(1).name
    for _ in range(2):
        RELU.verdict(answer)
    names += [before, keras.layers.Dense(1).name]
    assert len(set(names)) == len(names)


CELLS = (
    "import os, signal, sys, threading\nfrom helpers.exercises import check",
    "def f(z):\n    print('printed')\n    return z * (z > 0)\ncheck('7-2a/4', f)",
    "def f(z):\n    exit()\ncheck('7-2a/4', f)",
    "def f(z):\n    sys.exit()\ncheck('7-2a/4', f)",
    """
threading.Timer(1, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
def f(z):
    while True:
        pass
try:
    check('7-2a/4', f)
except KeyboardInterrupt:
    print('interrupted')
""",
    "import time; time.sleep(1); print([each.name for each in threading.enumerate() if each.name == 'judging'])",
)


def test_in_a_kernel_answers_print_and_neither_exits_nor_interrupts_are_its_end(monkeypatch, tmp_path):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path))  # what is solved here is not solved for the notebooks
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in CELLS])
    NotebookClient(notebook, timeout=120).execute(env={**os.environ, "PYTEST_CURRENT_TEST": "kernel"})
    said = [
        "".join(output.get("text", "") or output["data"]["text/plain"] for output in cell.outputs)
        for cell in notebook.cells
    ]
    assert said[1].startswith("printed")
    assert "맞았습니다" in said[1]
    assert all("SystemExit" in text for text in said[2:4])
    assert said[4:] == ["interrupted\n", "[]\n"]


class Network(keras.Model):
    """What Keras builds by running it: its variables wait in a list of the thread until that is done."""

    def __init__(self):
        super().__init__()
        self.hidden, self.out = keras.layers.Dense(4), keras.layers.Dense(2)

    def call(self, x):
        return self.out(self.hidden(x))


def test_models_that_are_built_one_after_the_other_are_whole_here_too():
    def build():
        model = Network()
        model(np.zeros((1, 3), np.float32))
        model.set_weights(model.get_weights())
        return [array.shape for array in model.get_weights()]

    for judged in (False, True, True, False):
        assert (isolated(build, 10) if judged else build()) == [(3, 4), (4,), (4, 2), (2,)]
