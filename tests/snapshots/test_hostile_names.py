"""Long, wide and large: whatever a record holds, the page keeps its width and its numbers."""

import io
import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from rich.cells import cell_len

from metasacro import load
from metasacro.render.terminal.console import console_for
from metasacro.render.terminal.glyphs import ASCII, UNICODE, Glyphs
from metasacro.render.terminal.page import print_page
from metasacro.synthesis.reanalysis import reanalyze
from metasacro.synthesis.run import analyse
from metasacro.synthesis.settings import Overrides
from metasacro.views.pages import footer, outcome_tables, reanalysis_tables
from tests.synthesis.small_folder import HARM, PAIN, count, record, scores, write_folder

LABELS = ["A" * 200, "林研究" * 60, "Smith [/2013] [red]", "ÅÄÖ ñ é · τ²"]
#: On a scale of ten thousand points with a hundred thousand patients, every column is as wide as it gets.
WIDE = PAIN.replace("scale: 0-10", "scale: 0-10000")


@cache
def page(label: str, width: int, glyphs: Glyphs) -> list[str]:
    cohorts = "- {cohort: all, n: 123456, where: Table 1}"
    before = scores("mean: 7876.54, sd: 1999.99", "median: 1234.56, q1: 1000.25, q3: 4321.75", n=123456)
    whole = record("smith", f"{before}\n{count(99999, 123456)}".replace("0-10", "0-10000"), cohorts)
    whole = whole.replace("label: Smith", f"label: '{label}'")
    other = record("jones", f"{scores('mean: 9, sd: 1', 'mean: 3, sd: 1')}\n{count(0)}".replace("0-10", "0-10000"))
    with TemporaryDirectory() as folder:
        base = load(write_folder(Path(folder), {"smith": whole, "jones": other}, outcomes=WIDE + HARM))
    found = tuple(analyse(base, outcome, Overrides()) for outcome in base.protocol.outcomes)
    panel = reanalyze(base, "smith", found)
    out = io.StringIO()
    console = console_for(out, width)
    print_page(outcome_tables(found, base), reanalysis_tables(panel, base), footer(found, base), console, glyphs)
    return out.getvalue().split("\n")


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
@pytest.mark.parametrize("width", [60, 80, 125, 140, 200])
@pytest.mark.parametrize("label", LABELS, ids=["long", "wide", "markup", "accents"])
def test_nothing_sticks_out_and_no_answer_is_lost(label: str, width: int, glyphs: Glyphs) -> None:
    lines = page(label, width, glyphs)
    assert [line for line in lines if cell_len(line) > width] == []
    answers = re.compile(r"\[[−-]?\d+\.\d, [−-]?\d+\.\d\]")
    expected = sorted(found.replace("−", "-") for line in page(label, 300, UNICODE) for found in answers.findall(line))
    assert sorted(found.replace("−", "-") for line in lines for found in answers.findall(line)) == expected
