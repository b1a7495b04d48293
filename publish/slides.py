"""Write the talks as one folder that needs neither network nor kernel: `make slides`, dist/slides/index.html."""

from __future__ import annotations

import re
import shutil
import string
import sys
from collections.abc import Sequence
from html import escape, unescape
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from nbconvert import SlidesExporter
from nbconvert.filters import markdown2html
from traitlets.config import Config

from helpers.text import LESSONS, language
from helpers.text.html import with_code
from publish.languages import BADGE, FIRST, ROOT, elsewhere, place_of, published, speaking, way
from publish.lessons import DIAGRAM, LINK
from publish.packages import Package, Unreachable, fetch, unpack
from publish.plans import LENGTHS, parts_of
from publish.talks import Talk, pages, read_talk, words

FOLDER, GUIDE = Path("dist/slides"), Path("dist/guide")
TEMPLATES = Path(__file__).parent / "templates"
FONT = "Course Gothic"
REVEAL = Package(
    "reveal.js",
    "5.2.1",
    "afbfffea620ce69df884588332f61f5e0ca35ea191b5afbfa6c77d62dcadb20465ae947316fe116c7efa4d7776a83fbb64f6446e904385d46125a1607d0ef335",
)
KATEX = Package(
    "katex",
    "0.16.22",
    "5c21d1754c3895fdd22816897b812f82a22e5b090f4a8f57a1e3bc1a3416f78069ed35aff61361cd98d9f8e1fdc9fd5498bca06fb0c84f91921508b2b75eb362",
)
FILES = {
    REVEAL: ("LICENSE", "dist/reveal.js", "dist/reveal.css", "plugin/notes/notes.js"),
    KATEX: ("LICENSE", "dist/katex.min.", "dist/contrib/auto-render.min.js", "dist/fonts/"),
}
LIVE = 50  # minutes that the speaker's clock counts


def write_slides(folder: Path = FOLDER) -> None:
    """Write the folder anew: every language's talks, and once what all of them load.

    Raises:
        Unreachable: What is needed cannot be fetched; nothing has been changed.
    """
    begin(folder, *FILES)
    for name in ("talk.css", "talk.js"):
        shutil.copy(TEMPLATES / "talk" / name, folder)
    for each in published():
        with speaking(each):
            _write_talks(place_of(folder, each))
    write_font(folder)


def _write_talks(folder: Path) -> None:
    """Write those of the language that is spoken."""
    folder.mkdir(exist_ok=True)
    talks = [read_talk(lesson) for lesson in LESSONS]
    for talk in talks:
        (folder / f"{talk.lesson}.html").write_text(deck(talk), encoding="utf-8")
        (folder / f"{talk.lesson}-notes.html").write_text(page(talk.title, _notes(talk)), encoding="utf-8")
    (folder / "index.html").write_text(page(words()["title"], _index(talks)), encoding="utf-8")


def begin(folder: Path, *packages: Package) -> None:
    """Empty the folder and put in what the pages load of these packages.

    Raises:
        Unreachable: One of them cannot be fetched; nothing has been changed.
    """
    archives = {package: fetch(package) for package in packages}
    shutil.rmtree(folder, ignore_errors=True)
    for package, archive in archives.items():
        unpack(archive, FILES[package], folder / package.name)


def write_font(folder: Path) -> None:
    """Write the course's font for the folder's pages, with their letters alone: whole, it is 4 MB.

    It has a name of its own, as its licence asks of a changed one. Chromium refuses the original because of an empty
    table of its makers' tools (TSI3), which goes with the letters. One of those below the space has the space's glyph:
    a printed page would hold that letter for each space.
    """
    source = ROOT / "helpers" / "fonts"
    told = "".join(unescape(path.read_text(encoding="utf-8")) for path in folder.rglob("*.html"))
    font = TTFont(source / "NanumGothic.ttf", recalcTimestamp=False)
    options = Options(name_IDs=["*"], name_languages=["*"], layout_features=["*"])
    options.drop_tables += [table for table in font.keys() if table.startswith("TSI")]  # noqa: SIM118, a font is not a dict
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(letter for letter in {*told, *string.printable} if letter >= " "))
    subsetter.subset(font)
    for name in font["name"].names:
        if name.nameID in (1, 3, 4, 6):
            name.string = FONT.replace(" ", "") if name.nameID == 6 else FONT
    (folder / "fonts").mkdir()
    font.save(folder / "fonts" / "course-gothic.ttf")
    shutil.copy(source / "LICENSE", folder / "fonts")


def deck(talk: Talk) -> str:
    """The talk as one page of reveal.js."""
    notebook = pages(talk)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = for_slides(cell.source)
    settings = Config()
    settings.CSSHTMLHeaderPreprocessor.style = "default"
    for unwanted in ("input_prompt", "output_prompt", "anchor_links"):
        settings.SlidesExporter[f"exclude_{unwanted}"] = True
    exporter = SlidesExporter(config=settings, template_name="talk", extra_template_basedirs=[str(TEMPLATES)])
    metadata = {"name": talk.lesson, "title": talk.title, "minutes": LIVE, "language": language(), "shared": shared()}
    html, _ = exporter.from_notebook_node(notebook, {"metadata": metadata})
    return html


def for_slides(source: str) -> str:
    """Markdown whose links lead only to other talks, with its diagram beside the text, below its heading."""
    source = LINK.sub(_link, BADGE.sub("", source))
    drawn = DIAGRAM.search(source)
    if not drawn:
        return source
    svg = re.sub(r"\n\s*\n", "\n", (ROOT / drawn[2]).read_text(encoding="utf-8"))
    figure = f'<figure class="diagram">\n{svg.strip()}\n</figure>'
    heading = re.findall(r"\A(?:#+ .*\n+)*", source)[0]
    rest = DIAGRAM.sub("", source[len(heading) :]).strip()
    return f"{heading}{figure}\n\n{rest}"


def _link(found: re.Match[str]) -> str:
    lesson = next((each for each in LESSONS if (found[2] or "").startswith(each)), None)
    words = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", found[1])  # ** does not end bold between ")" and a letter
    return f"[{words}]({lesson}.html)" if lesson else words


def shared() -> str:
    """From a page in the language that is spoken to what pages in all languages load."""
    return way(FOLDER, FOLDER, FIRST)


def page(title: str, body: str) -> str:
    """A page of text."""
    style = f'<link rel="stylesheet" href="{shared()}/talk.css">'
    head = f'<meta charset="utf-8">\n<title>{escape(title)}</title>\n{style}'
    return f"""<!DOCTYPE html>
<html lang="{language()}">
<head>
{head}
</head>
<body class="text">
<main>
{body}
</main>
</body>
</html>
"""


def _index(talks: Sequence[Talk]) -> str:
    says = words()
    rows = [
        f'<li><a href="{talk.lesson}.html">{escape(talk.title)}</a> '
        f'<a href="{talk.lesson}-notes.html">{says["notes"]}</a></li>'
        for talk in talks
    ]
    keys = "".join(f"<tr><td><kbd>{each['key']}</kbd></td><td>{each['does']}</td></tr>" for each in says["keys"])
    items = "\n".join(rows)
    guide = f'<p><a href="{way(FOLDER, GUIDE)}/index.html">{says["guide"]}</a> {says["made"]}</p>'
    head = f"<p>{' · '.join(elsewhere(FOLDER, 'index.html'))}</p>\n<h1>{says['title']}</h1>\n<p>{says['lead']}</p>"
    return f"{head}\n<ul>\n{items}\n</ul>\n{guide}\n<table>{keys}</table>"


def _notes(talk: Talk) -> str:
    """What the speaker is told, part by part, to be read beside a live talk."""
    says = words()
    told = [f"<h1>{escape(talk.title)}</h1>", f"<p>{says['beside']}</p>"]
    for part in parts_of(talk):
        said = [talk.spoken[cell.id] for cell in part.cells if cell.id in talk.spoken]
        if part.slides and said:
            takes = [says["takes"].format(*each) for each in zip(LENGTHS, part.minutes, strict=True) if each[1]]
            told.append(f"<h2>{with_code(part.title.replace('$', ''))}</h2>")
            told.append(f"<p>{' · '.join(takes) or says['homework']}</p>")
            told += map(markdown2html, said)
    return "\n".join(told)


def main(arguments: Sequence[str]) -> int:
    """Write the folder named by the arguments, or the default one."""
    folder = Path(arguments[0]) if arguments else FOLDER
    try:
        write_slides(folder)
    except Unreachable as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Written: {folder / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
