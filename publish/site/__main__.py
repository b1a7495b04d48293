"""Write the site: `make site`, dist/site/index.html."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import nbformat

from publish.charts import SCRIPTS, charts, write_charts
from publish.languages import NOTEBOOKS, place_of, published, readme_of, speaking
from publish.packages import Package, Unreachable, fetch, unpack
from publish.site.notebooks import page
from publish.site.pages import write_pages
from publish.site.words import words
from publish.slides import KATEX

OUT = Path("dist") / "site"
MADE_FROM = Path("build") / "site"
OTHER_README = re.compile(r"^(\[[^\]]+\]\(README[^)]*\)).*$", re.MULTILINE)
OTHERS = ("slides", "guide", "handout")  # folders of dist that go into the site
HERE = Path(__file__).parent
SPHINX = HERE.parents[1] / ".venv" / "site"
POPPER = Package(
    "@popperjs/core",
    "2.11.8",
    "3f5b2dd1a92c0ab9fdb06661a7c18c63006742c6ef016b19017e38a1734dbcb1c6a8039ca15c668d98a886cb7043b4aa2a76d1e3b6a474d8beba57960fcfa0e8",
)
TIPPY = Package(
    "tippy.js",
    "6.3.7",
    "135777a0fd9e9a027d75141975fdca927d2a26023a64ba724b9cfa6646350c5de4690681b0666c9dd1291f0c7e782fad60ce351da48dbcdb4bc7cb54e7b1734d",
)
LOADED = {  # what the pages load of each package
    KATEX: ("LICENSE", "dist/katex.min.css", "dist/fonts/"),
    POPPER: ("LICENSE.md", "dist/umd/popper.min.js"),
    TIPPY: ("LICENSE", "dist/tippy-bundle.umd.min.js"),
}


def write_site(out: Path = OUT) -> None:
    """Write the folder anew, with all that `make slides guide handout` have written.

    Raises:
        Unreachable: A package cannot be fetched; nothing has been changed.
        subprocess.CalledProcessError: Sphinx has found something wrong, and said what.
    """
    archives = {package: fetch(package) for package in LOADED}
    for package in SCRIPTS:
        fetch(package)
    for old in (out, MADE_FROM):
        shutil.rmtree(old, ignore_errors=True)
    for package, archive in archives.items():
        unpack(archive, LOADED[package], MADE_FROM / "static" / package.name)
    write_charts(MADE_FROM / "static" / "charts")
    for language in published():
        with speaking(language):
            write_sources(MADE_FROM / language)
        build(language, place_of(out, language))
    shutil.copytree(NOTEBOOKS, out / "notebooks", ignore=shutil.ignore_patterns(".*"))
    for folder in OTHERS:
        shutil.copytree(out.parent / folder, out / folder)


def write_sources(folder: Path) -> None:
    """What Sphinx makes the pages of, in the language that is spoken."""
    images = folder / "images"
    images.mkdir(parents=True)
    for svg in place_of(NOTEBOOKS.parent / "images", folder.name).glob("*.svg"):
        shutil.copy(svg, images)
    moving = charts()
    pages = {chart.cell: f"chart-{key}.md" for key, chart in moving.items()}
    for path in sorted(place_of(NOTEBOOKS, folder.name).glob("*.ipynb")):
        nbformat.write(page(path, folder, pages), folder / path.name)
    write_pages(folder, moving)


def build(language: str, out: Path) -> None:
    """Run Sphinx, for which a warning, such as a link to nothing, is an error."""
    source = MADE_FROM / language
    command = [sys.executable, "-m", "sphinx", "--quiet", "--fail-on-warning", "-c", str(HERE)]
    command += ["-d", str(MADE_FROM / f"{language}.doctrees"), str(source), str(out)]
    subprocess.run(command, check=True, env={**os.environ, "COURSE_LANGUAGE": language, "PYTHONPATH": str(SPHINX)})
    shutil.copytree(source / "images", out / "images", dirs_exist_ok=True)
    for left in ("_sources", "jupyter_execute"):  # which no page asks for
        shutil.rmtree(out / left, ignore_errors=True)
    for path in out.glob("*.html"):
        html = path.read_text(encoding="utf-8")
        for theirs, ours in words(language)["labels"].items():  # which the theme does not translate
            html = html.replace(f'aria-label="{theirs}"', f'aria-label="{ours}"')
        path.write_text(html, encoding="utf-8")


def put_links(address: str) -> None:
    """Put a link to the site into the line of each README that leads to the others, replacing any that is there."""
    for language in published():
        readme = readme_of(language)
        if not readme.exists():
            continue
        page = (place_of(Path(), language) / "index.html").as_posix()
        link = f"[{words(language)['online']}]({address.rstrip('/')}/{page})"
        told = OTHER_README.sub(rf"\1 · {link}", readme.read_text(encoding="utf-8"), count=1)
        readme.write_text(told, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    try:
        write_site()
    except Unreachable as error:
        sys.exit(str(error))
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    if address := project.get("urls", {}).get("Documentation"):
        put_links(address)
    print(f"Written: {OUT / 'index.html'}")
