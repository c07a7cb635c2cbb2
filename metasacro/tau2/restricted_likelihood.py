"""The likelihoods of the random-effects model, restricted and full, and where their score changes sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from metasacro.numerics.arrays import np
from metasacro.numerics.roots import bracketed_root
from metasacro.tau2.projection import log_determinant
from metasacro.tau2.quadratic_form import quadratic_form
from metasacro.tau2.weighted_residuals import weighted_residuals

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from metasacro.numerics.arrays import Booleans, Floats

    Integers: TypeAlias = NDArray[np.intp]

#: Widens a bound that is exact in real arithmetic by more than rounding can move it.
_SLACK = 1e-9

#: Points of the scan a decade of (tau2 + min vi). The score is a sum of terms smooth over a factor e, so that two
#: sign changes inside a fifth of a decade would need maxima closer than any data were seen to give.
_POINTS_A_DECADE = 5


def restricted_score(tau2: Floats, y: Floats, v: Floats, use: Floats, x: Floats | None = None) -> Floats:
    """Twice the derivative of the restricted log-likelihood: y'PPy − tr P.

    >>> float(restricted_score(np.array([1.9]), *(np.array([r]) for r in ([-1.0, 1.0], [0.1, 0.1], [1.0, 1.0])))[0])
    0.0
    """
    fit = weighted_residuals(y, v, use, tau2, x)
    return fit.slope - fit.trace


def restricted_log_likelihood(tau2: Floats, y: Floats, v: Floats, use: Floats, x: Floats | None = None) -> Floats:
    """Restricted log-likelihood without its constant: −½[Σ log(vi + tau2) + log det X'WX + Q(tau2)]."""
    fit = weighted_residuals(y, v, use, tau2, x)
    log_variances = (use * np.log(v + tau2[..., None])).sum(axis=-1)
    height: Floats = -0.5 * (log_variances + log_determinant(fit.weights, x) + fit.q)
    return height


def full_score(tau2: Floats, y: Floats, v: Floats, use: Floats, x: Floats | None = None) -> Floats:
    """Twice the derivative of the log-likelihood with the mean maximized out: y'PPy − Σ w.

    >>> float(full_score(np.array([0.9]), *(np.array([r]) for r in ([-1.0, 1.0], [0.1, 0.1], [1.0, 1.0])))[0])
    0.0
    """
    fit = weighted_residuals(y, v, use, tau2, x)
    return fit.slope - fit.total


def full_log_likelihood(tau2: Floats, y: Floats, v: Floats, use: Floats, x: Floats | None = None) -> Floats:
    """Log-likelihood without its constant, the mean maximized out: −½[Σ log(vi + tau2) + Q(tau2)]."""
    log_variances = (use * np.log(v + tau2[..., None])).sum(axis=-1)
    height: Floats = -0.5 * (log_variances + weighted_residuals(y, v, use, tau2, x).q)
    return height


def score_negative_above(
    y: Floats, v: Floats, use: Floats, x: Floats | None = None, *, df: Floats | None = None
) -> tuple[Floats, Floats]:
    """A tau2 above which the likelihood falls, and the least variance; each (n,).

    With SS the unweighted residual sum of squares, y'PPy ≤ SS/(tau2 + min vi)² and tr P ≥ df/(tau2 + max vi), where df
    is k − 1 or k − p (and k for Σ w). The score is therefore negative once df s² > SS (s + max vi − min vi),
    s = tau2 + min vi: above the larger root of that quadratic.
    """
    df = use.sum(axis=-1) - 1.0 if df is None else df
    squares = quadratic_form(use, y, x)
    least = np.where(use > 0, v, np.inf).min(axis=-1)
    spread = np.where(use > 0, v, 0.0).max(axis=-1) - least
    half = squares / (2.0 * df)
    bound = half + np.sqrt(half * (half + 2.0 * spread))
    return np.maximum(0.0, bound * (1.0 + _SLACK) - least + _SLACK * least), least


def rising_cells(score: Callable[..., Floats], df: Floats, *rows: Floats) -> tuple[Integers, Floats, Floats, Floats]:
    """Cells (row, lower, upper) in which the score turns from positive to not positive, and the score at 0.

    The scan runs over tau2 + min vi in equal ratios up to the bound above, so it follows the scale of the data.

    Returns
    -------
    (row, lower, upper, score0) : a row may own no cell, one, or several; `score0` is (n,)
    """
    upper, least = score_negative_above(*rows, df=df)
    ratio = np.log((upper + least) / least)
    points = int(np.ceil(ratio.max(initial=0.0) / np.log(10.0) * _POINTS_A_DECADE)) + 8
    steps = np.linspace(0.0, 1.0, points)
    previous = np.zeros_like(upper)
    score0 = score(previous, *rows)
    before = score0
    found: list[tuple[Integers, Floats, Floats]] = []
    for step in steps[1:]:
        here = np.where(step == 1.0, upper, np.expm1(step * ratio) * least)
        after = score(here, *rows)
        turning = np.flatnonzero((before > 0) & (after <= 0))
        if turning.size:
            found.append((turning, previous[turning], here[turning]))
        previous, before = here, after
    if not found:
        return np.zeros(0, dtype=np.intp), np.zeros(0), np.zeros(0), score0
    owners, low, high = zip(*found, strict=True)
    return np.concatenate(owners), np.concatenate(low), np.concatenate(high), score0


def highest_maximum(
    score: Callable[..., Floats], height: Callable[..., Floats], df: Floats, *rows: Floats
) -> tuple[Floats, Booleans]:
    """The highest maximum of each row over tau2 ≥ 0, and whether it was confirmed as one."""
    tau2 = np.zeros(len(rows[0]))
    cells, low, high, score0 = rising_cells(score, df, *rows)
    converged = score0 <= 0
    if cells.size == 0:
        return tau2, converged
    part = [array[cells] for array in rows]
    least = np.where(part[2] > 0, part[1], np.inf).min(axis=-1)
    roots, found = bracketed_root(score, low, high, *part, floor=1e-6 * least)
    at_root = np.where(found, height(roots, *part), -np.inf)
    best = np.where(converged, height(tau2, *rows), -np.inf)
    for candidate in np.argsort(at_root, kind="stable"):
        row = cells[candidate]
        if at_root[candidate] > best[row]:
            best[row], tau2[row], converged[row] = at_root[candidate], roots[candidate], True
    return tau2, converged
