"""A lab whose cell runs again is closed: its thread ends, and neither its widgets nor what it held stay behind."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from ipywidgets.widgets.widget import _instances as widgets_in_the_kernel

from helpers.labs import ActivationLab, OneImageLab, OptimizerRace, PhotoLab, TrainingLab, ValleyLab
from helpers.labs.live import LiveView
from helpers.labs.parts import lab as lab_module
from helpers.training.precomputed import precomputed_histories
from helpers.training.runs import TrainConfig
from tests.fakes import FakeEngine
from tests.lab_checks import threads, until

pytestmark = pytest.mark.course

CONFIGS = [TrainConfig(), TrainConfig("adam")]


class Model:
    """Of a photo lab."""

    def predict(self, images, verbose):
        return np.full((len(images), 10), 0.1)


def one_image_lab(images):
    return OneImageLab(images, np.zeros(10, int), np.ones((10, 784)), np.ones(10), np.ones((784, 10)), np.ones(10))


LABS = {
    "training": lambda: TrainingLab(FakeEngine(), units=(10, 300, 10), activation=["sigmoid", "relu"]),
    "precomputed": lambda: TrainingLab(FakeEngine(), precomputed=precomputed_histories()),
    "race": lambda: OptimizerRace(FakeEngine(), CONFIGS),
    "live": lambda: LiveView(3),
    "photo": lambda: PhotoLab(Model()),
    "activation": ActivationLab,
    "valley": ValleyLab,
    "one image": lambda: one_image_lab(np.zeros((10, 28, 28), np.float32)),
}


@pytest.fixture
def shell(monkeypatch):
    """One that runs cells here, and keeps what they come to, as a notebook does."""
    shell = InteractiveShell()
    shell.user_ns |= {"FakeEngine": FakeEngine, "TrainingLab": TrainingLab, "OptimizerRace": OptimizerRace}
    shell.user_ns |= {"ActivationLab": ActivationLab, "CONFIGS": CONFIGS, "engines": [], "labs": []}
    monkeypatch.setattr(lab_module, "get_ipython", lambda: shell)
    yield shell
    for engine in shell.user_ns["engines"]:
        engine.release()
    until(lambda: not threads())


def run(shell, code, cell=None):
    """A cell, with its id where the front end tells it."""
    shell.get_parent = lambda: {"metadata": {"cellId": cell} if cell else {}}
    shell.run_cell(code, store_history=True, cell_id=cell).raise_error()


@pytest.mark.parametrize("kind", LABS)
def test_a_closed_lab_leaves_no_widget_in_the_kernel(kind):
    LABS[kind]().close()  # some are made once and kept
    before = set(widgets_in_the_kernel)
    lab = LABS[kind]()
    assert len(widgets_in_the_kernel) > len(before)
    lab.close()
    assert {type(widgets_in_the_kernel[each]).__name__ for each in set(widgets_in_the_kernel) - before} == set()
    lab.close()  # once more changes nothing


def test_what_a_closed_lab_held_is_gone_though_the_lab_is_still_known():
    class Engine(FakeEngine):
        """One that can be seen to go."""

    held = weakref.ref(engine := Engine())
    labs = [TrainingLab(engine), OptimizerRace(engine, CONFIGS)]
    labs[0].view.pages.selected_index = 1
    for lab in labs:
        lab.start.click()
        until(lambda lab=lab: not lab.queue.state.running and not threads())
        lab.picture()
        lab.close()
    del engine
    gc.collect()
    assert held() is None


def test_a_closed_lab_has_no_picture_any_more():
    lab = ActivationLab()
    name = lab.model_id
    assert name in lab_module._alive  # `pictures` would draw those of other tests
    lab.close()
    assert name not in lab_module._alive


@pytest.mark.parametrize("cell", ["4a1b", None], ids=["by its id", "by its code"])
def test_a_cell_that_runs_again_closes_its_labs_and_ends_what_they_train(shell, cell):
    code = (
        "engine = FakeEngine(); engines.append(engine); engine.hold()\n"
        "lab = TrainingLab(engine); race = OptimizerRace(engine, CONFIGS); labs += [lab, race]\n"
        "lab.start.click(); engine.begun.wait(5); lab"
    )
    run(shell, code, cell)
    run(shell, "other = ActivationLab(); labs.append(other)", cell and "another")
    lab, race, other = shell.user_ns["labs"]
    assert lab.queue.state.running
    run(shell, code, cell)
    assert lab.comm is race.comm is None
    assert other.comm is not None
    until(lambda: shell.user_ns["engines"][0].training == 0)
    assert [lab.comm is None for lab in shell.user_ns["labs"][3:]] == [False, False]


def test_a_cell_that_was_changed_closes_what_it_made_before(shell):
    run(shell, "lab = ActivationLab(); labs.append(lab)", "4a1b")
    run(shell, "1 / 1", "4a1b")
    assert shell.user_ns["labs"][0].comm is None


def test_a_lab_that_could_not_be_made_raises_what_was_wrong_and_nothing_else(capsys, recwarn):
    with pytest.raises(ValueError, match="architecture"):
        OptimizerRace(FakeEngine(), [])
    with pytest.raises(ValueError, match="units"):
        TrainingLab(FakeEngine(), units=object())
    gc.collect()
    assert capsys.readouterr().err == ""
    assert not recwarn


def test_a_control_of_a_closed_lab_can_still_be_moved():
    small, large = ActivationLab(), TrainingLab(FakeEngine())
    for lab, control in ((small, small.z), (large, large.settings.epochs)):
        lab.close()
        control.value = 3
        assert control.value == 3


def test_a_lab_that_has_trained_ends_with_python_and_without_a_word():
    script = (
        "from helpers.course import use_figure_style; from helpers.labs import TrainingLab\n"
        "from tests.fakes import FakeEngine\n"
        "use_figure_style(); lab = TrainingLab(FakeEngine()); lab.start.click(); lab.queue.session.join()"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", timeout=120)
    assert (ended.returncode, ended.stderr) == (0, "")
