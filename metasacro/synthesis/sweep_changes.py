"""The protocol's own specification, and every other that differs from it in one choice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.interval import Interval
from metasacro.synthesis.standing import Standing, standings
from metasacro.synthesis.sweep_answers import Specification, answers_of
from metasacro.synthesis.sweep_piece import membership

if TYPE_CHECKING:
    from metasacro.synthesis.sweep import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One specification by what it changes. Effects are turned so that more is better."""

    choice: str  #: "" for the protocol's own
    value: str
    estimate: float
    interval: Interval
    conclusion: Standing


def changes_from(plan: Plan) -> tuple[Change, ...]:
    """The protocol's own first; then one for each other value of each choice, and each study taken out or added."""
    asked = list(_changed(plan))
    estimates, halves = answers_of(plan, [specification for _, _, specification in asked])
    lower, upper = estimates - halves, estimates + halves
    states = standings(lower, upper, plan.important)
    return tuple(
        Change(
            choice=choice,
            value=value,
            estimate=float(estimates[at]),
            interval=Interval(lower=float(lower[at]), upper=float(upper[at]), level=plan.level),
            conclusion=Standing(int(states[at])),
        )
        for at, (choice, value, _) in enumerate(asked)
    )


def _changed(plan: Plan) -> Iterator[tuple[str, str, Specification]]:
    """Choice, its new value, and the specification with it."""
    column = plan.columns[plan.planned_column]
    own = Specification(
        column=plan.planned_column, subset=plan.planned, method=plan.planned_method, test=plan.planned_test
    )
    yield "", "the protocol’s own", own
    for at, other in enumerate(plan.columns):
        if other.correlation == column.correlation and other.conversion != column.conversion:
            yield "conversion", other.conversion, replace(own, column=at)
        if other.conversion == column.conversion and other.correlation != column.correlation:
            yield "correlation", f"{other.correlation:g}", replace(own, column=at)
    for method in plan.methods:
        if method != own.method:
            yield "estimator of τ²", method, replace(own, method=method)
    for test in plan.tests:
        if test != own.test:
            yield "test", test, replace(own, test=test)
    for at, label in enumerate(plan.labels):
        bit = np.uint64(1 << at)
        subset = plan.planned ^ bit
        word = "without" if plan.planned & bit else "with"
        if membership(np.array([subset]), len(plan.labels))[:, plan.study_of].sum() >= 2:
            yield "study", f"{word} {label}", replace(own, subset=subset)


#: Subsets by how many of the studies are in.
SUBSET_WORDS = ("the protocol’s", "up to a third", "up to two thirds", "more than two thirds")


def subset_word(plan: Plan, subset: np.uint64) -> str:
    """Which of `SUBSET_WORDS` a subset is."""
    if subset == plan.planned:
        return SUBSET_WORDS[0]
    share = int(subset).bit_count() / len(plan.labels)
    return SUBSET_WORDS[1 if share <= 1 / 3 else 2 if share <= 2 / 3 else 3]
