"""The hypergeometric function ₂F₁ where the unbiased correlation needs it: argument 0 to 1, convergent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats

#: Terms after which the series is given up for scipy's evaluation; it is reached only for c of 6 or less near z = 1.
TERMS = 4000
#: From this c on the series is summed: its terms fall at least as fast as k⁻ᶜ, even at z = 1.
SERIES_FROM = 8.0


def gauss_series(a: float, b: float, c: ArrayLike, z: ArrayLike) -> Floats:
    """Sum of (a)ₖ(b)ₖ zᵏ/((c)ₖ k!) over k ≥ 0, for 0 < a, b ≤ 1, 0 ≤ z ≤ 1 and c > a + b.

    scipy's evaluation gives nan for large c near z = 1; there the plain series needs few terms, because they fall as
    k to the power −c + a + b − 1. nan where c ≤ a + b, since the sum at z = 1 does not exist.

    >>> round(float(gauss_series(0.5, 0.5, 1.5, 0.25)), 12)  # asin(x)/x at x = 1/2
    1.047197551197
    """
    from scipy.special import hyp2f1

    c, z = np.broadcast_arrays(np.asarray(c, dtype=np.float64), np.asarray(z, dtype=np.float64))
    short = c >= SERIES_FROM
    answer = np.array(np.where(c > a + b, hyp2f1(a, b, np.where(short, SERIES_FROM, c), z), np.nan))
    cs, zs = np.where(short, c, SERIES_FROM), z
    term = total = np.ones_like(cs)
    for k in range(TERMS):
        term = term * ((a + k) * (b + k) / ((cs + k) * (1.0 + k))) * zs
        total = total + term
        if (term <= 1e-17 * total).all():
            break
    return np.where(short, total, answer)
