"""P values computed again from what a paper prints, over everything that rounding and silence leave open."""

from __future__ import annotations

from fractions import Fraction
from math import comb, inf, sqrt

from metasacro.integrity.rounding import rounded
from metasacro.literature import Method
from metasacro.numerics.single_tails import chi_square_tail, student_tail
from metasacro.values.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PRange:
    """Smallest and largest P that what is printed allows."""

    lower: float
    upper: float

    def agrees(self, relation: str, text: str) -> bool:
        """Whether the printed P (`<`, `.001`) can be one of these, its own rounding included."""
        value = float(text)
        if relation in ("<", "≤"):
            return self.lower < value or (relation == "≤" and self.lower <= value)
        if relation in (">", "≥"):
            return self.upper > value or (relation == "≥" and self.upper >= value)
        printed = rounded(text)
        return self.lower <= float(printed.upper) and float(printed.lower) <= self.upper


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedMean:
    """Mean and SD of one group or one time, as printed."""

    mean: str
    sd: str
    n: int


def paired_t_p(before: PrintedMean, after: PrintedMean) -> PRange:
    """P of the paired t test, for every correlation of before and after from −1 to 1.

    t = |after − before| √n / SD of the changes, which lies between |SD − SD| and SD + SD. Means and SDs range over what
    rounds to them.

    Parameters
    ----------
    before, after : of the same people; n is the smaller of the two

    Returns
    -------
    smallest and largest two-sided P

    Domain
    ------
    n ≥ 2. Only for a t test; a rank test of the same scores can give another P.

    References
    ----------
    nuijten2016 for the idea of computing P again; follmann1992 for the SD of a change.

    >>> found = paired_t_p(PrintedMean(mean="8", sd="1.9", n=19), PrintedMean(mean="4", sd="1.4", n=19))
    >>> found.agrees("<", ".001"), round(found.upper, 6)
    (True, 0.001183)
    """
    n = min(before.n, after.n)
    first, second = rounded(before.mean), rounded(after.mean)
    widest = max(abs(second.upper - first.lower), abs(second.lower - first.upper))
    apart = max(Fraction(0), second.lower - first.upper, first.lower - second.upper)
    s1, s2 = rounded(before.sd), rounded(after.sd)
    least = max(Fraction(0), s1.lower - s2.upper, s2.lower - s1.upper)
    most = s1.upper + s2.upper
    return PRange(lower=_p_of(widest, least, n), upper=_p_of(apart, most, n))


def _p_of(difference: Fraction, sd: Fraction, n: int) -> float:
    if difference == 0:
        return 1.0
    t = inf if sd == 0 else float(difference) * sqrt(n) / float(sd)
    return student_tail(t, n - 1)


def one_sample_t_p(change: PrintedMean) -> PRange:
    """P of the t test of a mean change against 0.

    >>> one_sample_t_p(PrintedMean(mean="-5.8", sd="2.0", n=27)).agrees("<", ".001")
    True
    """
    mean, sd = rounded(change.mean), rounded(change.sd)
    near = max(Fraction(0), mean.lower, -mean.upper)
    far = max(abs(mean.lower), abs(mean.upper))
    return PRange(lower=_p_of(far, max(Fraction(0), sd.lower), change.n), upper=_p_of(near, sd.upper, change.n))


def two_sample_t_p(first: PrintedMean, second: PrintedMean) -> PRange:
    """P of the t test of two groups, with equal variances or Welch's, over everything that rounds to what is printed.

    >>> found = two_sample_t_p(PrintedMean(mean="8.8", sd="0.7", n=25), PrintedMean(mean="8.2", sd="1.0", n=21))
    >>> round(found.lower, 3), round(found.upper, 3)
    (0.005, 0.076)
    """
    m1, m2, s1, s2 = rounded(first.mean), rounded(second.mean), rounded(first.sd), rounded(second.sd)
    widest = float(max(abs(m1.upper - m2.lower), abs(m2.upper - m1.lower)))
    apart = float(max(Fraction(0), m1.lower - m2.upper, m2.lower - m1.upper))
    # Welch's degrees of freedom depend on the ratio of the SDs, so every combination of their ends is tried.
    corners = [(float(sd1), float(sd2)) for sd1 in (s1.lower, s1.upper) for sd2 in (s2.lower, s2.upper)]
    low = min(min(_two_sample(widest, sds, first.n, second.n)) for sds in corners)
    high = max(max(_two_sample(apart, sds, first.n, second.n)) for sds in corners)
    return PRange(lower=low, upper=high)


def _two_sample(difference: float, sds: tuple[float, float], n1: int, n2: int) -> tuple[float, float]:
    """P with equal variances, and Welch's."""
    if difference == 0:
        return 1.0, 1.0
    v1, v2 = max(0.0, sds[0]) ** 2, max(0.0, sds[1]) ** 2
    if v1 == v2 == 0:
        return 0.0, 0.0
    pooled = ((n1 - 1) * v1 + (n2 - 1) * v2) / (n1 + n2 - 2)
    equal = student_tail(difference / sqrt(pooled * (1 / n1 + 1 / n2)), n1 + n2 - 2)
    e1, e2 = v1 / n1, v2 / n2
    df = (e1 + e2) ** 2 / (e1**2 / (n1 - 1) + e2**2 / (n2 - 1))
    return equal, student_tail(difference / sqrt(e1 + e2), df)


def two_by_two_p(ai: int, n1i: int, ci: int, n2i: int) -> dict[str, float]:
    """P of two counts by the tests that papers use: chi-square, with Yates's correction, and Fisher's exact test.

    >>> {name: round(p, 4) for name, p in two_by_two_p(4, 18, 15, 27).items()}
    {'chi-square': 0.0266, 'chi-square with correction': 0.0562, "Fisher's exact test": 0.0347}
    """
    bi, di = n1i - ai, n2i - ci
    n, events = n1i + n2i, ai + ci
    margins = n1i * n2i * events * (n - events)
    across = abs(ai * di - bi * ci)
    plain, corrected = ((n * max(0.0, across - less) ** 2 / margins if margins else 0.0) for less in (0.0, n / 2))
    return {
        "chi-square": chi_square_tail(plain),
        "chi-square with correction": chi_square_tail(corrected),
        "Fisher's exact test": float(_fisher(ai, n1i, n2i, events)),
    }


def _fisher(ai: int, n1i: int, n2i: int, events: int) -> Fraction:
    """Two-sided: the tables that are no likelier than the one seen."""
    seen = comb(n1i, ai) * comb(n2i, events - ai)
    possible = range(max(0, events - n2i), min(events, n1i) + 1)
    ways = [comb(n1i, count) * comb(n2i, events - count) for count in possible]
    return Fraction(sum(way for way in ways if way <= seen), sum(ways))


PAIRED_T = Method(
    key="paired-t-p",
    name="range of the paired t test's P",
    function=paired_t_p,
    references=("nuijten2016", "follmann1992"),
    oracle="scipy.stats.ttest_rel on samples built to have the printed moments",
)
