"""How nbgrader makes and marks the course's assignments; publish/assignment.py puts this file beside them."""

from __future__ import annotations

from typing import Any

import nbformat
from nbformat import NotebookNode

c = get_config()  # type: ignore[name-defined]  # noqa: F821

c.CourseDirectory.course_id = "fashion-mnist-course"
c.ClearSolutions.code_stub = {"python": ""}  # the stub stands before the solution


def put_back(handed_in: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
    """Put each cell that was handed out and is missing behind the one that it followed.

    nbgrader can do so for tests alone, and gives up a hand-in that lacks an exercise's answer and test.
    """
    where = resources["nbgrader"]
    handed_out = nbformat.read(f"release/{where['assignment']}/{where['notebook']}.ipynb", as_version=4)
    names, place = [_name(cell) for cell in handed_in.cells], 0
    for cell in handed_out.cells:
        if (name := _name(cell)) not in names:
            handed_in.cells.insert(place, cell)
            names.insert(place, name)
        place = names.index(name) + 1
    return handed_in, resources


def _name(cell: NotebookNode) -> str | None:
    return cell.metadata.get("nbgrader", {}).get("grade_id")


CHECKS = ("ClearOutput", "DeduplicateIds", "OverwriteKernelspec", "OverwriteCells", "CheckCellMetadata")
c.Autograde.sanitize_preprocessors = [put_back, *(f"nbgrader.preprocessors.{name}" for name in CHECKS)]

# A judge ends an answer after a minute; what does not end in a cell of its own is interrupted after two, and the
# exercises behind it are marked even if much of what it has printed is still on its way. Only code that catches every
# interrupt takes what is behind it along.
c.Execute.timeout = 120
c.Execute.raise_on_iopub_timeout = False

# exit() ends its cell's kernel and with it the marks of all exercises: here it does nothing.
c.Execute.extra_arguments = [
    "--HistoryManager.hist_file=:memory:",
    "--IPKernelApp.exec_lines=type(get_ipython()).ask_exit = lambda shell: None",
]

# nbgrader takes every word on stderr for a failure, a warning of Keras's included; an answer that is not right raises.
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = r"(?s)."
