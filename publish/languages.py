"""A notebook in another language: the same cells, the same code, and each cell knows what it was translated from.

`python -m publish.languages` names the cells whose Korean source has changed since they were translated, and those
whose code differs in more than strings and comments; `make lint` runs it. `begin` copies the words that stand beside
code, still in Korean; `follow` takes over a changed notebook, its new cells still in Korean, and `accept` says that
what is there has been translated. In the place of 7-1a, 7 means all notebooks:

    python -m publish.languages begin en
    python -m publish.languages follow en 7-1a
    python -m publish.languages accept en 7-1a
"""

from __future__ import annotations

import ast
import hashlib
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from helpers import text
from publish.words import WORDS

ROOT = Path(__file__).parents[1]
NOTEBOOKS = ROOT / "notebooks"
FIRST = "ko"  # the language that the others are translated from
README = "en"  # the language of README.md
MADE_FROM = "made_from"  # in a cell's metadata: the digest of the Korean cell
SETUP = re.compile(r"setup\(seed=42(, language='[a-z]+')?\)")
BADGE = re.compile(r"\n*\[!\[[^\]]*\]\([^)]*/colab-badge\.svg\)\]\([^)]*\)")  # which publish.colab writes
PICTURE = re.compile(r"\((?:\.\./)+images/(?:[a-z]{2}/)?([\w-]+\.svg)\)")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within it, what `helpers.text` says is in one of its LANGUAGES."""
    before = text.language()
    text.use_language(language)
    try:
        yield
    finally:
        text.use_language(before)


def place_of(folder: Path, language: str) -> Path:
    """Where a folder's files in that language lie: the first language's in it, another's one folder deeper."""
    return folder if language == FIRST else folder / language


def readme_of(language: str) -> Path:
    """The README in that language, whether or not there is one."""
    return Path("README.md" if language == README else f"README.{language}.md")


def published() -> list[str]:
    """Those of `helpers.text` that have notebooks, the first language first."""
    found = [language for language in text.LANGUAGES if place_of(NOTEBOOKS, language).exists()]
    return sorted(found, key=lambda language: language != FIRST)


def way(start: Path, end: Path, language: str | None = None) -> str:
    """From a page of one folder, in the language that is spoken, to the files of another, in that or a given one.

    What all languages share lies with the first one's files.
    """
    here, there = place_of(start, text.language()), place_of(end, language or text.language())
    return Path(os.path.relpath(there, here)).as_posix()


def elsewhere(folder: Path, name: str) -> Iterator[str]:
    """Links from a page of a folder, in the language that is spoken, to that page in each other one, as HTML.

    Args:
        folder: As for `way`.
        name: The page with its anchor, such as "7-9-glossary.html#weight".
    """
    for other in published():
        if other != text.language():
            address = escape(f"{way(folder, folder, other)}/{name}")
            yield f'<a href="{address}" lang="{other}" hreflang="{other}">{WORDS.of(other)["language"]["name"]}</a>'


def digest(cell: NotebookNode) -> str:
    """What tells a cell's source from any other, its badge apart."""
    return hashlib.sha256(BADGE.sub("", cell.source).encode()).hexdigest()[:12]


def same_code(one: str, other: str) -> bool:
    """Whether two cells run alike: equal but for strings, comments, what an f-string shows first, and the language."""
    return _outline(one) == _outline(other)


def differences(korean: NotebookNode, other: NotebookNode) -> Iterator[str]:
    """What keeps a translation from being the notebook's, a sentence a cell."""
    theirs = {cell.id: cell for cell in other.cells}
    if [cell.id for cell in korean.cells] != list(theirs):
        yield "its cells are not those of the Korean notebook, in their order: follow"
    for cell in korean.cells:
        translated = theirs.get(cell.id)
        if not translated or cell.id.endswith("-contents"):  # which publish.heads writes
            continue
        if translated.metadata.get(MADE_FROM) != digest(cell):
            yield f"{cell.id} has changed in Korean since it was translated"
        if cell.cell_type == "code" and not same_code(cell.source, translated.source):
            yield f"{cell.id} differs in more than strings and comments"
        if _marks(cell) != _marks(translated):
            yield f"{cell.id} has other slide marks"


def begin(language: str, root: Path = ROOT) -> None:
    """Copy the words that lie in folders `ko` or files ko.toml of the packages; those that are there stay."""
    for package in (path.parent for path in root.glob("*/__init__.py")):
        for words in (*package.rglob(FIRST), *package.rglob(f"{FIRST}.toml")):
            copied = words.with_name(f"{language}{words.suffix}")
            if not copied.exists():
                copy = shutil.copytree if words.is_dir() else shutil.copy
                copy(words, copied)


def follow(korean: NotebookNode, other: NotebookNode, language: str) -> None:
    """Give a translation in memory the Korean notebook's cells: a new one stays Korean until someone translates it."""
    theirs = {cell.id: cell for cell in other.cells}
    cells = []
    for cell in korean.cells:
        translated = theirs.get(cell.id) or nbformat.from_dict({**cell, "source": adapted(cell.source, language)})
        translated.metadata = nbformat.from_dict({**cell.metadata, MADE_FROM: translated.metadata.get(MADE_FROM, "")})
        if cell.cell_type == "code":
            translated.execution_count = cell.execution_count
        cells.append(translated)
    other.cells, other.metadata = cells, korean.metadata


def accept(korean: NotebookNode, other: NotebookNode) -> None:
    """Note in memory that each cell has been translated from the Korean one as it is now."""
    made_from = {cell.id: digest(cell) for cell in korean.cells}
    for cell in other.cells:
        cell.metadata[MADE_FROM] = made_from[cell.id]


def adapted(source: str, language: str) -> str:
    """A cell's source where its notebook lies a folder deeper: its setup and its pictures."""
    source = SETUP.sub(f"setup(seed=42, language='{language}')", source)
    return PICTURE.sub(rf"(../../images/{language}/\1)", source)


def translations(notebooks: Path = NOTEBOOKS) -> Iterator[tuple[Path, Path]]:
    """Each Korean notebook beside one of its translations."""
    for path in sorted(notebooks.glob("??/*.ipynb")):
        yield notebooks / path.name, path


def main(arguments: list[str]) -> int:
    """See the module; 1 where something is to be done."""
    match arguments:
        case ["begin", language]:
            begin(language)
            return 0
        case ["follow" | "accept" as command, language, lesson]:
            for path in NOTEBOOKS.glob(f"{lesson}*.ipynb"):
                _translate(path, language, is_done=command == "accept")
            return 0
    wrong = [
        f"{path.relative_to(NOTEBOOKS.parent)}: {each}"
        for source, path in translations()
        for each in differences(nbformat.read(source, as_version=4), nbformat.read(path, as_version=4))
    ]
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return int(bool(wrong))


def _translate(path: Path, language: str, is_done: bool) -> None:
    """Follow a Korean notebook in its translation and, where that is done, accept it."""
    target = place_of(path.parent, language) / path.name
    korean = nbformat.read(path, as_version=4)
    other = nbformat.read(target, as_version=4) if target.exists() else nbformat.v4.new_notebook()
    follow(korean, other, language)
    if is_done:
        accept(korean, other)
    target.parent.mkdir(exist_ok=True)
    nbformat.write(other, target)


def _marks(cell: NotebookNode) -> object:
    return cell.metadata.get("slideshow"), cell.metadata.get("tags")


def _outline(source: str) -> str:
    try:
        tree = ast.parse(SETUP.sub("setup(seed=42)", source))
    except SyntaxError:  # a line of the notes that does not run
        return re.sub(r"#.*|'[^']*'|\"[^\"]*\"", "", source)
    for node in list(ast.walk(tree)):
        if isinstance(node, ast.FormattedValue) and node.format_spec:  # a number's digits stay as they are
            node.format_spec = ast.Name(ast.dump(node.format_spec))
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):  # its words go, and another language may have another order
            values = [each for each in node.values if isinstance(each, ast.FormattedValue)]
            node.values = sorted(values, key=ast.dump)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
