"""How many cohorts a symmetric funnel would need: the estimators of Duval and Tweedie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.problems import Refusal

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One estimator: from deviations sorted with the crowded side last, its standard error, and a P value."""

    key: str
    estimate: Callable[[Floats], float]
    se: Callable[[float, int], float | None]
    p_value: Callable[[int], float | None]


def _signed_ranks(deviations: Floats) -> Floats:
    """Ranks of the distances from the centre, with the sign of the side; equal distances in the order given."""
    ranks = np.empty(deviations.size)
    ranks[np.argsort(np.abs(deviations), kind="stable")] = np.arange(1.0, deviations.size + 1.0)
    return np.sign(deviations) * ranks


def _crowded(deviations: Floats) -> float:
    """Sum of the ranks of the crowded side."""
    ranks = _signed_ranks(deviations)
    return float(ranks[ranks > 0].sum())


def _run(deviations: Floats) -> float:
    ranks = _signed_ranks(deviations)
    return deviations.size - float(np.max(-ranks[ranks < 0], initial=0.0)) - 1.0


def _run_se(missing: float, _n: int) -> float | None:
    return float(np.sqrt(2.0 * max(0.0, missing) + 2.0))


def _linear(deviations: Floats) -> float:
    n = deviations.size
    return (4.0 * _crowded(deviations) - n * (n + 1.0)) / (2.0 * n - 1.0)


def _variance_of_ranks(missing: float, n: int) -> float:
    """Variance of the sum of ranks when `missing` cohorts are missing."""
    m = missing
    terms = n * (n + 1.0) * (2.0 * n + 1.0) + 10.0 * m**3 + 27.0 * m**2 + 17.0 * m
    return (terms - 18.0 * n * m**2 - 18.0 * n * m + 6.0 * n**2 * m) / 24.0


def _linear_se(missing: float, n: int) -> float | None:
    variance = _variance_of_ranks(missing, n)
    return 4.0 * float(np.sqrt(variance)) / (2.0 * n - 1.0) if variance >= 0 else None


def _quadratic(deviations: Floats) -> float:
    n = deviations.size
    inside = 2.0 * n**2 - 4.0 * _crowded(deviations) + 0.25
    if inside < 0:
        raise Refusal("MS521", estimator="Q0")
    return n - 0.5 - float(np.sqrt(inside))


def _quadratic_se(missing: float, n: int) -> float | None:
    variance, below = _variance_of_ranks(missing, n), (n - 0.5) ** 2 - missing * (2.0 * n - missing - 1.0)
    return 2.0 * float(np.sqrt(variance / below)) if variance >= 0 and below > 0 else None


#: Key → estimator. R0's P is that of a run at least as long among signs that are heads or tails.
COUNTS: dict[str, Count] = {
    "L0": Count(key="L0", estimate=_linear, se=_linear_se, p_value=lambda _: None),
    "R0": Count(key="R0", estimate=_run, se=_run_se, p_value=lambda missing: 0.5 ** (missing + 1)),
    "Q0": Count(key="Q0", estimate=_quadratic, se=_quadratic_se, p_value=lambda _: None),
}
