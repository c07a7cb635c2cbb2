"""Rates as a forest table: events, exact intervals, and the pooled rate on the percentage scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.synthesis.lineage.answers import (
    of_analysis,
    of_patients,
    of_pooled,
    of_prediction,
    of_subtotal,
    of_weight,
)
from metasacro.synthesis.lineage.leaves import of_source
from metasacro.synthesis.lineage.rows import of_row, of_size
from metasacro.synthesis.rates import pooled_rate, shares_of
from metasacro.synthesis.rows import CountRow
from metasacro.views.axis import percent_axis
from metasacro.views.below import TOLD_BELOW, below_lines
from metasacro.views.headline import interval_title, model_line, size_line, weights_of
from metasacro.views.numbers import level_name, percent
from metasacro.views.table import GAP, Cell, Column, Kind, Mark, Row, Table

if TYPE_CHECKING:
    from metasacro.numerics.interval import Interval
    from metasacro.pooling.pooled import Pooled
    from metasacro.synthesis.analysis import Analysis

#: Mark of a count that differs from the printed one.
RECOUNTED = "ᶜ"
#: Mark of a denominator that is the number treated.
ENROLLED = "ⁿ"


def forest_counts(analysis: Analysis) -> Table:
    """The outcome's table."""
    rows = [row for row in analysis.rows if isinstance(row, CountRow)]
    weights = weights_of(analysis.pooled, len(rows))
    heaviest = max(weights, default=0.0) or 1.0
    body = [_cohort(row, weight, weight / heaviest, analysis) for row, weight in zip(rows, weights, strict=True)]
    if analysis.pooled is not None:
        body += [GAP, *_answers(analysis.pooled, rows, analysis), *_subtotals(analysis)]
    better = "fewer is better" if analysis.outcome.lower_is_better else "more is better"
    return Table(
        id=analysis.outcome.id,
        title=f"{analysis.outcome.label} (% of patients; {better}) · {size_line(analysis)}",
        subtitle=model_line(analysis),
        columns=(
            Column(key="study", title="Study"),
            Column(key="events", title="events/n", right=True),
            Column(key="rate", title=f"% [exact {interval_title(analysis)}]"),
            Column(key="weight", title="weight", right=True, drop=1),
        ),
        rows=tuple(body),
        axis=percent_axis(row.mark for row in body if row.mark) if body else None,
        notes=below_lines(analysis, 1.0),
        cautions=tuple(entry for entry in analysis.cautions if entry.code not in TOLD_BELOW),
        trace=of_analysis(analysis),
    )


def rate_text(share: float, interval: Interval) -> str:
    """`93.3 [81.7, 98.6]` in percent."""
    return f"{percent(share)} [{percent(interval.lower)}, {percent(interval.upper)}]"


def _cohort(row: CountRow, weight: float, relative: float, analysis: Analysis) -> Row:
    share = row.events / row.n
    marks = ENROLLED * ("of" in row.entry.result.assumed) + RECOUNTED * row.recounted
    return Row(
        cells={
            "study": Cell(
                text=row.entry.label,
                kind=Kind.LABEL,
                trace=of_source("record", row.entry.study.id, row.entry.study.source),
            ),
            "events": Cell(
                text=f"{row.events}/{row.n}{marks}",
                kind=Kind.ASSUMED if marks else Kind.PRINTED,
                trace=of_size(row),
            ),
            "rate": Cell(text=rate_text(share, row.interval), trace=of_row(row, analysis.settings, analysis.protocol)),
            "weight": Cell(
                text=f"{percent(weight)} %" if weight else "",
                trace=of_weight(row, weight, analysis) if weight else None,
            ),
        },
        mark=_percent_mark(row.interval, share, Kind.COMPUTED, weight=relative),
    )


def _percent_mark(interval: Interval, share: float | None, kind: Kind, weight: float = 0.0) -> Mark:
    estimate = None if share is None else 100 * share
    return Mark(lower=100 * interval.lower, upper=100 * interval.upper, estimate=estimate, kind=kind, weight=weight)


def _answers(pooled: Pooled, rows: list[CountRow], analysis: Analysis) -> list[Row]:
    share, interval = pooled_rate(pooled)
    if interval is None:
        return []
    events, n = sum(row.events for row in rows), sum(row.n for row in rows)
    if share is None:
        name, text = "All patients together", rate_text(events / n, interval)
    else:
        name, text = ("Pooled" if pooled.k > 1 else "One cohort, not pooled"), rate_text(share, interval)
    answer = Row(
        cells={
            "study": Cell(text=name, kind=Kind.ANSWER),
            "events": Cell(text=f"{events}/{n}", kind=Kind.ANSWER, trace=of_patients(rows, analysis)),
            "rate": Cell(text=text, kind=Kind.ANSWER, trace=of_pooled(analysis)),
        },
        kind=Kind.ANSWER,
        mark=_percent_mark(interval, events / n if share is None else share, Kind.ANSWER),
    )
    if pooled.prediction is None:
        return [answer]
    prediction = shares_of(pooled.prediction)
    indent = " " * (len(text.partition("[")[0]))
    new = Row(
        cells={
            "study": Cell(
                text=f"A new series ({level_name(prediction.level)} PI)",
                kind=Kind.PREDICTION,
                trace=of_prediction(analysis),
            ),
            "rate": Cell(
                text=f"{indent}[{percent(prediction.lower)}, {percent(prediction.upper)}]",
                kind=Kind.PREDICTION,
                trace=of_prediction(analysis),
            ),
        },
        kind=Kind.PREDICTION,
        mark=_percent_mark(prediction, None, Kind.PREDICTION),
    )
    return [answer, new]


def _subtotals(analysis: Analysis) -> list[Row]:
    if not analysis.subtotals:
        return []
    shown = [GAP, Row(cells={"study": Cell(text="By etiology, each study at its finest split", kind=Kind.HEADING)})]
    for subtotal in analysis.subtotals:
        share, interval = pooled_rate(subtotal.pooled)
        if interval is None:
            continue
        rows = [row for row in subtotal.rows if isinstance(row, CountRow)]
        events, n = sum(row.events for row in rows), sum(row.n for row in rows)
        share = events / n if share is None else share
        size = f"{len(rows)} cohort{'s' * (len(rows) != 1)}"
        shown.append(
            Row(
                cells={
                    "study": Cell(
                        text=f"{subtotal.name}, {size}", kind=Kind.SUBTOTAL, trace=of_subtotal(subtotal, analysis)
                    ),
                    "events": Cell(text=f"{events}/{n}", kind=Kind.SUBTOTAL, trace=of_patients(rows, analysis)),
                    "rate": Cell(
                        text=rate_text(share, interval), kind=Kind.SUBTOTAL, trace=of_subtotal(subtotal, analysis)
                    ),
                },
                kind=Kind.SUBTOTAL,
                mark=_percent_mark(interval, share, Kind.SUBTOTAL),
            )
        )
    return shown
