"""Every number that sanitize.cfg masks below a cell is judged: by a band of `within` or by a printed verdict, "…?"."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbval.plugin import get_sanitize_patterns

from helpers.expected import expected
from helpers.text import say

MASKS = [
    pattern
    for pattern, replacement in get_sanitize_patterns(Path("tests/sanitize.cfg").read_text("ascii"))
    if re.search("DIGITS|LEARNT", replacement)
]
SHOWN = re.compile(r"\{([^{}]+):\.4f\}")
JUDGE = re.compile(r"^ *(?:within\(f?'[^']+'|print\('[^']+\?'), (.+)\)$", re.MULTILINE)
VERDICT = re.compile(r"\? (True|False)$", re.MULTILINE)
JUDGED_BY = {  # a cell whose judge is another, or speaks of another name → bands, and cells with a verdict
    "c7-1a-30": ["7-1a.cross_validation", "7-1a.fold_spread"],
    "c7-1a-39": ["c7-1a-39"],
    "c7-1a-41": ["c7-1a-41"],
    "c7-1a-rate-seeds": ["c7-1a-rate-seeds"],
    "c7-1b-48": ["7-1b.loss", "7-1b.accuracy"],
    "c7-1b-54": ["c7-1b-52"],
    "c7-1b-binary": ["c7-1b-binary-loss", "c7-1b-binary-accuracy"],
    "c7-1b-binary-loss": ["c7-1b-binary-loss"],
    "c7-1b-62": ["7-1b.accuracy_20"],
    "c7-2a-bend-scores": ["c7-2a-bend-scores"],
    "c7-2a-22": ["7-2a.sigmoid_accuracy"],
    "c7-2a-28": ["7-2a.relu_accuracy"],
    "c7-2a-follow-plot": ["c7-2a-follow-code"],
    "c7-2a-41": ["c7-2a-40"],
    "c7-2a-45": ["7-2a.shallow_sigmoid", "7-2a.shallow_relu"],
    "c7-2a-46": ["7-2a.shallow_sigmoid", "7-2a.shallow_relu"],
    "c7-2a-49": ["7-2a.deep_sigmoid", "7-2a.deep_relu"],
    "c7-2a-50": ["7-2a.deep_sigmoid", "7-2a.deep_relu"],
    "c7-2b-noise": ["c7-2b-noise"],
    "c7-2b-steps": ["c7-2b-steps"],
    "c7-2b-30": ["7-2b.adam"],
    "c7-2b-39": [name for name in expected() if name.startswith("7-2b.race_")],
    "c7-2b-41": [name for name in expected() if name.startswith("7-2b.race_")],
    "c7-2c-long": ["c7-2c-lowest"],
    "c7-2c-48": ["7-2c.final_test", "c7-2c-49"],
    "c7-2c-51": ["7-2c.final_test", "c7-2c-49"],
    "c7-2c-53": ["7-2c.final_test", "c7-2c-49"],
    "photo-7-2c-vary-count": ["photo-7-2c-vary-count"],
    "photo-7-2c-moved": ["photo-7-2c-moved"],
    "c7-2c-why": ["c7-2c-why"],
    "c7-2c-tables-scores": ["c7-2c-tables-scores"],
}
NOTEBOOKS = [path for path in sorted(Path("notebooks").glob("*.ipynb")) if '"code"' in path.read_text("utf-8")]


def code_cells(path: Path) -> list[NotebookNode]:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def printed(cell: NotebookNode) -> str:
    return "\n".join(each.get("text", "") + each.get("data", {}).get("text/plain", "") for each in cell.outputs)


def unjudged(source: str, text: str) -> list[str]:
    """Of what a cell prints or shows with masked numbers: the code that none of its judges names.

    The words of a quiz stand where tests/test_quiz_used.py compares them.
    """
    if "Quiz(" in source or not any(re.search(mask, text) for mask in MASKS):
        return []
    shown, judges = SHOWN.findall(source), "\n".join(JUDGE.findall(source))
    return [each for each in shown or ["what it shows"] if each not in judges and (shown or not judges)]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_masked_number_has_its_judge_in_its_cell_or_in_the_table(path):
    cells = {cell.id: cell for cell in code_cells(path)}
    without = {name: missing for name, cell in cells.items() if (missing := unjudged(cell.source, printed(cell)))}
    assert without.keys() - JUDGED_BY.keys() == set(), without
    assert JUDGED_BY.keys() & cells.keys() == without.keys()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_judges_of_the_table_have_judged(path):
    cells = {cell.id: printed(cell) for cell in code_cells(path)}
    said = "\n".join(cells.values())
    for judge in {judge for name in JUDGED_BY.keys() & cells.keys() for judge in JUDGED_BY[name]}:
        if judge in cells:
            assert VERDICT.search(cells[judge]), judge
        else:
            assert re.search(rf"^{re.escape(say(f'figure.{judge}'))} -?\d+\.\d{{4}} ✓$", said, re.MULTILINE), judge


@pytest.mark.parametrize(
    ("source", "text", "missing"),
    [
        ("print(f'{loss:.4f}')", "0.4321", ["loss"]),
        ("print(f'{loss:.4f} {accuracy:.4f}')\nwithin('7-1b.loss', accuracy)", "0.4321 0.8765", ["loss"]),
        ("print(f'{loss:.4f}')\nprint('작습니까?', loss < 1)", "0.4321", []),
        ("print(f'{loss:.3f}')", "0.432", []),
        ("Quiz('7-1a/epochs')", "<퀴즈: 0.8092>", []),
        ("model.fit(x, y, verbose=2)", "1500/1500 - 3s - 2ms/step - loss: 0.6082", ["what it shows"]),
        ("plt.show()", "SGD (검증): 0.8에서 0.5까지 줄어듭니다.", ["what it shows"]),
        ("print('맞혔습니까?', right)\nplt.show()", "가장 큰 것은 가방(0.992)입니다.", []),
        ("plt.show()", "선 1: 0.8에서 0.5까지 줄어듭니다.", []),
    ],
)
def test_a_masked_number_without_a_judge_is_found(source, text, missing):
    assert unjudged(source, text) == missing
