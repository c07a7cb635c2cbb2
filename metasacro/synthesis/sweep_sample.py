"""Some specifications of a sweep one by one, spread evenly over all: what a curve can show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.synthesis.sweep_answers import Specification, answers_of

if TYPE_CHECKING:
    from metasacro.synthesis.sweep import Plan

#: Points of the curve.
POINTS = 400

#: The golden ratio's fraction: its multiples fill 0 to 1 more evenly than any others.
_GOLDEN = 0.6180339887498949


def sampled(plan: Plan) -> tuple[tuple[Specification, float, float], ...]:
    """`POINTS` specifications with estimate and half width, or all if they are fewer."""
    number = plan.number
    places = sorted(
        range(number) if number <= POINTS else {int(number * ((at * _GOLDEN) % 1.0)) for at in range(1, POINTS + 1)}
    )
    asked = [_at(plan, place) for place in places]
    estimates, halves = answers_of(plan, asked)
    return tuple(zip(asked, estimates.tolist(), halves.tolist(), strict=True))


def _at(plan: Plan, place: int) -> Specification:
    """Specification number `place`, the subset turning fastest."""
    rest, subset = divmod(place, len(plan.subsets))
    rest, test = divmod(rest, len(plan.tests))
    column, method = divmod(rest, len(plan.methods))
    return Specification(column=column, subset=plan.subsets[subset], method=plan.methods[method], test=plan.tests[test])
