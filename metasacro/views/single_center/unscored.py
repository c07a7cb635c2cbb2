"""What the patients without a score could do to the change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from metasacro.evidence.trace import Trace
from metasacro.views.numbers import fixed
from metasacro.views.single_center.spans import span
from metasacro.views.table import Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.synthesis.lineage.single_center.sections import Traced
    from metasacro.synthesis.lineage.single_center.unscored import UnscoredTraces
    from metasacro.synthesis.single_center.series import ScoreSection
    from metasacro.synthesis.single_center.unscored import Unscored


def unscored_table(sections: Sequence[ScoreSection], traced: Traced) -> Table | None:
    """Bounds on the mean change of everybody; None where nobody is missing or the scale has no ends."""
    found = [one for section in sections for one in section.unscored]
    if not found:
        return None
    traces = [told for section in sections for told in traced[section].unscored]
    missing = sorted({one.missing for one in found})
    few = f"{missing[0]}" if len(missing) == 1 else f"{missing[0]} to {missing[-1]}"
    return Table(
        id="unscored",
        title="If everybody had been scored",
        subtitle=f"bounds on the mean change of all treated patients, {few} of them without a score",
        columns=(
            Column(key="scale", title="Scale"),
            Column(key="scored", title="scored", right=True),
            Column(key="change", title="change", right=True),
            Column(key="all", title="of all, any score"),
            Column(key="same", title="of all, same baseline", drop=1),
        ),
        rows=tuple(_row(one, told) for one, told in zip(found, traces, strict=True)),
        notes=tuple(line for one in found for line in _needed(one)),
        trace=Trace(what="if everybody had been scored", parts=tuple(told.needed for told in traces)),
    )


def _row(one: Unscored, traces: UnscoredTraces) -> Row:
    return Row(
        cells={
            "scale": Cell(text=one.title, kind=Kind.LABEL, trace=traces.title),
            "scored": Cell(text=f"{one.scored}/{one.treated}", kind=Kind.PRINTED, trace=traces.scored),
            "change": Cell(text=fixed(one.change), trace=traces.change),
            "all": Cell(text=span(one.lowest, one.highest, 1), trace=traces.bounds),
            "same": Cell(text=span(one.lowest_from_baseline, one.highest_from_baseline, 1), trace=traces.from_baseline),
        }
    )


def _needed(one: Unscored) -> Iterator[str]:
    """What the selection would have to be to lose the minimal important difference."""
    if one.needed is None or one.important is None or one.room is None:
        return
    beyond = one.needed > one.important if one.important < 0 else one.needed < one.important
    if not beyond:
        yield f"{one.title}: the change of the scored falls short of {fixed(one.important, 0)} already"
        return
    line = (
        f"{one.title}: for the mean change of all {one.treated} to fall short of {fixed(one.important, 0)}, the "
        f"{one.missing} unscored would have to change by {_signed(one.needed)} on average"
    )
    if one.needed_between is not None:
        ends = sorted(one.needed_between)
        line += f" ({_signed(ends[0])} to {_signed(ends[1])} over every change that the medians allow)"
    if abs(one.needed) > one.width:
        yield f"{line}: more than the scale has"
        return
    yield line
    possible = one.needed <= one.room if one.important < 0 else one.needed >= one.room
    yield (
        f"from the mean baseline of the scored ({fixed(one.baseline, 1)}) a mean change of at most "
        f"{_signed(one.room)} is possible: "
        + ("such a selection cannot be ruled out" if possible else "only patients who began elsewhere could do that")
    )


def _signed(value: float) -> str:
    text = fixed(value, 1)
    return text if value < 0 or text == "0.0" else f"+{text}"
