"""What an instructor prints: `make handout` writes dist/handout, each page as HTML and as a PDF, in each language.

A lesson's handout has two pages. Its file in publish/sheets says which pictures, formulas and sentences it takes from
the notebook, by the ids of cells, and the numbers that students work with; its words lie beside it in a folder a
language. What students write are blanks, whose numbers come from publish/by_hand. The instructor's copy is the same two
pages with the blanks filled in. KaTeX has set the formulas before a page is printed.
"""

from __future__ import annotations

import math
import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from nbconvert.filters import markdown2html

from helpers.formulas import sigmoid
from helpers.text import LESSONS, language
from publish.by_hand import WORKS
from publish.chromium import print_pdfs
from publish.excerpts import Excerpts, read_sheet, read_words
from publish.languages import place_of, published, speaking
from publish.packages import Unreachable
from publish.schedule import read_lesson
from publish.slides import KATEX, begin, shared, write_font
from publish.survey import SIGNS, Question, after, before, gain, table

FOLDER = Path("dist/handout")
TEMPLATES = Path(__file__).parent / "templates" / "handout"
AND_WHAT_TOUCHES_IT = re.compile(r'(<span class="blank[^>]*>(?:(?!</span>).)*</span>)([\w.,]+)')
SURVEYS = {"before": before, "after": after}
BLANK = Markup('<span class="blank{size}">{answer}</span>')
CHOSEN = Markup('<span class="chosen">{}</span>')


def markdown(text: str) -> Markup:
    """Markdown as HTML; a formula stays between $ for KaTeX, and no line breaks between a blank and what touches it."""
    return Markup(AND_WHAT_TOUCHES_IT.sub(r'<span class="whole">\1\2</span>', markdown2html(text)))


def inline(text: str) -> Markup:
    """A line of Markdown as HTML without a paragraph around it."""
    return Markup(markdown(text).strip().removeprefix("<p>").removesuffix("</p>"))


def number(values: float | Sequence[float]) -> str:
    """One number or several as people write them: 1 rather than 1.0, and a minus."""
    each = values if isinstance(values, Sequence) else [values]
    return ", ".join(f"{value:g}".replace("-", "−") for value in each)


def environment() -> Environment:
    """Jinja with the handouts' templates; a name that a template does not know is an error."""
    jinja = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    jinja.filters.update(markdown=markdown, inline=inline, number=number)
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

    def empty(name: str, form: str = "") -> Markup:
        return blank(format(answers[name], form).replace("-", "−"), filled)

    def choice(name: str, words: Sequence[str]) -> Markup:
        chosen = answers[name] if filled else None
        return Markup(" / ").join(CHOSEN.format(word) if place == chosen else word for place, word in enumerate(words))

    return markdown(JINJA.from_string(task["text"]).render(**given, blank=empty, choice=choice))


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


def page(template: str, **values: Any) -> str:
    """A page in the language that is spoken, as HTML."""
    jinja = JINJA.get_template(f"{template}.html.j2")
    return jinja.render(language=language(), shared=shared(), words=read_words(), **values)


def sheet(lesson: str, filled: bool = False) -> str:
    """The two pages of a lesson as HTML; the instructor's copy if they are filled."""
    taken, source = Excerpts(lesson), read_sheet(lesson)
    return page(
        "sheet", filled=filled, taken=taken, source=source,
        tasks=[{**task, "html": task_html(task, filled)} for task in source["tasks"]],
        sentences=[sentence_html(taken.summary, **each, filled=filled) for each in source["sentences"]],
    )  # fmt: skip


def survey_sheet(when: str, questions: Sequence[Question]) -> str:
    """A survey as HTML, without a key; when is one of SURVEYS."""
    return page("survey", source=read_sheet("survey"), when=when, questions=questions, signs=SIGNS)


def survey_key() -> str:
    """The instructor's page on the survey: what is right, what wrong answers show, how to read the two scores."""
    source = read_sheet("survey")
    example, questions, later = source["example"], before(source["questions"]), after(source["questions"])
    return page(
        "key", says=source["key"], questions=questions, signs=SIGNS,
        places={each.key: place for place, each in enumerate(later, start=1)},
        example=example, gain=gain(example["before"], example["after"]), error=math.sqrt(0.25 / len(questions)),
    )  # fmt: skip


def schedule() -> str:
    """The instructor's page on the lessons as HTML."""
    source = read_sheet("schedule")
    lessons = [read_lesson(each) for each in source["classes"]]
    return page("schedule", source=source, lessons=lessons)


def pages() -> dict[str, str]:
    """Name of a page → its HTML, for everything that is printed in the language that is spoken."""
    keys = read_sheet("survey")["questions"]
    handed_out = {lesson: sheet(lesson) for lesson in LESSONS}
    kept = {f"{lesson}-answers": sheet(lesson, filled=True) for lesson in LESSONS}
    surveys = {f"survey-{when}": survey_sheet(when, asked(keys)) for when, asked in SURVEYS.items()}
    return handed_out | kept | surveys | {"survey-key": survey_key(), "schedule": schedule()}


def write_handouts(folder: Path = FOLDER) -> list[Path]:
    """Write the folder anew, its PDFs apart, and return the HTML files.

    Raises:
        Unreachable: KaTeX is neither here nor to be fetched; nothing has been changed.
    """
    begin(folder, KATEX)
    for name in ("handout.css", "handout.js"):
        shutil.copy(TEMPLATES / name, folder)
    written = []
    for each in published():
        with speaking(each):
            written += write_pages(place_of(folder, each))
    write_font(folder)
    return written


def write_pages(folder: Path) -> list[Path]:
    """Write what is in the language that is spoken, and return the HTML files."""
    folder.mkdir(exist_ok=True)
    for when, asked in SURVEYS.items():
        rows = table(asked(read_sheet("survey")["questions"]))
        (folder / f"survey-{when}.csv").write_text(rows, encoding="utf-8-sig")  # as spreadsheets expect it
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
