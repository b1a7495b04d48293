"""What stands on every page: links to the other languages and to what can be fetched, who wrote it and when."""

from __future__ import annotations

import os
import tomllib
from html import escape
from pathlib import Path

from helpers import text
from publish.languages import NOTEBOOKS, place_of
from publish.site.words import words

ROOT = Path(__file__).parents[2]


def languages() -> list[str]:
    """Those that have notebooks."""
    return [each for each in text.LANGUAGES if place_of(NOTEBOOKS, each).is_dir()]


def address(path: Path) -> str:
    """The way to a file of the site from the pages in the language that is spoken; path begins at the site's folder."""
    return os.path.relpath(path, place_of(Path(), text.language()))


def link(said: str, address: str, attributes: str = "") -> str:
    """A link that Sphinx leaves as it is: to what others have written into the site."""
    return f'<a href="{escape(address)}"{attributes}>{escape(said)}</a>'


def elsewhere(name: str) -> list[str]:
    """Links to the same place in the other languages.

    Args:
        name: A page of the site with its anchor, such as "7-9-glossary.html#weight".
    """
    others = [each for each in languages() if each != text.language()]
    return [
        link(words(each)["name"], address(place_of(Path(), each) / name), f' lang="{each}" hreflang="{each}"')
        for each in others
    ]


def headed(source: str, name: str, *links: str) -> str:
    """Markdown whose title is followed by links: to the page in other languages, and more."""
    title, _, rest = source.partition("\n")
    return f"{title}\n\n{' · '.join([*elsewhere(name), *links])}\n\n{rest.lstrip()}"


def folded(summary: str, body: str) -> str:
    """Markdown below a line that opens it."""
    return f"<details><summary>{summary}</summary>\n\n{body.strip()}\n\n</details>"


def imprint(day: str) -> str:
    """The last line of a page: who wrote it, when, under which licence, and how to cite it."""
    said = words()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    parts = [
        said["authors"],
        *([day] if day else []),
        said["licence"].format(project["license"]),
        f"[{said['about']['cite']}](about.md)",
    ]
    if source := project.get("urls", {}).get("Repository"):
        parts.append(f"[{said['source']}]({source})")
    return f"---\n\n{' · '.join(parts)}"
