"""A pooled answer in the units in which a panel decides: patients per 1,000, points against what matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.synthesis.rates import pooled_rate
from metasacro.synthesis.rows import CountRow
from metasacro.views.direction import sign_of, turned
from metasacro.views.numbers import fixed

if TYPE_CHECKING:
    from metasacro.evidence.protocol import Outcome
    from metasacro.numerics.interval import Interval
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
        if share is None:  # nobody or everybody had the event: there is a bound and no estimate
            told = sum(row.events for row in analysis.rows if isinstance(row, CountRow))
            return f"{told} of {analysis.n} patients ({ends} per 1,000)"
        return f"{_per_thousand(share)} per 1,000 ({ends})"
    if pooled.estimate is None or pooled.interval is None:
        return "not estimable"
    ends_of_scores = turned(analysis.outcome, pooled.interval)
    unit = f" {analysis.outcome.unit}" if analysis.outcome.unit else ""
    estimate = sign_of(analysis.outcome) * pooled.estimate
    return f"{fixed(estimate)}{unit} ({fixed(ends_of_scores.lower)} to {fixed(ends_of_scores.upper)})"


def against_important(analysis: Analysis) -> str:
    """Where the interval lies against the minimal important difference and no change; empty where none is set."""
    important = analysis.outcome.important_difference
    if important is None or analysis.pooled is None or analysis.pooled.interval is None:
        return ""
    interval = turned(analysis.outcome, analysis.pooled.interval)
    if interval.lower > important.value:
        return f"the whole interval is beyond {_named(important.value)}"
    if interval.upper < 0:
        return "the whole interval is a change for the worse"
    if interval.upper < important.value:
        within = "; it includes no change" * (interval.lower <= 0)
        return f"the whole interval falls short of {_named(important.value)}{within}"
    return f"the interval includes {included(interval, analysis.outcome)}"


def included(interval: Interval, outcome: Outcome) -> str:
    """What an interval of turned changes includes of what a panel asks about: what matters, no change, or neither."""
    important = outcome.important_difference
    found = [_named(important.value)] if important and interval.lower <= important.value <= interval.upper else []
    return " and ".join([*found, *["no change"] * (interval.lower <= 0 <= interval.upper)])


def _named(important: float) -> str:
    return f"the minimal important difference of {important:g}"


def _per_thousand(share: float) -> str:
    """Whole patients, but never 0 or all for a share that is not.

    >>> [_per_thousand(share) for share in (0.0, 0.0001, 0.0263, 0.9999, 1.0)]
    ['0', 'under 1', '26', 'over 999', '1,000']
    """
    text = fixed(OF * share, 0)
    if text == "0" and share > 0:
        return "under 1"
    if text == "1000":
        return "over 999" if share < 1 else "1,000"
    return text
