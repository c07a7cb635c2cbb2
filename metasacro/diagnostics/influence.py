"""Influence: which cohorts move the answer, its precision or τ²."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.diagnostics.influence_measures import Influence
from metasacro.diagnostics.influence_of_regression import influence_of_regression
from metasacro.diagnostics.pooled_effects import effects_of, frozen
from metasacro.diagnostics.refits import refits
from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.chi_square import chi_square_upper
from metasacro.pooling.meta_regression import PooledRegression

if TYPE_CHECKING:
    from metasacro.pooling.pooled import Pooled


def influence(pooled: Pooled) -> Influence:
    """Outlier and influence measures of each cohort.

    With mu, se, tau2 of all cohorts, `_del` without cohort i, s the Hartung–Knapp factor in use without cohort i (1 for
    z and t), and w_del = 1/(vi + tau2_del) over all cohorts: rstandard = (yi − mu)/√((vi + tau2)(1 − hat));
    rstudent = (yi − mu_del)/√(s (vi + tau2_del) + se_del²); dffits = (mu − mu_del)/√(s hat (vi + tau2_del));
    cook_d = (mu − mu_del)²/se²; cov_r = se_del²/se²; dfbetas = (mu − mu_del)/√(s/Σ w_del); hat = weight.

    With moderators, mu is the fitted value of cohort i and hat its leverage; cook_d is the squared distance of all
    coefficients, and cov_r the ratio of the determinants of their covariances.

    Influential: |dffits| > 3√(p/(k − p)), or cook_d beyond the median of χ² on p df, or hat > 3p/k, or |dfbetas| > 1,
    with p coefficients.

    Parameters
    ----------
    pooled : an answer of `random_effects`, with or without `mods`, or of `common_effect`

    Returns
    -------
    Influence, each measure (k,)

    Domain
    ------
    k ≥ 3 and k > p + 1 (MS501); no cohort whose moderators are its own alone (MS581). The cut-offs are conventions, not
    tests. With few cohorts nearly each one is influential, and to drop an influential cohort for that alone is to
    choose one's result.

    References
    ----------
    viechtbauercheung2010. Agrees with metafor 5.1-12 (`influence`, `rstandard`, `rstudent`) to 1e-8.

    >>> from metasacro.pooling.random_effects import random_effects
    >>> measures = influence(random_effects([0.1, 0.9, 0.4, 0.3], [0.04, 0.09, 0.05, 0.02], method="DL"))
    >>> measures.rstudent.round(3).tolist(), measures.influential.tolist()
    ([-1.102, 1.992, 0.07, -0.301], [False, False, False, False])
    """
    yi, vi = effects_of(pooled, "influence", fewest=3, moderators=True)
    if isinstance(pooled, PooledRegression):
        return influence_of_regression(pooled)
    k = pooled.k
    without = refits(pooled, yi, vi, ~np.eye(k, dtype=np.bool_))
    estimate, se, tau2 = float(pooled.estimate or 0.0), float(pooled.se or 0.0), float(pooled.tau2 or 0.0)
    hat = np.asarray(pooled.weights)
    residual, deleted = yi - estimate, yi - without.estimate
    spread = vi[None, :] + without.tau2[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        # what the squared error without i has beyond 1/Σ w is the Hartung–Knapp factor in use
        own = np.diagonal(spread) * without.se**2 * (without.keep / spread).sum(axis=-1)
        residual_se = np.sqrt((vi + tau2) * (1.0 - hat))
        deleted_se = np.sqrt(own + without.se**2)
        shift = estimate - without.estimate
        dffits = shift / np.sqrt(hat * own)
        cook = shift**2 / se**2
        dfbetas = shift / np.sqrt(own / np.diagonal(spread) / (1.0 / spread).sum(axis=-1))
        far = (np.abs(dffits) > 3.0 * np.sqrt(1.0 / (k - 1.0))) | (chi_square_upper(cook, 1.0) < 0.5)
        far |= (hat > 3.0 / k) | (np.abs(dfbetas) > 1.0)
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
            cov_r=frozen(without.se**2 / se**2),
            tau2_del=without.tau2,
            q_del=without.q,
            hat=frozen(hat),
            weights=frozen(hat),
            dfbetas=frozen(dfbetas),
            influential=far,
        )


INFLUENCE = Method(
    key="influence",
    name="outlier and influence measures",
    function=influence,
    references=("viechtbauercheung2010",),
    oracle="metafor 5.1-12, to 1e-8",
)
