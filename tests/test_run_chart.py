"""Runs as curves and as a table: a chart that keeps its picture draws what a new one would; all can be told apart."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from itertools import chain

import matplotlib.pyplot as plt
import pytest
from matplotlib.colors import to_hex

from helpers.labs.parts.run_chart import RunChart, plot_runs, run_style
from helpers.labs.parts.run_table import table_of
from helpers.text import say
from helpers.training.runs import EpochRecord, History, TrainConfig

BOTH = ("train", "valid")


def run(*losses: float, **settings) -> History:
    """A run with these losses; its accuracies grow by 0.1 from 0.1 on."""
    records = (EpochRecord(i, loss, i / 10, 1.1 * loss, i / 10, 0.5) for i, loss in enumerate(losses, 1))
    return History(TrainConfig(**settings), tuple(records))


def plotted(runs, metric="loss", parts=BOTH, tip=None):
    """The lines of a new chart by their labels and parts, and its axes."""
    ax = plot_runs(runs, metric, parts, tip, ax=plt.figure().subplots())
    return {(line.get_label(), line.get_gid().split()[-1]): line for line in ax.get_lines()}, ax


# the curves


def test_the_first_30_runs_are_all_told_apart():
    styles = [run_style(place) for place in range(30)]
    assert len({(to_hex(style["color"]), style["marker"]) for style in styles}) == 30


def test_a_run_has_a_bold_line_of_its_last_part_and_thin_ones_of_the_others():
    lines, _ = plotted({"가": run(0.9, 0.5)})
    train, valid = lines["가", "train"], lines["가", "valid"]
    assert train.get_xydata().tolist() == [[1, 0.9], [2, 0.5]]
    assert valid.get_ydata() == pytest.approx([0.99, 0.55])
    assert valid.get_linewidth() > train.get_linewidth()
    assert valid.get_markersize() > train.get_markersize()
    assert (valid.get_alpha(), train.get_alpha()) == (None, 0.7)
    assert (valid.get_linestyle(), train.get_linestyle()) == ("-", "--")
    assert train.get_color() == valid.get_color() == "C0"


def test_the_tip_is_the_last_run_s_training_and_nobody_else_s():
    lines, _ = plotted({"가": run(0.9), "나": run(0.8)}, tip=(1.5, 0.7))
    assert {name: line.get_xydata()[:, 0].tolist() for name, line in lines.items()} == {
        ("가", "train"): [1],
        ("가", "valid"): [1],
        ("나", "train"): [1, 1.5],
        ("나", "valid"): [1],
    }
    assert lines["나", "train"].get_ydata().tolist() == [0.8, 0.7]


def test_the_epochs_of_the_longest_run_have_room_and_the_axes_their_names():
    _, ax = plotted({"가": run(0.9, epochs=3), "나": run(0.9, epochs=10)})
    assert ax.get_xlim() == pytest.approx((0, 10.4))
    assert (ax.get_xlabel(), ax.get_ylabel()) == (say("plot.epoch"), say("plot.loss"))
    assert plotted({})[1].get_xlim() == pytest.approx((0, 5.2))
    assert plotted({"가": run(0.9, epochs=2)})[1].get_xticks().tolist()[:3] == [0, 1, 2]


@pytest.mark.parametrize(
    ("metric", "losses", "limits"),
    [
        ("loss", [], (0, 2.5)),
        ("accuracy", [], (0, 1)),
        ("loss", [0.5, 0.75], (0.4, 0.8)),
        ("loss", [0.5, 0.7, 1e30], (0, 6)),
        ("loss", [4.0, 4.2, 1e30], (3, 13)),
        ("loss", [0.5, math.nan, math.inf], (0.4, 0.6)),
        ("accuracy", [1.0, 1.0, 1.0], (0.05, 0.35)),
        ("accuracy", [1.0] * 9, (0, 1)),
    ],
)
def test_limits_leave_room_and_an_explosion_flattens_nothing(metric, losses, limits):
    _, ax = plotted({"가": run(*losses)}, metric, ["train"])
    assert ax.get_ylim() == pytest.approx(limits)


# the picture


def test_a_chart_that_has_drawn_others_draws_what_a_new_one_would():
    one, other = run(0.9, 0.5), run(0.8, 0.6, epochs=9)
    chart = RunChart()
    for runs, *going in [
        ({"가": one},),
        ({"다": one, "나": other},),
        ({"다": one, "나": other}, 1.5, {"loss": 0.55, "accuracy": 0.2}),
        ({"다": one}, 0),
        ({},),
    ]:
        assert chart.png(runs, *going) == RunChart().png(runs, *going)


def test_each_thing_that_is_shown_is_seen():
    runs = {"가": run(0.9, 0.5)}
    scores = {"loss": 0.55, "accuracy": 0.2}
    pictures = [
        RunChart().png({}),
        RunChart().png(runs),
        RunChart(["valid"]).png(runs),
        RunChart().png(runs, 0),
        RunChart().png(runs, 1),
        RunChart().png(runs, 1, scores),
        RunChart().png({"나": runs["가"]}),
    ]
    assert len(set(pictures)) == len(pictures)


def legend_of(runs, parts=BOTH):
    chart = RunChart(parts)
    chart.png(runs)
    (legend,) = chart._figure.legends
    return legend


def test_the_legend_names_the_nine_latest_runs_by_their_bold_lines():
    legend = legend_of({f"{i} SGD": run(0.9) for i in range(12)})
    assert [text.get_text() for text in legend.get_texts()] == [f"{i} SGD" for i in range(3, 12)]
    assert [line.get_color() for line in legend.get_lines()] == [f"C{i}" for i in range(3, 12)]
    assert legend.get_title().get_text() == say("curve.parts")
    assert legend_of({"가": run(0.9)}, ["valid"]).get_title().get_text() == ""


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a" * 26, "a" * 26),
        ("a" * 27, "a" * 25 + "…"),
        ("가" * 13, "가" * 13),
        ("가" * 14, "가" * 12 + "…"),
        ("$x$", r"\$x\$"),
    ],
)
def test_a_name_is_shown_as_far_as_there_is_room(name, shown):
    assert legend_of({name: run(0.9)}).get_texts()[0].get_text() == shown


# the table


def rows_of(runs) -> list[list[str]]:
    """Head and rows, without markup."""
    rows = re.findall(r"<tr>(.*?)</tr>", table_of(runs))
    told = [[without_tags(cell) for cell in re.findall(r"<t[dh].*?</t[dh]>", row)] for row in rows]
    assert without_tags(table_of(runs)) == "".join(chain.from_iterable(told))
    return told


def without_tags(html: str) -> str:
    return re.sub("<[^>]*>", "", html)


def test_a_run_is_a_row_with_its_settings_and_results_the_best_first():
    sgd = run(0.9, 0.5, architecture={"units": 100, "activation": "relu"})
    adam = run(0.9, 0.5, 0.4, optimizer="adam", epochs=3, batch_size=2048, learning_rate=0.001, architecture={"n<": 1})
    assert rows_of({"1 SGD": sgd, "2 <b>": replace(adam, outcome="diverged")}) == [
        [
            "실행",
            "마지막 검증 정확도",
            "에포크",
            "학습률",
            "배치 크기",
            "n&lt;",
            "시간(초)",
            "결과",
            "유닛 개수",
            "활성화 함수",
        ],
        ["■ 2 &lt;b&gt;", "0.3000", "3/3", "0.001", "2,048", "1", "1.5", say("table.diverged"), "–", "–"],
        ["● 1 SGD", "0.2000", "2/5", "0.01", "32", "–", "1.0", say("table.finished"), "100", "relu"],
    ]


def test_momentum_has_a_column_where_a_run_has_one():
    sgd, nesterov = run(0.9), run(0.9, optimizer="nesterov", momentum=0.95)
    assert say("setting.momentum") not in rows_of({"1": sgd})[0]
    place = rows_of({"1": sgd, "2": nesterov})[0].index(say("setting.momentum"))
    assert [row[place] for row in rows_of({"1": sgd, "2": nesterov})[1:]] == ["–", "0.95"]


def test_what_was_not_measured_is_a_dash_and_no_runs_are_no_table():
    (_, row) = rows_of({"1": History(TrainConfig(), (EpochRecord(1, 0.5),))})
    assert [cell for cell in row if cell == "–"] == ["–", "–"]
    assert table_of({}) == ""


def test_a_run_has_the_colour_and_the_marker_of_its_curve():
    table = table_of({"1": run(0.9), "2": run(0.9), "3": run(0.9)})
    plt.figure()
    colours = plt.rcParams["axes.prop_cycle"].by_key()["color"]
    swatches = re.findall(r'aria-hidden="true" style="color: (#\w+); [^"]*">(.)<', table)
    assert swatches == [(colour.lower(), glyph) for colour, glyph in zip(colours, "●■▲", strict=False)]


def test_names_stand_to_the_left_and_numbers_to_the_right():
    table = table_of({"1": run(0.9)})
    for tag in ("th", "td"):
        sides = re.findall(rf"<{tag}[^>]*text-align: (\w+)", table)
        assert sides == ["left"] + ["right"] * (len(sides) - 1)
    assert table.count('<th scope="col"') == table.count("</th>") == table.count("<td") == table.count("</td>")
