"""The funnel: effects against their standard errors, over the regions of P values round no effect."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from metasacro.diagnostics.funnel import cautions_of_funnel
from metasacro.diagnostics.regression_test import regression_test
from metasacro.numerics.normal import normal_quantile
from metasacro.numerics.student import student_two_sided
from metasacro.problems import Refusal, caution
from metasacro.synthesis.rows import ScoreRow
from metasacro.values.frozen import dataclass
from metasacro.views.direction import effect_in_unit, effect_name, sign_of
from metasacro.views.headline import model_line
from metasacro.views.numbers import fixed, p_value
from metasacro.views.plots.plot import Plot, departures
from metasacro.views.plots.refitted import pooled_of
from metasacro.views.table import Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from metasacro.diagnostics.regression_test import RegressionTest
    from metasacro.pooling.pooled import Pooled
    from metasacro.synthesis.analysis import Analysis

#: Borders of the regions, from the middle outwards (peters2008: .10, .05, .01).
P_VALUES = (0.10, 0.05, 0.01)


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelPoint:
    """One cohort."""

    label: str
    effect: float
    error: float
    converted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelPlot(Plot):
    """`contours`: a P value in words and how many standard errors from no effect it lies, from the middle outwards.

    `slope`: standard errors on each side of `estimate` between which the cohorts would lie without heterogeneity.
    """

    points: tuple[FunnelPoint, ...]
    estimate: float
    contours: tuple[tuple[str, float], ...]
    slope: float
    x_words: str
    y_words: str


def funnel_plot(analysis: Analysis) -> FunnelPlot:
    """Raises `Refusal` for counts (MS502): a rate and its standard error are tied, and no effect is no rate."""
    pooled = pooled_of(analysis, "the funnel plot", fewest=2)
    sign = sign_of(analysis.outcome)
    scores = [row for row in analysis.rows if isinstance(row, ScoreRow)]
    points = tuple(
        FunnelPoint(
            label=row.entry.label,
            effect=sign * row.change,
            error=math.sqrt(row.variance),
            converted=row.converted,
        )
        for row in scores
    )
    test = _tested(pooled)
    table = _table(analysis, points, test)
    estimate = sign * (pooled.estimate or 0.0)
    return FunnelPlot(
        id=table.id,
        title=table.title,
        alt=_alt(table, points, estimate, test),
        table=table,
        points=points,
        estimate=estimate,
        contours=tuple((fixed(p, 2).lstrip("0"), float(normal_quantile(1 - p / 2))) for p in P_VALUES),
        slope=float(normal_quantile((1 + analysis.settings.level) / 2)),
        x_words=effect_in_unit(analysis.outcome),
        y_words="standard error",
    )


def _tested(pooled: Pooled) -> RegressionTest | None:
    """The test of asymmetry, where there are cohorts enough to say anything by it."""
    if cautions_of_funnel(pooled.k):
        return None
    try:
        return regression_test(pooled)
    except Refusal:  # equal standard errors have no slope
        return None


def _table(analysis: Analysis, points: tuple[FunnelPoint, ...], test: RegressionTest | None) -> Table:
    notes = []
    if test is not None:
        notes.append(
            f"effects regressed on their standard errors: slope {fixed(test.slope, 2)}, {p_value(test.p_value)}"
        )
    return Table(
        id=f"{analysis.outcome.id}-funnel",
        title=f"{analysis.outcome.label}, effects against their standard errors",
        subtitle=model_line(analysis),
        columns=(
            Column(key="study", title="Cohort"),
            Column(key="effect", title=effect_name(analysis.outcome), right=True),
            Column(key="error", title="SE", right=True),
            Column(key="p", title="P of no change", right=True),
        ),
        rows=tuple(
            Row(
                cells={
                    "study": Cell(text=point.label, kind=Kind.LABEL),
                    "effect": Cell(text=fixed(point.effect)),
                    "error": Cell(text=fixed(point.error, 2)),
                    "p": Cell(text=p_value(_p(point))),
                }
            )
            for point in points
        ),
        notes=tuple(notes),
        cautions=(*cautions_of_funnel(len(points)), caution("MS601"), *departures(analysis.cautions)),
    )


def _p(point: FunnelPoint) -> float:
    return float(student_two_sided(point.effect / point.error, math.inf))


def _alt(table: Table, points: tuple[FunnelPoint, ...], estimate: float, test: RegressionTest | None) -> str:
    errors = [point.error for point in points]
    beyond = sum(_p(point) < P_VALUES[-1] for point in points)
    tested = "" if test is None else f" Regression test of asymmetry: {p_value(test.p_value)}."
    return (
        f"Funnel plot with contours. {table.title}: {len(points)} cohorts with standard errors from "
        f"{fixed(min(errors), 2)} to {fixed(max(errors), 2)} round a pooled {fixed(estimate)}; {beyond} of them lie "
        f"where P < .01.{tested}"
    )
