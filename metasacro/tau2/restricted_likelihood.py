"""The restricted likelihood of the random-effects model with an intercept, and where its score changes sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from metasacro.numerics.arrays import np
from metasacro.tau2.weighted_residuals import weighted_residuals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from metasacro.numerics.arrays import Floats

    Integers: TypeAlias = NDArray[np.intp]

#: Widens a bound that is exact in real arithmetic by more than rounding can move it.
_SLACK = 1e-9

#: Points of the scan a decade of (tau2 + min vi). The score is a sum of terms smooth over a factor e, so that two
#: sign changes inside a fifth of a decade would need maxima closer than any data were seen to give.
_POINTS_A_DECADE = 5


def restricted_score(tau2: Floats, y: Floats, v: Floats, use: Floats) -> Floats:
    """Twice the derivative of the restricted log-likelihood: y'PPy − tr P.

    >>> float(restricted_score(np.array([1.9]), *(np.array([r]) for r in ([-1.0, 1.0], [0.1, 0.1], [1.0, 1.0])))[0])
    0.0
    """
    fit = weighted_residuals(y, v, use, tau2)
    return fit.slope - fit.trace


def restricted_log_likelihood(tau2: Floats, y: Floats, v: Floats, use: Floats) -> Floats:
    """Restricted log-likelihood without its constant: −½[Σ log(vi + tau2) + log Σ w + Q(tau2)]."""
    fit = weighted_residuals(y, v, use, tau2)
    log_variances = (use * np.log(v + tau2[..., None])).sum(axis=-1)
    height: Floats = -0.5 * (log_variances + np.log(fit.total) + fit.q)
    return height


def score_negative_above(y: Floats, v: Floats, use: Floats) -> tuple[Floats, Floats]:
    """A tau2 above which the restricted likelihood falls, and the least variance; each (n,).

    With SS = Σ (yi − ȳ)², y'PPy ≤ SS/(tau2 + min vi)² and tr P ≥ (k − 1)/(tau2 + max vi). The score is therefore
    negative once (k − 1) s² > SS (s + max vi − min vi), s = tau2 + min vi: above the larger root of that quadratic.
    """
    k = use.sum(axis=-1)
    center = (use * y).sum(axis=-1) / k
    squares = (use * (y - center[:, None]) ** 2).sum(axis=-1)
    least = np.where(use > 0, v, np.inf).min(axis=-1)
    spread = np.where(use > 0, v, 0.0).max(axis=-1) - least
    half = squares / (2.0 * (k - 1.0))
    bound = half + np.sqrt(half * (half + 2.0 * spread))
    return np.maximum(0.0, bound * (1.0 + _SLACK) - least + _SLACK * least), least


def rising_cells(y: Floats, v: Floats, use: Floats) -> tuple[Integers, Floats, Floats, Floats]:
    """Cells (row, lower, upper) in which the score turns from positive to not positive, and the score at 0.

    The scan runs over tau2 + min vi in equal ratios up to the bound above, so it follows the scale of the data.

    Returns
    -------
    (row, lower, upper, score0) : a row may own no cell, one, or several; `score0` is (n,)
    """
    upper, least = score_negative_above(y, v, use)
    ratio = np.log((upper + least) / least)
    points = int(np.ceil(ratio.max(initial=0.0) / np.log(10.0) * _POINTS_A_DECADE)) + 8
    steps = np.linspace(0.0, 1.0, points)
    previous = np.zeros_like(upper)
    score0 = restricted_score(previous, y, v, use)
    before = score0
    found: list[tuple[Integers, Floats, Floats]] = []
    for step in steps[1:]:
        here = np.where(step == 1.0, upper, np.expm1(step * ratio) * least)
        after = restricted_score(here, y, v, use)
        turning = np.flatnonzero((before > 0) & (after <= 0))
        if turning.size:
            found.append((turning, previous[turning], here[turning]))
        previous, before = here, after
    if not found:
        return np.zeros(0, dtype=np.intp), np.zeros(0), np.zeros(0), score0
    rows, low, high = zip(*found, strict=True)
    return np.concatenate(rows), np.concatenate(low), np.concatenate(high), score0
