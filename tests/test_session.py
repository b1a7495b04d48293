"""A run starts, is watched, is stopped, and never leaves anything behind."""

import subprocess
import sys
import threading

import pytest

from helpers.text import say
from helpers.training.runs import Progress, TrainConfig
from helpers.training.session import TrainingSession
from tests.fakes import FakeEngine


def test_nothing_is_known_before_the_first_run(session):
    assert (session.running, session.state) == (False, None)
    session.stop(wait=True)


def test_a_run_ends_with_a_record_for_each_epoch(session):
    config = TrainConfig(epochs=3)
    session.start(config)
    assert session.join(10)
    assert session.state.history.outcome == "finished"
    assert session.state.history.config is config
    assert session.state.history.column("epoch") == [1, 2, 3]
    assert (session.state.progress, session.state.fraction, session.state.seconds_left) == (Progress(3, 4, 4), 1, None)


def test_start_returns_while_the_run_goes_on(session, engine):
    engine.hold()
    session.start(TrainConfig())
    assert engine.begun.wait(10)
    assert session.running
    assert session.state.history.outcome == "running"
    assert not session.join(timeout=0.01)


def test_a_stop_ends_the_run_inside_an_epoch(session, engine):
    engine.hold()
    session.start(TrainConfig())
    assert engine.begun.wait(10)
    session.stop(wait=True)
    assert not session.running
    assert (session.state.history.outcome, session.state.history.records) == ("stopped", ())
    assert engine.training == 0


def test_a_stopped_session_can_start_again(session, engine):
    engine.hold()
    session.start(TrainConfig())
    session.stop(wait=True)
    engine.release()
    session.start(TrainConfig(epochs=1))
    session.join()
    assert session.state.history.outcome == "finished"


def test_a_stop_after_the_last_epoch_takes_nothing_away(session):
    session.subscribe(lambda run: run.history.records and session.stop())
    session.start(TrainConfig(epochs=1))
    session.join()
    assert session.state.history.outcome == "finished"


def test_listeners_hear_of_every_step_every_epoch_and_the_end(session):
    heard = []

    def hear(run):
        heard.append((run.progress.epoch, run.progress.step, len(run.history.records), run.running))

    session.subscribe(hear)
    session.start(TrainConfig(epochs=2))
    session.join()
    first = [(1, step, 0, True) for step in range(5)] + [(1, 4, 1, True)]
    second = [(2, step, 1, True) for step in range(5)] + [(2, 4, 2, True)]
    assert heard == [*first, *second, (2, 4, 2, False)]


def test_listeners_are_called_on_the_training_thread(session):
    names = set()
    session.subscribe(lambda s: names.add(threading.current_thread().name))
    session.start(TrainConfig())
    session.join()
    assert names == {"training"}


def test_a_listener_that_has_unsubscribed_hears_no_more(session):
    heard = []
    unsubscribe = session.subscribe(heard.append)
    unsubscribe()
    unsubscribe()
    session.start(TrainConfig())
    session.join()
    assert heard == []


def test_a_listener_that_raises_harms_neither_the_run_nor_the_others(session):
    heard = []
    session.subscribe(lambda s: 1 / 0)
    session.subscribe(heard.append)
    session.start(TrainConfig(epochs=1))
    session.join()
    assert session.state.history.outcome == "finished"
    assert len(heard) == 7
    assert isinstance(session.listener_error, ZeroDivisionError)


def test_a_run_without_validation_finishes():
    session = TrainingSession(FakeEngine(validates=False))
    session.start(TrainConfig(epochs=3))
    assert session.join(10)
    assert session.state.history.outcome == "finished"
    assert session.state.history.column("valid_loss") == [None] * 3


def test_a_run_that_diverges_says_so():
    session = TrainingSession(FakeEngine(diverge_at=2))
    session.start(TrainConfig(epochs=5))
    session.join()
    assert session.state.history.outcome == "diverged"
    assert session.state.history.column("epoch") == [1, 2]


@pytest.mark.parametrize("error", [TypeError("units"), SystemExit(1)])
def test_an_error_of_the_engine_is_kept_and_the_session_stays_usable(error):
    engine = FakeEngine(error=error)
    session = TrainingSession(engine)
    ends = []
    session.subscribe(lambda run: run.running or ends.append(run.error))
    session.start(TrainConfig())
    session.join()
    assert session.state.history.outcome == "failed"
    assert session.state.error is error
    assert ends == [error]
    engine.error = None
    session.start(TrainConfig())
    session.join()
    assert (session.state.history.outcome, session.state.error) == ("finished", None)


def test_settings_that_the_engine_refuses_leave_the_present_run_alone(session, engine):
    engine.hold()
    session.start(TrainConfig())
    with pytest.raises(ValueError, match="배치 크기"):
        session.start(TrainConfig(batch_size=48_001), replace=True)
    assert session.running
    assert session.state.history.config == TrainConfig()


def test_a_second_run_is_refused_while_the_first_goes_on(session, engine):
    engine.hold()
    session.start(TrainConfig())
    for other in (session, TrainingSession(FakeEngine())):
        with pytest.raises(RuntimeError) as refusal:
            other.start(TrainConfig())
        assert str(refusal.value) == say("session.busy")
    assert session.running


def test_a_second_run_replaces_the_first_when_asked_to(session, engine):
    outcomes = []
    session.subscribe(lambda run: run.running or outcomes.append(run.history.outcome))
    engine.hold()
    session.start(TrainConfig(seed=1))
    assert engine.begun.wait(10)
    session.start(TrainConfig(seed=2), replace=True)
    assert session.state.history.config.seed == 2
    engine.release()
    session.join()
    assert outcomes == ["stopped", "finished"]
    assert [config.seed for config in engine.configs] == [1, 2]


def test_a_run_of_another_session_can_be_replaced(session, engine):
    engine.hold()
    session.start(TrainConfig())
    other = TrainingSession(FakeEngine())
    other.start(TrainConfig(), replace=True)
    other.join()
    assert (session.state.history.outcome, other.state.history.outcome) == ("stopped", "finished")


def test_a_start_waits_neither_for_the_compiler_of_another_session_nor_for_its_end(session, engine):
    engine.compile()
    session.start(TrainConfig())
    assert engine.begun.wait(10)
    other, third = TrainingSession(engine), TrainingSession(engine)
    for waiting in (other, third):
        waiting.start(TrainConfig(epochs=2), replace=True)  # returns: the first is still at it
        assert waiting.running
        assert waiting.state.progress is None
    assert engine.training == 1
    engine.release()
    assert third.join(10)
    assert [each.state.history.outcome for each in (session, other, third)] == ["stopped", "stopped", "finished"]
    assert (len(engine.configs), engine.most) == (2, 1)


def test_a_run_that_waits_can_be_stopped(session, engine):
    engine.compile()
    session.start(TrainConfig())
    assert engine.begun.wait(10)
    other = TrainingSession(engine)
    other.start(TrainConfig(), replace=True)
    other.stop()
    engine.release()
    assert other.join(10)
    assert (other.state.history.outcome, len(engine.configs)) == ("stopped", 1)


def test_many_replacements_at_once_never_train_two_at_a_time(session, engine):
    threads = [
        threading.Thread(target=session.start, args=(TrainConfig(seed=seed, epochs=50), True)) for seed in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    session.join(10)
    assert session.state.history.outcome == "finished"
    assert (engine.most, engine.training) == (1, 0)


def test_the_last_listener_call_may_start_the_next_run(session, engine):
    def go_on(run):
        if not run.running and run.history.config.seed < 5:
            session.start(TrainConfig(seed=run.history.config.seed + 1))

    session.subscribe(go_on)
    session.start(TrainConfig(seed=1))
    assert session.join(10)
    assert [config.seed for config in engine.configs] == [1, 2, 3, 4, 5]
    assert session.listener_error is None


def test_a_listener_cannot_replace_a_run_and_wait_for_itself(session, engine):
    session.subscribe(lambda run: run.running and session.start(TrainConfig(), replace=True))
    session.start(TrainConfig())
    assert session.join(10)
    assert str(session.listener_error) == say("session.busy")
    assert len(engine.configs) == 1


def test_a_listener_may_stop_the_run_without_waiting_for_itself(session):
    session.subscribe(lambda run: session.stop(wait=True))
    session.start(TrainConfig())
    assert session.join(10)
    assert session.state.history.outcome == "stopped"
    assert session.listener_error is None


def test_the_time_left_shrinks_as_the_run_goes_on(session):
    left = []
    session.subscribe(lambda run: left.append(run.seconds_left))
    session.start(TrainConfig(epochs=50))
    session.join()
    assert left[0] is None
    assert all(seconds >= 0 for seconds in left[10:-1])
    assert left[-2] == 0


def test_the_end_of_the_interpreter_stops_the_run_and_says_nothing():
    code = """
from helpers.training.runs import TrainConfig
from helpers.training.session import TrainingSession
from tests.fakes import FakeEngine
engine = FakeEngine()
engine.hold()
session = TrainingSession(engine)
session.subscribe(lambda run: run.running or print(run.history.outcome))
session.start(TrainConfig())
engine.begun.wait(10)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", timeout=30)
    assert (done.returncode, done.stdout, done.stderr) == (0, "stopped\n", "")
