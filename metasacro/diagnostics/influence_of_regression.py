"""Influence in a meta-regression: what the fit loses with each cohort."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.diagnostics.influence_measures import Influence
from metasacro.diagnostics.pooled_effects import enough, frozen
from metasacro.numerics.arrays import np
from metasacro.numerics.chi_square import chi_square_upper
from metasacro.numerics.row_numbers import row_numbers
from metasacro.pooling.meta_regression_fit import regressions
from metasacro.problems import Refusal

if TYPE_CHECKING:
    from metasacro.pooling.meta_regression import PooledRegression


def influence_of_regression(pooled: PooledRegression) -> Influence:
    """The measures of `influence` for a fit with p coefficients."""
    yi, vi, x = np.asarray(pooled.yi), np.asarray(pooled.vi), pooled.design
    k, p = x.shape
    enough("influence in this meta-regression", k, p + 2)
    b = np.array([line.estimate for line in pooled.coefficients])
    tau2, covariance = float(pooled.tau2 or 0.0), pooled.coefficients.covariance
    without = regressions(yi, vi, x, ~np.eye(k, dtype=np.bool_), method=pooled.method, test=pooled.test)
    if (lost := np.isnan(without.tau2)).any():
        raise Refusal("MS581", rows=row_numbers(lost))
    factor = {"knha": without.factor, "adhoc": np.maximum(1.0, without.factor)}.get(pooled.test, np.ones(k))
    w = 1.0 / (vi + tau2)
    hat = np.einsum("ip,pq,iq->i", x, np.linalg.inv(x.T @ (w[:, None] * x)), x) * w
    own = factor * (vi + without.tau2)
    weights_del = 1.0 / (vi + without.tau2[:, None])
    spread = np.linalg.inv(np.einsum("ip,ni,iq->npq", x, weights_del, x))
    shift = b - without.estimates
    fitted_shift = (x * shift).sum(axis=-1)
    residual, deleted = yi - x @ b, yi - (x * without.estimates).sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        residual_se = np.sqrt((vi + tau2) * (1.0 - hat))
        deleted_se = np.sqrt(own + np.einsum("ip,ipq,iq->i", x, without.covariance, x))
        dffits = fitted_shift / np.sqrt(hat * own)
        cook = np.einsum("ip,pq,iq->i", shift, np.linalg.inv(covariance), shift)
        dfbetas = shift / np.sqrt(factor[:, None] * np.diagonal(spread, axis1=-2, axis2=-1))
        far = (np.abs(dffits) > 3.0 * np.sqrt(p / (k - p))) | (chi_square_upper(cook, float(p)) < 0.5)
        far |= (hat > 3.0 * p / k) | (np.abs(dfbetas) > 1.0).any(axis=-1)
        far.flags.writeable = False
        return Influence(
            residual=frozen(residual),
            residual_se=frozen(residual_se),
            rstandard=frozen(residual / residual_se),
            deleted_residual=frozen(deleted),
            deleted_residual_se=frozen(deleted_se),
            rstudent=frozen(deleted / deleted_se),
            dffits=frozen(dffits),
            cook_d=frozen(cook),
            cov_r=frozen(np.linalg.det(without.covariance) / np.linalg.det(covariance)),
            tau2_del=frozen(without.tau2),
            q_del=frozen(without.qe),
            hat=frozen(hat),
            weights=frozen(w / w.sum()),
            dfbetas=frozen(dfbetas),
            influential=far,
        )
