"""A headless Chromium, once a run: without one these tests are skipped, and say so."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.render.html.sample import page as sample_page

#: Names under which distributions install it; METASACRO_CHROMIUM names another.
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
#: Nothing that a browser does by itself may reach for a network or a display.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

#: Milliseconds until a step counts as failed: long enough for a busy machine, because no test is about time.
PATIENCE = 180_000


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The browser itself."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        pytest.skip("NOT TESTED in a browser: playwright is not installed (pip install '.[browser]')")
    found = os.environ.get("METASACRO_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("NOT TESTED in a browser: no Chromium is installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample report on the disk, as a reader opens it."""
    written = tmp_path_factory.mktemp("report") / "report.html"
    written.write_text(sample_page(), encoding="utf-8")
    return written


class Visit:
    """A page that was opened, with everything it complained about and asked for."""

    def __init__(self, browser: Any, address: str, **options: Any) -> None:
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.on("console", lambda told: self.complaints.append(told.text))
        self.page.on("pageerror", lambda told: self.complaints.append(str(told)))
        self.context.route(lambda asked: asked != address, self._refuse)
        self.page.goto(address)

    def _refuse(self, route: Any) -> None:
        self.requests.append(route.request.url)
        route.abort()

    def close(self) -> None:
        self.context.close()


@pytest.fixture
def visit(browser: Any, file: Path) -> Iterator[Any]:
    """Opens the report with options of a browser context; whatever a test does, nothing may be asked of a network and
    nothing may be complained about."""
    opened: list[Visit] = []

    def open_(address: str = "", **options: Any) -> Visit:
        opened.append(Visit(browser, address or file.as_uri(), **options))
        return opened[-1]

    yield open_
    told = [(each.complaints, each.requests) for each in opened]
    for each in opened:
        each.close()
    assert told == [([], [])] * len(told)
