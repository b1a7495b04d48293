"""The exercises of a lesson one by one, and the statements of the lesson that they stand on."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nbformat import NotebookNode

from helpers.text import lesson_text
from publish.lessons import HEADING

CHECK = re.compile(r"^check\('([^']+)', (.+)\)$", re.MULTILINE)
OURS = re.compile(r"^from helpers\.exercises import .*\n+", re.MULTILINE)
SPAN = re.compile(r"`([^`]+)`")
USUAL = {"keras", "np"}  # what an answer to any exercise may use


@dataclass(frozen=True)
class Task:
    """An exercise as a lesson sets it.

    Attributes:
        name: "7-1b/2".
        place: The heading of the part of the lesson that it closes.
        text: Markdown, from its own heading on.
        stub: What a student begins with.
        answer: The expression that is judged, such as "my_model".
    """

    name: str
    place: str
    text: str
    stub: str
    answer: str

    @property
    def solution(self) -> str:
        """Code that solves it."""
        lesson, _, key = self.name.partition("/")
        return str(lesson_text("exercises", lesson)[key]["solution"]).strip()


def tasks_of(lesson: NotebookNode) -> Iterator[Task]:
    """The exercises of a lesson's notebook, in its order."""
    place, texts = "", {cell.id: cell.source for cell in lesson.cells}
    for cell in lesson.cells:
        if cell.cell_type == "markdown" and not cell.id.startswith("exercise-"):
            place = (HEADING.findall(cell.source) or [place])[-1]
        elif cell.cell_type == "code" and (called := CHECK.search(cell.source)):
            stub = OURS.sub("", cell.source[: called.start()]).strip()
            yield Task(called[1], place, texts[f"{cell.id}-task"], stub, called[2])


def stands_on(tasks: Sequence[Task], lesson: NotebookNode) -> list[str]:
    """The lesson's statements, in its order, that define the names which its exercises use or tell of."""
    bound = _definitions(lesson)
    wanted = [*USUAL, *(name for task in tasks for name in _names(task))]
    needed: set[str] = set()
    while wanted:
        if (name := wanted.pop()) in bound and name not in needed:
            needed.add(name)
            wanted += names_in(bound[name])
    return list(dict.fromkeys(code for name, code in bound.items() if name in needed))


def _definitions(lesson: NotebookNode) -> dict[str, str]:
    """Name → the first statement of a lesson, outside its exercises, that imports it or gives it a value."""
    bound: dict[str, str] = {}
    for cell in lesson.cells:
        if cell.cell_type == "code" and not cell.id.startswith("exercise-"):
            for statement in ast.parse(cell.source).body:
                for name in _bound_by(statement):
                    bound.setdefault(name, ast.get_source_segment(cell.source, statement) or "")
    return bound


def _bound_by(statement: ast.stmt) -> list[str]:
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return [name.asname or name.name for name in statement.names]
    if isinstance(statement, ast.Assign):
        return [target.id for target in statement.targets if isinstance(target, ast.Name)]
    return []


def _names(task: Task) -> set[str]:
    """What an exercise names beside its own parameters: in its solution, and as code in its text."""
    told = {span.split(".")[0] for span in SPAN.findall(task.text)}
    parameters = {node.arg for node in ast.walk(ast.parse(task.stub)) if isinstance(node, ast.arg)}
    return {name for name in told | names_in(task.solution) if name.isidentifier()} - parameters - {"check"}


def names_in(code: str) -> set[str]:
    """The names that code uses and neither makes nor has from Python."""
    nodes = list(ast.walk(ast.parse(code)))
    names = [node for node in nodes if isinstance(node, ast.Name)]
    made = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    made |= {node.arg for node in nodes if isinstance(node, ast.arg)} | vars(builtins).keys()
    return {node.id for node in names} - made
