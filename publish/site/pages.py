"""The pages of the site that are no notebook: the first one, what instructors take, and what the course is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import nbformat

from helpers import text
from helpers.text import LESSONS
from publish.charts import Chart, as_myst
from publish.languages import NOTEBOOKS, place_of, way
from publish.lessons import title_of
from publish.site.notebooks import to_anchors
from publish.site.parts import SITE, citation, headed, imprint, link
from publish.site.words import words

A_LESSON = (
    {"slides": "slides/{}.html", "notes": "slides/{}-notes.html"},
    {"guide": "guide/{}.html", "pdf": "guide/{}.pdf"},
    {"handout": "handout/{}.pdf", "answers": "handout/{}-answers.pdf"},
)
WHOLE = {
    "schedule": "handout/schedule.pdf",
    "before": "handout/survey-before.pdf",
    "after": "handout/survey-after.pdf",
    "key": "handout/survey-key.pdf",
}


def write_pages(folder: Path, moving: Mapping[str, Chart]) -> None:
    """Write them as Markdown, in the language that is spoken; moving are the charts by their keys."""
    pages = {"index": home(), "charts": all_charts(moving), "teaching": teaching(), "about": about()}
    pages |= {f"chart-{key}": to_anchors(as_myst(chart, "_static/charts")) for key, chart in moving.items()}
    for name, page in pages.items():
        source = f"{headed(page, f'{name}.html')}\n\n{imprint()}\n"
        (folder / f"{name}.md").write_text(source, encoding="utf-8")


def home() -> str:
    """What the course is, and its notebooks with their times."""
    said = words()
    paths = sorted(place_of(NOTEBOOKS, text.language()).glob("*.ipynb"))
    rows = "\n".join(f"| [{title}]({name}) | {takes} |" for name, title, takes in map(_told, paths))
    return f"""# {said["title"]}

{said["home"]["lead"]}
{said["home"]["table"]}
| --- | --- |
{rows}

{said["home"]["run"]}
{_tree([*(path.name for path in paths), "charts", "teaching", "about"])}"""


def _tree(names: Iterable[str]) -> str:
    """What lies below a page."""
    return "\n".join(["```{toctree}", ":hidden:", "", *names, "```"])


def all_charts(moving: Mapping[str, Chart]) -> str:
    """What moves without Python."""
    said = words()["charts"]
    titles = "\n".join(f"- [{chart.title}](chart-{key}.md)" for key, chart in moving.items())
    return f"# {said['title']}\n\n{said['lead']}\n\n{titles}\n\n{_tree(f'chart-{key}' for key in moving)}"


def _told(path: Path) -> tuple[str, str, str]:
    """A notebook's file name, its title and how long it takes."""
    notebook = nbformat.read(path, as_version=4)
    table = [line for line in notebook.cells[0].source.splitlines() if line.startswith("|")]
    return path.name, title_of(notebook), table[2].split("|")[1].strip()


def teaching() -> str:
    """What instructors take: talks, guides and handouts, lesson by lesson."""
    said = words()["teaching"]
    rows = "\n".join(f"| {lesson} | {' | '.join(_made(files, lesson) for files in A_LESSON)} |" for lesson in LESSONS)
    whole = _made(WHOLE)
    return f"""# {said["title"]}

{said["lead"]}

{said["table"]}
| --- | --- | --- | --- |
{rows}

{said["whole"]}: {whole}"""


def _made(files: dict[str, str], lesson: str = "") -> str:
    """Links to what other tools have written, in the language that is spoken."""
    said = words()["teaching"]
    places = {key: Path(file.format(lesson)) for key, file in files.items()}
    return " · ".join(link(said[key], f"{way(SITE, file.parent)}/{file.name}") for key, file in places.items())


def about() -> str:
    """Who wrote the course, its licences, and how to cite it."""
    said, cited = words()["about"], citation()
    reference = f"{words()['authors']}. *{words()['title']}*, {cited['version']}, {cited['date-released']}."
    told = said["text"].format(licence=words()["licence"].format(cited["license"]))
    return f"# {said['title']}\n\n{told}\n> {reference}"
