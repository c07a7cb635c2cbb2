"""Mantel–Haenszel estimates of five measures, with their large-sample variances."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.log_ratio import log_ratio

if TYPE_CHECKING:
    from collections.abc import Callable

    from metasacro.numerics.arrays import Floats
    from metasacro.pooling.two_group_counts import TwoGroups

    #: Groups and 0/1 of taking part, (..., k) each, to (estimate, variance) of shape (...) and weights (..., k).
    Estimator = Callable[[TwoGroups, Floats], tuple[Floats, Floats, Floats]]


def odds_ratio(groups: TwoGroups, use: Floats) -> tuple[Floats, Floats, Floats]:
    """ln(Σ ad/N / Σ bc/N), variance of Robins, Breslow and Greenland."""
    a, c, n = groups.a, groups.c, groups.n1 + groups.n2
    b, d = groups.n1 - a, groups.n2 - c
    r, s = use * a * d / n, use * b * c / n
    p, q = (a + d) / n, (b + c) / n
    top, bottom = r.sum(axis=-1), s.sum(axis=-1)
    variance = (
        (p * r).sum(axis=-1) / (2.0 * top**2)
        + (p * s + q * r).sum(axis=-1) / (2.0 * top * bottom)
        + (q * s).sum(axis=-1) / (2.0 * bottom**2)
    )
    return log_ratio(top, bottom, (use * (a * d - b * c) / n).sum(axis=-1)), variance, s


def risk_ratio(groups: TwoGroups, use: Floats) -> tuple[Floats, Floats, Floats]:
    """ln(Σ a n2/N / Σ c n1/N), variance of Greenland and Robins."""
    a, c, n1, n2 = groups.a, groups.c, groups.n1, groups.n2
    n = n1 + n2
    r, s = use * a * n2 / n, use * c * n1 / n
    top, bottom = r.sum(axis=-1), s.sum(axis=-1)
    spread = use * (n1 * n2 * (a + c) - a * c * n) / n**2
    return log_ratio(top, bottom, (use * (a * n2 - c * n1) / n).sum(axis=-1)), spread.sum(axis=-1) / (top * bottom), s


def risk_difference(groups: TwoGroups, use: Floats) -> tuple[Floats, Floats, Floats]:
    """Σ (a n2 − c n1)/N / Σ n1 n2/N, variance of Sato, Greenland and Robins."""
    a, c, n1, n2 = groups.a, groups.c, groups.n1, groups.n2
    n = n1 + n2
    weights = use * n1 * n2 / n
    total = weights.sum(axis=-1)
    estimate = (use * (a * n2 - c * n1) / n).sum(axis=-1) / total
    p = use * (n1**2 * c - n2**2 * a + n1 * n2 * (n2 - n1) / 2.0) / n**2
    q = use * (a * (n2 - c) + c * (n1 - a)) / (2.0 * n)
    return estimate, (estimate * p.sum(axis=-1) + q.sum(axis=-1)) / total**2, weights


def rate_ratio(groups: TwoGroups, use: Floats) -> tuple[Floats, Floats, Floats]:
    """ln(Σ x1 t2/T / Σ x2 t1/T), variance of Greenland and Robins."""
    x1, x2, t1, t2 = groups.a, groups.c, groups.n1, groups.n2
    t = t1 + t2
    r, s = use * x1 * t2 / t, use * x2 * t1 / t
    top, bottom = r.sum(axis=-1), s.sum(axis=-1)
    spread = use * (x1 + x2) * (t1 / t) * (t2 / t)
    return np.log(top / bottom), spread.sum(axis=-1) / (top * bottom), s


def rate_difference(groups: TwoGroups, use: Floats) -> tuple[Floats, Floats, Floats]:
    """Σ (x1 t2 − x2 t1)/T / Σ t1 t2/T, variance of Greenland and Robins."""
    x1, x2, t1, t2 = groups.a, groups.c, groups.n1, groups.n2
    t = t1 + t2
    weights = use * t1 * t2 / t
    total = weights.sum(axis=-1)
    estimate = (use * (x1 * t2 - x2 * t1) / t).sum(axis=-1) / total
    spread = use * (x1 * (t2 / t) ** 2 + x2 * (t1 / t) ** 2)
    return estimate, spread.sum(axis=-1) / total**2, weights


#: Measure → its estimator.
ESTIMATORS: dict[str, Estimator] = {
    "OR": odds_ratio,
    "RR": risk_ratio,
    "RD": risk_difference,
    "IRR": rate_ratio,
    "IRD": rate_difference,
}
