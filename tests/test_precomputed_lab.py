"""In a class a lab answers each move with a run that was trained beforehand, says so, and trains at a click alone."""

from __future__ import annotations

import re

import ipywidgets as widgets
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.labs import TrainingLab
from helpers.text import say
from helpers.training.engines import train
from helpers.training.precomputed import GRID, PrecomputedHistories, history_of, row_of
from helpers.training.runs import EpochRecord, History
from tests.fakes import FakeEngine
from tests.lab_checks import NoChart, nothing_goes_wrong, said, settle, start_and_hold, until


def made_up(config):
    """A run whose figures tell its settings; it diverges at a learning rate of 1."""
    accuracy = config.architecture["units"] / 1000
    records = [EpochRecord(epoch, 1.0, 0.5, 1.0, accuracy) for epoch in range(1, config.epochs + 1)]
    if config.learning_rate == 1:
        records = [EpochRecord(1, float("nan"), 0.1)]
    history = History(config)
    for record in records:
        history = history.plus(record)
    return history_of(row_of(history), GRID)


pytestmark = pytest.mark.usefixtures("no_chart", "short_rest")
PRECOMPUTED = PrecomputedHistories(GRID, [made_up(config) for config in GRID.configs])


@pytest.fixture
def lab(engine):
    lab = TrainingLab(engine, precomputed=PRECOMPUTED)
    with nothing_goes_wrong(lab):
        yield lab
        engine.release()


def shown(lab):
    return list(lab.view._chart.shown)


def controls(lab):
    return [lab.settings.optimizer, lab.settings.learning_rate, *lab.settings.architecture.values()]


def values(control):
    return [value for _, value in control.options] if isinstance(control.options[0], tuple) else list(control.options)


def test_a_stored_run_is_there_at_once_and_its_words_say_that_it_is_stored(lab, engine):
    assert said(lab) == "미리 훈련하여 저장해 둔 결과입니다. 마지막 검증 정확도는 0.1000입니다."
    assert shown(lab) == ["1(저장) SGD 0.01"]
    assert "1(저장) SGD 0.01" in lab.view.table.value
    assert engine.configs == []


def test_each_move_shows_the_stored_run_of_the_settings_and_trains_nothing(lab, engine):
    lab.settings.architecture["units"].value = 300
    assert said(lab).endswith("0.3000입니다.")
    lab.settings.optimizer.value = "nesterov"
    assert lab.queue.state.current.history.config.momentum == 0.9
    assert shown(lab) == ["1(저장) SGD 0.01", "2(저장) SGD 0.01", "3(저장) 네스테로프 모멘텀 0.01"]
    lab.settings.learning_rate.value = 1.0
    assert said(lab).startswith("미리 훈련하여 저장해 둔 결과입니다. 1번째 에포크에서 손실이 발산하여")
    assert engine.configs == []


def test_every_setting_that_can_be_chosen_is_in_the_grid(lab):
    reached = set()
    for control in controls(lab):
        for value in values(control):
            control.value = value
            reached.add(lab.queue.state.current.history.config)
            assert {**vars(lab.queue.state.current.history.config)} == vars(lab.settings.config)
    assert [values(control) for control in controls(lab)] == [
        list(GRID.optimizers),
        list(GRID.learning_rates),
        *map(list, GRID.architecture.values()),
    ]
    assert len(reached) > 10


def test_a_slider_reports_its_move_when_it_is_let_go(lab):
    sliders = [control for control in controls(lab) if isinstance(control, widgets.SelectionSlider)]
    assert [slider.continuous_update for slider in sliders] == [False, False]


def test_a_stored_run_takes_the_place_of_a_refusal(lab, engine):
    engine.image_count = 1
    lab.start.click()
    settle(lab)
    assert said(lab) == say("engine.batch_size", value=32, expected=1)
    lab.settings.optimizer.value = "adam"
    assert said(lab).startswith("미리 훈련하여 저장해 둔 결과입니다.")


def test_what_is_the_same_in_all_stored_runs_has_no_control(lab):
    there = [each for box in lab.settings.children for each in (box, *getattr(box, "children", ()))]
    assert not {lab.settings.epochs, lab.settings.batch_size, lab.settings.momentum} & set(there)
    assert set(controls(lab)) <= set(there)
    assert lab.live.layout.display == "none"


def test_the_seconds_of_another_machine_are_not_told(lab):
    assert "초" not in said(lab)
    assert "nan" not in lab.view.table.value
    assert re.findall(r"<td[^>]*>([^<]*)</td>", lab.view.table.value)[-2:] == ["–", say("table.finished")]


def test_the_button_trains_really_and_its_run_stands_beside_the_stored_one(lab, engine):
    assert lab.start.description == lab.start.tooltip == "직접 훈련"
    lab.start.click()
    settle(lab)
    assert engine.configs == [lab.settings.config]
    assert shown(lab) == ["1(저장) SGD 0.01", "2 SGD 0.01"]
    assert said(lab).startswith("훈련을 마쳤습니다.")
    assert lab.queue.state.current.history.column("loss") == train(FakeEngine(), lab.settings.config).column("loss")


def test_a_move_while_a_run_goes_on_adds_the_stored_curve_and_lets_it_go_on(lab, engine):
    start_and_hold(lab, engine)
    lab.settings.optimizer.value = "adam"
    until(lambda: "2(저장) Adam 0.001" in shown(lab) or "3(저장) Adam 0.001" in shown(lab))
    assert "훈련하는 중" in said(lab)
    engine.release()
    settle(lab)
    assert said(lab).startswith("훈련을 마쳤습니다.")
    assert len(shown(lab)) == 3


def test_cleared_curves_come_back_with_the_next_move(lab):
    lab.clear.click()
    assert shown(lab) == []
    assert said(lab) == say("training.idle_precomputed")
    lab.settings.optimizer.value = "adam"
    assert shown(lab) == ["1(저장) Adam 0.001"]


def test_a_guess_is_compared_with_a_stored_run(lab):
    lab.guess.value = 0.35
    lab.settings.architecture["units"].value = 300
    assert said(lab).endswith("예상은 0.35, 결과는 0.3000, 둘의 차이는 0.0500입니다.")


def test_the_picture_for_readers_is_the_stored_run(lab, engine, monkeypatch):
    monkeypatch.setattr("helpers.labs.training.RunChart", NoChart)
    assert "1(저장) SGD 0.01" in lab.picture().decode()
    assert lab.alt_text().startswith("1(저장) SGD 0.01: ")
    assert engine.configs == []


def test_the_line_of_the_lesson_needs_no_other_change(engine):
    lab = TrainingLab(engine, precomputed=PRECOMPUTED, units=(10, 300, 10), activation=["relu", "sigmoid"])
    assert isinstance(lab.settings.architecture["units"], widgets.SelectionSlider)
    assert lab.settings.config.architecture == {"units": 100, "activation": "relu"}


def test_stored_runs_of_another_network_or_other_data_are_refused_in_a_sentence(engine):
    with pytest.raises(ValueError, match="받은 매개변수: dropout"):
        TrainingLab(engine, precomputed=PRECOMPUTED, dropout=(0.0, 0.5))
    engine.image_count = 2000
    with pytest.raises(ValueError, match="48,000장"):
        TrainingLab(engine, precomputed=PRECOMPUTED)


MOVES = st.one_of(
    st.tuples(st.just("optimizer"), st.sampled_from(GRID.optimizers)),
    st.tuples(st.just("learning_rate"), st.sampled_from(GRID.learning_rates)),
    st.tuples(st.just("units"), st.sampled_from(GRID.architecture["units"])),
    st.tuples(st.sampled_from(["start", "stop", "clear"]), st.none()),
    st.tuples(st.sampled_from(["hold", "release"]), st.none()),
)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(MOVES, max_size=12))
def test_nothing_that_can_be_clicked_in_any_order_goes_wrong(actions):
    engine = FakeEngine(steps=1)
    lab = TrainingLab(engine, precomputed=PRECOMPUTED)
    with nothing_goes_wrong(lab):
        for name, value in actions:
            if name in ("start", "stop", "clear"):
                getattr(lab, name).click()
            elif name in ("hold", "release"):
                getattr(engine, name)()
            else:
                (lab.settings.architecture.get(name) or getattr(lab.settings, name)).value = value
        engine.release()
        settle(lab)
        lab.settings.optimizer.value = "sgd"
        lab.settings.optimizer.value = "adam"
    assert vars(lab.queue.state.current.history.config) == vars(lab.settings.config)
    assert lab.queue.state.current.history.origin == "precomputed"
    assert engine.most <= 1
