"""What each pooled answer owes to the choices behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from metasacro.evidence.trace import Trace
from metasacro.moments.registry import CONVERSIONS, SET_CONVERSIONS
from metasacro.numerics.interval import Interval
from metasacro.pooling.registry import TESTS
from metasacro.synthesis.lineage.answers import of_analysis, of_pooled
from metasacro.synthesis.rates import share_of, shares_of
from metasacro.tau2.registry import ESTIMATORS
from metasacro.views.axis import percent_axis, points_axis
from metasacro.views.direction import sign_of
from metasacro.views.forest_counts import rate_text
from metasacro.views.numbers import bracketed, count, fixed, level_name, significant
from metasacro.views.report.parts import Section, said
from metasacro.views.table import Cell, Column, Kind, Mark, Row, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from metasacro.literature import Method
    from metasacro.synthesis.analysis import Analysis
    from metasacro.synthesis.sensitivity import Sensitivity, Variant
    from metasacro.views.report.parts import Block
    from metasacro.views.table import Axis

#: Choice → heading of its rows, and the registry whose names say more.
NOTHING: Mapping[str, Method] = {}
GROUPS: tuple[tuple[str, str, Mapping[str, Method]], ...] = (
    ("conversions", "Conversion of medians", {**dict(SET_CONVERSIONS), **dict(CONVERSIONS)}),
    ("correlations", "Correlation of baseline and follow-up", NOTHING),
    ("estimators", "Estimator of τ²", ESTIMATORS),
    ("tests", "Test and interval", TESTS),
    ("study_sets", "Study set", NOTHING),
    ("without_each", "Without each record in turn", NOTHING),
)


def sensitivity_section(found: Sequence[Sensitivity], pictures: Mapping[str, tuple[Block, ...]]) -> Section:
    """One table an outcome; `pictures`: by outcome, what is drawn of it."""
    sections = tuple(
        Section(
            id=f"sensitivity-{one.analysis.outcome.id}",
            title=one.analysis.outcome.label,
            blocks=(sensitivity_table(one), *pictures.get(one.analysis.outcome.id, ())),
            trace=of_analysis(one.analysis),
        )
        for one in found
    )
    lead = "One choice is changed at a time; everything else stays as it is. The choice in force is marked."
    return Section(id="sensitivity", title="Sensitivity", blocks=(said(lead),), sections=sections)


def sensitivity_table(found: Sensitivity) -> Table:
    """Every choice with the answer that it leads to."""
    analysis = found.analysis
    rows: list[Row] = []
    for name, title, registry in GROUPS:
        variants: tuple[Variant, ...] = getattr(found, name)
        if len(variants) < 2 and name != "without_each":
            continue
        if variants:
            rows.append(Row(cells={"choice": Cell(text=title, kind=Kind.HEADING, trace=of_analysis(analysis))}))
            rows += [_row(variant, name, registry, analysis) for variant in variants]
    level = level_name(analysis.settings.level)
    rates = analysis.outcome.measure == "PLO"
    return Table(
        id=f"sensitivity_{analysis.outcome.id}",
        title=f"{analysis.outcome.label} under other choices",
        subtitle="",
        columns=(
            Column(key="choice", title="Choice"),
            Column(key="k", title="Cohorts", right=True, drop=2),
            Column(key="n", title="Patients", right=True, drop=2),
            Column(key="effect", title=f"% [{level} CI]" if rates else f"Pooled [{level} CI]"),
            Column(key="tau2", title="τ²", right=True, drop=1),
        ),
        rows=tuple(rows),
        axis=_axis(rows, analysis),
        notes=tuple(_notes(found)),
        trace=of_analysis(analysis),
    )


def _row(variant: Variant, group: str, registry: Mapping[str, Method], analysis: Analysis) -> Row:
    trace = of_variant(variant, group, analysis)
    kind = Kind.ANSWER if variant.planned else Kind.COMPUTED
    text, mark = _answer(variant, analysis, kind)
    named = registry[variant.name].name if variant.name in registry else ""
    label = f"{variant.name} · {named}" if named else variant.name
    impossible = f" ×{variant.impossible}" if variant.impossible else ""
    return Row(
        cells={
            "choice": Cell(text=f"{label} (in force)" if variant.planned else label, kind=kind, trace=trace),
            "k": Cell(text=str(variant.k), kind=kind, trace=trace),
            "n": Cell(text=count(variant.n), kind=kind, trace=trace),
            "effect": Cell(text=text + impossible, kind=kind, trace=trace),
            "tau2": Cell(text="" if variant.tau2 is None else significant(variant.tau2), kind=kind, trace=trace),
        },
        kind=kind,
        mark=mark,
    )


def of_variant(variant: Variant, group: str, analysis: Analysis) -> Trace:
    """A pooled answer with one choice changed."""
    title = next(title for name, title, _ in GROUPS if name == group)
    estimate, interval = variant.estimate, variant.interval or variant.exact
    if analysis.outcome.measure == "PLO" and estimate is not None and variant.interval is not None:
        estimate, interval = share_of(estimate), shares_of(variant.interval)
    numbers = {
        "rate" if analysis.outcome.measure == "PLO" else "estimate": estimate,
        "lower": interval.lower if interval else None,
        "upper": interval.upper if interval else None,
        "τ²": variant.tau2,
    }
    explained = group in ("conversions", "estimators", "tests")
    return Trace(
        what=f"{analysis.outcome.label}, pooled again",
        numbers={name: value for name, value in numbers.items() if value is not None},
        how=f"as the pooled answer, with one choice changed: {title.lower()} {variant.name}",
        methods=(variant.name,) if explained else (),
        parts=(of_pooled(analysis),),
    )


def _answer(variant: Variant, analysis: Analysis, kind: Kind) -> tuple[str, Mark | None]:
    """The answer in words and as a mark: in percent for rates, better to the right for scores."""
    if variant.k == 0:
        return "no cohort to pool", None
    if variant.interval is None:
        if variant.exact is None:
            return "not estimable", None
        text = f"[{fixed(100 * variant.exact.lower)}, {fixed(100 * variant.exact.upper)}], all patients together"
        return text, _mark(variant.exact, None, 100.0, kind)
    if variant.estimate is None:
        return "not estimable", None
    if analysis.outcome.measure == "PLO":
        share, shares = share_of(variant.estimate), shares_of(variant.interval)
        return rate_text(share, shares), _mark(shares, share, 100.0, kind)
    turned = _mark(variant.interval, variant.estimate, sign_of(analysis.outcome), kind)
    interval = Interval(lower=turned.lower, upper=turned.upper, level=variant.interval.level)
    return f"{fixed(sign_of(analysis.outcome) * variant.estimate, 2)} {bracketed(interval, 2)}", turned


def _mark(interval: Interval, estimate: float | None, factor: float, kind: Kind) -> Mark:
    ends = sorted((factor * interval.lower, factor * interval.upper))
    middle = None if estimate is None else factor * estimate
    return Mark(lower=ends[0], upper=ends[1], estimate=middle, kind=kind)


def _axis(rows: Sequence[Row], analysis: Analysis) -> Axis:
    marks = [row.mark for row in rows if row.mark is not None]
    outcome = analysis.outcome
    if outcome.measure == "PLO":
        return percent_axis(marks)
    important = outcome.important_difference.value if outcome.important_difference else None
    scale = (outcome.scale[0].value, outcome.scale[1].value) if outcome.scale else None
    return points_axis(marks, scale, important, outcome.unit)


def _notes(found: Sensitivity) -> list[str]:
    tried = [variant for variant in found.conversions if variant.impossible]
    if not tried:
        return []
    most, of = max(variant.impossible for variant in tried), tried[0].converted
    return [f"×: so many of {of} converted pairs of mean and SD belong to no sample (MS312), {most} at most"]
