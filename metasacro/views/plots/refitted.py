"""The answer fitted again to parts of the same cohorts: without each in turn, and as they were added."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from metasacro.diagnostics.cumulative import cumulative
from metasacro.diagnostics.leave_one_out import leave_one_out
from metasacro.diagnostics.pooled_effects import effects_of
from metasacro.numerics.interval import Interval
from metasacro.problems import Refusal
from metasacro.views.axis import points_axis
from metasacro.views.direction import effect_name, sign_of
from metasacro.views.headline import interval_title, model_line
from metasacro.views.numbers import bracketed, count, fixed, percent, significant
from metasacro.views.plots.forest import ForestPlot
from metasacro.views.plots.plot import departures
from metasacro.views.table import GAP, Cell, Column, Kind, Mark, Row, Table

if TYPE_CHECKING:
    from metasacro.diagnostics.refits import Refits
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.pooling.pooled import Pooled
    from metasacro.synthesis.analysis import Analysis

#: How cohorts can be put in order → what the title says.
ORDERS = {"year": "in the order of publication", "weight": "from the heaviest to the lightest"}


def pooled_of(analysis: Analysis, what: str, fewest: int) -> Pooled:
    """The answer that is taken apart; raises `Refusal` where it was counted (MS502) or has too few cohorts (MS501)."""
    assert analysis.pooled is not None, "asked of outcomes with a cohort"
    effects_of(analysis.pooled, what, fewest=fewest)
    return analysis.pooled


def leave_one_out_plot(analysis: Analysis) -> ForestPlot:
    """The pooled answer without each cohort in turn."""
    pooled = pooled_of(analysis, "leave-one-out", fewest=2)
    found = leave_one_out(pooled)
    labels = [f"without {row.entry.label}" for row in analysis.rows]
    table = _table(analysis, found, range(len(labels)), labels, "leave-one-out", "without each cohort in turn")
    lowest, highest, estimates = _extremes(analysis, found, labels)
    alt = (
        f"Leave-one-out plot. {table.title}. All cohorts together: {estimates[-1]}. "
        f"The answer goes from {lowest} to {highest}."
    )
    return ForestPlot(
        id=table.id, title=table.title, alt=alt, table=table, words=analysis.outcome.unit, rows="answer of the others"
    )


def cumulative_plot(analysis: Analysis, evidence: EvidenceBase, order: str = "year") -> ForestPlot:
    """The pooled answer as cohorts were added; raises `Refusal` (MS603) where a year is not known."""
    pooled = pooled_of(analysis, "cumulative meta-analysis", fewest=2)
    years = [_year(row.entry.study.citation, evidence) for row in analysis.rows]
    unknown = [row.entry.label for row, year in zip(analysis.rows, years, strict=True) if year is None]
    if order == "year" and unknown:
        raise Refusal("MS603", labels=", ".join(unknown))
    assert pooled.weights is not None, "an answer of effects has weights"
    by = [float(year or 0) for year in years] if order == "year" else [-float(weight) for weight in pooled.weights]
    found = cumulative(pooled, by)
    places = sorted(range(pooled.k), key=lambda at: by[at])
    labels = [f"{'+ ' * (step > 0)}{analysis.rows[at].entry.label}" for step, at in enumerate(places)]
    table = _table(analysis, found, range(pooled.k), labels, "cumulative", f"cohorts added {ORDERS[order]}")
    first, last = labels[0], labels[-1]
    _, _, estimates = _extremes(analysis, found, labels)
    alt = (
        f"Cumulative plot. {table.title}. It begins with {estimates[0]} ({first}) and ends with {estimates[-1]} "
        f"({last.removeprefix('+ ')} added last)."
    )
    return ForestPlot(
        id=table.id, title=table.title, alt=alt, table=table, words=analysis.outcome.unit, rows="answer so far"
    )


def _year(citation: str, evidence: EvidenceBase) -> int | None:
    entry = evidence.references.get(citation)
    text = entry.fields.get("year", "").strip("{} ") if entry else ""
    return int(text) if text.isascii() and text.isdigit() else None


def _extremes(analysis: Analysis, found: Refits, labels: Sequence[str]) -> tuple[str, str, list[str]]:
    """The smallest and the largest answer with its row, and all of them, that of all cohorts last."""
    pooled = analysis.pooled
    assert pooled is not None, "asked of a pooled outcome"
    assert pooled.estimate is not None, "an answer of effects has an estimate"
    sign = sign_of(analysis.outcome)
    values = [sign * float(value) for value in found.estimate]
    told = [fixed(value) for value in values]
    low, high = values.index(min(values)), values.index(max(values))
    return f"{told[low]} ({labels[low]})", f"{told[high]} ({labels[high]})", [*told, fixed(sign * pooled.estimate)]


def _table(
    analysis: Analysis, found: Refits, places: Sequence[int], labels: Sequence[str], kind: str, words: str
) -> Table:
    """One row a refit, and the answer of all cohorts below them."""
    sign, pooled = sign_of(analysis.outcome), analysis.pooled
    assert pooled is not None, "asked of a pooled outcome"
    rows = [_row(found, at, label, sign) for at, label in zip(places, labels, strict=True)]
    body = [*rows, GAP, *_whole(pooled, sign)]
    marks = [row.mark for row in body if row.mark is not None]
    important = analysis.outcome.important_difference
    return Table(
        id=f"{analysis.outcome.id}-{kind}",
        title=f"{analysis.outcome.label}, {words}",
        subtitle=model_line(analysis),
        columns=(
            Column(key="study", title="Cohorts"),
            Column(key="k", title="k", right=True),
            Column(key="effect", title=f"{effect_name(analysis.outcome)} [{interval_title(analysis)}]"),
            Column(key="tau2", title="τ²", right=True, drop=1),
            Column(key="i2", title="I²", right=True, drop=1),
        ),
        rows=tuple(body),
        axis=points_axis(_readable(marks), None, important.value if important else None, analysis.outcome.unit),
        cautions=departures(analysis.cautions),
    )


def _readable(marks: Sequence[Mark]) -> list[Mark]:
    """Without intervals so wide that the others would be dots: with two cohorts one can be hundreds of points wide."""
    widths = sorted(mark.upper - mark.lower for mark in marks)
    most = 4 * widths[len(widths) // 2]
    return [mark for mark in marks if mark.upper - mark.lower <= most] or list(marks)


def _row(found: Refits, at: int, label: str, sign: float) -> Row:
    ends = sorted((sign * float(found.lower[at]), sign * float(found.upper[at])))
    estimate = sign * float(found.estimate[at])
    interval = Interval(lower=ends[0], upper=ends[1], level=found.level)
    return Row(
        cells={
            "study": Cell(text=label, kind=Kind.LABEL),
            "k": Cell(text=count(int(found.k[at]))),
            "effect": Cell(text=f"{fixed(estimate)} {bracketed(interval)}"),
            **_spread(float(found.tau2[at]), float(found.i2[at]), Kind.COMPUTED),
        },
        mark=Mark(lower=ends[0], upper=ends[1], estimate=estimate, kind=Kind.COMPUTED, weight=0.4),
    )


def _spread(tau2: float, i2: float, kind: Kind) -> dict[str, Cell]:
    """τ² and I², where they exist."""
    cells = {}
    if math.isfinite(tau2):
        cells["tau2"] = Cell(text=significant(tau2), kind=kind)
    if math.isfinite(i2):
        cells["i2"] = Cell(text=f"{percent(i2, 0)} %", kind=kind)
    return cells


def _whole(pooled: Pooled, sign: float) -> list[Row]:
    if pooled.estimate is None or pooled.interval is None:
        return []
    ends = sorted((sign * pooled.interval.lower, sign * pooled.interval.upper))
    interval = Interval(lower=ends[0], upper=ends[1], level=pooled.interval.level)
    estimate = sign * pooled.estimate
    nothing = math.nan
    return [
        Row(
            cells={
                "study": Cell(text="All cohorts", kind=Kind.ANSWER),
                "k": Cell(text=count(pooled.k), kind=Kind.ANSWER),
                "effect": Cell(text=f"{fixed(estimate)} {bracketed(interval)}", kind=Kind.ANSWER),
                **_spread(
                    nothing if pooled.tau2 is None else pooled.tau2,
                    nothing if pooled.i2 is None else pooled.i2,
                    Kind.ANSWER,
                ),
            },
            kind=Kind.ANSWER,
            mark=Mark(lower=ends[0], upper=ends[1], estimate=estimate, kind=Kind.ANSWER),
        )
    ]
