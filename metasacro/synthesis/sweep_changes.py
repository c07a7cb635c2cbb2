"""The protocol's own specification, and every other that differs from it in one choice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.interval import Interval
from metasacro.pooling.every_test import intervals_of_every_test
from metasacro.synthesis.standing import Standing, standings
from metasacro.synthesis.sweep_tally import membership

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats
    from metasacro.synthesis.sweep import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One specification by what it changes. Effects are turned so that more is better."""

    choice: str  #: "" for the protocol's own
    value: str
    estimate: float
    interval: Interval
    conclusion: Standing


def changes_from(plan: Plan) -> Iterator[Change]:
    """The protocol's own first; then one for each other value of each choice, and each study taken out or added."""
    own = plan.columns[plan.planned_column]
    yield _fitted(plan, "", "the protocol’s own")
    for at, column in enumerate(plan.columns):
        if column.correlation == own.correlation and column.conversion != own.conversion:
            yield _fitted(plan, "conversion", column.conversion, column=at)
        if column.conversion == own.conversion and column.correlation != own.correlation:
            yield _fitted(plan, "correlation", f"{column.correlation:g}", column=at)
    for method in plan.methods:
        if method != plan.planned_method:
            yield _fitted(plan, "estimator of τ²", method, method=method)
    for test in plan.tests:
        if test != plan.planned_test:
            yield _fitted(plan, "test", test, test=test)
    for at, label in enumerate(plan.labels):
        bit = np.uint64(1 << at)
        subset = plan.planned ^ bit
        word = "without" if plan.planned & bit else "with"
        if membership(np.array([subset]), len(plan.labels))[:, plan.study_of].sum() >= 2:
            yield _fitted(plan, "study", f"{word} {label}", subset=subset)


#: Subsets by how many of the studies are in.
SUBSET_WORDS = ("the protocol’s", "up to a third", "up to two thirds", "more than two thirds")


def subset_word(plan: Plan, subset: np.uint64) -> str:
    """Which of `SUBSET_WORDS` a subset is."""
    if subset == plan.planned:
        return SUBSET_WORDS[0]
    share = int(subset).bit_count() / len(plan.labels)
    return SUBSET_WORDS[1 if share <= 1 / 3 else 2 if share <= 2 / 3 else 3]


def _fitted(
    plan: Plan,
    choice: str,
    value: str,
    *,
    column: int | None = None,
    method: str | None = None,
    test: str | None = None,
    subset: np.uint64 | None = None,
) -> Change:
    column = plan.planned_column if column is None else column
    estimate, half = intervals_of(
        plan,
        column,
        plan.planned if subset is None else subset,
        method or plan.planned_method,
        test or plan.planned_test,
    )
    low, high = estimate - half, estimate + half
    state = standings(np.array([low]), np.array([high]), plan.important)[0]
    return Change(
        choice=choice,
        value=value,
        estimate=estimate,
        interval=Interval(lower=low, upper=high, level=plan.level),
        conclusion=Standing(int(state)),
    )


def intervals_of(plan: Plan, column: int, subset: np.uint64, method: str, test: str) -> tuple[float, float]:
    """Estimate and half width of one specification."""
    keep = membership(np.array([subset], dtype=np.uint64), len(plan.labels))[:, plan.study_of]
    found: tuple[Floats, Floats] = intervals_of_every_test(
        plan.yi[column], plan.vi[column], keep=keep, methods=[method], tests=[test], level=plan.level
    )
    return float(found[0][0, 0]), float(found[1][0, 0, 0])
