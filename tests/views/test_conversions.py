"""The table of compared conversions prints what was typed and rounds the rest once."""

from __future__ import annotations

import pytest

from metasacro.records.summary_rows import SummaryRow, summary_row
from metasacro.synthesis.conversions import compare_conversions
from metasacro.views.conversions import conversion_table
from metasacro.views.table import Table


def table(**cells: str) -> Table:
    row = summary_row(cells)
    assert isinstance(row, SummaryRow)
    return conversion_table(compare_conversions(row))


def test_the_title_repeats_the_print() -> None:
    """To the letter, with a question mark for the missing half of a pair."""
    found = table(label="rest", n="14", q1="1.50", median="2", max="5.0", scale="0-5", step="0.5")
    assert found.title == "rest · n = 14 on 0–5 in steps of 0.5 · median 2, quartiles 1.50–?, range ?–5.0"
    assert "left out by the published formulas, which take pairs: q1, max" in found.notes


@pytest.mark.parametrize(("n", "told"), [("9", "samples"), ("60", "× 10^"), ("90", "× 10^")])
def test_a_huge_number_of_samples_is_a_power_of_ten(n: str, told: str) -> None:
    """With one digit before the point."""
    count = table(n=n, median="50", min="0", max="100", scale="0-100").rows[0].cells["verdict"].text.strip()
    assert told in count
    assert len(count) < 20


def test_a_scale_of_a_hundred_points_has_fewer_decimals() -> None:
    """One is enough beside a step of 1."""
    found = table(n="12", q1="30", median="42", q3="55", scale="0-100")
    assert {len(row.cells["mean"].text.partition(".")[2]) for row in found.rows[1:]} == {1}


def test_a_caution_names_its_methods() -> None:
    """So that the others are not doubted."""
    cautions = {entry.code: entry.message for entry in table(n="27", q1="0", median="3", q3="6", scale="0-10").cautions}
    assert cautions["MS324"].endswith("(qe)")


def test_a_printed_mean_makes_conversion_needless() -> None:
    """And the page says so."""
    notes = table(n="27", q1="0", median="3", q3="6", mean="3.3", scale="0-10").notes
    assert any(note.startswith("a mean is printed") for note in notes)
