"""Judgements: the same sentence wherever a figure lies in its band, an error that tells what was expected outside."""

from __future__ import annotations

import pytest

from helpers import text
from helpers.expected import expected, fails_with, within

NAME = "7-1b.accuracy"


@pytest.mark.parametrize("side", [-0.99, 0, 0.99])
def test_a_figure_within_its_band_is_shown_with_a_mark(side, capsys):
    judged = expected()[NAME]
    value = judged["centre"] + side * judged["band"]
    within(NAME, value)
    assert capsys.readouterr().out == f"층 하나인 신경망의 검증 정확도 {value:.4f} ✓\n"


@pytest.mark.parametrize("side", [-1.01, 1.01])
def test_a_figure_outside_its_band_fails_and_tells_what_was_expected(side):
    judged = expected()[NAME]
    value = judged["centre"] + side * judged["band"]
    with pytest.raises(AssertionError, match=str(judged["centre"])) as failed:
        within(NAME, value)
    assert str(value) in str(failed.value)


@pytest.mark.course
def test_on_another_backend_a_figure_has_the_band_of_another_seed(monkeypatch):
    judged = expected()[NAME]
    monkeypatch.setattr("keras.backend.backend", lambda: "jax")
    assert judged["other_backend"] > judged["band"]
    within(NAME, judged["centre"] + 0.99 * judged["other_backend"])
    with pytest.raises(AssertionError, match=str(judged["other_backend"])):
        within(NAME, judged["centre"] + 1.01 * judged["other_backend"])
    without = next(name for name, figure in expected().items() if "other_backend" not in figure)
    with pytest.raises(AssertionError):
        within(without, expected()[without]["centre"] + 1.01 * expected()[without]["band"])


def test_an_unknown_figure_and_a_value_that_is_no_number_are_refused():
    with pytest.raises(KeyError, match="nothing"):
        within("7-9.nothing", 0.5)
    with pytest.raises(ValueError, match="nan"):
        within(NAME, float("nan"))


def test_every_expected_figure_has_a_name_a_band_and_a_source():
    named = {key.removeprefix("figure.") for key in text.sentences() if key.startswith("figure.")}
    assert named == set(expected())
    for name, judged in expected().items():
        assert judged.keys() - {"other_backend"} == {"centre", "band", "source"}, name
        assert 0 < judged["band"] <= max(0.03, judged["centre"] / 2), name
        assert judged["band"] < judged.get("other_backend", 1) <= 1, name
        assert judged["source"], name


def test_lines_that_must_fail_are_told_by_name_and_first_sentence(capsys):
    with fails_with(ValueError):
        raise ValueError("First sentence. Second one.\nMore")
    assert capsys.readouterr().out == "ValueError: First sentence.\n"


def test_lines_may_fail_with_one_error_or_another(capsys):
    with fails_with(ValueError, TypeError):
        raise TypeError("This one.")
    assert capsys.readouterr().out == "TypeError: This one.\n"


def test_lines_that_must_fail_and_do_not_are_an_error():
    with pytest.raises(AssertionError, match="TypeError"), fails_with(TypeError):
        pass


def test_an_error_of_another_kind_goes_on_its_way():
    with pytest.raises(KeyError), fails_with(TypeError):
        raise KeyError("x")
