"""Notebooks in other languages cannot drift away from the Korean ones."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from helpers import text
from publish import languages
from publish.languages import accept, adapted, differences, follow, same_code, way


def notebook(**sources: str):
    cells = [nbformat.v4.new_code_cell(source, id=name) for name, source in sources.items()]
    return nbformat.v4.new_notebook(cells=cells)


def translated(korean, **sources: str):
    other = nbformat.v4.new_notebook()
    follow(korean, other, "en")
    for cell in other.cells:
        cell.source = sources.get(cell.id, cell.source)
    accept(korean, other)
    return other


@pytest.mark.parametrize(
    ("korean", "other"),
    [
        ("print('손실', loss)  # 훈련", "print('loss', loss)  # training"),
        ("print(f'손실 {loss:.4f}입니다')", "print(f'The loss is {loss:.4f}')"),
        ("print(f'{a:.2f}에서 {b:.2f}까지')", "print(f'up to {b:.2f} from {a:.2f}')"),
        ("names = {'셔츠': 1}", "names = {'shirt': 1}"),
        ("setup(seed=42)", "setup(seed=42, language='en')"),
        ("print '손실'", "print 'loss'"),
    ],
)
def test_words_may_differ(korean, other):
    assert same_code(korean, other)


@pytest.mark.parametrize(
    ("korean", "other"),
    [
        ("print('손실', loss)", "print('loss', losses)"),
        ("print(f'손실 {loss:.4f}')", "print(f'loss {loss:.2f}')"),
        ("print(f'손실 {loss}')", "print(f'loss {valid_loss}')"),
        ("fit(epochs=5)", "fit(epochs=6)"),
        ("setup(seed=42)", "setup(seed=1, language='en')"),
        ("print '손실'", "print 'loss' + 1"),
    ],
)
def test_code_may_not(korean, other):
    assert not same_code(korean, other)


def test_a_translation_of_the_notebook_as_it_is_differs_in_nothing():
    korean = notebook(a="print('손실')", b="x = 1")
    assert not list(differences(korean, translated(korean, a="print('loss')")))


def test_a_changed_korean_cell_is_named_until_it_is_translated():
    korean = notebook(a="print('손실')", b="x = 1")
    other = translated(korean, a="print('loss')")
    korean.cells[0].source = "print('검증 손실')"
    assert [each.split()[0] for each in differences(korean, other)] == ["a"]
    accept(korean, other)
    assert not list(differences(korean, other))


def test_changed_code_is_named_even_if_it_was_accepted():
    korean = notebook(a="epochs = 5", b="x = 1")
    assert [each.split()[0] for each in differences(korean, translated(korean, a="epochs = 6"))] == ["a"]


def test_a_new_cell_comes_in_its_place_and_is_named_while_it_is_korean():
    korean = notebook(a="x = 1", c="y = 2")
    other = translated(korean)
    korean.cells.insert(1, nbformat.v4.new_code_cell("print('새 셀')", id="b"))
    assert list(differences(korean, other))
    follow(korean, other, "en")
    assert [cell.id for cell in other.cells] == ["a", "b", "c"]
    assert [each.split()[0] for each in differences(korean, other)] == ["b"]


def test_setup_and_pictures_are_adapted_once():
    source = "setup(seed=42)\n![그림](../images/layer.svg)"
    once = adapted(source, "en")
    assert once == "setup(seed=42, language='en')\n![그림](../../images/en/layer.svg)"
    assert adapted(once, "en") == once


def test_a_language_is_spoken_within_and_the_one_before_after():
    with languages.speaking("en"):
        assert text.class_names()[1] == "Trouser"
    assert text.class_names()[1] == "바지"


def test_the_notebooks_here_have_not_drifted(capsys):
    assert languages.main([]) == 0, capsys.readouterr().out


def test_the_languages_that_have_notebooks_are_published_the_first_one_first(tmp_path, monkeypatch):
    monkeypatch.setattr(languages, "NOTEBOOKS", tmp_path)
    monkeypatch.setattr(text, "LANGUAGES", dict.fromkeys(["eo", "fr", "ko"]))
    (tmp_path / "fr").mkdir()
    assert languages.published() == ["ko", "fr"]


@pytest.mark.parametrize(
    ("language", "ways"), [("ko", [".", "en", "../guide", "."]), ("en", ["..", ".", "../../guide/en", ".."])]
)
def test_a_page_finds_what_lies_beside_it_and_what_all_languages_share(language, ways):
    slides, guide = Path("dist/slides"), Path("dist/guide")
    with languages.speaking(language):
        others = [way(slides, slides, each) for each in ("ko", "en")]
        assert ways == [*others, way(slides, guide), way(guide, guide, "ko")]
