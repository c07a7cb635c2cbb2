"""Some specifications of a sweep one by one, spread evenly over all: what a curve can show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metasacro.synthesis.sweep_changes import intervals_of

if TYPE_CHECKING:
    import numpy as np

    from metasacro.synthesis.sweep import Plan

#: Points of the curve.
POINTS = 400

#: The golden ratio's fraction: its multiples fill 0 to 1 more evenly than any others.
_GOLDEN = 0.6180339887498949


@dataclass(frozen=True, slots=True, kw_only=True)
class SampledAnswer:
    """One specification with its answer, turned so that more is better."""

    column: int
    method: str
    test: str
    subset: np.uint64
    estimate: float
    half: float


def sampled(plan: Plan) -> tuple[SampledAnswer, ...]:
    """`POINTS` specifications, or all if they are fewer."""
    number = plan.number
    places = sorted(
        range(number) if number <= POINTS else {int(number * ((at * _GOLDEN) % 1.0)) for at in range(1, POINTS + 1)}
    )
    return tuple(_at(plan, place) for place in places)


def _at(plan: Plan, place: int) -> SampledAnswer:
    """Specification number `place`, the subset turning fastest."""
    rest, subset = divmod(place, len(plan.subsets))
    rest, test = divmod(rest, len(plan.tests))
    column, method = divmod(rest, len(plan.methods))
    found = intervals_of(plan, column, plan.subsets[subset], plan.methods[method], plan.tests[test])
    return SampledAnswer(
        column=column,
        method=plan.methods[method],
        test=plan.tests[test],
        subset=plan.subsets[subset],
        estimate=found[0],
        half=found[1],
    )
