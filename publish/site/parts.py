"""What stands on every page: links to the other languages and to what can be fetched, who wrote it and when."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import yaml

from publish.languages import elsewhere
from publish.site.words import words

ROOT = Path(__file__).parents[2]
SITE = Path()  # its folder, where the ways between pages begin


def link(said: str, address: str, attributes: str = "") -> str:
    """A link that Sphinx leaves as it is: to what others have written into the site."""
    return f'<a href="{escape(address)}"{attributes}>{escape(said)}</a>'


def headed(source: str, name: str, *links: str) -> str:
    """Markdown whose title is followed by links: to the page in other languages, and more."""
    title, _, rest = source.partition("\n")
    return f"{title}\n\n{' · '.join([*elsewhere(SITE, name), *links])}\n\n{rest.lstrip()}"


def folded(summary: str, body: str) -> str:
    """Markdown below a line that opens it."""
    return f"<details><summary>{summary}</summary>\n\n{body.strip()}\n\n</details>"


def imprint(day: str = "") -> str:
    """The last line of a page: who wrote it, when, under which licence, and how to cite it.

    Args:
        day: The page's own; without it, the day of the course's release.
    """
    said, cited = words(), citation()
    parts = [said["authors"], day or str(cited["date-released"]), said["licence"].format(cited["license"])]
    parts.append(f"[{said['about']['cite']}](about.md)")
    if source := cited.get("repository-code"):
        parts.append(f"[{said['source']}]({source})")
    return f"---\n\n{' · '.join(parts)}"


def citation() -> dict[str, Any]:
    """What CITATION.cff says."""
    return yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
