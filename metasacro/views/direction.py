"""Changes are pooled as follow-up minus baseline, and shown so that better is to the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.interval import Interval

if TYPE_CHECKING:
    from metasacro.evidence.protocol import Outcome


def sign_of(outcome: Outcome) -> float:
    """−1 for scores of which less is better; rates stand as they are."""
    return -1.0 if outcome.measure != "PLO" and outcome.lower_is_better else 1.0


def turned(outcome: Outcome, interval: Interval) -> Interval:
    """An interval of changes as it is shown."""
    sign = sign_of(outcome)
    ends = sorted((sign * interval.lower, sign * interval.upper))
    return Interval(lower=ends[0], upper=ends[1], level=interval.level)


def effect_name(outcome: Outcome) -> str:
    """`reduction` where less is better."""
    return "reduction" if outcome.lower_is_better else "change"


def effect_in_unit(outcome: Outcome) -> str:
    """`reduction in points`; without a unit the bare name."""
    return f"{effect_name(outcome)} in {outcome.unit}" if outcome.unit else effect_name(outcome)
