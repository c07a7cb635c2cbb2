"""The change on each scale with its interval and plot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from metasacro.evidence.trace import Trace
from metasacro.synthesis.single_center.changes import EXACT_SET, Change
from metasacro.views.axis import points_axis
from metasacro.views.below import FORMULAS
from metasacro.views.direction import sign_of
from metasacro.views.numbers import bracketed, fixed, level_name
from metasacro.views.single_center.instruments import by_instrument, filled, heading, label_cell
from metasacro.views.single_center.spans import span
from metasacro.views.table import Cell, Column, Kind, Mark, Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.evidence.protocol import Protocol
    from metasacro.synthesis.lineage.single_center.sections import Traced
    from metasacro.synthesis.settings import Settings
    from metasacro.synthesis.single_center.series import ScoreSection

TITLE = "How much the scores changed"


def change_tables(
    sections: Sequence[ScoreSection], settings: Settings, protocol: Protocol, traced: Traced
) -> list[Table]:
    """One a scale, under one title."""
    made = [_table(beside, settings, protocol, traced) for beside in by_instrument(sections)]
    if not made:
        return []
    titled = [replace(made[0], title=TITLE), *made[1:]]
    last = replace(titled[-1], notes=(*titled[-1].notes, *_notes(sections)), trace=_trace(sections, traced))
    return [*titled[:-1], last]


def _table(beside: Sequence[ScoreSection], settings: Settings, protocol: Protocol, traced: Traced) -> Table:
    rows = [_row(section, at, beside, traced) for section in beside for at in range(len(section.changes))]
    marks = [row.mark for row in rows if row.mark is not None]
    columns = (
        Column(key="cohort", title="Cohort"),
        Column(key="n", title="n", right=True),
        Column(key="possible", title="mean can be", drop=1),
        Column(key="change", title=f"change [{level_name(settings.level)} CI]"),
        Column(key="widest", title="at the lowest r", drop=2),
        Column(key="standardised", title="in SDs", drop=3),
    )
    return Table(
        id="changes",
        title="",
        subtitle=f"{heading(beside)}, after − before",
        columns=filled(columns, rows),
        rows=tuple(rows),
        axis=points_axis(marks, None, _important(beside[0], protocol), "points") if marks else None,
        notes=tuple(dict.fromkeys(line for section in beside for line in _reasons(section))),
        trace=_trace(beside, traced),
    )


def _trace(sections: Sequence[ScoreSection], traced: Traced) -> Trace:
    """The changes, and what the heading and the lines below them name beside."""
    found = [traced[section] for section in sections]
    headings = (one.timed_heading for one in found)
    changes = (part for one in found for change in one.changes for part in (change.change, change.widest) if part)
    important = (one.important for one in found[:1] if one.important is not None)
    level = (one.level for one in found[:1])
    return Trace(what="how much the scores changed", parts=(*headings, *changes, *level, *important))


def _row(section: ScoreSection, at: int, beside: Sequence[ScoreSection], traced: Traced) -> Row:
    change = section.changes[at]
    traces = traced[section].changes[at]
    cells = {"cohort": label_cell(section, at, beside, traced)}
    if not isinstance(change, Change):
        cells["change"] = Cell(text=f"none ({change.code})", kind=Kind.ASSUMED, trace=traces.change)
        return Row(cells=cells)
    cells["n"] = Cell(text=str(change.n), kind=Kind.PRINTED, trace=traces.size)
    if change.feasible is not None:
        text = span(change.feasible.mean.lower, change.feasible.mean.upper)
        cells["possible"] = Cell(text=text, trace=traces.possible)
    cells["change"] = Cell(
        text=f"{fixed(change.estimate)} {bracketed(change.interval)}", kind=Kind.ANSWER, trace=traces.change
    )
    low = f"{fixed(change.correlation.lower, 2)}".rstrip("0").rstrip(".")
    widest = bracketed(change.widest)
    cells["widest"] = Cell(text=f"{widest}, r = {low}", short=widest, trace=traces.widest)
    if change.standardised is not None:
        text = f"{fixed(change.standardised[0])} {bracketed(change.standardised[1])}"
        cells["standardised"] = Cell(text=text, trace=traces.standardised)
    mark = Mark(
        lower=change.interval.lower,
        upper=change.interval.upper,
        estimate=change.estimate,
        kind=Kind.COMPUTED,
        weight=change.n / max(one.n for other in beside for one in other.changes if isinstance(one, Change)),
    )
    return Row(cells=cells, mark=mark)


def _important(section: ScoreSection, protocol: Protocol) -> float | None:
    """The minimal important difference, where the protocol has one on this scale."""
    group = section.exact.group
    ends = [end.value for end in group.scale or ()]
    for outcome in protocol.outcomes:
        alike = outcome.id == group.outcome and ends == [end.value for end in outcome.scale or ()]
        if alike and outcome.important_difference is not None:
            return sign_of(outcome) * outcome.important_difference.value
    return None


def _reasons(section: ScoreSection) -> Iterator[str]:
    for code, message in {one.code: one.message for one in section.changes if not isinstance(one, Change)}.items():
        yield f"none: {message} ({code})"


def _notes(sections: Sequence[ScoreSection]) -> Iterator[str]:
    """What holds for every table."""
    found = [one for section in sections for one in section.changes if isinstance(one, Change)]
    if not found:
        return
    how = {moment.how for one in found for moment in (one.before, one.after)}
    words = {EXACT_SET: "averaged over the exact sets", "printed": "as printed"}
    told = ", ".join(words.get(name) or f"converted by {FORMULAS.get(name, name)}" for name in sorted(how))
    assumed = ", ".join(f"{value:g}" for value in sorted({one.assumed for one in found}))
    yield f"means and SDs {told}; t on n − 1 df; correlation of before and after {assumed} assumed"
    if any(one.before.reconstruction for one in found):
        yield "the interval carries what the medians leave open of both means"
    if any(one.correlation.lower <= -1 for one in found):
        yield "what is printed rules out no correlation: at the lowest r, −1, the interval is widest"
    yield "in SDs: change over the SD before (SMCR)"
