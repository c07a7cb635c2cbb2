"""The random-effects model."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.interval import Interval
from metasacro.pooling.domain import choice, cohort_table, fixed_weights, fraction, known_variance
from metasacro.pooling.heterogeneity import I2_BY_Q, I2_BY_TAU2, i_squared
from metasacro.pooling.inverse_variance import pooled_at, pooled_by, shares_of
from metasacro.pooling.pooled import Pooled, PooledBatch
from metasacro.pooling.tests_of_effect import TESTS
from metasacro.pooling.trust import cautions_of
from metasacro.problems import Refusal
from metasacro.tau2.estimate import Tau2
from metasacro.tau2.generalized_q_interval import generalized_q_bounds
from metasacro.tau2.q_profile import q_profile_bounds
from metasacro.tau2.registry import ESTIMATORS, WEIGHTED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats

#: "FE" is metafor's other name for the common-effect model.
ALIASES = {"FE": "EE"}


def random_effects(
    yi: ArrayLike,
    vi: ArrayLike,
    *,
    mods: str | ArrayLike | None = None,
    data: Mapping[str, Any] | None = None,
    method: str = "REML",
    test: str = "adhoc",
    level: float = 0.95,
    weights: ArrayLike | None = None,
    tau2: float | None = None,
) -> Pooled:
    """Pooled effect of cohorts whose true effects differ (normal–normal random-effects model).

    yi ~ N(theta_i, vi), theta_i ~ N(mu, tau2); w = 1/(vi + tau2); estimate = Σ w yi/Σ w

    Parameters
    ----------
    yi, vi : (k,) effects and sampling variances
    mods, data : a formula and its columns, or a design matrix: then the answer is that of `meta_regression`
    method : estimator of tau2: "REML", "DL", "PM", "ML", "EB", "SJ", "HE", "HS", "HSk", "PMM", "GENQ", "GENQM", "DLIT",
        "SJIT", or "EE" (also "FE"), the common-effect model
    test : "z", "t", "knha" (Hartung–Knapp) or "adhoc" (Hartung–Knapp, never narrower than Wald)
    level : a fraction, for the interval, the interval of tau2 and the prediction interval. The interval of tau2 is the
        Q-profile one, for "GENQ" and "GENQM" that of their own Q; those of I² and H² follow from it
    weights : (k,) fixed weights a > 0, for "GENQ" and "GENQM" only, which then pool with them: estimate = Σ a yi/Σ a,
        se² = Σ a² (vi + tau2)/(Σ a)². 1 each where not given
    tau2 : a between-study variance known from elsewhere, in the place of an estimate; it has no error and no interval

    Returns
    -------
    Pooled, on the scale of `yi`. A single cohort answers with its own interval (normal); τ², I², Q and the prediction
    interval are then None. `prediction` is metafor's, which docs/simulation.md shows to be too narrow where τ²
    is no larger than the sampling variances; `prediction_interval` gives those of other conventions, "NNF" first.

    Domain
    ------
    Refused: no cohorts (MS403), effects or variances that cannot be (MS402, MS401), unknown choices (MS404, MS405),
    weights that cannot be (MS415) or that the method does not take (MS416), a `tau2` that cannot be (MS466).
    Cautions: one cohort (MS420), few (MS421, MS422, MS424), τ² = 0 (MS423), a Hartung–Knapp factor below 1 (MS425),
    τ² not at a stationary point (MS411), an empty interval of τ² (MS412).

    References
    ----------
    dersimonian1986 (model), viechtbauer2005 (REML), hartung2001, roever2015 (tests), viechtbauer2007, jackson2013
    (interval of τ²), higgins2002 (I²), higgins2009 (prediction). Agrees with metafor 5.1-12 to 1e-8, common effect to
    1e-12.

    >>> pooled = random_effects([6.0, 6.1, 5.9, 6.05], [0.25, 0.36, 0.16, 0.49])
    >>> round(pooled.interval.lower, 4), round(pooled.interval.upper, 4)
    (5.1639, 6.8036)
    """
    if mods is not None:
        from metasacro.pooling.meta_regression import meta_regression

        fixed_weights(weights, np.size(yi), "meta-regression")
        if tau2 is not None:
            raise Refusal("MS466", reason="a meta-regression estimates its own")
        return meta_regression(yi, vi, mods, data=data, method=method, test=test, level=level)
    y, v = cohort_table(yi, vi)
    method = choice("method", ALIASES.get(method, method), ESTIMATORS)
    fixed = fixed_weights(weights, y.size, method)
    known = known_variance(tau2, method)
    batch = random_effects_batch(
        y[None, :], v[None, :], method=method, test=test, level=level, weights=fixed, tau2=known
    )
    tau2_interval = i2_interval = h2_interval = None
    empty = False
    if y.size >= 2 and method != "EE" and known is None:
        if method in WEIGHTED:
            low, high, nothing = generalized_q_bounds(y, v, weights=fixed, level=level)
        else:
            low, high, nothing = q_profile_bounds(y, v, level=level)
        empty = bool(nothing)
        bounds = np.array([float(low), float(high)])
        i2s, h2s = i_squared(bounds, v)
        tau2_interval, i2_interval, h2_interval = (
            Interval(lower=float(pair[0]), upper=float(pair[1]), level=level) for pair in (bounds, i2s, h2s)
        )
    shares = batch.weights[0]
    shares.flags.writeable = False
    single = y.size == 1
    estimate = float(batch.estimate[0])
    lower, upper = batch.interval
    i2, h2 = batch.i_squared
    statistic = _finite(batch.statistic)  # not finite where identical effects leave Hartung–Knapp without an error
    return Pooled(
        estimate=estimate,
        se=float(batch.se[0]),
        interval=Interval(lower=float(lower[0]), upper=float(upper[0]), level=level),
        statistic=statistic,
        df=_finite(batch.df),
        p_value=None if statistic is None else float(batch.p_value[0]),
        tau2=_finite(batch.tau2),
        se_tau2=_finite(batch.se_tau2),
        tau2_interval=tau2_interval,
        i2=_finite(i2),
        h2=_finite(h2),
        i2_definition="" if single else (I2_BY_Q if method == "EE" else I2_BY_TAU2),
        q=_finite(batch.q),
        q_df=_finite(batch.q_df),
        q_p=_finite(batch.q_p),
        prediction=_interval(*batch.prediction, level),
        prediction_df=None if y.size < 3 or method == "EE" else _finite(batch.df),
        weights=shares,
        k=int(y.size),
        method=method,
        test=test,
        level=level,
        hk_factor=float(batch.hk_factor[0]) if test in ("knha", "adhoc") and not single else None,
        yi=y,
        vi=v,
        cautions=cautions_of(
            batch, method=method, test=test, level=level, empty_interval=empty, known=known is not None
        ),
        i2_interval=i2_interval,
        h2_interval=h2_interval,
        tau2_given=known is not None,
    )


def random_effects_batch(
    yi: ArrayLike,
    vi: ArrayLike,
    *,
    keep: ArrayLike | None = None,
    method: str = "REML",
    test: str = "adhoc",
    level: float = 0.95,
    weights: ArrayLike | None = None,
    tau2: ArrayLike | None = None,
) -> PooledBatch:
    """The same model for many analyses at once: leave-one-out, subsets, resamples, simulations.

    `yi`, `vi` and `keep` broadcast to (..., k). Values are not checked: they come from a table that was. An analysis
    without a cohort answers `nan`; one with a single cohort, that cohort's own result. `tau2`, (...), takes the place
    of an estimate.

    >>> y, v = np.array([0.1, 0.9, 0.4]), np.array([0.04, 0.09, 0.05])
    >>> without_each = random_effects_batch(y, v, keep=~np.eye(3, dtype=bool), method="DL", test="z")
    >>> without_each.estimate.round(3).tolist()
    [0.61, 0.233, 0.469]
    """
    level = fraction(level)
    method = choice("method", ALIASES.get(method, method), ESTIMATORS)
    infer = TESTS[choice("test", test, TESTS)].function
    if tau2 is not None:
        shapes = (np.shape(each) for each in (yi, vi, keep) if each is not None)
        spread = _assumed(tau2, np.broadcast_shapes(*shapes)[:-1])
        at = pooled_at(np.asarray(yi), np.asarray(vi), spread.tau2, keep)
    elif method in WEIGHTED:
        spread = ESTIMATORS[method].function(yi, vi, keep, weights=1.0 if weights is None else weights)
        at = pooled_at(np.asarray(yi), np.asarray(vi), spread.tau2, keep)
    else:
        spread, at = pooled_by(method, yi, vi, keep)
    k, estimate, information = at.k, at.estimate, at.total
    weighed = partial(shares_of, vi, keep, spread.tau2, at.total)
    if method in WEIGHTED:
        estimate, shares, information = _with_fixed_weights(
            weighed(), at.total, yi, keep, 1.0 if weights is None else weights
        )
        weighed = partial(np.asarray, shares)
    se, df, factor = infer(information, at.q, k)
    none, alone = k < 1, k < 2
    return PooledBatch(
        estimate=estimate,
        se=_blank(se, none),
        df=df,
        tau2=_blank(spread.tau2, alone if tau2 is None else none),
        se_tau2=_blank(spread.se, alone),
        converged=spread.converged | alone,
        q=at.q0,
        typical=None if method == "EE" else at.typical,
        k=k,
        hk_factor=factor,
        level=level,
        weighed=weighed,
    )


def _blank(values: Floats, where: Booleans) -> Floats:
    """`nan` there."""
    return np.where(where, np.nan, values) if where.any() else values


def _assumed(tau2: ArrayLike, shape: tuple[int, ...]) -> Tau2:
    """A between-study variance from elsewhere, without an error."""
    assumed = np.array(np.broadcast_to(tau2, shape), dtype=np.float64)
    return Tau2(tau2=assumed, se=np.full(shape, np.nan), converged=np.ones(shape, dtype=np.bool_))


def _with_fixed_weights(
    optimal: Floats, total: Floats, yi: ArrayLike, keep: ArrayLike | None, weights: ArrayLike
) -> tuple[Floats, Floats, Floats]:
    """Estimate, shares and information where weights of one's own take the place of 1/(vi + tau2)."""
    use = np.asarray(True if keep is None else keep)
    a = np.where(use, weights, 0.0) * np.ones(optimal.shape)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = a / a.sum(axis=-1, keepdims=True)
        variances = 1.0 / (optimal * total[..., None])
        information = 1.0 / np.where(a > 0, shares**2 * variances, 0.0).sum(axis=-1)
    return (shares * np.where(use, yi, 0.0)).sum(axis=-1), shares, information


def _finite(values: Floats) -> float | None:
    """The one value of a batch of one; None where it does not exist."""
    value = float(values[0])
    return value if np.isfinite(value) else None


def _interval(lower: Floats, upper: Floats, level: float) -> Interval | None:
    low, high = _finite(lower), _finite(upper)
    return None if low is None or high is None else Interval(lower=low, upper=high, level=level)


NORMAL_NORMAL = Method(
    key="normal-normal",
    name="random effects",
    function=random_effects,
    references=("dersimonian1986", "viechtbauer2005", "higgins2009"),
    oracle="metafor 5.1-12, to 1e-8",
)
