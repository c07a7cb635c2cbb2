"""The curve of a sweep: specifications spread evenly over all, in order, with the choices below."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from metasacro.synthesis.sweep_changes import SUBSET_WORDS, subset_word
from metasacro.synthesis.sweep_sample import sampled
from metasacro.views.direction import effect_in_unit
from metasacro.views.numbers import count, fixed, percent
from metasacro.views.plots.specifications import CurvePoint, SpecificationsPlot
from metasacro.views.sweep import sweep_tables

if TYPE_CHECKING:
    from metasacro.synthesis.sweep import Plan, Sweep
    from metasacro.synthesis.sweep_answers import Specification

#: Choices of the curve, in their order below it.
NAMES = ("studies", "conversions", "correlations", "estimators of τ²", "tests")


def sweep_plot(found: Sweep) -> SpecificationsPlot:
    """The plot; its table is that of the choices over all specifications, not over those drawn."""
    plan = found.plan
    points = [_point(plan, *answer) for answer in sampled(plan)]
    own = CurvePoint(
        estimate=found.own.estimate,
        lower=found.own.interval.lower,
        upper=found.own.interval.upper,
        choices=_choices(plan, plan.planned_column, plan.planned_method, plan.planned_test, "the protocol’s"),
        planned=True,
    )
    points = sorted([*points, own], key=lambda point: point.place)
    options = tuple(
        (name, values)
        for at, name in enumerate(NAMES)
        if len(values := _in_order(plan, {point.choices[at] for point in points})) > 1
    )
    table = sweep_tables(found)[0]
    drawn = f"{count(len(points))} of {count(found.total.number)} specifications, evenly spread, and the protocol’s own"
    clear = sum(point.lower > 0 or point.upper < 0 for point in points)
    return SpecificationsPlot(
        id=table.id,
        title=table.title,
        alt=f"Curve of specifications. {drawn}: estimates from {fixed(points[0].estimate, 2)} to "
        f"{fixed(points[-1].estimate, 2)}; the protocol’s own is {fixed(own.estimate, 2)}; "
        f"{percent(clear / len(points), 0)} % of the intervals leave out 0.",
        table=replace(table, subtitle=f"{table.subtitle}; drawn: {drawn}"),
        points=tuple(points),
        options=options,
        no_effect=0.0,
        important=plan.important,
        y_words=f"pooled {effect_in_unit(plan.outcome)}",
    )


def _point(plan: Plan, asked: Specification, estimate: float, half: float) -> CurvePoint:
    return CurvePoint(
        estimate=estimate,
        lower=estimate - half,
        upper=estimate + half,
        choices=_choices(plan, asked.column, asked.method, asked.test, subset_word(plan, asked.subset)),
        planned=False,
    )


def _choices(plan: Plan, column: int, method: str, test: str, studies: str) -> tuple[str, ...]:
    """One value for each of `NAMES`."""
    chosen = plan.columns[column]
    r = "none assumed" if chosen.correlation is None else f"{chosen.correlation:g}"
    return studies, chosen.conversion or "none needed", r, method, test


def _in_order(plan: Plan, values: set[str]) -> tuple[str, ...]:
    """Values in the order of the analysis."""
    known = (
        *SUBSET_WORDS,
        *(column.conversion or "none needed" for column in plan.columns),
        *(f"{column.correlation:g}" for column in plan.columns if column.correlation is not None),
        "none assumed",
        *plan.methods,
        *plan.tests,
    )
    return tuple(value for value in dict.fromkeys(known) if value in values)
