"""Standalone notebooks for Google Colab.

`python -m publish.colab` (make colab) writes dist/colab/*.ipynb, and those in other languages a folder deeper. If
pyproject.toml has the repository's address, [project.urls] Repository, it also puts badges "Open in Colab" into the
notebooks and READMEs; they lead to that repository's branch BRANCH, which holds the files of dist/colab.

Colab shows neither attachments nor SVG in Markdown: pictures become PNGs in data URIs, which is what Colab itself
writes. Chromium, which the tests need anyway, draws the SVGs as readers of the repository see them.
"""

from __future__ import annotations

import ast
import base64
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from helpers.text import language
from publish.chromium import as_pngs
from publish.heads import running_minutes
from publish.languages import BADGE, SETUP, place_of, published, readme_of, speaking
from publish.lessons import DIAGRAM, LINK
from publish.words import say

NOTEBOOKS = Path("notebooks")
OUT = Path("dist") / "colab"
BRANCH = "colab"
COLAB = "https://colab.research.google.com"
LEFT_OUT = ("fashion-mnist", "fonts", "__pycache__")  # Keras brings the data, and Ubuntu the font
METADATA = {
    "accelerator": "GPU",
    "colab": {"gpuType": "T4", "provenance": [], "toc_visible": True},
    "kernelspec": {"display_name": "Python 3", "name": "python3"},
    "language_info": {"name": "python"},
}
SEARCH = re.compile(r"import os\nimport sys\n.*?\ntry:\n    (from helpers.*?)\nexcept .*?\n\n", re.DOTALL)
FIRST_CELL = """\
#@title {title}
{opening}

import shutil
import subprocess
import sys
from pathlib import Path

FILES = {{}}
{files}

for name, text in FILES.items():
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text[1:], encoding='utf-8', newline='\\n')

sys.path.insert(0, str(Path.cwd()))
import helpers
from helpers.course import korean_font

# {font}
if 'google.colab' in sys.modules and shutil.which('apt-get') and not korean_font():
    install = 'timeout 120 apt-get install -y -qq fonts-nanum'
    subprocess.run(f'{{install}} || {{{{ apt-get update -qq; {{install}}; }}}}', shell=True, capture_output=True)

print('{written}')"""


def publish(out: Path = OUT) -> None:
    """Write every notebook of the course as a standalone one and, if the repository has an address, the badges."""
    repository = address(Path("pyproject.toml"))
    notebooks = {each: sorted(place_of(NOTEBOOKS, each).glob("*.ipynb")) for each in published()}
    pictures = as_pngs({Path(name) for found in notebooks.values() for path in found for name in pictures_of(path)})
    for spoken, found in notebooks.items():
        folder = place_of(out, spoken)
        folder.mkdir(parents=True, exist_ok=True)
        with speaking(spoken):
            for path in found:
                nbformat.write(standalone(path, pictures, repository), folder / path.name)
                print(f"{folder / path.name}: {(folder / path.name).stat().st_size // 1000:,} kB")
            if repository:
                put_badges(found, repository)


def standalone(path: Path, pictures: Mapping[Path, bytes], repository: str | None = None) -> NotebookNode:
    """The notebook with everything it needs, without outputs.

    Args:
        path: The notebook, in the language that is spoken.
        pictures: SVG of the repository → its PNG.
        repository: "owner/name" on GitHub, for links to other notebooks.
    """
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.metadata["id"] = cell.id  # where Colab's links lead
        if cell.cell_type == "markdown":
            cell.source = _embedded(cell.source, pictures, repository)
        else:
            cell.source = SEARCH.sub(r"\1\n\n", cell.source)  # the cell before has written the helpers
            cell.outputs, cell.execution_count = [], None
    notebook.metadata = nbformat.from_dict(METADATA)
    if any(cell.cell_type == "code" for cell in notebook.cells):
        _say_minutes(notebook, path.name)
        notebook.cells.insert(1, _first_cell())
    else:
        del notebook.metadata["accelerator"], notebook.metadata["colab"]["gpuType"]
    return notebook


def pictures_of(path: Path) -> set[str]:
    """The repository's pictures that a notebook shows, such as "images/neuron.svg"."""
    notebook = nbformat.read(path, as_version=4)
    return {name for cell in notebook.cells if cell.cell_type == "markdown" for _, name in DIAGRAM.findall(cell.source)}


def helper_files() -> dict[str, str]:
    """Name → text of every file of the helpers except the data and the font."""
    paths = [path for path in sorted(Path("helpers").rglob("*")) if path.is_file()]
    return {path.as_posix(): path.read_text("utf-8") for path in paths if not set(path.parts) & set(LEFT_OUT)}


def address(project: Path) -> str | None:
    """The repository's "owner/name" on GitHub, if pyproject.toml has its address.

    Raises:
        ValueError: The address is not on GitHub.
    """
    urls = tomllib.loads(project.read_text("utf-8"))["project"].get("urls", {})
    if "Repository" not in urls:
        return None
    known = re.fullmatch(r"https://github\.com/([\w.-]+/[\w.-]+?)(?:\.git)?/?", urls["Repository"])
    if not known:
        raise ValueError(f"Colab opens notebooks from GitHub; the repository's address is {urls['Repository']!r}")
    return known[1]


def put_badges(notebooks: Sequence[Path], repository: str) -> None:
    """Put badges that lead to Colab below the titles of notebooks in the language that is spoken and of its README.

    They replace any that are there.
    """
    for path in notebooks:
        notebook = nbformat.read(path, as_version=4)
        opening = notebook.cells[0]
        opening.source = _with_badge(opening.source, on_colab(repository, path.name))
        nbformat.write(notebook, path)
    if (readme := readme_of(language())).exists():
        first = next(path.name for path in notebooks if path.name.startswith("7-1a"))
        text = _with_badge(readme.read_text("utf-8"), on_colab(repository, first))
        readme.write_text(text, "utf-8", newline="\n")


def _with_badge(text: str, target: str) -> str:
    title, rest = BADGE.sub("", text).split("\n", 1)
    return f"{title}\n\n[![{say('colab.badge')}]({COLAB}/assets/colab-badge.svg)]({target})\n{rest}"


def on_colab(repository: str, name: str, cell: str | None = None) -> str:
    """Where that notebook opens, in the language that is spoken."""
    place = place_of(Path(BRANCH), language()) / name
    fragment = f"#scrollTo={cell}" if cell else ""
    return f"{COLAB}/github/{repository}/blob/{place.as_posix()}{fragment}"


def _embedded(source: str, pictures: Mapping[Path, bytes], repository: str | None) -> str:
    """Markdown with its pictures inside and without links to files that are not there."""

    def picture(found: re.Match[str]) -> str:
        return f"![{found[1]}](data:image/png;base64,{base64.b64encode(pictures[Path(found[2])]).decode()})"

    def link(found: re.Match[str]) -> str:
        words, name, cell = found.groups()
        if not name:
            return f"[{words}](#scrollTo={cell})" if cell else found[0]
        return f"[{words}]({on_colab(repository, name, cell)})" if repository else words

    source = LINK.sub(link, BADGE.sub("", source))
    return DIAGRAM.sub(picture, source).replace(say("colab.kept_here"), say("colab.kept_there"))


def _say_minutes(notebook: NotebookNode, name: str) -> None:
    """Tell setup() how long all the notebook's cells take, as its opening says."""
    minutes = running_minutes(notebook.cells[0].source)
    setup = next((cell for cell in notebook.cells if SETUP.search(cell.source)), None)
    if not minutes or not setup:
        raise ValueError(f"{name}: its opening must say how long all its cells take, and a cell must call setup()")
    setup.source = SETUP.sub(rf"setup(seed=42, cpu_minutes='{minutes}'\1)", setup.source)


def _first_cell() -> NotebookNode:
    files = helper_files()
    source = FIRST_CELL.format(
        title=say("colab.title"),
        opening="\n".join(f"# {line}" for line in say("colab.opening").splitlines()),
        files="\n".join(f"\nFILES['{name}'] = {_literal(name, text)}" for name, text in files.items()),
        font=say("colab.font"),
        written=say("colab.written", count=len(files)),
    )
    cell = nbformat.v4.new_code_cell(source, id="colab-helpers")
    cell.metadata = nbformat.from_dict({"cellView": "form", "id": cell.id})
    return cell


def _literal(name: str, text: str) -> str:
    """A text as it stands, after a line break, between the kind of triple quotes that it does not contain."""
    for quotes in ("'''", '"""'):
        literal = f"r{quotes}\n{text}{quotes}"
        try:
            if ast.literal_eval(literal) == f"\n{text}":
                return literal
        except SyntaxError:
            continue
    raise ValueError(f"{name} contains both kinds of triple quotes and cannot be shown as it stands")


if __name__ == "__main__":
    publish()
