"""The exercises of a lesson as an assignment for nbgrader, which releases, collects and marks it: `make assignment`.

Ours are the source notebook and the settings; the judges are those of `check`, called by `grade`. A task is told as in
the lesson, without the paragraphs on how to ask for hints and solutions there, and stands on the statements of the
lesson that define what it names. All is in the language that is spoken: `COURSE_LANGUAGE=en make assignment`.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers.text import LESSONS, lesson_text
from publish.lessons import LINK, path_of, title_of
from publish.marking import course_folder, nbgrader
from publish.tasks import Task, stands_on, tasks_of
from publish.words import say

SETTINGS = Path(__file__).parent / "templates" / "assignment" / "nbgrader_config.py"
KERNEL = {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}}
HELP = re.compile(r"`hint`|`solution\(|`events\(")  # in a paragraph on how exercises are done in a lesson


def assignment(lesson: NotebookNode, points: Mapping[str, float] | None = None) -> NotebookNode:
    """The source notebook of a lesson's exercises.

    Args:
        lesson: The lesson's notebook.
        points: Name of an exercise → points, for those that count other than 1.
    """
    tasks, points = list(tasks_of(lesson)), points or {}
    first = next(cell.source for cell in lesson.cells if cell.cell_type == "code")
    cells = [
        _locked(new_markdown_cell(say("assignment.head", title=title_of(lesson))), "head"),
        _locked(new_code_cell(first), "setup"),
        _locked(new_code_cell("\n".join([say("assignment.names"), *stands_on(tasks, lesson)])), "names"),
    ]
    for task in tasks:
        cells += _cells_of(task, points.get(task.name, 1))
    return new_notebook(cells=cells, metadata=KERNEL)


def _cells_of(task: Task, points: float) -> list[NotebookNode]:
    name = task.name.replace("/", "-")
    solved = f"{task.stub}\n### BEGIN SOLUTION\n{task.solution}\n### END SOLUTION"
    test = new_code_cell(f"from helpers.exercises import grade\n\ngrade({task.name!r}, {task.answer})")
    test.metadata.tags = ["raises-exception"]  # the cells below it run, too, when all are run
    return [
        _locked(new_markdown_cell(_told(task, points)), f"{name}-task"),
        _marked(new_code_cell(solved), f"{name}-answer", solution=True, locked=False),
        _marked(test, f"{name}-test", grade=True, points=points),
    ]


def _told(task: Task, points: float) -> str:
    """A task's text, without links to notebooks that may not lie beside it."""
    heading, *paragraphs = task.text.split("\n\n")
    head = say("assignment.task", heading=heading.lstrip("# "), points=f"{points:g}")
    body = [paragraph for paragraph in paragraphs if not HELP.search(paragraph)]
    text = "\n\n".join([head, say("assignment.place", place=task.place), *body])
    return LINK.sub(r"\1", text).replace("`check`", "`grade`")


def _locked(cell: NotebookNode, name: str) -> NotebookNode:
    return _marked(cell, name)


def _marked(cell: NotebookNode, name: str, **marks: bool | float) -> NotebookNode:
    """A cell with nbgrader's marks; by default one that is locked and gives no points."""
    kept = {"grade": False, "solution": False, "task": False, "locked": True, "schema_version": 3}
    cell.id = name
    cell.metadata.nbgrader = nbformat.from_dict({**kept, "grade_id": name, **marks})
    return cell


def write_assignment(lesson: str, points: Mapping[str, float] | None = None, folder: Path | None = None) -> Path:
    """Write one of LESSONS and nbgrader's settings into a course folder; hand-ins and marks there stay.

    Returns:
        The source notebook.
    """
    folder = folder or course_folder()
    source = folder / "source" / lesson / f"{lesson}.ipynb"
    source.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(assignment(nbformat.read(path_of(lesson), as_version=4), points), source)
    shutil.copy(SETTINGS, folder)
    return source


def main(arguments: Sequence[str]) -> int:
    """Write and release lessons ("7-1b", by default all), with points other than 1 as in "7-1b/5=2"."""
    points = {name: float(value) for name, _, value in (each.partition("=") for each in arguments) if value}
    lessons = [each for each in arguments if "=" not in each] or list(LESSONS)
    names = {f"{lesson}/{key}" for lesson in LESSONS for key in lesson_text("exercises", lesson)}
    if unknown := [*(points.keys() - names), *(set(lessons) - set(LESSONS))]:
        print(f"Neither a lesson nor an exercise: {', '.join(unknown)}", file=sys.stderr)
        return 1
    for lesson in lessons:
        write_assignment(lesson, points)
        if status := nbgrader("generate_assignment", lesson, "--force"):
            return status
        print(f"To hand out: {course_folder() / 'release' / lesson / lesson}.ipynb")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
