"""The notebooks as documents: valid, executed in order, telling their pictures, free of debris, in good Korean.

That those in other languages are the same cells, with the same numbers, hold tests/test_languages and test_english.
"""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import nbformat
import pytest

from publish.languages import BADGE
from tests.lessons import first_cell

NOTEBOOKS = sorted(Path("notebooks").glob("*.ipynb"))
IN_ANY_LANGUAGE = [*NOTEBOOKS, *sorted(Path("notebooks").glob("??/*.ipynb"))]
LETTER = r"[^\W\d_]"
LESSONS = [
    "7-0-notes-and-today",
    "7-1a-logistic-regression",
    "7-1b-single-layer",
    "7-1c-pytorch",
    "7-2a-deep-networks",
    "7-2b-optimizers",
    "7-2c-finish",
    "7-9-glossary",
]
DEBRIS = {
    "a path of somebody's machine": r"/(?:home|root|Users|tmp|work|usr|opt)/|[A-Z]:\\\\",
    "a warning": r"\w*Warning\b(?! *\n[가-힣\w])|WARNING|E0000|I0000|W0000",
    "a progress bar": r"\d/\d+ [━\[=]|\x08|\r",
    "a log line of TensorFlow": r"oneDNN|cudart|cuda_|XLA",
    "a figure without words": "<Figure size",
}


def cells(path: Path, kind: str | None = None) -> list:
    return [cell for cell in nbformat.read(path, as_version=4).cells if kind in (None, cell.cell_type)]


def outputs_as_text(cell) -> str:
    texts = [output.get("text", "") + output.get("data", {}).get("text/plain", "") for output in cell.outputs]
    return "\n".join(texts)


@pytest.mark.parametrize("folder", sorted({path.parent for path in IN_ANY_LANGUAGE}))
def test_the_lessons_are_there(folder):
    assert [path.stem for path in sorted(folder.glob("*.ipynb"))] == LESSONS


@pytest.mark.parametrize("path", IN_ANY_LANGUAGE, ids=lambda path: f"{path.parent.name}-{path.stem}")
class TestNotebook:
    def test_is_valid_in_format_4_5_and_names_no_machine(self, path):
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
        assert set(notebook.metadata) == {"kernelspec", "language_info"}
        assert "version" not in notebook.metadata.language_info

    def test_is_executed_from_top_to_bottom_without_a_gap_or_an_error(self, path):
        code = cells(path, "code")
        assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
        assert not [o.ename for cell in code for o in cell.outputs if o.output_type == "error"]

    def test_has_one_title(self, path):
        prose = "\n".join(re.sub(r"```.*?```", "", cell.source, flags=re.DOTALL) for cell in cells(path, "markdown"))
        assert len(re.findall(r"^# ", prose, re.MULTILINE)) == 1

    def test_follows_code_with_prose_before_long(self, path):
        kinds = itertools.groupby(cell.cell_type for cell in cells(path))
        assert all(kind == "markdown" or len(list(run)) <= 4 for kind, run in kinds)

    def test_keeps_one_idea_a_cell(self, path):
        for cell in cells(path, "code"):
            lines = [line for line in cell.source.splitlines() if line.strip()]
            assert len(lines) <= 20, cell.source

    def test_tells_every_picture_and_links_only_to_what_is_there(self, path):
        for cell in cells(path, "markdown"):
            for telling, target in re.findall(r"!\[(.*?)\]\((.*?)\)", BADGE.sub("", cell.source)):
                assert len(re.findall(LETTER, telling)) >= 5, target
                assert (path.parent / target).is_file()
            for target, fragment in re.findall(r"(?<!!)\[[^\]]+\]\(([^)#]*)#?([^)]*)\)", cell.source):
                there = path.parent / target if target else path
                assert target.startswith("https://") or there.is_file(), target
                if fragment.startswith("cell-id="):
                    assert fragment.removeprefix("cell-id=") in {cell.id for cell in cells(there)}, fragment

    @pytest.mark.parametrize("debris", DEBRIS)
    def test_stores_no_debris(self, path, debris):
        for cell in cells(path, "code"):
            text = outputs_as_text(cell)
            if "warnings.catch_warnings" not in cell.source:  # where a warning is the lesson
                assert not re.search(DEBRIS[debris], text), text

    def test_every_stored_picture_has_its_words(self, path):
        for cell in cells(path, "code"):
            for output in cell.outputs:
                if "image/png" in output.get("data", {}):
                    alt = output.metadata.get("image/png", {}).get("alt", "")
                    assert len(re.findall(LETTER, alt)) >= 15, f"{cell.id}: {alt!r}"

    def test_writes_nothing_to_stderr(self, path):
        assert not [o.text for cell in cells(path, "code") for o in cell.outputs if o.get("name") == "stderr"]

    def test_every_figure_it_judges_is_judged_in_every_run(self, path):
        for cell in cells(path, "code"):
            if re.search(r"^\s*within\(", cell.source, re.MULTILINE):
                assert "✓" in outputs_as_text(cell)

    def test_every_training_cell_prints_a_line_an_epoch_or_nothing(self, path):
        for cell in cells(path, "code"):
            for call in re.findall(r"\.fit\([^)]*\)", cell.source):
                assert "epochs" not in call or "verbose=" in cell.source, call


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
class TestKorean:
    def test_begins_with_its_aims_and_the_agreed_first_cell(self, path):
        opening = cells(path)[0].source
        assert opening.startswith(f"# {'-'.join(path.stem.split('-')[:2])} ")
        assert "할 수 있습니다" in opening
        assert "걸리는 시간" in opening
        assert not cells(path, "code") or cells(path, "code")[0].source == first_cell()  # the glossary has none

    def test_closes_with_a_summary_the_core_names_and_what_comes_next(self, path):
        closing = cells(path)[-1].source
        assert re.match(r"## .*정리", closing)
        assert "핵심 이름" in closing
        assert re.findall(r"\(7-[\w-]+\.ipynb\)", closing)

    def test_speaks_korean_in_one_tone(self, path):
        prose = "\n".join(cell.source for cell in cells(path, "markdown"))
        assert not re.findall(r"[가-힣]+(?:해요|세요|이에요|예요|한다|이다|된다|았다|었다)[.!]", prose)
        for cell in cells(path, "code"):
            assert not re.search(r"[가-힣]", re.sub(r"#.*|'[^'\n]*'|\"[^\"\n]*\"", "", cell.source)), cell.source

    def test_what_its_cells_ask_is_asked_in_the_same_tone(self, path):
        for cell in cells(path, "code"):
            assert not re.search(r"[가-힣]가\?", cell.source), cell.source

    def test_answers_below_each_lab_what_is_asked_above_it(self, path):
        told = cells(path)
        for before, lab, after in zip(told, told[1:], told[2:], strict=False):
            if "**물음**" in before.source:
                assert after.id == f"{lab.id}-answer"
                assert re.fullmatch(
                    r"<details>\n<summary>물음의 답</summary>\n\n.{40,}\n\n</details>", after.source, re.DOTALL
                )
