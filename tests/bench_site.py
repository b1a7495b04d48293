"""How soon a page of the site shows its first text on a slow phone, as Chromium imitates one."""

from __future__ import annotations

import gzip
import statistics
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from publish.chromium import CHROMIUM, FLAGS

SITE = Path("dist/site")
PAGES = ("index.html", "en/7-1a-logistic-regression.html", "7-1b-single-layer.html", "chart-runs.html")
SLOWER = 4  # a phone's processor than this machine's
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 90_000}  # ms, bytes/s
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


class Compressed(SimpleHTTPRequestHandler):
    """Serves text as GitHub Pages does, with gzip, and says nothing."""

    def send_head(self):
        path = Path(self.translate_path(self.path))
        if path.suffix not in {".html", ".css", ".js", ".svg"} or not path.is_file():
            return super().send_head()
        content = gzip.compress(path.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return BytesIO(content)

    def log_message(self, *_: object) -> None:
        pass


def first_text(times: int = 3) -> dict[str, float]:
    """Page → seconds until its first text, the median of so many visits, each with nothing kept from before."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Compressed, directory=SITE))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            return {
                page: statistics.median(_visit(browser, f"{address}/{page}") for _ in range(times)) for page in PAGES
            }
    finally:
        server.shutdown()


def _visit(browser: Browser, address: str) -> float:
    with browser.new_context(viewport={"width": 360, "height": 740}) as context:
        page = context.new_page()
        devtools = context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", NETWORK)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(address)
        return page.wait_for_function(PAINTED).json_value() / 1000
