"""What the score does between two values of τ², from exact bounds: so that no maximum of a likelihood is overlooked.

The score is A − B, where over the contrasts of a model, with eigenvalues λ_j of their variances and c_j ≥ 0,

    A = Σ c_j/(tau2 + λ_j)², B = Σ 1/(tau2 + λ_j), C = −A'/2 = Σ c_j/(tau2 + λ_j)³, D = −B' = Σ 1/(tau2 + λ_j)²

and all λ_j lie between the least variance m and the greatest M (of the restricted likelihood by interlacing; those of
the full one are the variances themselves). C/A and D/B are means of 1/(tau2 + λ_j) under two distributions, so that
Jensen's inequality bounds A and B at a distance h from below, and putting all mass on the ends m and M from above.

Every function here is plain arithmetic on numbers or arrays, and serves both.
"""

from __future__ import annotations

from typing import Any

from metasacro.numerics.arrays import np
from metasacro.numerics.loops import in_step, inlined


@inlined
def ratio_falls(b1: Any, d1: Any, a2: Any, c2: Any) -> Any:
    """A/B falls from tau2 = t1 to t2: its logarithm has the slope D/B − 2C/A, in which both terms shrink with tau2.

    The score then changes sign at most once in between, from positive to negative.
    """
    return 2.0 * c2 * b1 > d1 * a2


@inlined
def ratio_rises(a1: Any, c1: Any, b2: Any, d2: Any) -> Any:
    """A/B rises from t1 to t2, by the same bounds: if the score turns, then upwards: no maximum is there."""
    return d2 * a1 > 2.0 * c1 * b2


@inlined
def _highest(e: Any, x: Any, low: Any, high: Any) -> Any:
    """The maximum of (1 + h e)/(1 + h x)² over low ≤ h ≤ high."""
    h = np.minimum(np.maximum((e - 2.0 * x) / (x * e), low), high)
    return (1.0 + h * e) / ((1.0 + h * x) * (1.0 + h * x))


@inlined
def stays_negative(a: Any, b: Any, c: Any, d: Any, s: Any, r: Any, low: Any, high: Any) -> Any:
    """The score is below 0 from tau2 + low to tau2 + high, by A ≤ its bound and B ≥ B/(1 + h D/B).

    A, B, C, D are those at tau2; s = tau2 + m and r = tau2 + M.
    """
    near, far = 1.0 / s, 1.0 / r
    span = near - far
    share = np.minimum(np.maximum((c / a - far) / (span + 1e-300), 0.0), 1.0)
    e = d / b
    return a * (share * _highest(e, near, low, high) + (1.0 - share) * _highest(e, far, low, high)) < b


@inlined
def stays_positive(a: Any, b: Any, c: Any, d: Any, s: Any, r: Any, h: Any) -> Any:
    """The score is above 0 from tau2 to tau2 + h (h may be below 0), by A ≥ A/(1 + h C/A)² and B ≤ its bound.

    The bound of B/A is convex in h, so that its two ends decide.
    """
    near, far = 1.0 / s, 1.0 / r
    share = np.minimum(np.maximum((d / b - far) / (near - far + 1e-300), 0.0), 1.0)
    g = 1.0 + h * c / a
    return (a > b) & (a > b * g * g * (share / (1.0 + h * near) + (1.0 - share) / (1.0 + h * far)))


# 1/√A and 1/B are concave in tau2: up to a factor each is a power mean, with exponent −2 or −1, of the tau2 + λ_j. So
# they lie below their tangents and above their chords, and 1/√A rises nowhere slower than at its end: by 1/√(Σ c_j).

#: What a bound has to spare, for rounding.
_SPARE = 1.0 + 1e-6


@in_step
def positive_until(a1: Any, b1: Any, c1: Any, a2: Any, c2: Any, width: Any) -> Any:
    """The score is above 0 from t1 to where it is 0, `width` further on, by tangents of 1/√A and the chord of 1/B.

    Left and right of any place in between one tangent bounds 1/√A; its square, being convex, stays below the chord
    if it does at both ends. The place where the tangents meet serves best.
    """
    p1, p2 = 1.0 / np.sqrt(a1), 1.0 / np.sqrt(a2)
    rise1, rise2 = c1 / a1 * p1, c2 / a2 * p2
    share = (p2 - rise2 * width - p1) / ((rise1 - rise2) * width)
    share = np.minimum(np.maximum(share, 0.05), 0.95)
    from1, from2 = p1 + rise1 * share * width, p2 - rise2 * (1.0 - share) * width
    most = np.maximum(from1, from2)
    return (a1 > b1) & (most * most * _SPARE < (1.0 - share) / b1 + share / a2)


@in_step
def _stays_above(p: Any, rise: Any, b: Any, d: Any) -> Any:
    """(p + h rise)² ≥ 1/B + h D/B² for all h ≥ 0, where it holds at h = 0: a parabola above a line."""
    slope, line, gap = 2.0 * p * rise, d / (b * b), p * p - 1.0 / b
    lack = slope - line
    return (slope > line * _SPARE) | (lack * lack * _SPARE < 4.0 * rise * rise * gap)


@in_step
def negative_beyond(a: Any, b: Any, d: Any, spread: Any) -> Any:
    """The score, not above 0 at some tau2, is below 0 everywhere beyond; `spread` is Σ c_j."""
    return _stays_above(1.0 / np.sqrt(a), 1.0 / np.sqrt(spread), b, d)


@in_step
def negative_until(a1: Any, b1: Any, d1: Any, a2: Any, width: Any) -> Any:
    """The score, not above 0 at t1, is below 0 up to t1 + `width`, by the chord of 1/√A."""
    p = 1.0 / np.sqrt(a1)
    return _stays_above(p, (1.0 / np.sqrt(a2) - p) / width, b1, d1)
