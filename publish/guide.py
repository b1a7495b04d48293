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

from helpers.text import LESSONS, lesson_text
from publish.chromium import print_pdfs
from publish.packages import Unreachable
from publish.plans import LENGTHS, Part, parts_of
from publish.slides import KATEX, TEMPLATES, begin, for_slides
from publish.talks import NUMBERS, WORDS, Talk, read_talk

FOLDER = Path("dist/guide")
SAYS = WORDS["guide_page"]
ASKED = re.compile(r"^- (\*\*(?:해 보기|물음)\*\*: .+)$", re.MULTILINE)
ANSWER = re.compile(r"</summary>\s*(.+?)\s*</details>", re.DOTALL)


class Blank:
    """Stands in a sentence for what `check` fills in."""

    def __format__(self, spec: str) -> str:
        return "…"


def write_guide(talks: Sequence[Talk], folder: Path = FOLDER) -> list[Path]:
    """Write the folder anew, without the PDFs; return the lessons' pages.

    Raises:
        Unreachable: What is needed cannot be fetched; nothing has been changed.
    """
    begin(folder, KATEX)
    shutil.copy(TEMPLATES / "guide" / "guide.css", folder)
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
    return environment.get_template(template).render(words=SAYS, lengths=LENGTHS, numbers=NUMBERS, **values)


def _paragraphs(source: str) -> Markup:
    return Markup(markdown2html(for_slides(source)))


def _in_line(source: str) -> Markup:
    """Markdown of one paragraph, without the paragraph."""
    return Markup(re.sub(r"^<p>(.*)</p>$", r"\1", str(_paragraphs(source)).strip(), flags=re.DOTALL))


def _rows(talk: Talk) -> list[dict[str, Any]]:
    """What the page says of each part."""
    clocks = [0] * len(LENGTHS)
    rows: list[dict[str, Any]] = []
    for part in parts_of(talk):
        times = [
            (f"{clock // 60}:{clock % 60:02}", minutes) for clock, minutes in zip(clocks, part.minutes, strict=True)
        ]
        clocks = [clock + minutes for clock, minutes in zip(clocks, part.minutes, strict=True)]
        when = [SAYS["from_then"].format(each, *time) for each, time in zip(LENGTHS, times, strict=True) if time[1]]
        row: dict[str, Any] = {"quiz": None, "exercise": None, "labs": list(_labs(part)), "times": times}
        row |= {"part": part, "when": " · ".join(when), "slides": _from_to(part.slides)}
        row["notes"] = [talk.notes[cell.id] for cell in part.cells if cell.id in talk.notes]
        rows.append(row | _asked(talk, part))
    return rows


def _from_to(numbers: tuple[int, ...]) -> str:
    """The first and the last, or the only one."""
    return "~".join(map(str, dict.fromkeys(numbers[:1] + numbers[-1:])))


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
    asked: list[str] = []
    for cell in part.cells:
        asked = ASKED.findall(cell.source) or asked
        if cell.id.startswith("lab-") and cell.id.endswith("-answer") and (found := ANSWER.search(cell.source)):
            yield {"asked": asked, "answer": found[1]}


def main(arguments: Sequence[str]) -> int:
    """Write the folder named by the arguments, or the default one."""
    folder = Path(arguments[0]) if arguments else FOLDER
    try:
        print_pdfs(write_guide([read_talk(lesson) for lesson in LESSONS], folder))
    except Unreachable as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Written: {folder / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
