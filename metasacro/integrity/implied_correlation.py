"""The correlation of scores before and after that a printed P value of the paired t test leaves possible."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import inf, sqrt
from typing import TYPE_CHECKING

from metasacro.integrity.rounding import rounded
from metasacro.numerics.student import student_quantile
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.integrity.recomputed_p import PrintedMean


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From the smallest to the largest value that is left; `lower` above `upper`: none is."""

    lower: float
    upper: float

    @property
    def empty(self) -> bool:
        return self.lower > self.upper


def sd_from_paired_p(difference: float, n: int, relation: str, text: str) -> Span:
    """SDs of the changes at which the paired t test of this mean change has the printed P.

    P = P(|T| ≥ |difference| √n/SD), T with n − 1 degrees of freedom; so SD = |difference| √n/t(1 − P/2). `<` leaves
    everything below.

    >>> left = sd_from_paired_p(-5.0, 19, "<", ".001")
    >>> left.lower, round(left.upper, 3)
    (0.0, 5.557)
    """
    if relation in ("<", "≤"):
        return Span(lower=0.0, upper=_sd(difference, n, float(text)))
    if relation in (">", "≥"):
        return Span(lower=_sd(difference, n, float(text)), upper=inf)
    printed = rounded(text)
    return Span(lower=_sd(difference, n, float(printed.lower)), upper=_sd(difference, n, float(printed.upper)))


def _sd(difference: float, n: int, p: float) -> float:
    if p <= 0:
        return 0.0
    t = float(student_quantile(1 - min(p, 1.0) / 2, n - 1))
    return inf if t <= 0 else abs(difference) * sqrt(n) / t


def correlation_from_paired_p(before: PrintedMean, after: PrintedMean, relation: str, text: str) -> Span:
    """Correlations at which the scores give the printed P: r = (s1² + s2² − SD²)/(2 s1 s2), within ±1.

    Means and SDs range over what rounds to them, so nothing is ruled out that rounding allows.

    >>> from metasacro.integrity.recomputed_p import PrintedMean
    >>> left = correlation_from_paired_p(
    ...     PrintedMean(mean="8.0", sd="1.9", n=19), PrintedMean(mean="7.0", sd="1.4", n=19), "<", ".001")
    >>> round(left.lower, 3), left.upper
    (0.75, 1.0)
    """
    n = min(before.n, after.n)
    first, second = rounded(before.mean), rounded(after.mean)
    widest = max(abs(second.upper - first.lower), abs(second.lower - first.upper))
    apart = max(Fraction(0), second.lower - first.upper, first.lower - second.upper)
    most = sd_from_paired_p(float(widest), n, relation, text).upper
    least = sd_from_paired_p(float(apart), n, relation, text).lower
    s1, s2 = ([float(end) for end in (rounded(sd).lower, rounded(sd).upper)] for sd in (before.sd, after.sd))
    if min(s1[0], s2[0]) <= 0:
        return Span(lower=-1.0, upper=1.0)
    return Span(
        lower=max(-1.0, min(_correlations(s1, s2, most))),
        upper=min(1.0, max(_correlations(s1, s2, least))),
    )


def _correlations(s1: list[float], s2: list[float], sd: float) -> list[float]:
    """r at the corners, and where it is smallest in one SD between them: there s1² = s2² − SD²."""
    pairs = list(product(s1, s2))
    pairs += [(sqrt(end**2 - sd**2), end) for end in s2 if end > sd and s1[0] ** 2 < end**2 - sd**2 < s1[1] ** 2]
    pairs += [(end, sqrt(end**2 - sd**2)) for end in s1 if end > sd and s2[0] ** 2 < end**2 - sd**2 < s2[1] ** 2]
    return [(one * one + other * other - sd * sd) / (2 * one * other) for one, other in pairs]
