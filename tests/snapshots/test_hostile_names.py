"""Long, wide and large: whatever a record holds, the page keeps its width and its numbers."""

import io
import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from rich.cells import cell_len

from metasacro import load
from metasacro.evidence.evidence_base import EvidenceBase
from metasacro.render.terminal.console import console_for
from metasacro.render.terminal.glyphs import ASCII, UNICODE, Glyphs
from metasacro.render.terminal.page import print_page
from metasacro.synthesis.analysis import Analysis
from metasacro.synthesis.reanalysis import Reanalysis, reanalyze
from metasacro.synthesis.run import analyse
from metasacro.synthesis.settings import Overrides
from metasacro.views.pages import footer, outcome_tables, reanalysis_tables
from tests.synthesis.small_folder import HARM, PAIN, count, record, scores, write_folder

LABELS = ["A" * 200, "林研究" * 60, "Smith [/2013] [red]", "ÅÄÖ ñ é · τ²"]
#: On a scale of ten thousand points with a hundred thousand patients, every column is as wide as it gets.
WIDE = PAIN.replace("scale: 0-10", "scale: 0-10000")


INTERVAL = re.compile(r"\[[−-]?\d+\.\d, [−-]?\d+\.\d\]")
#: An interval that the end of the line cuts.
CUT = re.compile(r"\[[−-]?[\d.]+(?:, ?[−-]?[\d.]*)?$")

Found = tuple[EvidenceBase, tuple[Analysis, ...], Reanalysis]


@cache
def found(label: str) -> Found:
    """Two records, of which the first has this label, pooled."""
    cohorts = "- {cohort: all, n: 123456, where: Table 1}"
    changed = scores("mean: 7876.54, sd: 1999.99", "median: 1234.56, q1: 1000.25, q3: 4321.75", n=123456)
    whole = record("smith", f"{changed}\n{count(99999, 123456)}".replace("0-10", "0-10000"), cohorts)
    whole = whole.replace("label: Smith", f"label: '{label}'")
    other = record("jones", f"{scores('mean: 9, sd: 1', 'mean: 3, sd: 1')}\n{count(15)}".replace("0-10", "0-10000"))
    with TemporaryDirectory() as folder:
        base = load(write_folder(Path(folder), {"smith": whole, "jones": other}, outcomes=WIDE + HARM))
    analyses = tuple(analyse(base, outcome, Overrides()) for outcome in base.protocol.outcomes)
    return base, analyses, reanalyze(base, "smith", analyses)


@cache
def page(label: str, width: int, glyphs: Glyphs) -> list[str]:
    base, analyses, panel = found(label)
    out = io.StringIO()
    console = console_for(out, width)
    print_page(outcome_tables(analyses, base), reanalysis_tables(panel, base), footer(analyses, base), console, glyphs)
    return out.getvalue().split("\n")


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
@pytest.mark.parametrize("width", [60, 80, 125, 140, 200])
@pytest.mark.parametrize("label", LABELS, ids=["long", "wide", "markup", "accents"])
def test_nothing_sticks_out_and_no_answer_is_lost(label: str, width: int, glyphs: Glyphs) -> None:
    lines = page(label, width, glyphs)
    assert [line for line in lines if cell_len(line) > width] == []
    assert [line for line in lines if CUT.search(line.rstrip())] == []
    missing = answers(page(label, 300, UNICODE)) - answers(lines)
    assert missing == set()


def answers(lines: list[str]) -> set[str]:
    """Every interval that stands whole in a line."""
    return {answer.replace("−", "-") for line in lines for answer in INTERVAL.findall(line)}
