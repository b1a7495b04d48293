"""What a click would start is compiled ahead of it, and is in nobody's way."""

import threading

import pytest
from IPython.core.interactiveshell import InteractiveShell

from helpers.labs import OptimizerRace, TrainingLab
from helpers.labs.parts import rest
from helpers.training.queue import RunQueue
from helpers.training.runs import TrainConfig
from helpers.training.session import TrainingSession
from tests.fakes import FakeEngine
from tests.lab_checks import preparing, until

CONFIG = TrainConfig(epochs=1)


@pytest.fixture(autouse=True)
def _short_moment(short_rest, monkeypatch):
    monkeypatch.setattr(rest, "MOMENT", 0.1)


@pytest.fixture
def lab(engine):
    lab = TrainingLab(engine)
    yield lab
    engine.release()
    lab.close()
    until(lambda: not preparing())


def test_a_preparation_tells_nobody_and_is_no_run(session, engine):
    heard = []
    session.subscribe(heard.append)
    assert session.prepare(CONFIG)
    until(lambda: not preparing())
    assert (engine.prepared, engine.configs, heard) == ([CONFIG], [], [])
    assert (session.running, session.state) == (False, None)


def test_a_run_ends_the_preparation_of_another_and_begins_after_it(session, engine):
    engine.hold()
    session.prepare(TrainConfig(seed=1))
    assert engine.begun.wait(10)
    session.start(CONFIG)
    until(lambda: not preparing())  # although it is held
    engine.release()
    assert session.join(10)
    assert session.state.history.outcome == "finished"


def test_a_run_waits_for_its_own_preparation(session, engine):
    engine.hold()
    session.prepare(CONFIG)
    assert engine.begun.wait(10)
    session.start(CONFIG)
    assert not session.join(0.1)
    assert preparing()
    assert engine.configs == []
    engine.release()
    assert session.join(10)
    assert engine.configs == [CONFIG]


def test_nothing_is_prepared_while_a_run_goes_on_or_for_another_session(session, engine):
    other = TrainingSession(FakeEngine())
    engine.hold()
    session.start(CONFIG)
    assert not session.prepare(CONFIG)
    assert not other.prepare(CONFIG)
    session.stop(wait=True)
    assert session.prepare(CONFIG)
    assert not other.prepare(CONFIG)
    assert session.prepare(TrainConfig(seed=1))  # instead
    engine.release()
    until(lambda: other.prepare(CONFIG))
    assert engine.prepared[-1] == TrainConfig(seed=1)


def test_what_is_wrong_with_the_settings_is_said_by_the_run(session, engine, monkeypatch):
    monkeypatch.setattr(engine, "prepare", lambda config: (1 / 0 for _ in "x"))
    session.prepare(CONFIG)
    until(lambda: not preparing())
    session.start(CONFIG)
    assert session.join(10)
    assert session.state.history.outcome == "finished"


def test_a_lab_prepares_what_it_shows_and_what_its_controls_rest_at(lab, engine):
    default = lab.settings.config
    until(lambda: engine.prepared == [default])
    for rate in (0.1, 0.2, 0.5):
        lab.settings.learning_rate.value = rate
    until(lambda: lab.settings.config in engine.prepared)
    assert engine.prepared == [default, lab.settings.config]
    assert engine.configs == []
    assert "role" in lab.view.status.value


def test_what_moved_during_a_run_is_prepared_after_it(lab, engine):
    engine.hold()
    lab.start.click()
    assert engine.begun.wait(10)
    lab.settings.learning_rate.value = 0.5
    assert not rested(lambda: lab.settings.config in engine.prepared)
    engine.release()
    until(lambda: lab.settings.config in engine.prepared)


def test_a_race_prepares_its_first_run(engine):
    race = OptimizerRace(engine, [CONFIG, TrainConfig(epochs=1, learning_rate=0.1)])
    until(lambda: engine.prepared == [CONFIG])
    race.close()


def test_a_lab_that_was_closed_prepares_nothing(engine):
    lab = TrainingLab(engine)
    lab.close()
    assert not rested(lambda: engine.prepared)


def test_what_is_kept_is_not_prepared(engine):
    queue = RunQueue(engine, lambda: None, lambda state: None)
    queue.start(CONFIG)
    assert queue.session.join(10)
    assert queue.prepare(CONFIG)
    assert engine.prepared == []


def test_nothing_is_prepared_while_cells_run_one_after_the_other(engine, monkeypatch):
    shell = InteractiveShell()
    monkeypatch.setattr(rest, "get_ipython", lambda: shell)
    monkeypatch.setattr(rest, "_cell_ended", rest._cell_ended)
    rest.watch_cells()
    assert rest.cells_run()
    lab = TrainingLab(engine)
    for _ in range(3):
        assert not rested(lambda: engine.prepared)
        shell.run_cell("1")
    until(lambda: engine.prepared)
    shell.run_cell("1 / 0")
    assert rest.cells_run()
    until(lambda: not rest.cells_run())
    lab.close()


def rested(happened):
    """Whether that happens while controls rest for much longer than they have to."""
    return threading.Event().wait(0.08) or happened()
