"""Counts and percentages of the patients recomputed, and what an unnamed ± can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.evidence.trace import Trace
from metasacro.synthesis.lineage.single_center.counts import CountTraces, of_count
from metasacro.synthesis.lineage.single_center.spreads import SpreadTraces, of_spread
from metasacro.views.forest_counts import rate_text
from metasacro.views.numbers import level_name, percent, significant
from metasacro.views.single_center.spans import span
from metasacro.views.table import Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.evidence.protocol import Protocol
    from metasacro.integrity.plus_minus import Reading
    from metasacro.synthesis.settings import Settings
    from metasacro.synthesis.single_center.counts import Count
    from metasacro.synthesis.single_center.spreads import Spread

#: What a record says that the paper calls its ±.
CLAIMS = {"sd": "SD", "se": "SE", "ci": "CI"}


def characteristics_table(counts: Sequence[Count], settings: Settings, protocol: Protocol) -> Table | None:
    """Every count of the patients; None where the record has none."""
    if not counts:
        return None
    traces = [of_count(count, settings, protocol) for count in counts]
    checked = [count for count in counts if count.agrees is not None]
    wrong = [count for count in checked if not count.agrees]
    notes = []
    if checked:
        agree = f"all {len(checked)}" if not wrong else f"{len(checked) - len(wrong)} of {len(checked)}"
        notes.append(f"{agree} printed percentages are those of their counts")
    notes += [
        f"{count.name}: {count.printed} % is printed, {percent(count.share, 2)} % is {count.events}/{count.of}"
        f"{', cut off instead of rounded' if count.cut else ''}"
        for count in wrong
    ]
    return Table(
        id="characteristics",
        title="The patients, recomputed",
        subtitle="",
        columns=(
            Column(key="name", title="Characteristic"),
            Column(key="events", title="events/n", right=True),
            Column(key="printed", title="printed %", right=True),
            Column(key="rate", title=f"% [exact {level_name(settings.level)} CI]"),
            Column(key="agrees", title="", drop=1),
        ),
        rows=tuple(_row(count, told) for count, told in zip(counts, traces, strict=True)),
        notes=tuple(notes),
        trace=Trace(
            what="counts of the patients and their percentages",
            parts=tuple(told.agreement or told.exact for told in traces),
        ),
    )


def _row(count: Count, traces: CountTraces) -> Row:
    return Row(
        cells={
            "name": Cell(text=count.name, kind=Kind.LABEL, trace=traces.name),
            "events": Cell(text=f"{count.events}/{count.of}", kind=Kind.PRINTED, trace=traces.events),
            "printed": Cell(text=str(count.printed or ""), kind=Kind.PRINTED, trace=traces.percentage),
            "rate": Cell(text=rate_text(count.share, count.exact), trace=traces.exact),
            "agrees": Cell(
                text="" if count.agrees is None else "agrees" if count.agrees else "differs", trace=traces.agreement
            ),
        }
    )


def spreads_table(spreads: Sequence[Spread]) -> Table | None:
    """The three readings of every unnamed ±; None where there is none."""
    if not spreads:
        return None
    traces = [of_spread(spread) for spread in spreads]
    return Table(
        id="spreads",
        title="What a printed ± can be",
        subtitle="the SD that each reading implies, and whether a sample can have it",
        columns=(
            Column(key="name", title="Measured"),
            Column(key="printed", title="printed"),
            Column(key="sd", title="as an SD"),
            Column(key="se", title="as an SE"),
            Column(key="ci", title="as half a CI"),
            Column(key="bounds", title="SD can be", drop=1),
        ),
        rows=tuple(_spread(spread, told) for spread, told in zip(spreads, traces, strict=True)),
        notes=tuple(_spread_notes(spreads)),
        trace=Trace(what="what a printed ± can be", parts=tuple(told.bounds or told.printed for told in traces)),
    )


def _spread(spread: Spread, traces: SpreadTraces) -> Row:
    cells = {
        "name": Cell(text=spread.name, kind=Kind.LABEL, trace=traces.name),
        "printed": Cell(text=f"{spread.mean} ± {spread.value}", kind=Kind.PRINTED, trace=traces.printed),
    }
    if spread.verdict is not None:
        for key, reading, told in zip(("sd", "se", "ci"), spread.verdict.readings, traces.readings, strict=True):
            cells[key] = Cell(text=_reading(reading), trace=told)
        bounds = spread.verdict.bounds
        if bounds.lower is not None and bounds.upper is not None:
            cells["bounds"] = Cell(text=span(bounds.lower, bounds.upper), trace=traces.bounds)
    return Row(cells=cells)


def _reading(reading: Reading) -> str:
    return f"{significant(reading.sd, 4)}{'' if reading.feasible else ' impossible'}"


def _spread_notes(spreads: Sequence[Spread]) -> list[str]:
    notes = []
    for spread in spreads:
        if spread.verdict is None:
            notes.append(
                f"{spread.name}: {'the ends of the scale' if spread.n else 'n'} not known, so nothing is ruled out"
            )
            continue
        claimed = f"; the paper calls it {CLAIMS[spread.claimed]}" if spread.claimed else ""
        notes.append(f"{spread.name}: this assumes {spread.assumptions}{claimed}")
    return notes
