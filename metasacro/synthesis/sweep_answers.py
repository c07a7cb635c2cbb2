"""Estimate and interval of specifications one by one, where a sweep needs more of them than counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.pooling.every_test import intervals_of_every_test
from metasacro.synthesis.sweep_piece import membership

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats
    from metasacro.synthesis.sweep import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Specification:
    """One value of each choice."""

    column: int
    subset: np.uint64
    method: str
    test: str


def answers_of(plan: Plan, specifications: Sequence[Specification]) -> tuple[Floats, Floats]:
    """Estimates and half widths, (n,), turned so that more is better; those of one estimator in one batch."""
    estimates, halves = np.empty(len(specifications)), np.empty(len(specifications))
    subsets = np.array([asked.subset for asked in specifications], dtype=np.uint64)
    keep = membership(subsets, len(plan.labels))[:, plan.study_of]
    for method in dict.fromkeys(asked.method for asked in specifications):
        rows = [at for at, asked in enumerate(specifications) if asked.method == method]
        columns = [specifications[at].column for at in rows]
        tests = [plan.tests.index(specifications[at].test) for at in rows]
        found, widths = intervals_of_every_test(
            plan.yi[columns], plan.vi[columns], keep=keep[rows], methods=[method], tests=plan.tests, level=plan.level
        )
        estimates[rows], halves[rows] = found[0], widths[0][tests, np.arange(len(rows))]
    return estimates, halves
