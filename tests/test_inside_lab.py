"""Behind the curves of a training lab stands a look inside the network, which is drawn while it is in front."""

from __future__ import annotations

import re

import pytest

from helpers.labs import TrainingLab
from helpers.labs.parts import inside_view, run_view
from helpers.labs.parts.inside_chart import InsideChart
from helpers.text import say
from helpers.training.describe import describe_inside
from helpers.training.precomputed import PrecomputedHistories
from tests.fakes import TINY, FakeEngine, made_up, made_up_look
from tests.lab_checks import nothing_goes_wrong, run, settle, start_and_hold, until

pytestmark = pytest.mark.usefixtures("no_chart", "short_rest")
CURVES, INSIDE = 0, 1


class Drawn(InsideChart):
    """In place of a picture, the epoch that it would show."""

    def png(self, inside):
        return f"epoch {inside.epoch}".encode()


@pytest.fixture
def lab(engine, monkeypatch):
    monkeypatch.setattr(inside_view, "InsideChart", Drawn)
    lab = TrainingLab(engine)
    with nothing_goes_wrong(lab):
        yield lab
        engine.release()
    lab.close()


def turn(lab, page):
    lab.view.pages.selected_index = page


def seen(lab):
    """The epoch in the picture, if there is one, and the words below."""
    picture = lab.inside.picture
    words = re.sub("<[^>]*>", "", lab.inside.sentence.value)
    assert picture.tooltip == words
    return None if picture.layout.display == "none" else bytes(picture.value).decode(), words


def test_a_lab_begins_with_its_curves_and_the_pages_have_names(lab):
    pages = lab.view.pages
    assert [pages.get_title(place) for place in (CURVES, INSIDE)] == ["훈련 곡선", "가중치와 예측"]
    assert pages.selected_index == CURVES
    assert lab.view.picture in pages.children[CURVES].children
    assert pages.children[INSIDE] is lab.inside


def test_before_the_first_run_and_after_the_last_is_cleared_there_is_nothing_to_see(lab):
    nothing = None, say("inside.none")
    assert seen(lab) == nothing
    turn(lab, INSIDE)
    assert seen(lab) == nothing
    run(lab)
    assert seen(lab) == ("epoch 5", describe_inside(made_up_look(5)))
    lab.clear.click()
    assert seen(lab) == nothing


def test_the_page_behind_is_drawn_when_it_comes_to_the_front_and_no_earlier(lab):
    run(lab)
    assert seen(lab)[0] is None
    turn(lab, INSIDE)
    assert seen(lab)[0] == "epoch 5"
    curves = lab.view.picture.value
    lab.settings.epochs.value = 3
    run(lab)
    assert seen(lab)[0] == "epoch 3"
    assert lab.view.picture.value == curves
    turn(lab, CURVES)
    assert lab.view.picture.value != curves
    assert len(lab.view._chart.shown) == 2
    assert lab.view.table.value.count("<tr>") == 3


def test_it_changes_with_each_epoch(lab, monkeypatch):
    monkeypatch.setattr(run_view, "SECONDS_BETWEEN", 0)
    turn(lab, INSIDE)
    pictures = []
    lab.inside.picture.observe(lambda change: pictures.append(bytes(change.new).decode()), "value")
    run(lab)
    assert pictures == [f"epoch {epoch}" for epoch in range(6)]


def test_a_page_is_drawn_at_once_when_it_comes_to_the_front_while_a_run_goes_on(lab, engine, monkeypatch):
    start_and_hold(lab, engine)
    until(lambda: lab.queue.state.current.progress)
    monkeypatch.setattr(run_view, "SECONDS_BETWEEN", 1000)
    turn(lab, INSIDE)
    assert seen(lab)[0] == "epoch 0"


def test_a_kept_run_is_seen_again(lab):
    turn(lab, INSIDE)
    run(lab)
    lab.settings.epochs.value = 2
    run(lab)
    lab.settings.epochs.value = 5
    run(lab)
    assert seen(lab)[0] == "epoch 5"


def test_what_is_the_same_is_not_drawn_again(lab, monkeypatch):
    turn(lab, INSIDE)
    run(lab)
    monkeypatch.setattr(Drawn, "png", None)
    for page in (CURVES, INSIDE):
        turn(lab, page)
    lab.guess.value = 0.5
    assert seen(lab)[0] == "epoch 5"


def test_a_stored_run_has_no_weights_and_that_is_said(monkeypatch):
    monkeypatch.setattr(inside_view, "InsideChart", Drawn)
    engine = FakeEngine(images=TINY.images[0])
    lab = TrainingLab(engine, precomputed=PrecomputedHistories(TINY, map(made_up, TINY.configs)))
    with nothing_goes_wrong(lab):
        turn(lab, INSIDE)
        assert seen(lab) == (None, say("inside.precomputed"))
        run(lab)
        assert seen(lab)[0] == "epoch 1"
        lab.settings.architecture["activation"].value = "sigmoid"
        assert seen(lab) == (None, say("inside.precomputed"))


def test_the_picture_for_readers_stays_that_of_the_curves(lab, monkeypatch):
    turn(lab, INSIDE)
    monkeypatch.setattr("helpers.labs.training.RunChart", run_view.RunChart)
    assert b"1 SGD 0.01" in lab.picture()
    assert lab.view.pages.selected_index == INSIDE


def test_a_page_can_be_turned_after_the_lab_is_closed(lab):
    run(lab)
    lab.close()
    turn(lab, INSIDE)
    settle(lab)
