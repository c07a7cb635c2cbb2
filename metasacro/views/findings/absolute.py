"""A pooled answer in the units in which a panel decides: patients per 1,000, points against what matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.synthesis.rates import pooled_rate
from metasacro.views.direction import sign_of, turned
from metasacro.views.numbers import fixed

if TYPE_CHECKING:
    from metasacro.synthesis.analysis import Analysis

#: Rates are told as patients of so many.
OF = 1000


def absolute_effect(analysis: Analysis) -> str:
    """`26 per 1,000 (8 to 80)`, or `5.3 points (3.7 to 6.9)`."""
    pooled = analysis.pooled
    if pooled is None:
        return "not estimable"
    if analysis.outcome.measure == "PLO":
        share, interval = pooled_rate(pooled)
        if interval is None:
            return "not estimable"
        ends = f"{_per_thousand(interval.lower)} to {_per_thousand(interval.upper)}"
        return f"{ends} per 1,000" if share is None else f"{_per_thousand(share)} per 1,000 ({ends})"
    if pooled.estimate is None or pooled.interval is None:
        return "not estimable"
    ends_of_scores = turned(analysis.outcome, pooled.interval)
    unit = f" {analysis.outcome.unit}" if analysis.outcome.unit else ""
    estimate = sign_of(analysis.outcome) * pooled.estimate
    return f"{fixed(estimate)}{unit} ({fixed(ends_of_scores.lower)} to {fixed(ends_of_scores.upper)})"


def against_important(analysis: Analysis) -> str:
    """Where the interval lies against the minimal important difference; empty where none is set."""
    important = analysis.outcome.important_difference
    if important is None or analysis.pooled is None or analysis.pooled.interval is None:
        return ""
    interval = turned(analysis.outcome, analysis.pooled.interval)
    known = f"the minimal important difference of {important.value:g}"
    if interval.lower > important.value:
        return f"the whole interval is beyond {known}"
    if interval.upper < important.value:
        return f"the whole interval falls short of {known}"
    return f"the interval holds {known}"


def _per_thousand(share: float) -> str:
    """Whole patients, but never 0 for a share that is not."""
    text = fixed(OF * share, 0)
    return text if text != "0" or share == 0 else "under 1"
