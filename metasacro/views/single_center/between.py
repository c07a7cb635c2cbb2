"""One part of the patients against the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from metasacro.views.numbers import bracketed, fixed, level_name
from metasacro.views.single_center.p_values import p_cell, verdict
from metasacro.views.table import Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.synthesis.settings import Settings
    from metasacro.synthesis.single_center.printed_p import CheckedComparison
    from metasacro.synthesis.single_center.series import ScoreSection


def between_table(sections: Sequence[ScoreSection], settings: Settings) -> Table | None:
    """Differences of changes beside the printed P values; None where no whole has two parts."""
    paired = [section for section in sections if section.difference is not None or section.p_values.comparisons]
    if not paired:
        return None
    names = [section.exact.group.name_of(part) for section in paired[:1] for part in section.exact.group.parts]
    return Table(
        id="between",
        title=f"The {names[0]} against the {names[1]} cohort",
        subtitle=f"change of {names[0]} minus change of {names[1]}: negative where {names[0]} fell more",
        columns=(
            Column(key="scale", title="Scale"),
            Column(key="difference", title=f"difference [{level_name(settings.level)} CI]"),
            Column(key="widest", title="at the lowest r", drop=3),
            Column(key="printed", title="printed P"),
            Column(key="found", title="found", drop=1),
            Column(key="verdict", title="the printed P", drop=2),
        ),
        rows=tuple(row for section in paired for row in _rows(section)),
        notes=tuple(_notes(paired)),
    )


def _rows(section: ScoreSection) -> Iterator[Row]:
    comparisons = {one.comparison.of: one for one in section.p_values.comparisons}
    label = section.exact.group.short_title
    difference = section.difference
    if difference is not None:
        cells = {
            "scale": Cell(text=f"{label}, change", kind=Kind.LABEL),
            "difference": Cell(text=f"{fixed(difference.estimate)} {bracketed(difference.interval)}", kind=Kind.ANSWER),
            "widest": Cell(text=bracketed(difference.widest)),
        }
        yield Row(cells=cells | _p_cells(comparisons.pop("change", None)))
    for of, one in comparisons.items():
        if one.p.printed is not None:
            yield Row(cells={"scale": Cell(text=f"{label}, {of}", kind=Kind.LABEL), **_p_cells(one)})


def _p_cells(one: CheckedComparison | None) -> dict[str, Cell]:
    if one is None:
        return {}
    cells = {
        "printed": Cell(text=one.p.printed.text if one.p.printed else "", kind=Kind.PRINTED),
        "found": Cell(text=p_cell(one.p)),
    }
    if one.p.printed is not None:
        cells["verdict"] = Cell(text=verdict(one.p))
    return cells


def _notes(sections: Sequence[ScoreSection]) -> Iterator[str]:
    if any(section.difference is not None for section in sections):
        yield "Welch’s t; both changes as above"
    if any(one.p.found for section in sections for one in section.p_values.comparisons):
        yield "found: rank-sum (Mann–Whitney) P, normal with ties, in the same feasible samples; the test is assumed"
