"""Each section of a notebook run twice, then each of its cells twice in a row: a student may run a cell again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from tests.execute import execute
from tests.lessons import FEW_IMAGES, runnable, shortened

pytestmark = pytest.mark.thorough

NOTEBOOKS = [path for path in sorted(Path("notebooks").glob("*.ipynb")) if '"code"' in path.read_text("utf-8")]
# Of what tests/sanitize.cfg lets vary, the same kernel varies nothing but the seconds: digits have to come again.
SECONDS = re.compile(r"\d+m?s - \d+[mu]?s/(step|epoch)|(?<=걸린 시간 )[\d.]+|(?<=빠릅니까\? )\w+")
GOES_ON = "its model goes on training"
NUMBERS = "Keras numbers what has no name"
OTHERWISE = {  # a cell whose second run prints something else → why; the notebook says so beside it
    "c7-0-21": "the notes put the split back into what they split",
    "c7-0-24": "the notes put the split back into what they split",
    "c7-0-50": GOES_ON,
    "c7-0-57": NUMBERS,
    "c7-0-61": "the name that failed stays in Keras and stands before the next one",
    "c7-0-69": "the notes add layers to a model that has some",
    "c7-0-72": GOES_ON,
    "c7-0-89": "the model that failed once fails in another place",
    "c7-1b-46": "its model has been trained since",
    "c7-1b-48": GOES_ON,
    "c7-1b-50": "its model has gone on training",
    "c7-1b-wavering": "its model has gone on training",
    "c7-1b-52": "its model has gone on training",
    "c7-1b-54": "its model has gone on training",
    "c7-2a-13": NUMBERS,
    "c7-2a-22": GOES_ON,
    "c7-2a-26": NUMBERS,
    "c7-2a-28": GOES_ON,
}
TOLD = re.compile("다시 실행|한 번 더 실행|두 번 실행|번호가 커집니다")


def sections(cells: list[NotebookNode]) -> Iterator[list[NotebookNode]]:
    """The code cells between two headings of the second level; such a heading may close a cell of prose."""
    section = []
    for cell in cells:
        if cell.cell_type == "code":
            section.append(cell)
        elif re.search("^## ", cell.source, re.MULTILINE):
            yield section
            section = []
    yield section


def run_again(notebook: NotebookNode, folder: Path, *before: str) -> tuple[set[str], dict[str, str]]:
    """Ids of cells that print something else the second time, and id → error of those that fail; before: more code."""
    runs = [run for code in sections(notebook.cells) for run in [*code, *code, *(cell for cell in code for _ in "12")]]
    cells = [nbformat.v4.new_code_cell(source) for source in (*before, *(shortened(cell.source) for cell in runs))]
    for cell in cells:
        cell.metadata["tags"] = ["raises-exception"]  # goes on, so that every failure is told
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "again.ipynb")
    executed = execute(folder / "again.ipynb").cells[len(before) :]

    printed, errors = defaultdict(list), {}
    for run, cell in zip(runs, executed, strict=True):
        printed[run.id].append([text_of(output) for output in cell.outputs])
        for output in cell.outputs:
            if output.output_type == "error":
                errors[run.id] = output.evalue
    return {name for name, (one, two, three, four) in printed.items() if one != two or three != four}, errors


def text_of(output: NotebookNode) -> str:
    return SECONDS.sub("", output.get("text", "") + output.get("data", {}).get("text/plain", ""))


@pytest.fixture(autouse=True)
def _these_helpers(monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHONPATH", str(Path.cwd()))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path))


@pytest.mark.parametrize("path", runnable(NOTEBOOKS))
def test_a_second_run_prints_what_the_first_did_but_where_the_notebook_says_otherwise(path, tmp_path):
    notebook = nbformat.read(path, as_version=4)
    otherwise, errors = run_again(notebook, tmp_path, FEW_IMAGES)
    assert errors == {}
    assert otherwise == OTHERWISE.keys() & {cell.id for cell in notebook.cells}


@pytest.mark.parametrize("name", OTHERWISE)
def test_the_notebook_says_so_beside_each_such_cell(name):
    (path,) = [path for path in NOTEBOOKS if path.stem.startswith(name.removeprefix("c").rpartition("-")[0])]
    cells = nbformat.read(path, as_version=4).cells
    place = [cell.id for cell in cells].index(name)
    beside = [cell.source for cell in cells[place - 3 : place + 3] if cell.cell_type == "markdown"]
    assert TOLD.search("\n".join(beside))


def test_what_differs_and_what_fails_is_seen_within_a_section_and_from_one_to_the_next(tmp_path):
    sources = ["steady = 1", "count = globals().get('count', 0) + 1\nprint(count)", "print(steady)", "again = steady"]
    cells = [nbformat.v4.new_code_cell(source, id=f"cell-{place}") for place, source in enumerate(sources)]
    cells += [nbformat.v4.new_markdown_cell("Text\n\n## Next"), nbformat.v4.new_code_cell("del again", id="deletes")]
    otherwise, errors = run_again(nbformat.v4.new_notebook(cells=cells), tmp_path)
    assert otherwise == {"cell-1", "deletes"}
    assert errors == {"deletes": "name 'again' is not defined"}
