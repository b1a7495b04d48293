"""A race trains all its runs from the same start, one after the other, and can be replayed epoch by epoch."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from helpers.labs import OptimizerRace, TrainingLab
from helpers.labs.parts import run_view as view_module
from helpers.text import say
from helpers.training.precomputed import GRID
from helpers.training.runs import TrainConfig
from tests.fakes import FakeEngine
from tests.lab_checks import NoChart, nothing_goes_wrong, run, said, settle, start_and_hold

MOMENTUM = {"momentum": 0.9, "nesterov": 0.9}
CONFIGS = {
    say(f"optimizer.{name}"): TrainConfig(name, epochs=epochs, momentum=MOMENTUM.get(name, 0.0))
    for epochs, name in enumerate(GRID.optimizers, 1)
}


@pytest.fixture
def race(engine, no_chart):
    race = OptimizerRace(engine, CONFIGS)
    with nothing_goes_wrong(race):
        yield race
        engine.release()


def shown(race):
    """How many epochs of each run the chart shows."""
    return {name: len(history.records) for name, history in race.view._chart.shown.items()}


@pytest.mark.parametrize(
    "names", [(0.01, 0.1), ("$x^$", "$\\alpha$"), ("", "a" * 99)], ids=["numbers", "mathtext", "lengths"]
)
def test_a_run_may_have_any_name(engine, names):
    rates = dict(zip(names, (0.01, 0.1), strict=True))
    race = OptimizerRace(engine, {name: TrainConfig(learning_rate=rate) for name, rate in rates.items()})
    run(race)
    assert race.queue.session.listener_error is None
    assert {history.outcome for history in race.queue.state.runs} == {"finished"}
    assert str(names[1]) in race.view.table.value


def test_an_interrupt_while_a_start_waits_puts_the_lab_back(race, engine):
    with patch.object(race.queue.session, "start", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        race.queue.start(*CONFIGS.values())
    assert not race.queue.state.running
    assert said(race) == say("race.idle")
    run(race)
    assert {history.outcome for history in race.queue.state.runs} == {"finished"}


def test_all_run_one_after_the_other_in_their_order(race, engine):
    run(race)
    assert engine.configs == list(CONFIGS.values())
    assert engine.most == 1
    assert {history.outcome for history in race.queue.state.runs} == {"finished"}
    assert shown(race) == {name: config.epochs for name, config in CONFIGS.items()}


def test_the_table_names_the_best_first_and_the_sentence_says_it(race):
    run(race)
    rows = [re.sub("<[^>]*>", " ", row).split()[1] for row in race.view.table.value.split("<tr>")[2:]]
    assert rows == ["Adam", "RMSprop", "Adagrad", "네스테로프", "모멘텀", "SGD"]
    assert "가장 높은 실행은 Adam" in race.view.sentence.value
    assert "훈련 손실" not in race.view.sentence.value


def test_a_stop_ends_the_whole_race_and_start_goes_on_where_it_ended(race, engine):
    start_and_hold(race, engine)
    race.stop.click()
    settle(race)
    assert len(engine.configs) == 1
    assert "멈추었습니다" in said(race)
    engine.release()
    run(race)
    assert engine.configs[1:] == list(CONFIGS.values())
    run(race)
    assert len(engine.configs) == 7
    assert said(race).startswith("저장된 결과입니다.")


def test_start_while_it_runs_changes_nothing(race, engine):
    start_and_hold(race, engine)
    race.start.click()
    engine.release()
    settle(race)
    assert engine.configs == list(CONFIGS.values())


@pytest.mark.parametrize("epoch", [1, 3, 6])
def test_the_slider_shows_the_race_up_to_its_epoch(race, epoch):
    run(race)
    race.epoch.value = epoch
    assert shown(race) == {name: min(epoch, config.epochs) for name, config in CONFIGS.items()}


def test_the_best_at_an_epoch_is_best_at_that_epoch(engine):
    slow, fast = TrainConfig("sgd", epochs=6), TrainConfig("adam", epochs=2)
    race = OptimizerRace(engine, [fast, slow])
    run(race)
    assert "가장 높은 실행은 2 SGD" in race.view.sentence.value
    race.epoch.value = 1
    assert race.view.table.value.index("1 Adam") < race.view.table.value.index("2 SGD")


def test_a_run_that_diverges_is_told_and_the_others_go_on(race, engine):
    engine.diverge_at = 3
    run(race)
    outcomes = [history.outcome for history in race.queue.state.runs]
    assert outcomes == ["finished"] * 2 + ["diverged"] * 4
    assert race.view.table.value.count(say("table.diverged")) == 4


def test_an_error_is_said_and_the_race_can_start_again(race, engine):
    engine.error = ValueError("나쁜 층")
    run(race)
    assert "나쁜 층" in said(race)
    engine.error = None
    run(race)
    assert {history.outcome for history in race.queue.state.runs} == {"finished"}


def test_clear_forgets_the_race(race, engine):
    run(race)
    race.clear.click()
    assert shown(race) == {}
    assert said(race) == say("race.idle")
    run(race)
    assert len(engine.configs) == 12


def test_a_lab_beside_it_takes_over_and_ends_the_race(race, engine):
    lab = TrainingLab(engine)
    start_and_hold(race, engine)
    with nothing_goes_wrong(race, lab):
        lab.start.click()
        engine.release()
        settle(lab)
    assert lab.queue.state.current.history.outcome == "finished"
    assert (len(engine.configs), engine.most) == (2, 1)


@pytest.mark.parametrize(
    "configs",
    [
        [],
        {},
        [TrainConfig(), TrainConfig("adam", seed=7)],
        [TrainConfig(), TrainConfig("adam", architecture={"units": 5})],
        [TrainConfig(), TrainConfig()],
    ],
)
def test_what_is_no_race_is_refused_in_a_sentence(engine, configs):
    with pytest.raises(ValueError, match="경주"):
        OptimizerRace(engine, configs)


def test_the_picture_is_the_whole_race_and_changes_no_widget(engine):
    race = OptimizerRace(engine, CONFIGS)
    before = race.view.get_state(), race.view.picture.value
    picture = race.picture()
    assert Image.open(io.BytesIO(picture)).format == "PNG"
    assert (race.view.get_state(), race.view.picture.value) == before
    assert (race.picture(), len(engine.configs)) == (picture, 6)


def test_the_text_of_a_race_is_stable(race):
    assert repr(race) == f"<{say('race.title')}>"


def test_a_closed_race_stops(race, engine):
    start_and_hold(race, engine)
    race.close()
    settle(race)
    assert len(engine.configs) == 1


def test_a_race_that_goes_on_when_python_ends_ends_without_a_word():
    script = (
        "from helpers.course import use_figure_style; from helpers.labs import OptimizerRace\n"
        "from helpers.training.runs import TrainConfig; from tests.fakes import FakeEngine\n"
        "use_figure_style(); engine = FakeEngine(); engine.hold()\n"
        "OptimizerRace(engine, [TrainConfig(), TrainConfig('adam')]).start.click(); engine.begun.wait(5)"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", timeout=120)
    assert (ended.returncode, ended.stderr) == (0, "")


ACTIONS = st.one_of(
    st.tuples(st.sampled_from(["start", "stop", "clear"]), st.none()),
    st.tuples(st.just("epoch"), st.integers(1, 6)),
    st.tuples(st.just("engine"), st.sampled_from(["hold", "release", "fail", "diverge", "work"])),
)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(ACTIONS, max_size=12))
def test_nothing_that_can_be_clicked_in_any_order_goes_wrong(actions):
    engine = FakeEngine(steps=1)
    with patch.object(view_module, "RunChart", NoChart):
        race = OptimizerRace(engine, CONFIGS)
    with nothing_goes_wrong(race):
        for name, value in [*actions, ("engine", "work"), ("start", None)]:
            if name == "epoch":
                race.epoch.value = value
            elif name == "engine":
                engine.hold() if value == "hold" else engine.release()
                engine.error = ValueError("나쁜 층") if value == "fail" else None
                engine.diverge_at = 1 if value == "diverge" else None
            else:
                getattr(race, name).click()
        settle(race)
        run(race)  # what had failed before the end of the sequence
    assert {history.config for history in race.queue.state.runs} == set(CONFIGS.values())
    assert {history.outcome for history in race.queue.state.runs} <= {"finished", "diverged"}
    assert engine.most == 1


def test_the_words_of_the_picture_say_who_is_best_and_who_is_worst(race):
    assert "가장 높은 실행은" in race.alt_text()
