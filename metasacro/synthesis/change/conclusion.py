"""What a pooled answer concludes against each threshold of its outcome, and when that conclusion flips."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from metasacro.synthesis.standing import sides
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.synthesis.analysis import Analysis


class Side(Enum):
    """Where an interval or an estimate lies against a threshold, as changes are shown: better is above."""

    BELOW = "below"
    ACROSS = "across"  #: an interval that includes the threshold; an estimate that equals it
    ABOVE = "above"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """An answer against one threshold, in the outcome's unit with better above."""

    threshold: str  #: "no effect" or "important difference"
    value: float
    estimate: Side
    interval: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """An answer against each of its thresholds. `estimable`: whether there is an answer at all.

    A mean change has `no effect` (0), and `important difference` where the protocol gives one. The rate of one group
    has neither: there is nothing to compare it with.
    """

    estimable: bool
    stands: tuple[Stand, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """A threshold that the estimate or the interval left or reached. A side that lacks it is None."""

    threshold: str
    what: str  #: "estimate" or "interval"
    old: Side | None
    new: Side | None


def conclude(analysis: Analysis) -> Conclusion:
    """Where the pooled answer stands."""
    outcome, pooled = analysis.outcome, analysis.pooled
    if pooled is not None and outcome.measure == "PLO":  # without a model there is still an exact bound
        return Conclusion(estimable=pooled.interval is not None or pooled.exact is not None, stands=())
    if pooled is None or pooled.estimate is None or pooled.interval is None:
        return Conclusion(estimable=False, stands=())
    sign = -1.0 if outcome.lower_is_better else 1.0
    lower, upper = sorted((sign * pooled.interval.lower, sign * pooled.interval.upper))
    thresholds = [("no effect", 0.0)]
    if outcome.important_difference is not None:
        thresholds.append(("important difference", outcome.important_difference.value))
    return Conclusion(
        estimable=True,
        stands=tuple(
            Stand(
                threshold=name,
                value=value,
                estimate=_side(sign * pooled.estimate, sign * pooled.estimate, value),
                interval=_side(lower, upper, value),
            )
            for name, value in thresholds
        ),
    )


def crossings(old: Conclusion, new: Conclusion) -> tuple[Crossing, ...]:
    """Every threshold whose side changed, for the estimate and for the interval."""
    before = {stand.threshold: stand for stand in old.stands}
    after = {stand.threshold: stand for stand in new.stands}
    found = []
    for threshold in {**before, **after}:
        was, now = before.get(threshold), after.get(threshold)
        for what in ("estimate", "interval"):
            left: Side | None = getattr(was, what, None)
            reached: Side | None = getattr(now, what, None)
            if left is not reached:
                found.append(Crossing(threshold=threshold, what=what, old=left, new=reached))
    return tuple(found)


def flips(old: Conclusion | None, new: Conclusion | None) -> bool:
    """Whether the conclusion flips: an answer appears or is lost, or the interval changes its side of a threshold.

    An estimate that crosses a threshold inside an interval that includes it before and after flips nothing. A threshold
    that the protocol gained or lost flips nothing by itself; one that it moved does where the interval's side changes.
    An outcome that the protocol dropped takes its conclusion with it; a new one had none before.
    """
    if old is None:
        return False
    if new is None:
        return old.estimable
    if old.estimable is not new.estimable:
        return True
    return any(
        crossing.what == "interval" and crossing.old is not None and crossing.new is not None
        for crossing in crossings(old, new)
    )


def _side(lower: float, upper: float, threshold: float) -> Side:
    return {1: Side.ABOVE, -1: Side.BELOW, 0: Side.ACROSS}[int(sides(lower, upper, threshold))]
