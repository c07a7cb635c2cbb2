"""The two pictures of the README: the terminal, and the report in a browser. `make pictures` draws them anew.

The first needs nothing else. The second needs Chromium and what `pip install .[browser]` brings; without them it stays.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from metasacro import load, pool
from metasacro.render.terminal.glyphs import UNICODE
from metasacro.render.terminal.page import print_tables
from metasacro.views.pages import outcome_tables

FIGURES = Path(__file__).parent / "figures"
#: As wide as the first screen is meant to be read.
COLUMNS = 122

#: rich's own page asks a font server; this one takes the reader's font.
PAGE = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
<title>What metasacro pool prints</title>
<style>
.{unique_id}-matrix {{ font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: {char_height}px;
line-height: {line_height}px; font-variant-east-asian: full-width; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def terminal() -> str:
    """The pool of pain as the terminal shows it."""
    evidence = load()
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    print_tables(outcome_tables([pool(evidence, "pain")], evidence), console, UNICODE)
    return console.export_svg(title="metasacro pool", code_format=PAGE, unique_id="terminal")


def report(target: Path) -> None:
    """The forest plot of the report, with the sources of one number opened."""
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import ARGUMENTS

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        command = [sys.executable, "-m", "metasacro", "report", "--output", folder, "--format", "html"]
        subprocess.run(command, check=True)
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=list(ARGUMENTS))
        page = browser.new_page(viewport={"width": 1180, "height": 900})
        page.goto(f"file://{folder}/report.html")
        page.locator("#outcome-pain").scroll_into_view_if_needed()
        page.locator("#outcome-pain .workbench a.traced", has_text="5.4").first.click()
        page.screenshot(path=target)
        browser.close()


if __name__ == "__main__":
    (FIGURES / "terminal.svg").write_text(terminal(), encoding="utf-8")
    report(FIGURES / "report.png")
