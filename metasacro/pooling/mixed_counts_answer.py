"""The answer of a model of counts: estimate, interval, variance between cohorts, and how far to trust them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.chi_square import chi_square_quantile, chi_square_upper
from metasacro.numerics.interval import Interval
from metasacro.numerics.roots import bracketed_root
from metasacro.numerics.student import student_quantile, student_two_sided
from metasacro.pooling.mixed_counts_fit import Maximum, profile
from metasacro.pooling.pooled_counts import PooledCounts
from metasacro.pooling.prediction import prediction_bounds
from metasacro.pooling.trust import NOT_MANY, few_cohorts, prediction_trust
from metasacro.problems import Caution, caution

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats
    from metasacro.pooling.mixed_counts_likelihood import MixedCounts
    from metasacro.pooling.two_group_counts import TwoGroups

#: An SD beyond which the interval of τ² is not searched.
_FAR = 20.0


def mixed_answer(
    name: str,
    measure: str,
    model: MixedCounts,
    fit: Maximum,
    *,
    q: float,
    common: bool,
    test: str,
    level: float,
    counts: TwoGroups | None = None,
    cautions: tuple[Caution, ...] = (),
) -> PooledCounts:
    """What a fit says, in the terms of every pooled answer. Parameter 0 of beta is the effect, sd 0 its SD.

    A single cohort keeps its estimate and has no τ² (MS420). `common` marks a fit with τ² = 0 by assumption (MS413).
    """
    k = len(model.offset)
    random = not common and k > 1
    estimate, se = float(fit.beta[0]), float(np.sqrt(fit.covariance[0, 0]))
    tau2 = float(fit.sd[0]) ** 2 if k > 1 else None
    df = k - 1.0 if test == "t" and k > 1 else np.inf
    half = float(student_quantile((1.0 + level) / 2.0, df)) * se
    tau2_interval = tau2_profile(model, fit, level=level) if random else None
    predicted = None
    if random and k >= 3:
        low, high = prediction_bounds(*(np.array(x) for x in (estimate, se, tau2, df, k)), level=level)
        predicted = Interval(lower=float(low), upper=float(high), level=level)
    slot = model.size
    return PooledCounts(
        estimate=estimate,
        se=se,
        interval=Interval(lower=estimate - half, upper=estimate + half, level=level),
        statistic=estimate / se,
        df=None if np.isinf(df) else df,
        p_value=float(student_two_sided(estimate / se, df)),
        tau2=tau2,
        se_tau2=2.0 * float(fit.sd[0]) * float(np.sqrt(fit.covariance[slot, slot])) if random and tau2 else None,
        tau2_interval=tau2_interval,
        i2=None,
        h2=None,
        i2_definition="",
        q=q if k > 1 else None,
        q_df=k - 1.0 if k > 1 else None,
        q_p=float(chi_square_upper(q, k - 1.0)) if k > 1 else None,
        prediction=predicted,
        prediction_df=None if predicted is None or np.isinf(df) else df,
        weights=None,
        k=k,
        method="EE" if common else "ML",
        test="z" if np.isinf(df) else "t",
        level=level,
        log_likelihood=fit.height,
        measure=measure,
        counts=counts,
        sigma2=float(fit.sd[1]) ** 2 if fit.sd.size > 1 else None,
        cautions=(*cautions, *_trust(name, fit, k, common, test, level=level, bounded=tau2_interval is not None)),
    )


def no_answer(
    measure: str,
    k: int,
    *,
    level: float,
    cautions: tuple[Caution, ...],
    counts: TwoGroups | None = None,
    exact: Interval | None = None,
) -> PooledCounts:
    """Counts from which no model can be fitted: everything None, but what is exact."""
    return PooledCounts(
        estimate=None,
        se=None,
        interval=None,
        statistic=None,
        df=None,
        p_value=None,
        tau2=None,
        se_tau2=None,
        tau2_interval=None,
        i2=None,
        h2=None,
        i2_definition="",
        q=None,
        q_df=None,
        q_p=None,
        prediction=None,
        prediction_df=None,
        weights=None,
        k=k,
        method="ML",
        test="z",
        level=level,
        exact=exact,
        measure=measure,
        counts=counts,
        cautions=cautions,
    )


def tau2_profile(model: MixedCounts, fit: Maximum, *, level: float = 0.95) -> Interval | None:
    """All τ² whose profile log-likelihood lies within half a χ² quantile (1 df) of the maximum; None if unbounded."""
    threshold = fit.height - 0.5 * float(chi_square_quantile(level, 1.0))
    tau = float(fit.sd[0])

    def excess(at: Floats) -> Floats:
        return np.array([profile(model, fit, float(value)) - threshold for value in at])

    high = max(2.0 * tau, 0.25)
    while high < _FAR and excess(np.array([high]))[0] > 0:
        high *= 2.0
    if high >= _FAR:
        return None
    upper = float(bracketed_root(excess, np.array([tau]), np.array([high]), floor=1e-4)[0][0])
    # 0 where the profile does not fall that far: of two ends without a root between, the one nearer to it
    lower = float(bracketed_root(excess, np.zeros(1), np.array([tau]), floor=1e-4)[0][0])
    return Interval(lower=lower**2, upper=upper**2, level=level)


def _trust(
    name: str, fit: Maximum, k: int, common: bool, test: str, *, level: float, bounded: bool
) -> tuple[Caution, ...]:
    if k == 1:
        return (caution("MS420"),)
    found = [caution("MS413")] if common else few_cohorts(k)
    if k == 2 and test == "t":
        found.append(caution("MS422", critical=float(student_quantile((1.0 + level) / 2.0, 1.0))))
    if not fit.converged:
        found.append(caution("MS411", method=name))
    if not common:
        if not bounded:
            found.append(caution("MS414"))
        if fit.sd[0] == 0:
            found.append(caution("MS457", model=name))
            if k < NOT_MANY:
                found.append(caution("MS423", k=k))
        found += prediction_trust(k)
    return (*found, caution("MS456", model=name))
