"""One part of the patients against the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from metasacro.evidence.trace import Trace
from metasacro.views.numbers import bracketed, fixed, level_name
from metasacro.views.single_center.p_values import p_cell, verdict
from metasacro.views.table import Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.synthesis.lineage.single_center.p_values import PTraces
    from metasacro.synthesis.lineage.single_center.sections import Traced
    from metasacro.synthesis.settings import Settings
    from metasacro.synthesis.single_center.printed_p import CheckedComparison
    from metasacro.synthesis.single_center.series import ScoreSection


def between_table(sections: Sequence[ScoreSection], settings: Settings, traced: Traced) -> Table | None:
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
        rows=tuple(row for section in paired for row in _rows(section, traced)),
        notes=tuple(_notes(paired)),
        trace=_trace(paired, traced),
    )


def _trace(sections: Sequence[ScoreSection], traced: Traced) -> Trace:
    """Both cohorts, every difference and every comparison."""
    found = [traced[section] for section in sections]
    names = (part for one in found[:1] for part in one.cohorts)
    differences = (one.difference for one in found if one.difference is not None)
    comparisons = (comparison.verdict for one in found for comparison in one.comparisons)
    level = (one.level for one in found[:1])
    return Trace(what="one cohort against the other", parts=(*names, *differences, *comparisons, *level))


def _rows(section: ScoreSection, traced: Traced) -> Iterator[Row]:
    traces = traced[section]
    comparisons = {
        one.comparison.of: (one, told)
        for one, told in zip(section.p_values.comparisons, traces.comparisons, strict=True)
    }
    label = section.exact.group.short_title
    difference = section.difference
    if difference is not None:
        cells = {
            "scale": Cell(text=f"{label}, change", kind=Kind.LABEL, trace=traces.heading),
            "difference": Cell(
                text=f"{fixed(difference.estimate)} {bracketed(difference.interval)}",
                kind=Kind.ANSWER,
                trace=traces.difference,
            ),
            "widest": Cell(text=bracketed(difference.widest), trace=traces.widest_difference),
        }
        yield Row(cells=cells | (_p_cells(*comparisons.pop("change")) if "change" in comparisons else {}))
    for of, (one, told) in comparisons.items():
        if one.p.printed is not None:
            name = Cell(text=f"{label}, {of}", kind=Kind.LABEL, trace=traces.heading)
            yield Row(cells={"scale": name, **_p_cells(one, told)})


def _p_cells(one: CheckedComparison, traces: PTraces) -> dict[str, Cell]:
    cells = {
        "printed": Cell(text=one.p.printed.text if one.p.printed else "", kind=Kind.PRINTED, trace=traces.printed),
        "found": Cell(text=p_cell(one.p), trace=traces.found),
    }
    if one.p.printed is not None:
        cells["verdict"] = Cell(text=verdict(one.p), trace=traces.verdict)
    return cells


def _notes(sections: Sequence[ScoreSection]) -> Iterator[str]:
    if any(section.difference is not None for section in sections):
        yield "Welch’s t; both changes as above"
    if any(one.p.found for section in sections for one in section.p_values.comparisons):
        yield "found: rank-sum (Mann–Whitney) P, normal with ties, in the same feasible samples; the test is assumed"
