"""A lab runs the settings it shows, whatever is clicked in whatever order, and says in a sentence how it ended."""

from __future__ import annotations

import functools
import io
import math
import re
import sys
import threading
import time
from unittest.mock import patch

import ipywidgets as widgets
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from helpers.labs import Lab, TrainingLab, pictures
from helpers.labs.parts import rest
from helpers.labs.parts import run_view as view_module
from helpers.labs.parts.run_chart import RunChart
from helpers.text import say
from helpers.training.describe import describe_runs, name_of
from helpers.training.engines import train
from helpers.training.runs import OPTIMIZERS, EpochRecord, TrainConfig
from tests.fakes import FakeEngine
from tests.lab_checks import NoChart, nothing_goes_wrong, run, said, settle, start_and_hold, until
from tests.words import HANGUL

pytestmark = pytest.mark.usefixtures("short_rest")
UNITS = (10, 300, 10)
ACTIVATIONS = ["sigmoid", "relu"]


@pytest.fixture
def lab(engine, no_chart):
    yield from lab_with(engine)


@pytest.fixture
def drawn_lab(engine):
    yield from lab_with(engine)


def lab_with(engine):
    lab = TrainingLab(engine, units=UNITS, activation=ACTIVATIONS)
    with nothing_goes_wrong(lab):
        yield lab
        engine.release()


@pytest.fixture(autouse=True)
def _threads_that_often_take_turns():
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.0002)
    yield
    sys.setswitchinterval(before)


# ---------------------------------------------------------------- settings


def test_a_lab_starts_with_the_settings_of_the_notes(lab, engine):
    run(lab)
    assert engine.configs == [TrainConfig(architecture={"units": 150, "activation": "sigmoid"})]


CONTROLS = [  # control, value, what becomes of it in the settings
    *(("epochs", value, {"epochs": value}) for value in (1, 5, 30)),
    *(("learning_rate", value, {"learning_rate": value}) for value in (0.0001, 0.01, 1.0)),
    ("learning_rate", 10**-1.1, {"learning_rate": 0.079}),
    *(("batch_size", value, {"batch_size": value}) for value in (1, 32, 512, 48_000)),
    *(("optimizer", name, {"optimizer": name}) for name in OPTIMIZERS if name not in ("momentum", "nesterov")),
]


@pytest.mark.parametrize(("control", "value", "expected"), CONTROLS)
def test_what_a_control_is_set_to_is_what_runs(lab, engine, control, value, expected):
    getattr(lab.settings, control).value = value
    run(lab)
    assert {name: getattr(engine.configs[-1], name) for name in expected} == expected
    assert lab.queue.state.current.history.outcome == "finished"


@pytest.mark.parametrize("optimizer", ["momentum", "nesterov"])
@pytest.mark.parametrize("momentum", [0.05, 0.9, 0.99])
def test_momentum_is_set_where_it_applies(lab, engine, optimizer, momentum):
    lab.settings.optimizer.value = optimizer
    lab.settings.momentum.value = momentum
    run(lab)
    assert (engine.configs[-1].optimizer, engine.configs[-1].momentum) == (optimizer, momentum)


def test_momentum_is_shown_only_where_it_applies(lab):
    for name in [*OPTIMIZERS, "sgd"]:
        lab.settings.optimizer.value = name
        assert (lab.settings.momentum.layout.display != "none") == (name in ("momentum", "nesterov"))


def test_a_batch_is_as_large_as_all_images_at_most(lab):
    assert lab.settings.batch_size.options[-2:] == (("8,192", 8192), (say("setting.all", images=48_000), 48_000))
    few = TrainingLab(FakeEngine(images=8), units=UNITS).settings.batch_size
    assert [size for _, size in few.options] == [1, 8]
    assert few.value == 8


def test_start_stop_and_clear_say_what_they_do(lab):
    buttons = {"start": "play", "stop": "stop", "clear": "trash"}
    for name, icon in buttons.items():
        button = getattr(lab, name)
        assert (button.description, button.icon) == (say(f"training.{name}"), icon)


def test_extra_controls_are_abbreviated_as_in_interact(engine):
    lab = TrainingLab(
        engine, units=UNITS, activation=ACTIVATIONS, dropout=True, rate=(0.0, 0.5), name="a", layers=widgets.fixed(2)
    )
    kinds = {name: type(control) for name, control in lab.settings.architecture.items()}
    assert kinds == {
        "units": widgets.IntSlider,
        "activation": widgets.Dropdown,
        "dropout": widgets.Checkbox,
        "rate": widgets.FloatSlider,
        "name": widgets.Text,
        "layers": widgets.fixed,
    }
    lab.settings.architecture["units"].value = 300
    run(lab)
    expected = {"units": 300, "activation": "sigmoid", "dropout": True, "rate": 0.25, "name": "a", "layers": 2}
    assert engine.configs[-1].architecture == expected
    lab.settings.architecture["units"].value = 10
    run(lab)
    assert engine.configs[-1].architecture["units"] == 10


def test_what_is_no_abbreviation_is_refused_in_a_sentence(engine):
    with pytest.raises(ValueError, match="units"):
        TrainingLab(engine, units=object())


def test_every_control_has_a_korean_label(lab):
    for control in lab.settings.children:
        for each in getattr(control, "children", [control]):
            assert HANGUL.search(each.description)


def field_of(lab, slider):
    """The field beside that slider."""
    return next(each.children[1] for each in lab.settings.children if getattr(each, "children", ("",))[0] is slider)


@pytest.mark.parametrize(
    ("name", "typed", "taken", "shown"),
    [
        ("epochs", 7, 7, 7),
        ("epochs", 99, 30, 30),
        ("learning_rate", 0.05, 0.05, 0.05),
        ("learning_rate", 7, 1, 1),
        ("learning_rate", 0, 0.0001, 0.0001),
        ("momentum", 0.5, 0.5, 0.5),
        ("momentum", 0, 0.05, 0.05),
        ("momentum", 2, 0.99, 0.99),
        ("batch_size", 8, 8, 8),
    ],
)
def test_what_is_typed_into_the_field_of_a_slider_moves_it_as_far_as_it_goes(lab, name, typed, taken, shown):
    slider = getattr(lab.settings, name)
    field = field_of(lab, slider)
    assert field.description == slider.description
    field.value = typed
    assert slider.value == pytest.approx(taken)
    assert field.value == pytest.approx(shown)


def test_the_field_of_a_slider_follows_it_in_few_digits(lab):
    slider = lab.settings.learning_rate
    slider.value = 0.012589254117941675
    assert field_of(lab, slider).value == 0.013
    assert slider.value == 0.012589254117941675


def test_a_slider_that_does_not_apply_is_hidden_with_its_field(lab):
    together = next(each for each in lab.settings.children if lab.settings.momentum in getattr(each, "children", ()))
    assert together.layout.display == "none"
    lab.settings.optimizer.value = "momentum"
    assert together.layout.display is None


# ---------------------------------------------------------------- a run


def test_the_click_returns_while_the_run_goes_on(lab, engine):
    start_and_hold(lab, engine)  # would wait for ever, were the run its own
    until(lambda: "걸음" in said(lab))
    assert not lab.stop.disabled


def test_a_run_grows_the_chart_and_ends_with_a_sentence_and_a_row(drawn_lab):
    lab = drawn_lab
    before = lab.view.picture.value
    run(lab)
    assert Image.open(io.BytesIO(lab.view.picture.value)).width > 600
    assert lab.view.picture.value != before
    assert said(lab) == "훈련을 마쳤습니다. 마지막 검증 정확도는 0.8889, 걸린 시간은 0.1초입니다."
    assert lab.view.bar.value == 1
    assert lab.stop.disabled
    assert "검증 손실은 5번째 에포크까지 줄어듭니다." in lab.view.sentence.value
    assert lab.view.picture.tooltip in lab.view.sentence.value
    cells = re.findall(r"<td[^>]*>(.*?)</td>", lab.view.table.value)
    assert cells[1:] == ["<b>0.8889</b>", "5/5", "0.01", "32", "150", "sigmoid", "0.1", say("table.finished")]


def test_a_stop_ends_the_run_and_the_lab_can_start_again_at_once(lab, engine):
    start_and_hold(lab, engine)
    lab.stop.click()
    settle(lab)
    assert "멈추었습니다" in said(lab)
    engine.release()
    run(lab)
    assert lab.queue.state.current.history.outcome == "finished"


def test_a_stop_that_comes_before_the_run_has_begun_ends_it(lab, engine, monkeypatch):
    engine.hold()
    begin = lab.queue.session.start
    monkeypatch.setattr(lab.queue.session, "start", lambda *run: (lab.stop.click(), begin(*run)))
    lab.start.click()
    settle(lab)
    assert lab.queue.state.current.history.outcome == "stopped"


def test_a_second_click_on_start_changes_nothing(lab, engine):
    start_and_hold(lab, engine)
    lab.start.click()
    engine.release()
    settle(lab)
    assert len(engine.configs) == 1
    assert lab.queue.state.current.history.outcome == "finished"


def test_a_run_that_ends_as_it_is_stopped_and_asked_for_again_does_not_run_twice():
    class Slow(FakeEngine):
        """Deaf to a stop while it makes its last record."""

        at_last, go = threading.Event(), threading.Event()

        def _record(self, epoch):
            self.at_last.set()
            assert self.go.wait(5)
            return super()._record(epoch)

    engine = Slow()
    lab = TrainingLab(engine)
    with nothing_goes_wrong(lab):
        lab.settings.epochs.value = 1
        lab.start.click()
        assert engine.at_last.wait(5)
        lab.stop.click()
        lab.start.click()
        engine.go.set()
    assert len(engine.configs) == 1
    assert lab.queue.state.current.history.outcome == "finished"


def test_start_with_other_settings_replaces_the_run(lab, engine):
    start_and_hold(lab, engine)
    lab.settings.epochs.value = 7
    lab.start.click()
    engine.release()
    settle(lab)
    assert [config.epochs for config in engine.configs] == [5, 7]
    assert [history.config.epochs for history in lab.queue.state.runs] == [7]


@pytest.mark.parametrize(("click", "kept"), [("stop", [30]), ("start", [7])])
def test_a_stopped_run_keeps_its_curve_and_one_that_another_replaces_does_not(lab, engine, click, kept):
    lab.queue.session.subscribe(lambda run: run.history.config.epochs == 30 and time.sleep(0.005))
    lab.settings.epochs.value = 30
    lab.start.click()
    until(lambda: lab.queue.state.current.history.records)
    lab.settings.epochs.value = 7
    getattr(lab, click).click()
    settle(lab)
    assert [history.config.epochs for history in lab.queue.state.runs] == kept
    assert list(lab.view._chart.shown) == [f"1 {name_of(history.config)}" for history in lab.queue.state.runs]


def test_the_same_settings_again_show_the_stored_run_at_once(drawn_lab, engine):
    lab = drawn_lab
    run(lab)
    lab.settings.epochs.value = 7
    run(lab)
    lab.settings.epochs.value = 5
    begun = len(engine.configs)
    lab.start.click()
    assert len(engine.configs) == begun
    assert said(lab).startswith("저장된 결과입니다.")
    assert len(engine.configs) == 2
    assert len(lab.queue.state.runs) == 2


def test_a_stored_run_stops_the_one_that_goes_on(lab, engine):
    run(lab)
    lab.settings.epochs.value = 7
    start_and_hold(lab, engine)
    lab.settings.epochs.value = 5
    lab.start.click()
    settle(lab)
    assert said(lab).startswith("저장된 결과입니다.")
    assert [history.config.epochs for history in lab.queue.state.runs] == [5]


def test_runs_stay_on_the_chart_until_they_are_cleared(lab, engine):
    for name in ("sgd", "adam", "rmsprop"):
        lab.settings.optimizer.value = name
        run(lab)
    assert [history.config.optimizer for history in lab.queue.state.runs] == ["sgd", "adam", "rmsprop"]
    assert lab.view.table.value.count("<tr>") == 4
    lab.clear.click()
    assert not lab.queue.state.runs
    assert lab.view.table.value == ""
    run(lab)
    assert len(engine.configs) == 4


def test_clearing_keeps_the_run_that_goes_on(lab, engine):
    run(lab)
    lab.settings.epochs.value = 7
    start_and_hold(lab, engine)
    lab.clear.click()
    engine.release()
    settle(lab)
    assert [history.config.epochs for history in lab.queue.state.runs] == [7]


def test_the_table_shows_the_best_run_first(engine, lab):
    for epochs in (2, 30, 5):
        lab.settings.epochs.value = epochs
        run(lab)
    assert re.findall(r"\d+/(\d+)<", lab.view.table.value) == ["30", "5", "2"]


# ---------------------------------------------------------------- what can go wrong


@pytest.mark.usefixtures("no_chart")
def test_a_run_without_validation_is_judged_by_its_training_and_no_guess_is():
    lab = TrainingLab(FakeEngine(validates=False))
    lab.guess.value = 0.5
    with nothing_goes_wrong(lab):
        run(lab)
    assert "훈련을 마쳤습니다. 마지막 훈련 정확도는 0.9167" in said(lab)
    assert "예상" not in said(lab)
    assert re.findall(r"<td[^>]*>([^<]*)</td>", lab.view.table.value)[0] == "–"
    assert describe_runs({"a": lab.queue.state.runs[0]}, None) == say("curve.none")
    assert RunChart().png({"a": lab.queue.state.runs[0]})


def test_divergence_is_said_and_stored(lab, engine):
    engine.diverge_at = 2
    run(lab)
    assert "2번째 에포크에서 손실이 발산하여" in said(lab)
    assert say("table.diverged") in lab.view.table.value
    run(lab)
    assert len(engine.configs) == 1


def test_all_that_a_lab_shows_is_of_one_moment(lab, monkeypatch):
    monkeypatch.setattr(view_module, "SECONDS_BETWEEN", 0.001)
    seen, show = [], lab.view.show

    def look(*what):
        show(*what)
        seen.append((said(lab), lab.view.bar.value, lab.view.table.value, dict(lab.view._chart.shown)))

    monkeypatch.setattr(lab.view, "show", look)
    lab.settings.epochs.value = 30
    run(lab)
    assert len({bar for _, bar, _, _ in seen}) > 2
    for status, bar, table, shown in seen:
        done = [len(history.records) for history in shown.values()]
        assert re.findall(r">(\d+)/30<", table) == [str(number) for number in done]
        if going := re.search(r"중 (\d+)번째 에포크.*걸음 (\d)/4", status):
            epoch, step = map(int, going.groups())
            assert bar == pytest.approx((epoch - 1 + step / 4) / 30)
            assert sum(done) in (epoch - 1, epoch)


def test_a_loss_that_explodes_leaves_the_other_curves_readable(drawn_lab):
    lab = drawn_lab
    run(lab)
    diverged = lab.queue.state.current.history
    record = EpochRecord(1, 1e30, 0.1, 1e30, 0.1, 0.1)
    runs = {"a": diverged, "b": type(diverged)(diverged.config, (record, EpochRecord(2, math.inf, 0.1)), "diverged")}
    lab.view._chart.png(runs)
    assert lab.view._chart._axes["loss"].get_ylim()[1] < 10


@pytest.mark.parametrize("error", [ValueError("<b>층</b>이 {없습니다}"), RuntimeError("한 줄\n두 줄"), SystemExit()])
def test_an_error_in_build_model_is_said_in_one_line_and_the_lab_goes_on(lab, engine, error):
    engine.error = error
    run(lab)
    assert "오류가 나서" in said(lab)
    assert "<b>" not in lab.view.status.value
    assert lab.view.table.value == ""
    engine.error = None
    run(lab)
    assert lab.queue.state.current.history.outcome == "finished"


def test_settings_that_the_engine_refuses_are_said(engine, lab):
    engine.image_count = 100
    lab.settings.batch_size.value = 512
    run(lab)
    assert said(lab) == say("engine.batch_size", value=512, expected=100)
    lab.settings.batch_size.value = 32
    run(lab)
    assert lab.queue.state.current.history.outcome == "finished"


def test_a_refusal_goes_with_what_is_cleared(engine, lab):
    engine.image_count = 100
    lab.settings.batch_size.value = 512
    run(lab)
    lab.clear.click()
    assert said(lab) == say("training.idle")


def test_what_the_engine_has_to_say_is_shown(lab, engine):
    engine.notice = "XLA 없이 훈련합니다."
    run(lab)
    assert said(lab).endswith(engine.notice)


@pytest.mark.parametrize("part", ["view._chart.png", "view._draw", "_judged_guess"])
def test_what_goes_wrong_in_the_view_is_said_and_logged_once_and_the_lab_goes_on(engine, caplog, part):
    lab = TrainingLab(engine)
    *path, name = part.split(".")
    owner = functools.reduce(getattr, path, lab)
    with patch.object(owner, name, side_effect=ZeroDivisionError("0 < 1")):
        run(lab)
    assert not lab.queue.state.running
    assert "ZeroDivisionError: 0 &lt; 1" in lab.view.status.value
    assert len(caplog.records) == 1
    with nothing_goes_wrong(lab):
        lab.start.click()
    assert "ZeroDivisionError" not in said(lab)
    assert "훈련을 마쳤습니다" in said(lab)


def test_a_start_returns_while_another_lab_compiles(lab, engine):
    engine.compile()
    lab.start.click()
    assert engine.begun.wait(5)
    other = TrainingLab(engine)
    with nothing_goes_wrong(other):
        other.start.click()
        assert say("run.preparing") in said(other)
        assert not other.stop.disabled
        engine.release()
    assert "훈련을 마쳤습니다" in said(other)
    assert "멈추었습니다" in said(lab)


def test_another_lab_takes_over_and_the_first_says_so(lab, engine):
    other = TrainingLab(engine)
    start_and_hold(lab, engine)
    with nothing_goes_wrong(lab, other):
        other.start.click()
        engine.release()
        settle(other)
    assert "멈추었습니다" in said(lab)
    assert other.queue.state.current.history.outcome == "finished"
    assert engine.most == 1


def test_a_closed_lab_stops(lab, engine):
    start_and_hold(lab, engine)
    lab.close()
    settle(lab)
    assert engine.training == 0
    lab.queue.start(TrainConfig())
    assert len(engine.configs) == 1


def test_a_notebooks_variables_can_be_overwritten(monkeypatch):
    names = {"engine": FakeEngine(), "lab": None}
    exec("from helpers.labs import TrainingLab\nlab = TrainingLab(engine, units=(10, 300, 10))", names)
    lab, engine = names["lab"], names["engine"]
    names.update(dict.fromkeys(["engine", "lab", "model", "data", "history", "TrainingLab", "build_model"], 0))
    with nothing_goes_wrong(lab):
        lab.settings.optimizer.value = "adam"
        run(lab)
    assert engine.configs[-1].optimizer == "adam"


# ---------------------------------------------------------------- guesses, and following the controls


def test_a_guess_is_compared_with_the_result(lab):
    assert "예상" in said(lab)
    lab.guess.value = 0.85
    run(lab)
    assert said(lab).endswith("예상은 0.85, 결과는 0.8889, 둘의 차이는 0.0389입니다.")


def test_a_guess_that_was_left_alone_is_not_judged(lab):
    run(lab)
    assert "예상" not in said(lab)


def test_a_guess_of_zero_is_a_guess(lab):
    lab.guess.value = 0.0
    run(lab)
    assert "예상은 0.00" in said(lab)


def test_controls_that_rest_start_a_run_and_stop_the_one_there_is(lab, engine, monkeypatch):
    monkeypatch.setattr(rest, "REST_SECONDS", 0.1)
    lab.live.value = True
    engine.hold()
    lab.settings.learning_rate.value = 0.1
    assert engine.begun.wait(5)
    for rate in (0.2, 0.3, 0.5):
        lab.settings.learning_rate.value = rate
    until(lambda: len(engine.configs) == 2)
    engine.release()
    settle(lab)
    assert [config.learning_rate for config in engine.configs] == [0.1, 0.5]
    assert [history.config.learning_rate for history in lab.queue.state.runs] == [0.5]


def test_controls_start_nothing_unless_the_lab_is_to_follow(lab, engine):
    lab.settings.epochs.value = 7
    until(lambda: lab.settings.config in engine.prepared)
    lab.live.value = True
    lab.settings.epochs.value = 8
    lab.live.value = False
    settle(lab)
    assert engine.configs == []


def test_a_click_on_start_does_not_wait_for_the_rest_and_ends_it(lab, engine, monkeypatch):
    monkeypatch.setattr(rest, "REST_SECONDS", 0.2)
    lab.live.value = True
    lab.settings.epochs.value = 7
    run(lab)
    assert "저장된" not in said(lab)
    assert len(engine.configs) == 1


def test_a_stop_before_the_rest_is_over_prevents_the_run(lab, engine, monkeypatch):
    monkeypatch.setattr(rest, "REST_SECONDS", 0.2)
    lab.live.value = True
    lab.settings.epochs.value = 7
    lab.stop.click()
    settle(lab)
    assert engine.configs == []


# ---------------------------------------------------------------- for readers without a kernel


def test_the_picture_is_the_default_run_and_changes_no_widget(lab, engine):
    lab.settings.epochs.value = 9
    before = lab.view.get_state()
    picture = lab.picture()
    assert Image.open(io.BytesIO(picture)).format == "PNG"
    assert [config.epochs for config in engine.configs] == [5]
    assert lab.view.get_state() == before
    assert said(lab) == say("training.idle")
    assert lab.picture() == picture
    assert len(engine.configs) == 1


def test_the_picture_does_not_train_again_what_has_run(lab, engine):
    run(lab)
    lab.picture()
    assert len(engine.configs) == 1


def test_the_text_of_a_lab_is_stable(lab):
    assert repr(lab) == f"<{say('training.title')}>"
    assert isinstance(lab, Lab)


def test_every_lab_that_is_alive_gives_a_picture_and_its_words(lab, monkeypatch):
    monkeypatch.setattr("helpers.labs.parts.lab._alive", {lab.model_id: lab})
    picture, words = pictures()[lab.model_id]
    assert picture == lab.picture()
    assert words.startswith("훈련 실험. 1 SGD 0.01: 훈련 손실은 5번째 에포크까지 줄어듭니다.")


# ---------------------------------------------------------------- anything, in any order


MOVES = st.one_of(
    st.tuples(st.just("epochs"), st.sampled_from([1, 2, 5, 30])),
    st.tuples(st.just("learning_rate"), st.sampled_from([0.0001, 0.01, 0.1, 1.0])),
    st.tuples(st.just("optimizer"), st.sampled_from(list(OPTIMIZERS))),
    st.tuples(st.just("momentum"), st.sampled_from([0.05, 0.9, 0.99])),
    st.tuples(st.just("batch_size"), st.sampled_from([1, 32, 48_000])),
    st.tuples(st.just("units"), st.sampled_from([10, 300])),
    st.tuples(st.just("activation"), st.sampled_from(ACTIVATIONS)),
)
CLICKS = st.tuples(st.sampled_from(["start", "stop", "clear"]), st.none())
OTHERS = st.one_of(
    st.tuples(st.just("guess"), st.sampled_from(["", 0.0, 0.85, 1.0])),
    st.tuples(st.just("live"), st.booleans()),
    st.tuples(st.just("engine"), st.sampled_from(["hold", "release", "fail", "diverge", "work"])),
    st.tuples(st.just("wait"), st.sampled_from([0.0, 0.002, 0.02])),
)


def act(lab, engine, name, value):
    if name in ("start", "stop", "clear"):
        getattr(lab, name).click()
    elif name in ("guess", "live"):
        getattr(lab, name).value = value
    elif name == "wait":
        time.sleep(value)
    elif name == "engine":
        engine.hold() if value == "hold" else engine.release()
        engine.error = ValueError("나쁜 층") if value == "fail" else None
        engine.diverge_at = 1 if value == "diverge" else None
    elif name in lab.settings.architecture:
        lab.settings.architecture[name].value = value
    else:
        getattr(lab.settings, name).value = value


def play(actions):
    """Do all that; the settings that run last are those that were asked for last."""
    engine = FakeEngine(steps=1)
    lab = TrainingLab(engine, units=UNITS, activation=ACTIVATIONS)
    with nothing_goes_wrong(lab):
        for name, value in actions:
            act(lab, engine, name, value)
        act(lab, engine, "engine", "work")
        lab.live.value = False
        lab.start.click()
        settle(lab)
    assert lab.queue.state.current.history.config == lab.settings.config
    assert lab.queue.state.current.history.outcome in ("finished", "diverged")
    assert lab.settings.config in [history.config for history in lab.queue.state.runs]
    assert engine.most <= 1


@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(st.one_of(MOVES, CLICKS, CLICKS, OTHERS), max_size=14))
def test_nothing_that_can_be_clicked_in_any_order_goes_wrong(actions):
    with patch.object(view_module, "RunChart", NoChart):
        play(actions)


@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(st.one_of(MOVES, CLICKS, OTHERS), min_size=5, max_size=14))
def test_nor_with_its_chart(actions):
    play(actions)


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(st.one_of(MOVES, CLICKS), min_size=1, max_size=10))
def test_nor_from_two_threads_at_once(actions):
    engine = FakeEngine(steps=1)
    with patch.object(view_module, "RunChart", NoChart):
        lab = TrainingLab(engine, units=UNITS, activation=ACTIVATIONS)
    with nothing_goes_wrong(lab):
        clicks = threading.Thread(target=lambda: [lab.start.click() or lab.stop.click() for _ in range(5)])
        clicks.start()
        for name, value in actions:
            act(lab, engine, name, value)
        clicks.join()
        lab.start.click()
        settle(lab)
    assert lab.queue.state.current.history.config == lab.settings.config
    assert lab.queue.state.current.history.outcome == "finished"
    assert engine.most <= 1


def test_a_lab_trains_as_train_does(lab, engine):
    run(lab)
    assert lab.queue.state.current.history.column("loss") == train(FakeEngine(), lab.settings.config).column("loss")
