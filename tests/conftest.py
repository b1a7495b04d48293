"""What the tests share: the course's figure style, a canvas without a screen, and a slice of random images."""

from __future__ import annotations

import functools
import os
import re
import threading

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest

from helpers.course import use_figure_style
from helpers.data import FashionMNIST, load_fashion_mnist
from helpers.labs.parts import rest, run_view
from helpers.text import LANGUAGES
from helpers.training.session import TrainingSession
from publish.chromium import CHROMIUM, FLAGS
from publish.languages import published, speaking
from publish.talks import Talk, read_talk
from tests.fakes import FakeEngine
from tests.lab_checks import NoChart, preparing, until

mpl.use("Agg")


def pytest_ignore_collect(collection_path, config):
    """A file whose tests are all deselected is not imported: half of those load TensorFlow."""
    if collection_path.suffix != ".py" or not config.option.markexpr:
        return None
    code = collection_path.read_text("utf-8")
    mark = re.search(r"^pytestmark = (?:\[\s+)?pytest\.mark\.(course|thorough)\b", code, re.M)
    return (mark and f"not {mark[1]}" in config.option.markexpr) or None


@pytest.fixture(autouse=True)
def _figures_of_the_course():
    use_figure_style()
    yield
    plt.close("all")


@pytest.fixture
def no_home(tmp_path) -> dict[str, str]:
    """The environment of a student whose home cannot be written: nobody can, where a file is."""
    home = tmp_path / "no-home"
    home.touch()
    kept = {name: value for name, value in os.environ.items() if "course-tests-" not in value}  # see ../conftest.py
    return {**kept, "HOME": str(home), "USERPROFILE": str(home)}


@pytest.fixture
def images() -> np.ndarray:
    """Ten images, (10, 28, 28) float32 in [0, 1]."""
    return np.random.default_rng(0).random((10, 28, 28), dtype=np.float32)


@pytest.fixture(scope="session")
def fashion_mnist() -> FashionMNIST:
    return load_fashion_mnist()


@pytest.fixture(scope="session")
def small(fashion_mnist: FashionMNIST) -> FashionMNIST:
    """2,000 images to train, 500 to validate, 500 to test."""
    sizes = {"train": 2000, "valid": 500, "test": 500}
    return FashionMNIST(**{name: getattr(fashion_mnist, name).first(n) for name, n in sizes.items()})


@pytest.fixture
def engine():
    """A fake one, let go at the end, so that no run is left waiting."""
    engine = FakeEngine()
    yield engine
    engine.release()


@pytest.fixture
def session(engine):
    """A session of the fake engine, which leaves no thread behind."""
    session = TrainingSession(engine)
    yield session
    engine.release()
    session.stop(wait=True)
    assert not [thread for thread in threading.enumerate() if thread.name == "training"]
    until(lambda: not preparing())


@pytest.fixture
def no_chart(monkeypatch):
    """Labs that train draw nothing, and say which runs they would show."""
    monkeypatch.setattr(run_view, "RunChart", NoChart)


@pytest.fixture
def short_rest(monkeypatch):
    """A control has rested after a hundredth of a second."""
    monkeypatch.setattr(rest, "REST_SECONDS", 0.01)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Where Chromium is not installed, the tests in a browser are skipped in so many words; with CI set they fail."""
    if not CHROMIUM:
        how = "Chromium is needed: on Debian or Ubuntu, sudo apt install chromium fonts-nanum"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(how)
    flags = [*FLAGS, "--disable-component-update", "--disable-sync"]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": flags}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def page(page):
    """An empty page; `complaints`: what its console says of errors."""
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda said: said.type == "error" and page.complaints.append(said.text))
    return page


@pytest.fixture
def offline(page):
    """A page whose every request that is no file is refused, and told as a complaint: there must be none."""

    def refuse(route):
        page.complaints.append(route.request.url)
        route.abort()

    page.context.route(lambda url: not url.startswith(("file:", "data:", "about:")), refuse)
    yield page
    assert page.complaints == []


@pytest.fixture(params=LANGUAGES)
def spoken(request):
    """Each language in turn, spoken while the test runs."""
    with speaking(request.param):
        yield request.param


@pytest.fixture(params=published())
def taught(request):
    """Each language that has notebooks in turn, spoken while the test runs."""
    with speaking(request.param):
        yield request.param


@pytest.fixture
def talk(taught, lesson) -> Talk:
    """The lesson's talk in each language in turn, spoken while the test runs."""
    return talk_in(taught, lesson)


@functools.cache
def talk_in(spoken: str, lesson: str) -> Talk:
    """Read once: a test that changes a talk reads its own."""
    with speaking(spoken):
        return read_talk(lesson)
