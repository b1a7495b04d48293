"""The site is whole: it opens from a folder without a network, at 360 pixels, in both themes and languages."""

from __future__ import annotations

import gzip
import itertools
import os
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page, expect

from helpers.text import lesson_text
from publish import guide, handouts, slides
from publish.languages import FIRST, NOTEBOOKS, place_of, published, speaking
from publish.packages import Unreachable
from publish.site.__main__ import SPHINX, put_links, write_site, write_sources
from publish.site.notebooks import CHECK
from publish.site.words import words
from publish.words import WORDS
from tests.axe import AXE, SEVERE
from tests.jupyterlab import SECONDS
from tests.words import HANGUL

LARGEST = 1_500_000  # bytes of a page and all that it loads


@pytest.fixture(scope="module", params=published())
def sources(request, tmp_path_factory) -> tuple[str, Path]:
    folder = tmp_path_factory.mktemp("site") / request.param
    with speaking(request.param):
        write_sources(folder)
    return request.param, folder


class TestSources:
    """What Sphinx makes the pages of."""

    def test_every_notebook_is_there_with_every_cell_as_an_anchor(self, sources):
        language, folder = sources
        for path in place_of(NOTEBOOKS, language).glob("*.ipynb"):
            page = "\n".join(cell.source for cell in nbformat.read(folder / path.name, as_version=4).cells)
            for cell in nbformat.read(path, as_version=4).cells:
                assert cell.id.endswith("-contents") or f"({cell.id})=\n" in page, cell.id

    def test_each_exercise_has_its_hints_and_its_solution(self, sources):
        language, folder = sources
        for path in folder.glob("7-*.ipynb"):
            cells = nbformat.read(path, as_version=4).cells
            for cell, below in itertools.pairwise(cells):
                for lesson, key in CHECK.findall(cell.source if cell.cell_type == "code" else ""):
                    with speaking(language):
                        exercise = lesson_text("exercises", lesson)[key]
                    for told in (*exercise["hints"], exercise["solution"].strip(), exercise["why"]):
                        assert f"\n\n{told}" in below.source or f"python\n{told}" in below.source
                    assert below.source.count("<details>") == len(exercise["hints"]) + 1

    def test_each_picture_has_its_words(self, sources):
        _, folder = sources
        shown = 0
        for path in folder.glob("7-*.ipynb"):
            for cell in nbformat.read(path, as_version=4).cells:
                for output in cell.get("outputs", ()):
                    assert "image/png" not in output.get("data", {})
                    for found in re.finditer(
                        r'<img src="([^"]+)"[^>]* alt="([^"]+)"', output.get("data", {}).get("text/html", "")
                    ):
                        assert (folder / found[1]).is_file()
                        assert found[2] in output.data["text/html"].partition("<details>")[2]
                        shown += 1
        assert shown > 30

    def test_no_reader_of_another_language_meets_hangul(self, sources):
        language, folder = sources
        if language == FIRST:
            return
        own_name = WORDS.of(FIRST)["language"]["name"]
        for path in [*folder.glob("*.md"), *folder.glob("*.ipynb")]:
            assert not HANGUL.search(path.read_text("utf-8").replace(own_name, "")), path.name


def test_the_words_of_all_languages_have_the_same_keys():
    def keys(said: dict) -> dict:
        return {
            key: keys(each) if isinstance(each, dict) else None
            for key, each in said.items()
            if key not in ("theme", "labels")
        }

    assert {str(keys(words(each))) for each in published()} == {str(keys(words(FIRST)))}


def test_each_readme_leads_to_its_own_pages_once(tmp_path, monkeypatch):
    for name in ("README.md", "README.ko.md"):
        shutil.copy(name, tmp_path)
    monkeypatch.chdir(tmp_path)
    for address in ("https://old.example", "https://example.org/course/"):
        put_links(address)
    english, korean = (Path(name).read_text("utf-8").splitlines()[2] for name in ("README.md", "README.ko.md"))
    assert english == "[한국어 설명](README.ko.md) · [Read it online](https://example.org/course/en/index.html)"
    assert korean == "[English](README.md) · [온라인으로 읽기](https://example.org/course/index.html)"


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Path:
    """The whole site, as `make site` writes it."""
    if not SPHINX.is_dir():
        pytest.skip("Sphinx is not there: make .venv/site/ready")
    dist = tmp_path_factory.mktemp("dist")
    try:
        with ThreadPoolExecutor(1) as thread:  # what prints opens a browser of its own, beside the tests' one
            for name, made in {"slides": slides, "guide": guide, "handout": handouts}.items():
                assert thread.submit(made.main, [str(dist / name)]).result() == 0
        write_site(dist / "site")
    except Unreachable as error:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(str(error))
    return dist / "site"


def own_pages(site: Path) -> list[Path]:
    """Those that Sphinx has written."""
    return [path for language in published() for path in sorted(place_of(site, language).glob("*.html"))]


@pytest.mark.thorough
class TestSite:
    def test_every_link_leads_to_something(self, site):
        ids = {
            path: {each["id"] for each in BeautifulSoup(path.read_text("utf-8"), "html.parser").find_all(id=True)}
            for path in own_pages(site)
        }
        wrong = []
        for path in ids:
            soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
            for tag, attribute in (("a", "href"), ("img", "src"), ("script", "src"), ("link", "href")):
                for element in soup.find_all(tag, {attribute: True}):
                    way = urlsplit(element[attribute])
                    if way.scheme in ("http", "https", "data", "mailto"):
                        continue
                    target = (path.parent / unquote(way.path)).resolve() if way.path else path.resolve()
                    if not target.is_file():
                        wrong.append(f"{path.name}: {element[attribute]}")
                    elif way.fragment and target in ids and way.fragment not in ids[target]:
                        wrong.append(f"{path.name}: no {way.fragment} in {target.name}")
        assert len(ids) > 20
        assert not wrong, "\n".join(wrong)

    @pytest.mark.parametrize("theme", ["light", "dark"])
    @pytest.mark.parametrize("language", published())
    def test_each_page_stands_alone_and_fits(self, site, page: Page, language, theme):
        wrong = []
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": 360, "height": 740})
        loaded: set[str] = set()
        page.on("request", lambda request: loaded.add(request.url))
        page.on("requestfailed", lambda request: wrong.append(f"{request.url} failed"))
        page.context.set_offline(True)
        for path in sorted(place_of(site, language).glob("*.html")):
            loaded.clear()
            page.goto(f"{path.as_uri()}{'?q=softmax' if path.stem == 'search' else ''}")
            if page.locator("h1").count() != 1:
                wrong.append(f"{path.name} has {page.locator('h1').count()} titles")
            page.evaluate("for (const image of document.images) image.loading = 'eager'")
            page.evaluate("Promise.all([...document.images].map((image) => image.decode())).then(() => null)")
            outside = [url for url in loaded if not url.startswith((site.as_uri(), "data:"))]
            size = sum(Path(unquote(urlsplit(url).path)).stat().st_size for url in loaded if url.startswith("file:"))
            wrong += [f"{path.name} asks for {url}" for url in outside]
            if size > LARGEST:
                wrong.append(f"{path.name} loads {size:,} bytes")
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wrong.append(f"{path.name} is wider than a telephone")
            page.evaluate(AXE)
            found = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")["violations"]
            wrong += [
                f"{path.name}: {each['id']} {each['nodes'][0]['html']}" for each in found if each["impact"] in SEVERE
            ]
        assert not wrong, "\n".join(wrong)

    @pytest.mark.parametrize("kind", ["slides", "guide"])
    def test_no_talk_or_guide_is_large(self, site, page: Page, kind):
        loaded: set[str] = set()
        page.on("request", lambda request: loaded.add(request.url))
        for path in sorted((site / kind).rglob("7-*.html")):
            loaded.clear()
            page.goto(path.as_uri())
            page.evaluate("document.fonts.ready.then(() => null)")
            files = [Path(unquote(urlsplit(url).path)) for url in loaded if url.startswith("file:")]
            assert sum(len(gzip.compress(file.read_bytes())) for file in files) <= LARGEST, path.name

    def test_a_term_says_what_it_means(self, site, page: Page):
        page.goto((site / "7-1b-single-layer.html").as_uri())
        page.locator("article a[href='7-9-glossary.html#neuron']").first.hover()
        meaning = nbformat.read(NOTEBOOKS / "7-9-glossary.ipynb", as_version=4)
        sentence = next(cell for cell in meaning.cells if cell.id == "neuron").source.split("\n\n")[1]
        expect(page.get_by_role("tooltip")).to_contain_text(sentence[:20])

    @pytest.mark.parametrize(("query", "lesson"), [("손실", "7-1a"), ("걸음", "7-2b"), ("momentum", "7-2b")])
    def test_korean_is_found_by_its_beginning(self, site, page: Page, query, lesson):
        page.goto(f"{(site / 'search.html').as_uri()}?q={query}")
        expect(page.locator("#search-results li").filter(has_text=lesson).first).to_be_visible(timeout=10 * SECONDS)

    def test_a_section_leads_to_itself_in_the_other_language_and_back(self, site, page: Page):
        page.goto((site / "7-2a-deep-networks.html").as_uri())
        for other in (*published()[1:], FIRST):
            page.locator("section[id^=c7-2a] > p.elsewhere a").first.click()
            assert page.url.endswith("#" + urlsplit(page.url).fragment)
            expect(page.locator("html")).to_have_attribute("lang", other)
            expect(page.locator(f"[id='{urlsplit(page.url).fragment}']")).to_be_attached()

    def test_a_quiz_answers(self, site, page: Page):
        page.goto((site / "7-1a-logistic-regression.html").as_uri())
        quiz = page.get_by_role("group").filter(has=page.locator("details")).first
        answer = quiz.locator("details").first
        expect(answer.locator("div")).to_be_hidden()
        answer.locator("summary").click()
        expect(answer.locator("div")).to_be_visible()
