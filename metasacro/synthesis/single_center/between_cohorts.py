"""How much more one part of the patients changed than the other."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from metasacro.numerics.interval import Interval
from metasacro.numerics.student import student_quantile
from metasacro.synthesis.single_center.changes import Change, change_variance
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.problems import Caution
    from metasacro.synthesis.single_center.score_groups import ScoreGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Change of the first part minus that of the second; negative: the first fell more."""

    title: str
    first: Change
    second: Change
    estimate: float
    interval: Interval  #: Welch's, at the assumed correlation
    widest: Interval  #: at the lowest correlation left


def difference_of_changes(group: ScoreGroup, found: Sequence[Change | Caution], level: float) -> Difference | None:
    """Of the two parts of the group; None unless there are two with a change each."""
    if len(group.parts) != 2:
        return None
    first, second = (found[group.pairs.index(part)] for part in group.parts)
    if not isinstance(first, Change) or not isinstance(second, Change):
        return None
    estimate = first.estimate - second.estimate
    return Difference(
        title=group.title,
        first=first,
        second=second,
        estimate=estimate,
        interval=_welch(estimate, first, second, (first.assumed, second.assumed), level),
        widest=_welch(estimate, first, second, (first.correlation.lower, second.correlation.lower), level),
    )


def _welch(estimate: float, first: Change, second: Change, correlations: tuple[float, float], level: float) -> Interval:
    """t with Welch's degrees of freedom: (v1 + v2)²/(v1²/(n1 − 1) + v2²/(n2 − 1)), v the variances of the means."""
    v1, v2 = (
        change_variance(change.before, change.after, change.n, correlation)
        for change, correlation in zip((first, second), correlations, strict=True)
    )
    if v1 + v2 <= 0:
        return Interval(lower=estimate, upper=estimate, level=level)
    df = (v1 + v2) ** 2 / (v1**2 / (first.n - 1) + v2**2 / (second.n - 1))
    half = float(student_quantile((1 + level) / 2, df)) * sqrt(v1 + v2)
    return Interval(lower=estimate - half, upper=estimate + half, level=level)
