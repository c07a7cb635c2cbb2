"""Counts and percentages of the patients recomputed, and what an unnamed ± can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.synthesis.lineage.leaves import of_source
from metasacro.views.forest_counts import rate_text
from metasacro.views.numbers import level_name, percent, significant
from metasacro.views.single_center.spans import span
from metasacro.views.table import Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.integrity.plus_minus import Reading
    from metasacro.synthesis.settings import Settings
    from metasacro.synthesis.single_center.counts import Count
    from metasacro.synthesis.single_center.spreads import Spread

#: What a record says that the paper calls its ±.
CLAIMS = {"sd": "SD", "se": "SE", "ci": "CI"}


def characteristics_table(counts: Sequence[Count], settings: Settings) -> Table | None:
    """Every count of the patients; None where the record has none."""
    if not counts:
        return None
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
        rows=tuple(_row(count) for count in counts),
        notes=tuple(notes),
    )


def _row(count: Count) -> Row:
    return Row(
        cells={
            "name": Cell(text=count.name, kind=Kind.LABEL, trace=of_source("as printed", "", count.source)),
            "events": Cell(
                text=f"{count.events}/{count.of}", kind=Kind.PRINTED, trace=of_source("as printed", "", count.source)
            ),
            "printed": Cell(
                text=str(count.printed or ""), kind=Kind.PRINTED, trace=of_source("as printed", "", count.source)
            ),
            "rate": Cell(text=rate_text(count.share, count.exact), trace=of_source("as printed", "", count.source)),
            "agrees": Cell(text="" if count.agrees is None else "agrees" if count.agrees else "differs"),
        }
    )


def spreads_table(spreads: Sequence[Spread]) -> Table | None:
    """The three readings of every unnamed ±; None where there is none."""
    if not spreads:
        return None
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
        rows=tuple(_spread(spread) for spread in spreads),
        notes=tuple(_spread_notes(spreads)),
    )


def _spread(spread: Spread) -> Row:
    cells = {
        "name": Cell(text=spread.name, kind=Kind.LABEL),
        "printed": Cell(text=f"{spread.mean} ± {spread.value}", kind=Kind.PRINTED),
    }
    if spread.verdict is not None:
        for key, reading in zip(("sd", "se", "ci"), spread.verdict.readings, strict=True):
            cells[key] = Cell(text=_reading(reading))
        bounds = spread.verdict.bounds
        if bounds.lower is not None and bounds.upper is not None:
            cells["bounds"] = Cell(text=span(bounds.lower, bounds.upper))
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
