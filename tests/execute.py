"""Execute notebooks from top to bottom in a fresh kernel and store their outputs, the same way each time.

`python -m tests.execute NOTEBOOK ...` (make notebooks). What a cell writes is compared later by `pytest --nbval`.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import date
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from publish.heads import lessons, write_heads
from tests.lessons import left_out

METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
WIDGET = "application/vnd.jupyter.widget-view+json"
PICTURES = """
import base64
from IPython.display import JSON
from helpers.labs import pictures
JSON({model_id: (base64.b64encode(png).decode(), alt) for model_id, (png, alt) in pictures().items()})
"""


def execute(path: Path, *more_code: str) -> nbformat.NotebookNode:
    """The notebook with fresh outputs, and, after its own cells, cells of more code; CellExecutionError on an error."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells += [nbformat.v4.new_code_cell(code) for code in more_code]
    client = NotebookClient(
        notebook,
        timeout=900,
        kernel_name="python3",
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(path.parent)}},
    )
    # ipykernel then leaves file descriptor 2 alone, as it does when nbval runs the notebook.
    client.execute(env={**os.environ, "PYTEST_CURRENT_TEST": "execute"})
    notebook.metadata = nbformat.from_dict(METADATA)
    return notebook


def store(path: Path) -> None:
    """Execute a notebook and write it back for readers without a kernel: with a picture of each lab and its words."""
    notebook = execute(path, PICTURES)
    shown = [output.data for output in notebook.cells.pop().outputs if "data" in output]
    pictures = next(data["application/json"] for data in shown if "application/json" in data)
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        # Without the row below a quiz, which has no other form.
        cell.outputs = [output for output in cell.outputs if output.get("data", {}).keys() != {WIDGET}]
    for output in (output for cell in notebook.cells for output in cell.get("outputs", ())):
        if WIDGET in output.get("data", {}):
            output.data["image/png"], alt = pictures[output.data.pop(WIDGET)["model_id"]]
            output.metadata["image/png"] = {"alt": alt}
    nbformat.write(notebook, path)
    if path.resolve() in lessons():
        write_heads(path, date.today().isoformat())


if __name__ == "__main__":
    refused = []
    for path in map(Path, sys.argv[1:]):
        if why := left_out(path):
            refused.append(f"{why}; its stored outputs stay as they are")
            continue
        started = time.perf_counter()
        store(path)
        print(f"{path}: {time.perf_counter() - started:.0f} s", flush=True)
    sys.exit("\n".join(refused) or None)
