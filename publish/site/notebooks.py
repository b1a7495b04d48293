"""A notebook as a page: its cells with what they printed, quizzes that open, exercises with hints and solutions folded.

Each cell's id is an anchor, the same in every language.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from html import escape
from io import BytesIO
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from PIL import Image

from helpers.text import lesson_text
from publish import colab
from publish.languages import BADGE, PICTURE, elsewhere, way
from publish.site.parts import ROOT, SITE, folded, headed, imprint, link
from publish.site.words import words
from publish.words import say

LINK = re.compile(r"\]\((?:7-[\w-]+\.ipynb)?#cell-id=([\w-]+)\)")
HEADING = re.compile(r"\A#{2,3} .+$", re.MULTILINE)
CHECK = re.compile(r"^check\('([^/']+)/([^']+)'", re.MULTILINE)
PNG = "image/png"
HIDDEN = {"JPY_SESSION_NAME": "hide-input", "Quiz('": "remove-input"}  # what no reader reads: has → MyST-NB's tag


def page(path: Path, folder: Path, moving: Mapping[str, str]) -> NotebookNode:
    """The notebook as MyST-NB takes it.

    Args:
        path: A notebook with its outputs.
        folder: Where the site is made; pictures go to its `images`.
        moving: Id of a lab's cell → the page on which it moves without Python.
    """
    notebook = nbformat.read(path, as_version=4)
    opening, *rest = notebook.cells
    day = ""
    if rest[0].id.endswith("-contents"):  # which the page has beside it
        day = rest.pop(0).source.splitlines()[-1]
    opening.source = headed(opening.source, f"{path.stem}.html", *_to_fetch(path))
    notebook.cells = []
    for cell in (opening, *rest):
        notebook.cells += _cells(cell, f"{path.stem}.html", folder)
        if cell.id in moving:
            notebook.cells.append(_markdown(f"[{words()['charts']['title']}]({moving[cell.id]})"))
    notebook.cells.append(_markdown(imprint(day)))
    return notebook


def to_anchors(source: str) -> str:
    """Markdown whose links to cells lead to their anchors in the site."""
    return LINK.sub(r"](#\1)", source)


def _to_fetch(path: Path) -> Iterator[str]:
    """Links to the notebook itself."""
    yield link(words()["download"], f"{way(SITE, SITE / 'notebooks')}/{path.name}", " download")
    if repository := colab.address(ROOT / "pyproject.toml"):
        yield link(say("colab.badge"), colab.on_colab(repository, path.name))


def _cells(cell: NotebookNode, name: str, folder: Path) -> Iterator[NotebookNode]:
    """What the page has in the place of a cell."""
    anchor = f"({cell.id})=\n"
    if cell.cell_type == "markdown":
        source = PICTURE.sub(r"(images/\1)", BADGE.sub("", cell.source))
        source = to_anchors(source)
        others = " ".join(elsewhere(SITE, f"{name}#{cell.id.replace('_', '-')}"))  # as Sphinx writes anchors
        source = HEADING.sub(lambda found: f'{found[0]}\n\n<p class="elsewhere">{others}</p>', source)
        yield _markdown(anchor + source)
        return
    yield _markdown(anchor + "<span></span>")
    cell.outputs = [_with_figures(output, folder) for output in cell.outputs]
    cell.metadata["tags"] = [tag for has, tag in HIDDEN.items() if has in cell.source]
    yield cell
    for lesson, key in CHECK.findall(cell.source):
        yield _markdown(_help(lesson, key))


def _help(lesson: str, key: str) -> str:
    """An exercise's hints and its solution, each folded."""
    exercise, said = lesson_text("exercises", lesson)[key], words()
    hints = [folded(said["hint"].format(number), hint) for number, hint in enumerate(exercise["hints"], start=1)]
    solution = f"```python\n{exercise['solution'].strip()}\n```\n\n{exercise['why']}"
    return "\n\n".join([*hints, folded(said["solution"], solution)])


def _with_figures(output: NotebookNode, folder: Path) -> NotebookNode:
    """An output whose picture is a file with its words."""
    if PNG not in output.get("data", {}):
        return output
    content = base64.b64decode(output.data[PNG])
    name = f"images/{hashlib.sha256(content).hexdigest()[:12]}.png"
    (folder / name).write_bytes(content)
    width, height = Image.open(BytesIO(content)).size
    alt = output.metadata[PNG]["alt"]
    image = f'<img src="{name}" width="{width}" height="{height}" alt="{escape(alt)}" loading="lazy">'
    spoken = f"<details><summary>{words()['in_words']}</summary><p>{escape(alt)}</p></details>"
    return nbformat.v4.new_output("display_data", {"text/html": f"<figure>{image}{spoken}</figure>"})


def _markdown(source: str) -> NotebookNode:
    return nbformat.v4.new_markdown_cell(source)
