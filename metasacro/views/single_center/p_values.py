"""Every printed P value beside what its test can give."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from metasacro.evidence.trace import Trace
from metasacro.views.single_center.instruments import by_instrument, filled, heading_row, label_cell
from metasacro.views.single_center.spans import p_span
from metasacro.views.table import GAP, Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.synthesis.lineage.single_center.p_values import PTraces
    from metasacro.synthesis.lineage.single_center.sections import Traced
    from metasacro.synthesis.single_center.printed_p import CheckedP
    from metasacro.synthesis.single_center.series import ScoreSection

COLUMNS = (
    Column(key="cohort", title="Cohort"),
    Column(key="printed", title="printed"),
    Column(key="smallest", title="at least", drop=1),
    Column(key="exact", title="exact"),
    Column(key="approximate", title="approximate", drop=2),
    Column(key="t", title="t test"),
    Column(key="verdict", title="the printed P"),
)


def p_table(sections: Sequence[ScoreSection], traced: Traced) -> Table | None:
    """Before against after, in every cohort; None where no P is printed."""
    rows: list[Row] = []
    for beside in by_instrument(sections):
        told = [
            _row(label_cell(section, at, beside, traced), checked, traced[section].p_values[at])
            for section in beside
            for at, checked in enumerate(section.p_values.pairs)
            if checked.printed is not None
        ]
        if told:
            rows += [GAP] * bool(rows)
            rows.append(heading_row(beside, traced))
            rows += told
    if not rows:
        return None
    return Table(
        id="p_values",
        title="Whether the P values can be right",
        subtitle="before against after",
        columns=filled(COLUMNS, rows),
        rows=tuple(rows),
        notes=tuple(_notes(sections)),
        trace=Trace(
            what="whether the P values can be right",
            parts=tuple(one.verdict for section in sections for one in traced[section].p_values),
        ),
    )


def verdict(checked: CheckedP) -> str:
    """In three words."""
    if checked.attainable is False:
        return "is too small for n" if checked.named else "needs another test"
    if checked.agrees is None:
        return "cannot be asked"
    if checked.found is not None:
        return "is among them" if checked.seen else "lies between them" if checked.agrees else "was not found"
    return "is possible" if checked.agrees else "is impossible"


def _row(label: Cell, checked: CheckedP, traces: PTraces) -> Row:
    assert checked.printed is not None, "only printed ones are shown"
    cells = {
        "cohort": label,
        "printed": Cell(text=checked.printed.text, kind=Kind.PRINTED, trace=traces.printed),
        "verdict": Cell(text=verdict(checked), trace=traces.verdict),
    }
    if checked.smallest is not None:
        cells["smallest"] = Cell(text=f"{checked.smallest:.2g}".replace("0.", ".", 1), trace=traces.smallest)
    if checked.found is not None and checked.found.exact is not None:
        cells["exact"] = Cell(text=p_span(checked.found.exact), trace=traces.found)
        cells["approximate"] = Cell(text=p_span(checked.found.approximate), trace=traces.found)
    if checked.possible is not None:
        cells["t"] = Cell(text=p_span(checked.possible), trace=traces.possible)
    return Row(cells=cells)


def _notes(sections: Sequence[ScoreSection]) -> Iterator[str]:
    checked = [one for section in sections for one in section.p_values.pairs if one.printed is not None]
    samples = [one.found.samples for one in checked if one.found is not None]
    if samples:
        yield (
            f"Wilcoxon signed rank, found in {samples[0]} feasible samples paired in many ways: a search, so values "
            "outside may exist; exact: every pattern of signs, ties kept; approximate: normal, with ties"
        )
        yield "at least: the smallest P of so many pairs, all changing one way"
    if any(one.possible is not None for one in checked):
        yield "t test: paired, of the printed means and SDs, over their rounding and every correlation"
    if any(not one.named for one in checked):
        yield "where the record names no test, the signed rank is taken for medians and the t test for means"


def p_cell(checked: CheckedP) -> str:
    """What was found, in one cell."""
    if checked.found is None:
        return ""
    return p_span(checked.found.exact or checked.found.approximate)
