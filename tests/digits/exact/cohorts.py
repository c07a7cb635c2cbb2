"""Cohorts as the exact formulas take them: a block and the number of times it is repeated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mpmath import mp, mpf


@dataclass(frozen=True, slots=True)
class Cohorts:
    """Effects, variances and fixed weights of a block of cohorts that comes `times` times.

    A million cohorts cost no more than their block: what the formulas need is their number and sums over them, each of
    which is `times` that over the block.
    """

    y: Sequence[mpf]
    v: Sequence[mpf]
    a: Sequence[mpf]
    times: int = 1

    @property
    def k(self) -> int:
        return self.times * len(self.y)

    def sum(self, terms: Iterable[mpf]) -> mpf:
        """Σ over all cohorts of a term for each of the block."""
        return self.times * mp.fsum(terms)

    def dot(self, left: Iterable[mpf], right: Iterable[mpf]) -> mpf:
        """Σ over all cohorts of the product of two."""
        return self.times * mp.fdot(zip(left, right, strict=True))
