"""Mean changes as a forest table."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from metasacro.evidence.printed import middle, printed_summary
from metasacro.numerics.interval import Interval
from metasacro.numerics.normal import normal_quantile
from metasacro.synthesis.lineage.answers import (
    of_analysis,
    of_patients,
    of_pooled,
    of_prediction,
    of_subtotal,
    of_weight,
)
from metasacro.synthesis.lineage.leaves import of_source, of_summary
from metasacro.synthesis.lineage.rows import of_row, of_size
from metasacro.synthesis.rows import ScoreRow, key_of
from metasacro.views.axis import points_axis
from metasacro.views.below import TOLD_BELOW, below_lines
from metasacro.views.direction import effect_name, sign_of, turned
from metasacro.views.headline import interval_title, model_line, size_line, weights_of
from metasacro.views.numbers import bracketed, count, fixed, level_name, percent
from metasacro.views.table import GAP, Axis, Cell, Column, Kind, Mark, Row, Table

if TYPE_CHECKING:
    from metasacro.pooling.pooled import Pooled
    from metasacro.synthesis.analysis import Analysis

#: Marks beside a value, each explained below the table.
CONVERTED = "ᵠ"
ENROLLED = "ⁿ"
UNSTATED_TIME = "ᵗ"


def forest_scores(analysis: Analysis, period: str) -> Table:
    """The outcome's table; `period` is the protocol's target time. Signs are turned so that better is to the right."""
    rows = [row for row in analysis.rows if isinstance(row, ScoreRow)]
    weights = weights_of(analysis.pooled, len(rows))
    heaviest = max(weights, default=1.0)
    sign = sign_of(analysis.outcome)
    body = [cohort_row(row, weight, weight / heaviest, analysis) for row, weight in zip(rows, weights, strict=True)]
    if analysis.pooled is not None:
        body += [GAP, *_answers(analysis.pooled, analysis, sign), *_subtotals(analysis, sign)]
    return Table(
        id=analysis.outcome.id,
        title=_title(analysis, period),
        subtitle=model_line(analysis),
        columns=(
            Column(key="study", title="Study"),
            Column(key="n", title="n", right=True),
            Column(key="baseline", title="before", drop=2),
            Column(key="follow_up", title="after", drop=2),
            Column(key="effect", title=f"{effect_name(analysis.outcome)} [{interval_title(analysis)}]"),
            Column(key="weight", title="weight", right=True, drop=1),
        ),
        rows=tuple(body),
        axis=_axis(body, analysis),
        notes=below_lines(analysis, sign),
        cautions=tuple(entry for entry in analysis.cautions if entry.code not in TOLD_BELOW),
        trace=of_analysis(analysis),
    )


def _title(analysis: Analysis, period: str) -> str:
    outcome = analysis.outcome
    scale = f" on {outcome.scale[0]}–{outcome.scale[1]}" if outcome.scale else ""
    unit = f" ({outcome.unit}; more is better)" if outcome.unit else ""
    return f"{outcome.label}{scale}{unit} · nearest to {period} · {size_line(analysis)}"


def cohort_row(row: ScoreRow, weight: float, relative: float, analysis: Analysis) -> Row:
    """One cohort. `relative`: its weight as a share of the heaviest row's."""
    sign = sign_of(analysis.outcome)
    half = float(normal_quantile((1 + analysis.settings.level) / 2)) * math.sqrt(row.variance)
    effect = sign * row.change
    interval = Interval(lower=effect - half, upper=effect + half, level=analysis.settings.level)
    enrolled = "n" in row.entry.result.assumed
    unstated = row.follow_up.time is None
    before = printed_summary(row.baseline) if row.baseline else ""
    after = printed_summary(row.follow_up.summary) if row.after else ""  # a printed change is not a score after
    return Row(
        cells={
            "study": Cell(
                text=row.entry.label,
                kind=Kind.LABEL,
                trace=of_source("record", row.entry.study.id, row.entry.study.source),
            ),
            "n": Cell(
                text=count(row.n) + ENROLLED * enrolled,
                kind=Kind.ASSUMED if enrolled else Kind.PRINTED,
                trace=of_size(row),
            ),
            "baseline": Cell(
                text=before,
                kind=Kind.PRINTED,
                trace=of_summary("score before", row.baseline) if row.baseline else None,
            ),
            "follow_up": Cell(
                text=after + UNSTATED_TIME * unstated,
                short=middle(row.follow_up.summary) if row.after else None,
                kind=Kind.PRINTED,
                trace=of_summary("score after", row.follow_up.summary),
            ),
            "effect": Cell(
                text=f"{fixed(effect)} {bracketed(interval)}" + f" {CONVERTED}" * row.converted,
                trace=of_row(row, analysis.settings, analysis.protocol),
            ),
            "weight": Cell(
                text=f"{percent(weight)} %" if weight else "",
                trace=of_weight(row, weight, analysis) if weight else None,
            ),
        },
        mark=Mark(lower=interval.lower, upper=interval.upper, estimate=effect, kind=_shape(row), weight=relative),
        key=key_of(row),
    )


def _shape(row: ScoreRow) -> Kind:
    """A converted row has another marker."""
    return Kind.ASSUMED if row.converted else Kind.COMPUTED


def _answers(pooled: Pooled, analysis: Analysis, sign: float) -> list[Row]:
    """The pooled row, and what a new series would show."""
    if pooled.estimate is None or pooled.interval is None:
        return []
    effect, interval = sign * pooled.estimate, turned(analysis.outcome, pooled.interval)
    name = "Pooled" if pooled.k > 1 else "One cohort, not pooled"
    answer = Row(
        cells={
            "study": Cell(text=name, kind=Kind.ANSWER),
            "n": Cell(text=count(analysis.n), kind=Kind.ANSWER, trace=of_patients(analysis.rows, analysis)),
            "effect": Cell(text=f"{fixed(effect)} {bracketed(interval)}", kind=Kind.ANSWER, trace=of_pooled(analysis)),
        },
        kind=Kind.ANSWER,
        mark=Mark(lower=interval.lower, upper=interval.upper, estimate=effect, kind=Kind.ANSWER),
    )
    if pooled.prediction is None:
        return [answer]
    prediction = turned(analysis.outcome, pooled.prediction)
    new = Row(
        cells={
            "study": Cell(
                text=f"A new series ({level_name(prediction.level)} PI)",
                kind=Kind.PREDICTION,
                trace=of_prediction(analysis),
            ),
            "effect": Cell(
                text=" " * (len(fixed(effect)) + 1) + bracketed(prediction),
                kind=Kind.PREDICTION,
                trace=of_prediction(analysis),
            ),
        },
        kind=Kind.PREDICTION,
        mark=Mark(lower=prediction.lower, upper=prediction.upper, estimate=None, kind=Kind.PREDICTION),
    )
    return [answer, new]


def _subtotals(analysis: Analysis, sign: float) -> list[Row]:
    if not analysis.subtotals:
        return []
    rows = [GAP, Row(cells={"study": Cell(text="By etiology, each study at its finest split", kind=Kind.HEADING)})]
    for subtotal in analysis.subtotals:
        pooled = subtotal.pooled
        if pooled.estimate is None or pooled.interval is None:
            continue
        effect, interval = sign * pooled.estimate, turned(analysis.outcome, pooled.interval)
        k = len(subtotal.rows)
        size = f"{k} cohorts" if k > 1 else "1 cohort"
        rows.append(
            Row(
                cells={
                    "study": Cell(
                        text=f"{subtotal.name}, {size}", kind=Kind.SUBTOTAL, trace=of_subtotal(subtotal, analysis)
                    ),
                    "n": Cell(
                        text=count(sum(row.n for row in subtotal.rows)),
                        kind=Kind.SUBTOTAL,
                        trace=of_patients(subtotal.rows, analysis),
                    ),
                    "effect": Cell(
                        text=f"{fixed(effect)} {bracketed(interval)}",
                        kind=Kind.SUBTOTAL,
                        trace=of_subtotal(subtotal, analysis),
                    ),
                },
                kind=Kind.SUBTOTAL,
                mark=Mark(lower=interval.lower, upper=interval.upper, estimate=effect, kind=Kind.SUBTOTAL),
            )
        )
    return rows


def _axis(rows: list[Row], analysis: Analysis) -> Axis:
    outcome = analysis.outcome
    scale = (outcome.scale[0].value, outcome.scale[1].value) if outcome.scale else None
    important = outcome.important_difference.value if outcome.important_difference else None
    # A subtotal of two cohorts can be hundreds of points wide; it may run off the edge.
    marks = [row.mark for row in rows if row.mark and row.kind is not Kind.SUBTOTAL]
    return points_axis(marks, scale, important, outcome.unit)
