"""One tail at a time, without arrays: for questions that are put a few times and should not wait for numpy to load.

Batches belong to `student`, `chi_square` and `normal`; a test holds both to the same numbers.
"""

from __future__ import annotations

from math import erfc, exp, inf, lgamma, log, pi, sqrt

#: A continued fraction is done when a further term changes it by no more than this, relatively.
_CLOSE = 1e-15
#: More terms than any question needs: they are about the square root of the degrees of freedom.
_MOST_TERMS = 10_000
#: A quantile is done when Newton's method moves it by less, relatively; it needs about six steps.
_MOVED = 1e-13
_MOST_STEPS = 100
#: Stands for a 0 in a denominator.
_TINY = 1e-300


def chi_square_tail(x: float) -> float:
    """Probability that a chi-square with one degree of freedom is at least `x`: erfc(√(x/2)).

    >>> round(chi_square_tail(3.841458820694124), 12)
    0.05
    """
    return erfc(sqrt(x / 2))


def normal_tail(z: float) -> float:
    """Probability of a value at least as far from 0 as `z`, on either side.

    >>> round(normal_tail(1.959963984540054), 12)
    0.05
    """
    return erfc(abs(z) / sqrt(2))


def student_tail(t: float, df: float) -> float:
    """Probability of a value at least as far from 0 as `t`, on either side: the incomplete beta I_w(df/2, 1/2) in
    w = df/(df + t²).

    Parameters: `df` above 0 and finite. Its continued fraction is that of the digital library of mathematical
    functions, 8.17.22, taken in w or, where that converges better, in 1 − w.

    >>> round(student_tail(12.706204736174694, 1), 12)
    0.05
    """
    if t == 0:
        return 1.0
    square = t * t
    if square == inf:
        return 0.0
    a, near, far = df / 2, df / (df + square), square / (df + square)
    height = exp(_beta_height(a) + a * log(near) + 0.5 * log(far))
    if near < (a + 1) / (a + 2.5):
        return height * _fraction(a, 0.5, near) / a
    return 1.0 - height * _fraction(0.5, a, far) / 0.5


def student_point(p: float, df: float) -> float:
    """Value below which a share `p` lies, 0.5 < p < 1: Newton's method on the logarithms of value and tail.

    The logarithm of the tail is concave in that of the value, so that every step but the first comes from the right.

    >>> round(student_point(0.975, 1), 4)
    12.7062
    """
    t, wanted = 2.0, log(2 * (1 - p))
    for _ in range(_MOST_STEPS):
        tail = student_tail(t, df)
        density = exp(_beta_height(df / 2) - 0.5 * (df + 1) * log(1 + t * t / df)) / sqrt(df)
        step = (log(tail) - wanted) * tail / (2 * density * t)
        t *= exp(step)
        if abs(step) <= _MOVED:
            break
    return t


def _beta_height(a: float) -> float:
    """−log B(a, 1/2)."""
    return lgamma(a + 0.5) - lgamma(a) - 0.5 * log(pi)


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of I_x(a, b), by Lentz's method."""
    c, d = 1.0, 1.0 - (a + b) * x / (a + 1)
    d = 1.0 / (d or _TINY)
    value = d
    for m in range(1, _MOST_TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1.0 / ((1.0 + term * d) or _TINY)
            c = (1.0 + term / c) or _TINY
            change = c * d
            value *= change
        if abs(change - 1.0) <= _CLOSE:
            break
    return value
