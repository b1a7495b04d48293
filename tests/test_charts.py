"""Charts without Python show and say what the labs and the stored runs do, in every language, by keyboard alone."""

from __future__ import annotations

import functools
import itertools
import json
import os
import re
import string
from html import escape
from pathlib import Path

import numpy as np
import pytest
from nbconvert.filters import markdown2html
from playwright.sync_api import Page, expect

from helpers.formulas import chained_slopes, one_weight_descent, sigmoid, softmax, tangent
from helpers.labs import ActivationLab, CrossEntropyLab, DescentLab
from helpers.text import say
from helpers.training.precomputed import precomputed_histories
from publish.charts import Chart, as_myst, charts, write_charts
from publish.languages import FIRST, published, speaking
from publish.packages import Unreachable
from publish.site.words import words
from tests.axe import AXE
from tests.jupyterlab import SECONDS
from tests.words import HANGUL

KEYS = ("descent", "softmax", "cross_entropy", "activation", "runs")
LARGEST_CHART, LARGEST_PAGE = 300_000, 1_500_000  # bytes


@functools.cache
def made(language: str = FIRST) -> dict[str, Chart]:
    with speaking(language):
        return charts()


def options(param: dict) -> list:
    """All that an input can be, as a browser counts them."""
    bind = param["bind"]
    if "options" in bind:
        return bind["options"]
    steps = round((bind["max"] - bind["min"]) / bind["step"])
    return [round(bind["min"] + bind["step"] * step, 6) for step in range(steps + 1)]


def written(value: object) -> str:
    """A value as JavaScript writes it."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def rows(key: str, dataset: str, **settings: object) -> list[dict]:
    found = made()[key].spec["datasets"][dataset]
    return [row for row in found if all(row[name] == value for name, value in settings.items())]


def sentence(key: str, *settings: object) -> str:
    return made()[key].spec["usermeta"]["says"][" ".join(map(written, settings))]


class TestValues:
    @pytest.mark.parametrize("z", [(2.5, -2.5, 0.0, -5.0), (5.0, 5.0, 5.0, 5.0), (-5.0, 5.0, 5.0, 5.0)])
    def test_probabilities_are_those_of_the_formulas_and_the_sentence_tells_them(self, z):
        (row,) = rows("softmax", "probabilities", **{f"z{place}": value for place, value in enumerate(z)})
        np.testing.assert_allclose(row["softmax"], softmax(z), rtol=1e-3)
        np.testing.assert_allclose(row["sigmoid"], sigmoid(np.array(z)), rtol=1e-3)
        said = sentence("softmax", *z)
        assert f"{softmax(z).max():.1%}" in said
        assert f"{sigmoid(np.array(z)).sum():.3f}" in said

    @pytest.mark.parametrize("p", [0.01, 0.1, 0.5, 1.0])
    def test_the_loss_of_a_probability_is_the_lab_s(self, p):
        (row,) = rows("cross_entropy", "losses", p=p)
        assert row["loss"] == pytest.approx(-np.log(p), rel=1e-3)
        lab = CrossEntropyLab()
        lab.probability.value = p
        assert sentence("cross_entropy", p) == lab.sentence

    @pytest.mark.parametrize(("z", "layers"), [(2.0, 5), (0.0, 10), (-10.0, 1), (5.5, 3)])
    def test_slopes_and_what_is_left_of_a_gradient_are_the_lab_s(self, z, layers):
        for name in ("sigmoid", "relu"):
            (row,) = rows("activation", "chains", z=z, name=say(f"small.activation.{name}"))
            np.testing.assert_allclose(row["factor"][:layers], chained_slopes(name, z, layers), rtol=1e-3)
            (line,) = rows("activation", f"{name}_tangents", z=z)
            np.testing.assert_allclose([line["x"], line["value"]], tangent(name, z), rtol=1e-3)
            assert len(rows("activation", name, z=z)) == 2
        lab = ActivationLab()
        lab.z.value, lab.layers.value = z, layers
        assert sentence("activation", z, layers) == lab.sentence

    @pytest.mark.parametrize(
        ("rate", "start", "steps"), [(0.1, -2.0, 5), (1.0, 5.0, 1), (2.0, -2.0, 10), (2.5, 5.0, 10), (0.5, 2.0, 3)]
    )
    def test_a_walk_is_the_lab_s(self, rate, start, steps):
        (row,) = rows("descent", "walks", rate=rate, start=start)
        np.testing.assert_allclose(row["w"][: steps + 1], one_weight_descent(start, rate, steps), rtol=1e-3)
        lab = DescentLab()
        lab.learning_rate.value, lab.start.value, lab.steps.value = rate, start, steps
        assert sentence("descent", rate, start, steps) == lab.sentence

    @pytest.mark.parametrize("settings", [("relu", "sgd", 0.01), ("sigmoid", "adam", 1.0), ("relu", "momentum", 0.1)])
    def test_runs_are_the_stored_ones_and_their_mean(self, settings):
        activation, optimizer, rate = settings
        runs = precomputed_histories().over_seeds(optimizer, rate, units=100, activation=activation)
        found = rows("runs", "runs", activation=activation, optimizer=optimizer, rate=rate)
        for run in runs:
            (row,) = [row for row in found if row["seed"] == run.config.seed]
            np.testing.assert_allclose(row["loss"], run.column("valid_loss"), rtol=1e-3)
            np.testing.assert_allclose(row["accuracy"], run.column("valid_accuracy"), rtol=1e-3)
        means = {row["part"]: row for row in found if row["seed"] is None}
        for part, column in ((say("plot.train"), "accuracy"), (say("plot.valid"), "valid_accuracy")):
            wanted = np.mean([run.column(column) for run in runs], axis=0)
            np.testing.assert_allclose(means[part]["accuracy"], wanted, rtol=1e-3)
        last = [run.last_accuracy for run in runs]
        assert f"{np.mean(last):.3f} ± {np.std(last, ddof=1):.3f}" in sentence("runs", *settings)


@pytest.mark.parametrize("language", published())
@pytest.mark.parametrize("key", KEYS)
class TestEveryChart:
    def test_every_option_has_rows_and_every_setting_a_sentence(self, language, key):
        spec = made(language)[key].spec
        settings = {param["name"]: options(param) for param in spec["params"]}
        for dataset in spec["datasets"].values():
            for name in settings.keys() & dataset[0].keys():
                assert {json.dumps(row[name]) for row in dataset} >= {json.dumps(each) for each in settings[name]}
        wanted = {" ".join(map(written, values)) for values in itertools.product(*settings.values())}
        assert spec["usermeta"]["says"].keys() == wanted
        assert all(param["value"] in options(param) for param in spec["params"])

    def test_a_filter_picks_and_computes_nothing(self, language, key):
        spec = made(language)[key].spec
        filters = re.findall(r'"filter": "([^"]+)"', json.dumps(spec["hconcat"]))
        parts = [part for each in filters for part in each.split(" && ")]
        assert all(re.fullmatch(r"datum\.\w+ (==|!=|<=) (\w+)", part) for part in parts)
        assert {part.split()[-1] for part in parts} >= {param["name"] for param in spec["params"]}

    def test_a_page_tells_what_it_stands_for_and_what_is_shown_at_first(self, language, key):
        chart = made(language)[key]
        page = as_myst(chart, "../charts")
        assert page.startswith(f"# {chart.title}\n")
        assert re.search(rf"\[7-\d\w\]\(7-\d\w-[\w-]+\.ipynb#cell-id={chart.cell}\)", chart.lead)
        assert len(re.findall(r"^- \*\*", chart.lead, re.M)) == 2
        assert chart.answer.startswith("<details>")
        start = " ".join(written(param["value"]) for param in chart.spec["params"])
        assert chart.start == chart.spec["usermeta"]["says"][start]
        assert f'role="status">{escape(chart.start)}</p>' in page
        (block,) = [part for part in page.split("\n\n") if 'class="chart"' in part]  # a blank line would end it
        assert json.loads(re.search(r"json\">(.*)</script>", block)[1]) == json.loads(json.dumps(chart.spec))

    def test_it_is_small_and_in_its_language(self, language, key):
        page = as_myst(made(language)[key])
        assert len(page.encode()) <= LARGEST_CHART
        assert "NaN" not in page
        assert bool(HANGUL.search(page)) == (language == FIRST)


def test_every_language_has_the_same_charts_and_words_that_tell_the_same_values():
    assert all(tuple(made(language)) == KEYS for language in published())
    for key in KEYS:
        texts = [words(language)["charts"][key] for language in published()]
        assert len({str({name: braces(text) for name, text in each.items()}) for each in texts}) == 1


def braces(text: str) -> list[str]:
    """What is filled in; a formula's braces are none."""
    return [] if "$" in text else sorted(field for _, field, _, _ in string.Formatter().parse(text) if field)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A page for each chart in each language. What npm has fetched once is kept in build/npm."""
    folder = tmp_path_factory.mktemp("charts")
    try:
        write_charts(folder / "charts")
    except Unreachable as error:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(str(error))
    for language, key in itertools.product(published(), KEYS):
        body = markdown2html(as_myst(made(language)[key]))
        (folder / f"{key}-{language}.html").write_text(PAGE.format(language=language, body=body), "utf-8")
    return folder


def opened(page: Page, folder: Path, key: str, language: str = FIRST) -> Page:
    page.goto((folder / f"{key}-{language}.html").as_uri())
    page.locator(".chart[data-ready]").wait_for(timeout=20 * SECONDS)
    return page


@pytest.mark.course
class TestInABrowser:
    @pytest.mark.parametrize("language", published())
    @pytest.mark.parametrize("key", KEYS)
    def test_the_keyboard_moves_every_input_and_picture_and_words_follow(self, folder, offline, key, language):
        page, chart = opened(offline, folder, key, language), made(language)[key]
        views, says = page.locator(".chart-views"), page.locator(".chart-says")
        expect(says).to_have_text(chart.start)
        expect(page.locator(".chart-views svg")).to_have_count(len(chart.spec["hconcat"]))
        setting = {param["name"]: param["value"] for param in chart.spec["params"]}
        for param in chart.spec["params"]:
            before, values = views.inner_html(), options(param)
            page.locator(f".chart-inputs [name={param['name']}]:is([type=range], select, :checked)").focus()
            later = values.index(param["value"]) + 1
            page.keyboard.press({"range": "ArrowRight"}.get(param["bind"]["input"], "ArrowDown"))
            setting[param["name"]] = values[later]
            expect(says).to_have_text(chart.spec["usermeta"]["says"][" ".join(map(written, setting.values()))])
            assert views.inner_html() != before

    @pytest.mark.parametrize("key", ["softmax", "runs", "descent"])
    def test_all_views_follow_one_input(self, folder, offline, key):
        page = opened(offline, folder, key)
        views = page.locator(".chart-views > div")
        before = [view.inner_html() for view in views.all()]
        page.locator(".chart-inputs").get_by_role("slider").or_(page.get_by_role("combobox")).first.focus()
        page.keyboard.press("ArrowDown" if key == "runs" else "ArrowRight")
        for view, was in zip(views.all(), before, strict=True):
            expect(view).not_to_have_js_property("innerHTML", was)

    @pytest.mark.parametrize("theme", ["light", "dark"])
    @pytest.mark.parametrize("key", KEYS)
    def test_axe_finds_nothing_and_a_telephone_shows_it_whole(self, folder, offline, key, theme):
        offline.emulate_media(color_scheme=theme)
        offline.set_viewport_size({"width": 360, "height": 740})
        page = opened(offline, folder, key)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        text = page.locator(".chart-views svg text").first
        assert text.evaluate("element => getComputedStyle(element).fill === getComputedStyle(document.body).color")
        page.evaluate(AXE)
        found = page.evaluate("() => axe.run(document, {preload: false})")
        assert len(found["passes"]) > 10
        assert [f"{each['id']}: {[node['html'] for node in each['nodes']]}" for each in found["violations"]] == []

    def test_a_picture_shows_the_values_of_what_is_set(self, folder, offline):
        page, z = opened(offline, folder, "softmax"), (2.5, -2.5, 0.0, 5.0)
        page.locator(".chart-inputs input").last.press("End")
        shown = {
            say("small.activation.sigmoid"): sigmoid(np.array(z)),
            words()["charts"]["softmax"]["softmax"]: softmax(z),
        }
        for name, values in shown.items():
            for value in values:
                expect(page.get_by_role("img", name=name).get_by_text(f"{value:.1%}", exact=True)).to_be_visible()

    def test_every_input_has_the_name_that_is_seen(self, folder, offline):
        page = opened(offline, folder, "runs")
        for role, key in (("radiogroup", "activation"), ("combobox", "optimizer"), ("radiogroup", "learning_rate")):
            expect(page.get_by_role(role, name=say(f"setting.{key}"), exact=True)).to_have_count(1)
        page = opened(offline, folder, "cross_entropy")
        expect(page.get_by_role("slider", name=say("small.cross_entropy.p"), exact=True)).to_have_value("0.1")

    def test_a_page_and_all_that_it_loads_are_not_large(self, folder):
        scripts = sum(path.stat().st_size for path in (folder / "charts").rglob("*") if path.is_file())
        assert max(path.stat().st_size for path in folder.glob("*.html")) + scripts <= LARGEST_PAGE


PAGE = """<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>.</title><style>:root {{ color-scheme: light dark }}
@media (prefers-color-scheme: dark) {{ body {{ background: #14181e; color: #ced6dd }} a {{ color: #8cf }} }}
</style></head>
<body><main>{body}</main></body></html>"""
