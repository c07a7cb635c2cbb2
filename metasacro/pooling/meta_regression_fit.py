"""Weighted regression at an estimated τ², for many analyses at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.pooling.tests_of_effect import TESTS
from metasacro.tau2.analyses import laid_out
from metasacro.tau2.projection import diagonal
from metasacro.tau2.registry import ESTIMATORS
from metasacro.tau2.weighted_residuals import weighted_residuals
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Regressions:
    """Many meta-regressions, one a row. `nan` where the design has not full rank or leaves no degree of freedom."""

    estimates: Floats  #: (n, p)
    covariance: Floats  #: (n, p, p), with the factor of the test
    tau2: Floats
    se_tau2: Floats
    converged: Booleans
    df: Floats  #: k − p
    factor: Floats  #: Hartung–Knapp variance factor before any floor
    test_df: Floats  #: of the t distribution; inf means normal
    qe: Floats  #: Σ (yi − fitted)²/vi with weights 1/vi: what the moderators leave unexplained
    typical: Floats  #: (k − p)/tr P at tau2 = 0, the typical sampling variance


def regressions(
    yi: ArrayLike, vi: ArrayLike, design: ArrayLike, keep: ArrayLike | None = None, *, method: str, test: str
) -> Regressions:
    """All analyses that `yi`, `vi` and `keep`, (..., k), and `design`, (..., k, p), broadcast to, as rows.

    b = (X'WX)⁻¹ X'W y with w = 1/(vi + tau2). The regression is run on what the unweighted one leaves, and added to it,
    so that a common shift costs no digits.

    >>> x = np.column_stack([np.ones(4), [0.0, 1.0, 2.0, 3.0]])
    >>> regressions([1.0, 3.0, 5.0, 7.0], [0.1] * 4, x, method="EE", test="z").estimates.round(9).tolist()
    [[1.0, 2.0]]
    """
    shape, rows, df = laid_out(yi, vi, keep, design)
    y, v, use, x = rows
    spread = ESTIMATORS[method].function(yi, vi, keep, design)
    good = df >= 1
    tau2 = np.where(good, spread.tau2.reshape(-1), np.nan)
    y, v, use, x = (array[good] for array in rows)
    plain = np.broadcast_to(np.asarray(yi, dtype=np.float64), (*shape, use.shape[-1])).reshape(-1, use.shape[-1])[good]
    n, p = df.size, x.shape[-1]
    fit = weighted_residuals(y, v, use, tau2[good], x)
    scale, factor, test_df = np.full((3, n), np.nan)
    scale[good], test_df[good], factor[good] = TESTS[test].function(np.ones(good.sum()), fit.q, df[good] + 1.0)
    estimates, covariance = np.full((n, p), np.nan), np.full((n, p, p), np.nan)
    unweighted, _ = _solved(np.where(use > 0, plain, 0.0), use, x)
    further, covariance[good] = _solved(y, fit.weights, x)
    estimates[good] = unweighted + further
    covariance *= (scale**2)[:, None, None]
    qe, typical = np.full((2, n), np.nan)
    qe[good] = weighted_residuals(y, v, use, 0.0, x).q
    typical[good] = df[good] / diagonal(use / v, x).sum(axis=-1)
    return Regressions(
        estimates=estimates,
        covariance=covariance,
        tau2=tau2,
        se_tau2=spread.se.reshape(-1),
        converged=spread.converged.reshape(-1),
        df=df,
        factor=factor,
        test_df=test_df,
        qe=qe,
        typical=typical,
    )


def _solved(y: Floats, w: Floats, x: Floats) -> tuple[Floats, Floats]:
    """Coefficients and (X'WX)⁻¹, columns scaled to one length while they are worked on."""
    length = np.sqrt((x**2).sum(axis=-2))
    root = np.sqrt(w)
    basis, triangle = np.linalg.qr(root[..., None] * x / length[..., None, :])
    inverse = np.linalg.inv(triangle) / length[..., :, None]
    projected = np.swapaxes(basis, -1, -2) @ (root * y)[..., None]
    return (inverse @ projected)[..., 0], inverse @ np.swapaxes(inverse, -1, -2)
