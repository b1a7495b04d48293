"""Write the instructor's guide, a page a lesson, as HTML and as PDF: `make guide`, dist/guide/index.html.

It has no words of its own: what the speaker says comes from publish/notes, quizzes and exercises from helpers/text,
aims, tasks and the answers to a lab's questions from the notebook.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from nbconvert.filters import markdown2html

from helpers.text import LESSONS, language, lesson_text
from publish.chromium import print_pdfs
from publish.languages import elsewhere, place_of, published, speaking, way
from publish.packages import Unreachable
from publish.plans import LENGTHS, Part, parts_of
from publish.slides import FOLDER as SLIDES
from publish.slides import GUIDE, KATEX, TEMPLATES, begin, for_slides, shared, write_font
from publish.talks import NUMBERS, Talk, read_talk, words

ANSWER = re.compile(r"</summary>\s*(.+?)\s*</details>", re.DOTALL)


class Blank:
    """Stands in a sentence for what `check` fills in."""

    def __format__(self, spec: str) -> str:
        return "…"


def write_guide(folder: Path = GUIDE) -> list[Path]:
    """Write the folder anew in every language, without the PDFs; return the lessons' pages.

    Raises:
        Unreachable: What is needed cannot be fetched; nothing has been changed.
    """
    begin(folder, KATEX)
    shutil.copy(TEMPLATES / "guide" / "guide.css", folder)
    written = []
    for each in published():
        with speaking(each):
            written += _write_pages(place_of(folder, each))
    write_font(folder)
    return written


def _write_pages(folder: Path) -> list[Path]:
    """Write those in the language that is spoken; return the lessons'."""
    folder.mkdir(exist_ok=True)
    talks = [read_talk(lesson) for lesson in LESSONS]
    (folder / "index.html").write_text(_filled("index.html.j2", talks=talks), encoding="utf-8")
    written = [folder / f"{talk.lesson}.html" for talk in talks]
    for path, talk in zip(written, talks, strict=True):
        path.write_text(page(talk), encoding="utf-8")
    return written


def page(talk: Talk) -> str:
    """A lesson's guide as HTML."""
    rows = _rows(talk)
    homework = ", ".join(row["part"].title for row in rows if row["part"].homework)
    opening = for_slides(talk.notebook.cells[0].source)
    aims = [_in_line(aim) for aim in re.findall(r"^- (.+)$", opening, re.MULTILINE)]
    quizzes = [row["part"] for row in rows if row["quiz"]]
    voted = [_numbers(bool(part.minutes[place]) for part in quizzes) for place in range(len(LENGTHS))]
    return _filled("guide.html.j2", talk=talk, rows=rows, homework=homework, aims=aims, voted=voted)


def _numbers(chosen: Iterable[bool]) -> str:
    """Which are chosen, counted from 1."""
    return ", ".join(str(number) for number, each in enumerate(chosen, start=1) if each)


def _filled(template: str, **values: Any) -> str:
    loader = FileSystemLoader(TEMPLATES / "guide")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.filters |= {"markdown": _in_line, "paragraphs": _paragraphs}
    environment.globals |= {"lengths": LENGTHS, "numbers": NUMBERS, "language": language()}
    environment.globals |= {
        "words": words()["guide_page"],
        "others": Markup(" · ".join(elsewhere(GUIDE, "index.html"))),
    }
    environment.globals |= {"shared": shared(), "slides": way(GUIDE, SLIDES)}
    return environment.get_template(template).render(**values)


def _paragraphs(source: str) -> Markup:
    return Markup(markdown2html(for_slides(source)))


def _in_line(source: str) -> Markup:
    """Markdown of one paragraph, without the paragraph."""
    return Markup(re.sub(r"^<p>(.*)</p>$", r"\1", str(_paragraphs(source)).strip(), flags=re.DOTALL))


def _rows(talk: Talk) -> list[dict[str, Any]]:
    """What the page says of each part."""
    says, clocks = words()["guide_page"], [0] * len(LENGTHS)
    rows: list[dict[str, Any]] = []
    for part in parts_of(talk):
        times = [
            (f"{clock // 60}:{clock % 60:02}", minutes) for clock, minutes in zip(clocks, part.minutes, strict=True)
        ]
        clocks = [clock + minutes for clock, minutes in zip(clocks, part.minutes, strict=True)]
        when = [says["from_then"].format(each, *time) for each, time in zip(LENGTHS, times, strict=True) if time[1]]
        row: dict[str, Any] = {"quiz": None, "exercise": None, "labs": list(_labs(part)), "times": times}
        row |= {"part": part, "when": " · ".join(when), "slides": _from_to(part.slides)}
        row["notes"] = [talk.notes[cell.id] for cell in part.cells if cell.id in talk.notes]
        rows.append(row | _asked(talk, part))
    return rows


def _from_to(numbers: tuple[int, ...]) -> str:
    """The first and the last, or the only one."""
    return str(words()["guide_page"]["to"].join(map(str, dict.fromkeys(numbers[:1] + numbers[-1:]))))


def _asked(talk: Talk, part: Part) -> dict[str, Any]:
    """The texts of a quiz or an exercise."""
    if part.kind == "quiz":
        quiz = lesson_text("quizzes", talk.lesson)[part.name]
        return {"quiz": quiz, "votes": talk.votes[part.name], "notes": [talk.quizzes[part.name]["note"]]}
    if part.kind == "exercise":
        exercise = lesson_text("exercises", talk.lesson)[part.name]
        not_yet = [said.format_map(defaultdict(Blank)) for said in exercise["not_yet"].values()]
        task = part.cells[0].source.partition("\n")[2]
        return {"exercise": exercise, "not_yet": not_yet, "task": task}
    return {}


def _labs(part: Part) -> Iterator[dict[str, Any]]:
    """What each lab of the part asks, and the answer."""
    called = "|".join(map(re.escape, words()["guide_page"]["asked"]))
    asked: list[str] = []
    for cell in part.cells:
        asked = re.findall(rf"^- (\*\*(?:{called})\*\*: .+)$", cell.source, re.MULTILINE) or asked
        if cell.id.startswith("lab-") and cell.id.endswith("-answer") and (found := ANSWER.search(cell.source)):
            yield {"asked": asked, "answer": found[1]}


def main(arguments: Sequence[str]) -> int:
    """Write the folder named by the arguments, or the default one."""
    folder = Path(arguments[0]) if arguments else GUIDE
    try:
        print_pdfs(write_guide(folder))
    except Unreachable as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Written: {folder / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
