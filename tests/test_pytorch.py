"""7-1c needs PyTorch, which the course does not install: where it is missing, a sentence says so.

Where it is found, nbval compares the notebook as it does the others, and here its verdicts are tried on wrong loops.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from helpers.course import NotReady, require
from helpers.text import say
from tests.execute import execute
from tests.lessons import left_out

pytestmark = pytest.mark.course

NOTEBOOK = Path("notebooks/7-1c-pytorch.ipynb")
MISSING = say("course.missing", package="torch")
HIDDEN = "import sys\nsys.modules['torch'] = None\n"
STAND_IN = """
import importlib.machinery, sys, types
sys.modules['torch'] = types.ModuleType('torch')
sys.modules['torch'].__spec__ = importlib.machinery.ModuleSpec('torch', None)
"""
COLLECT = "import pytest\nsys.exit(pytest.main(['--collect-only', '-q', 'notebooks']))"
EXECUTE = "import runpy\nsys.argv[1:] = {}\nrunpy.run_module('tests.execute', run_name='__main__')"
WRONG = {  # what a loop of the notebook may do wrong → its line, and the wrong one
    "nothing": ("optimizer.step()", "optimizer.step()"),
    "gradients add up": ("optimizer.zero_grad()", "pass"),
    "softmax twice": ("cross_entropy(z, ", "cross_entropy(torch.softmax(z, dim=1), "),
    "another order": ("in order:", "in order[::-1]:"),
    "another rate": ("lr=0.1)", "lr=0.1001)"),
}
needs_pytorch = pytest.mark.skipif(bool(left_out(NOTEBOOK)), reason=left_out(NOTEBOOK))


def python(code: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)


def cells(last: str = "") -> list[NotebookNode]:
    """The code cells of the notebook, up to that one."""
    code = [cell for cell in nbformat.read(NOTEBOOK, as_version=4).cells if cell.cell_type == "code"]
    return code[: [cell.id for cell in code].index(last) + 1] if last else code


def run(code: list[NotebookNode], folder: Path) -> NotebookNode:
    """Execute these cells; what comes of the last one."""
    nbformat.write(nbformat.v4.new_notebook(cells=code), folder / "some.ipynb")
    return execute(folder / "some.ipynb").cells[-1]


@pytest.fixture(autouse=True)
def _these_helpers(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path.cwd()), os.environ.get("PYTHONPATH", "")]))


@needs_pytorch
def test_nbval_compares_the_notebook():
    assert python(f"import sys\n{COLLECT}").stdout.count(f"{NOTEBOOK.name}::Cell ") == len(cells())


@pytest.mark.parametrize(("before", "found"), [(HIDDEN, False), (STAND_IN, True)], ids=["without", "with"])
def test_nbval_takes_it_up_with_pytorch_alone(before, found):
    collected = python(before + COLLECT).stdout
    assert ("7-1c" in collected) is found
    assert "7-1b" in collected


def test_what_needs_no_package_more_goes_on_and_what_does_ends_in_a_sentence():
    require("numpy")
    with pytest.raises(NotReady) as ended:
        require("no_such_package")
    assert str(ended.value) == say("course.missing", package="no_such_package")


def test_without_pytorch_the_notebook_shows_one_sentence(tmp_path):
    (*_, cell) = cells("c7-1c-torch")
    cell.metadata["tags"] = ["raises-exception"]
    (output,) = run([nbformat.v4.new_code_cell(HIDDEN), cell], tmp_path).outputs
    assert output.traceback == [MISSING]


def test_without_pytorch_its_outputs_are_not_stored_and_those_of_others_are(tmp_path):
    other, before = tmp_path / "other.ipynb", NOTEBOOK.read_bytes()
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("print(1)")]), other)
    done = python(HIDDEN + EXECUTE.format([str(NOTEBOOK), str(other)]))
    assert done.returncode == 1
    assert (
        "notebooks/7-1c-pytorch.ipynb is left out: torch is not installed (pip install torch); "
        "its stored outputs stay as they are"
    ) in done.stderr.splitlines()  # among what ipykernel says of its own
    assert NOTEBOOK.read_bytes() == before
    assert nbformat.read(other, as_version=4).cells[0].outputs[0].text == "1\n"


@needs_pytorch
@pytest.mark.thorough
@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_loop_is_seen_in_the_weights(wrong, tmp_path):
    code = cells("c7-1c-compare")
    (loop,) = [cell for cell in code if cell.id == "c7-1c-epoch"]
    line, other = WRONG[wrong]
    assert line in loop.source
    loop.source = loop.source.replace(line, other)
    verdict = run(code, tmp_path).outputs[0].text.splitlines()[-1]
    assert verdict.endswith(f"? {wrong == 'nothing'}")
