"""Tails of t and χ² with whole degrees of freedom, as finite sums, for compiled loops.

They replace the incomplete beta and gamma functions, which cost more than a whole fit does. Where a sum would be long
or lose digits, and where they are not whole, the answer is `nan`, and the general function is asked.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.loops import compiled, inlined

if TYPE_CHECKING:
    from collections.abc import Callable

    from metasacro.numerics.arrays import Floats

#: A tail costs about as much as so many numbers of a batch.
TAIL = 10

#: Degrees of freedom from which on the sums are longer than the general functions.
_MOST = 200

#: Below this tail of t, 1 minus the sum would lose digits, and the series of the tail itself is short.
_SMALL = 0.01


@inlined
def student_tail(t: float, df: float) -> float:
    """Probability of a value at least as far from 0 as `t`; `df` whole or inf (the normal distribution), else `nan`.

    >>> round(student_tail(12.706204736174694, 1.0), 12)
    0.05
    """
    if math.isinf(df):
        return math.erfc(abs(t) / math.sqrt(2.0))
    if not 1.0 <= df <= _MOST or df % 1.0 != 0.0 or math.isnan(t):
        return math.nan
    if math.isinf(t):
        return 0.0
    x = df / (df + t * t)
    odd = df % 2.0 == 1.0
    term, total = 1.0, 0.0
    sine = abs(t) / math.sqrt(df + t * t)
    for j in range(int(df) // 2):
        total += term
        term *= x * ((2 * j + 2.0) / (2 * j + 3.0) if odd else (2 * j + 1.0) / (2 * j + 2.0))
    inside = (math.atan(abs(t) / math.sqrt(df)) + sine * math.sqrt(x) * total) * 2.0 / math.pi if odd else sine * total
    if 1.0 - inside > _SMALL:
        return 1.0 - inside
    a = 0.5 * df
    front = math.exp(math.lgamma(a + 0.5) - math.lgamma(a + 1.0) + a * math.log(x)) * sine / math.sqrt(math.pi)
    term, total, n = 1.0, 1.0, 0
    while term > 1e-17 * total:
        term *= x * (a + 0.5 + n) / (a + 1.0 + n)
        total += term
        n += 1
    return front * total


@inlined
def chi_square_tail(x: float, df: float) -> float:
    """Probability of a value of at least `x`; `df` whole, or the answer is `nan`.

    >>> round(chi_square_tail(3.841458820694124, 1.0), 12)
    0.05
    """
    if not 1.0 <= df <= _MOST or df % 1.0 != 0.0 or not x < 1000.0:
        return math.nan
    half = 0.5 * x
    if df % 2.0 == 1.0:
        total, term, j = math.erfc(math.sqrt(half)), 2.0 * math.sqrt(half / math.pi) * math.exp(-half), 0.5
    else:
        total, term, j = 0.0, math.exp(-half), 0.0
    while j < 0.5 * df:
        total += term
        j += 1.0
        term *= half / j
    return total


def tails(loop: Callable[..., None], general: Callable[..., Floats], x: Floats, df: Floats) -> Floats:
    """By the compiled `loop`; by the `general` function what the loop leaves."""
    x, df = (np.ascontiguousarray(each) for each in (x, df))
    p = np.empty(x.shape)
    compiled(loop)(x.reshape(-1), df.reshape(-1), p.reshape(-1))
    left = np.flatnonzero(np.isnan(p) & ~np.isnan(x))
    if left.size:
        p.flat[left] = general(x.flat[left], df.flat[left])
    return p


def student_tails(t: Floats, df: Floats, p: Floats) -> None:
    """Fill `p`, `nan` where the general function is to be asked."""
    for i in range(t.size):
        p[i] = student_tail(t[i], df[i])


def chi_square_tails(x: Floats, df: Floats, p: Floats) -> None:
    """The same for χ²."""
    for i in range(x.size):
        p[i] = chi_square_tail(x[i], df[i])
