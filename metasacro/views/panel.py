"""The single-centre cohort beside the pool: its scales, its counts, and the pool with and without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from metasacro.evidence.printed import middle, printed_summary
from metasacro.evidence.summary import MedianSummary
from metasacro.synthesis.lineage.answers import of_pooled, of_without_index
from metasacro.synthesis.lineage.choices import of_outcome
from metasacro.synthesis.lineage.leaves import of_source
from metasacro.synthesis.lineage.panel import ScaleTraces, of_counts, of_scale_row, of_scales, of_with_without
from metasacro.synthesis.lineage.rows import of_row, of_size
from metasacro.synthesis.rates import pooled_rate
from metasacro.synthesis.rows import CountRow, LeftOut
from metasacro.views.below import formulas_named
from metasacro.views.direction import sign_of, turned
from metasacro.views.forest_counts import rate_text
from metasacro.views.numbers import bracketed, fixed, level_name
from metasacro.views.table import GAP, Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from metasacro.evidence.protocol import Protocol
    from metasacro.pooling.pooled import Pooled
    from metasacro.synthesis.analysis import Analysis
    from metasacro.synthesis.reanalysis import Reanalysis, ScaleRow

#: Marks beside a converted mean, each explained below the table.
SKEWED = "ˢ"
SKEWED_CODE = "MS301"


def panel_tables(reanalysis: Reanalysis, protocol: Protocol) -> tuple[Table, ...]:
    """Scales, counts, and with or without: three small tables under one title."""
    made = (_scales(reanalysis, protocol), _counts(reanalysis, protocol), _pooled(reanalysis))
    kept = [table for table in made if table.rows]
    if not kept:
        return ()
    size = f", {reanalysis.n} patients" if reanalysis.n else ""
    title = f"Reanalysis of the single-center cohort: {reanalysis.study.label}{size}"
    return (replace(kept[0], title=title), *kept[1:])


def _scales(reanalysis: Reanalysis, protocol: Protocol) -> Table:
    rows: list[Row] = []
    measured = None
    traced = [of_scale_row(scale, reanalysis.settings, protocol) for scale in reanalysis.scales]
    for scale, traces in zip(reanalysis.scales, traced, strict=True):
        if (scale.outcome, scale.instrument) != measured:
            rows += [GAP] * bool(rows)
            title = Cell(text=_instrument_title(scale), kind=Kind.HEADING, trace=traces.heading)
            rows.append(Row(cells={"cohort": title}))
            measured = (scale.outcome, scale.instrument)
        rows.append(_scale(scale, traces))
    level = next((scale.interval.level for scale in reanalysis.scales if scale.interval), 0.95)
    return Table(
        id="reanalysis",
        title="",
        subtitle="before → after: medians as printed, means as converted",
        columns=(
            Column(key="cohort", title="Cohort"),
            Column(key="n", title="n", right=True),
            Column(key="printed", title="printed", drop=1),
            Column(key="means", title="means", drop=2),
            Column(key="change", title=f"change [{level_name(level)} CI]"),
            Column(key="p", title="printed P", drop=3),
        ),
        rows=tuple(rows),
        notes=_notes(reanalysis),
        trace=of_scales(reanalysis, traced, protocol),
    )


def _instrument_title(scale: ScaleRow) -> str:
    bounds = None if isinstance(scale.row, LeftOut) else scale.row.entry.result.scale
    name = scale.instrument or scale.outcome
    return f"{name} {bounds[0]}–{bounds[1]}" if bounds else name


def _scale(scale: ScaleRow, traces: ScaleTraces) -> Row:
    before, after = scale.baseline, scale.follow_up.summary
    cells = {
        "cohort": Cell(text=scale.cohort, kind=Kind.LABEL, trace=traces.cohort),
        "n": Cell(text=str(scale.n or ""), kind=Kind.PRINTED, trace=traces.size),
        "printed": Cell(
            text=f"{printed_summary(before)} → {printed_summary(after)}",
            short=f"{middle(before)} → {middle(after)}",
            kind=Kind.PRINTED,
            trace=traces.printed,
        ),
        "p": Cell(text=scale.follow_up.p.text if scale.follow_up.p else "", kind=Kind.PRINTED, trace=traces.p),
    }
    row = scale.row
    if isinstance(row, LeftOut):
        cells["change"] = Cell(text=f"none ({row.reason.code})", kind=Kind.ASSUMED, trace=traces.change)
    elif scale.interval:
        if row.before and row.after:
            skewed = SKEWED * any(entry.code == SKEWED_CODE for entry in row.cautions)
            means = f"{fixed(row.before.mean)} → {fixed(row.after.mean)}{skewed}"
            cells["means"] = Cell(text=means, trace=traces.means)
        cells["change"] = Cell(text=f"{fixed(row.change)} {bracketed(scale.interval)}", trace=traces.change)
    return Row(cells=cells)


def _notes(reanalysis: Reanalysis) -> tuple[str, ...]:
    scored = [scale for scale in reanalysis.scales if not isinstance(scale.row, LeftOut)]
    notes = []
    if scored:
        notes.append("change: after − before, t on n − 1 df (the forest plot uses normal quantiles)")
    if any(isinstance(scale.baseline, MedianSummary) for scale in scored):
        converted = (score for s in scored if not isinstance(s.row, LeftOut) for score in (s.row.before, s.row.after))
        notes.append(f"means and SDs computed from medians by {formulas_named(score for score in converted if score)}")
    if any(entry.code == SKEWED_CODE for s in scored if not isinstance(s.row, LeftOut) for entry in s.row.cautions):
        notes.append(f"{SKEWED} skewed by Shi's test: a normal mean and SD describe it badly ({SKEWED_CODE})")
    reasons = {
        scale.row.reason.code: scale.row.reason.message for scale in reanalysis.scales if isinstance(scale.row, LeftOut)
    }
    notes += [f"none: {message} ({code})" for code, message in reasons.items()]
    return tuple(notes)


def _counts(reanalysis: Reanalysis, protocol: Protocol) -> Table:
    labels = {outcome.id: outcome.label for outcome in protocol.outcomes}
    level = protocol.level.value
    rows = []
    for row in reanalysis.counts:
        if isinstance(row, CountRow):
            level, name = row.interval.level, _count_name(row, reanalysis, labels)
            rate = rate_text(row.events / row.n, row.interval)
            cells = {
                "outcome": Cell(text=name, kind=Kind.LABEL, trace=of_source("counted", name, row.source)),
                "events": Cell(text=f"{row.events}/{row.n}", kind=Kind.PRINTED, trace=of_size(row)),
                "rate": Cell(text=rate, trace=of_row(row, reanalysis.settings, protocol)),
            }
            rows.append(Row(cells=cells))
    return Table(
        id="reanalysis_counts",
        title="",
        subtitle="",
        columns=(
            Column(key="outcome", title="Count"),
            Column(key="events", title="events/n", right=True),
            Column(key="rate", title=f"% [exact {level_name(level)} CI]"),
        ),
        rows=tuple(rows),
        trace=of_counts(reanalysis, protocol),
    )


def _count_name(row: CountRow, reanalysis: Reanalysis, labels: Mapping[str, str]) -> str:
    """The outcome, and the cohort where the outcome is counted in several."""
    outcome = row.entry.result.outcome
    name = labels.get(outcome, outcome.replace("_", " ").capitalize())
    rows = [other for other in reanalysis.counts if isinstance(other, CountRow)]
    several = sum(other.entry.result.outcome == outcome for other in rows) > 1
    return f"{name}, {row.entry.cohort.id.replace('_', ' ')}" if several else name


def _pooled(reanalysis: Reanalysis) -> Table:
    rows = [
        Row(
            cells={
                "outcome": Cell(text=_with_unit(analysis), kind=Kind.LABEL, trace=of_outcome(analysis.outcome)),
                "with": Cell(text=answer_text(analysis.pooled, analysis), kind=Kind.ANSWER, trace=of_pooled(analysis)),
                "without": Cell(text=answer_text(analysis.without_index, analysis), trace=of_without_index(analysis)),
            }
        )
        for analysis in reanalysis.analyses
    ]
    return Table(
        id="with_without",
        title="",
        subtitle="",
        columns=(
            Column(key="outcome", title="Pooled answer"),
            Column(key="with", title="with this cohort"),
            Column(key="without", title="without it"),
        ),
        rows=tuple(rows),
        trace=of_with_without(reanalysis),
    )


def _with_unit(analysis: Analysis) -> str:
    return f"{analysis.outcome.label} %" if analysis.outcome.measure == "PLO" else analysis.outcome.label


def answer_text(pooled: Pooled | None, analysis: Analysis) -> str:
    """The pooled answer in a few characters, better to the right for scores, in percent for rates."""
    if pooled is None:
        return "not estimable"
    if analysis.outcome.measure == "PLO":
        share, interval = pooled_rate(pooled)
        if interval is None:
            return "not estimable"
        if share is None and pooled.xi is not None and pooled.ni is not None:  # no or every patient had the event
            share = float(pooled.xi.sum() / pooled.ni.sum())
        return rate_text(share or 0.0, interval)
    if pooled.estimate is None or pooled.interval is None:
        return "not estimable"
    outcome = analysis.outcome
    return f"{fixed(sign_of(outcome) * pooled.estimate)} {bracketed(turned(outcome, pooled.interval))}"
