"""What Chromium draws: SVG files as PNGs, pages as PDFs, both with the course's own font."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

FONTS = Path(__file__).parents[1] / "helpers" / "fonts"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
SCALE = 1.5  # pixels of the PNG per pixel of the SVG


def as_pngs(paths: Iterable[Path]) -> dict[Path, bytes]:
    """Path → PNG.

    Raises:
        SystemExit: There is no Chromium.
    """
    with _page() as page:
        return {path: _as_png(page, path.read_text("utf-8")) for path in sorted(paths)}


def print_pdfs(paths: Iterable[Path]) -> None:
    """Print each HTML file beside itself as a PDF, on the paper that its own @page names.

    Raises:
        SystemExit: There is no Chromium.
    """
    with _page() as page:
        for path in paths:
            page.goto(path.resolve().as_uri())
            page.pdf(path=path.with_suffix(".pdf"), prefer_css_page_size=True, print_background=True, tagged=True)


@contextmanager
def _page() -> Iterator[Page]:
    if not CHROMIUM:
        raise SystemExit("Chromium is needed to draw the pictures: on Debian or Ubuntu, sudo apt install chromium")
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        (Path(folder) / "fonts").symlink_to(FONTS.resolve())  # Chromium refuses this font on a page
        environment: dict[str, str | float | bool] = {**os.environ, "XDG_DATA_HOME": folder}
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS, env=environment)
        yield browser.new_page(device_scale_factor=SCALE)
        browser.close()


def _as_png(page: Page, svg: str) -> bytes:
    page.set_content(f"<style>body {{ margin: 0 }}</style>{svg}")
    return page.locator("svg").screenshot()
