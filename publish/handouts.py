"""What an instructor prints: `make handout` writes dist/handout, pages as HTML and as the PDFs that they are printed to.

A lesson's handout has two pages. Its file in publish/sheets says which pictures, formulas and sentences it takes from
the notebook, by the ids of cells, and what students write: blanks, whose numbers come from publish/by_hand. The
instructor's copy is the same two pages with the blanks filled in. KaTeX has set the formulas before a page is printed.
"""

from __future__ import annotations

import shutil
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from nbconvert.filters import markdown2html

from helpers.formulas import sigmoid
from helpers.text import LESSONS
from publish.by_hand import WORKS
from publish.chromium import print_pdfs
from publish.excerpts import Excerpts
from publish.packages import Unreachable, fetch, unpack
from publish.slides import FILES, KATEX, write_font

FOLDER = Path("dist/handout")
SHEETS = Path(__file__).parent / "sheets"
TEMPLATES = Path(__file__).parent / "templates" / "handout"
BLANK = Markup('<span class="blank{size}">{answer}</span>')
CHOSEN = Markup('<span class="chosen">{}</span>')


def read_sheet(name: str) -> dict[str, Any]:
    """A file of publish/sheets, such as "7-1a"."""
    return tomllib.loads((SHEETS / f"{name}.toml").read_text(encoding="utf-8"))


def markdown(text: str) -> Markup:
    """Markdown as HTML; a formula stays between $ for KaTeX."""
    return Markup(markdown2html(text))


def inline(text: str) -> Markup:
    """A line of Markdown as HTML without a paragraph around it."""
    return Markup(markdown2html(text).strip().removeprefix("<p>").removesuffix("</p>"))


def environment() -> Environment:
    """Jinja with the handouts' templates; a name that a template does not know is an error."""
    jinja = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    jinja.filters.update(markdown=markdown, inline=inline)
    jinja.globals.update(sigmoid=sigmoid)
    return jinja


JINJA = environment()


def blank(answer: str, filled: bool, size: str = "") -> Markup:
    """A place to write in, which shows its answer only where it is `filled`.

    Args:
        answer: In Markdown.
        filled: Whether it is the instructor's.
        size: "" for a number, "wide" for a word or two.
    """
    return BLANK.format(size=f" {size}" if size else "", answer=inline(answer) if filled else "")


def task_html(task: Mapping[str, Any], filled: bool) -> Markup:
    """A task's text with its given numbers put in and its blanks.

    Args:
        task: `text`, a template in Markdown; `work` names one of WORKS, and `given` is what it is called with.
        filled: Whether its blanks show their answers.
    """
    given = task.get("given", {})
    answers = WORKS[task["work"]](**given)

    def number(name: str, form: str = "") -> Markup:
        return blank(format(answers[name], form).replace("-", "−"), filled)

    def choice(name: str, words: Sequence[str]) -> Markup:
        chosen = answers[name] if filled else None
        return Markup(" / ").join(CHOSEN.format(word) if place == chosen else word for place, word in enumerate(words))

    return markdown(JINJA.from_string(task["text"]).render(**given, blank=number, choice=choice))


def sentence_html(summary: Sequence[str], begins: str, hides: Sequence[str], filled: bool) -> Markup:
    """A sentence of a notebook's summary with words left out, in which each stands once.

    Raises:
        ValueError: No sentence or more than one begins so, or a word is not there once.
    """
    (sentence,) = [each for each in summary if each.startswith(begins)]
    for word in hides:
        if sentence.count(word) != 1:
            raise ValueError(f"{word!r} stands {sentence.count(word)} times in: {sentence}")
        sentence = sentence.replace(word, blank(word, filled, "wide"))
    return inline(sentence)


def sheet(lesson: str, filled: bool = False) -> str:
    """The two pages of a lesson as HTML; the instructor's copy if they are filled."""
    taken, source = Excerpts(lesson), read_sheet(lesson)
    return JINJA.get_template("sheet.html.j2").render(
        lesson=lesson, filled=filled, taken=taken, source=source,
        tasks=[{**task, "html": task_html(task, filled)} for task in source["tasks"]],
        sentences=[sentence_html(taken.summary, **each, filled=filled) for each in source["sentences"]],
    )  # fmt: skip


def pages() -> dict[str, str]:
    """Name of a page → its HTML, for everything that is printed."""
    handed_out = {lesson: sheet(lesson) for lesson in LESSONS}
    kept = {f"{lesson}-answers": sheet(lesson, filled=True) for lesson in LESSONS}
    return handed_out | kept


def write_handouts(folder: Path = FOLDER) -> list[Path]:
    """Write the folder anew, its PDFs apart, and return the HTML files.

    Raises:
        Unreachable: KaTeX is neither here nor to be fetched; nothing has been changed.
    """
    archive = fetch(KATEX)
    shutil.rmtree(folder, ignore_errors=True)
    unpack(archive, FILES[KATEX], folder / KATEX.name)
    write_font(folder / "fonts")
    for name in ("handout.css", "handout.js"):
        shutil.copy(TEMPLATES / name, folder)
    written = {folder / f"{name}.html": html for name, html in pages().items()}
    for path, html in written.items():
        path.write_text(html, encoding="utf-8")
    return list(written)


def main(arguments: Sequence[str]) -> int:
    """Write the folder named by the arguments, or the default one, and print its pages."""
    folder = Path(arguments[0]) if arguments else FOLDER
    try:
        paths = write_handouts(folder)
    except Unreachable as error:
        print(error, file=sys.stderr)
        return 1
    print_pdfs(paths)
    print(f"Written: {folder}, {len(paths)} PDFs")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
