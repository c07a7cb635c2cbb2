"""The binomial–normal model of one group: proportions without continuity corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.binomial import log_binomial, log_binomial_coefficient
from metasacro.numerics.chi_square import chi_square_upper
from metasacro.numerics.interval import Interval
from metasacro.numerics.student import student_quantile, student_two_sided
from metasacro.pooling.binomial_normal_extremes import one_cohort, without_variation
from metasacro.pooling.binomial_normal_fit import Maximum, maximum_likelihood
from metasacro.pooling.binomial_normal_mean import profile_mean_interval
from metasacro.pooling.binomial_normal_prediction import binomial_normal_prediction, speaks
from metasacro.pooling.binomial_normal_profile import profile_interval
from metasacro.pooling.domain import choice, count_table, fraction
from metasacro.pooling.pooled import Pooled
from metasacro.pooling.prediction import FEWEST, prediction_bounds
from metasacro.pooling.tests_of_effect import TESTS
from metasacro.pooling.trust import NOT_MANY, few_cohorts, prediction_trust
from metasacro.problems import Caution, caution
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats

#: What this model calls its estimator of τ².
METHOD = "ML"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BinomialNormalBatch:
    """Many fits: arrays of shape (...), `information` (..., k). `nan` where all counts are 0, or all are full."""

    estimate: Floats  #: mean of the logits
    se: Floats
    tau2: Floats
    se_tau2: Floats  #: `nan` at tau2 = 0
    log_likelihood: Floats  #: with binomial coefficients
    converged: Booleans
    q: Floats  #: likelihood-ratio statistic: each cohort its own rate against one common rate
    q_df: Floats
    q_p: Floats
    information: Floats  #: shares of the information on `estimate`, which sum to 1
    k: Floats


#: Choices of the interval and of the prediction interval.
INTERVALS, PREDICTIONS = ("test", "profile"), ("metafor", "CD")


def binomial_normal(
    xi: ArrayLike,
    ni: ArrayLike,
    *,
    test: str = "t",
    level: float = 0.95,
    interval: str = "test",
    prediction: str = "metafor",
) -> Pooled:
    """Pooled proportion of one group by maximum likelihood (binomial–normal model, a logistic random intercept).

    xi ~ Bin(ni, 1/(1 + e^−theta_i)), theta_i ~ N(mu, tau2); estimate = mu, by adaptive Gauss–Hermite quadrature.
    Cohorts with 0 or only events stay in with all their information, and nothing is ever added.

    Parameters
    ----------
    xi, ni : (k,) events and people, whole numbers
    test : "t" on k − 1 df, or "z", which docs/simulation.md shows to be too narrow below about twenty cohorts. "knha"
        and "adhoc" do not exist here and become "t" (MS430)
    level : a fraction
    interval : "test", estimate ± quantile · se, or "profile", all means that the profile likelihood does not reject at
        that quantile: better from six cohorts on, next to useless below (docs/simulation.md)
    prediction : "metafor", which takes τ² as known and is too narrow (docs/simulation.md), or "CD", from a confidence
        distribution of τ²; without bounds where the counts leave τ² open (MS408)

    Returns
    -------
    Pooled, on the logit scale: 1/(1 + e^−estimate) is the rate of a middle cohort, not the average rate. `q` is the
    likelihood-ratio statistic for heterogeneity. `tau2_interval` comes from the profile likelihood. `weights` are each
    cohort's share of the information on the estimate, which is not a weighted mean. `i2` is None (MS429). Where no
    cohort has an event (or all people have), `estimate`, `interval` and `tau2` are None and `exact` holds the
    Clopper–Pearson interval of the total, on the proportion scale (MS426, MS427).

    Domain
    ------
    k ≥ 1; a single cohort answers with its own logit and exact interval (MS420). τ² = 0 is the pooled binomial (MS428).
    With few cohorts or few events τ² is very uncertain: read its interval.

    References
    ----------
    stijnen2010 (its Table II is reproduced), liu1994, louis1982. Standard errors from the observed information of
    (mu, tau) together. Agrees with metafor 5.1-12 (`rma.glmm`) to the error of its 7 nodes, and with fine quadrature
    to 1e-8.

    >>> pooled = binomial_normal([0, 0, 1, 0, 2, 0, 3, 0], [53, 243, 58, 57, 110, 31, 75, 12])
    >>> round(pooled.estimate, 3), round(pooled.tau2, 2)
    (-4.993, 1.0)
    """
    x, n = count_table(xi, ni)
    level = fraction(level)
    asked = choice("test", test, TESTS)
    interval = choice("interval", interval, INTERVALS)
    prediction = choice("prediction", prediction, PREDICTIONS)
    if x.size == 1:
        return one_cohort(x, n, level=level)
    if x.sum() in (0.0, n.sum()):
        return without_variation(x, n, level=level)
    used = "z" if asked == "z" else "t"
    fit = maximum_likelihood(x[None, :], n[None, :])
    batch = _answers(fit, x[None, :], n[None, :])
    k = x.size
    df = np.array(np.inf if used == "z" else k - 1.0)
    estimate, se, tau2 = float(batch.estimate[0]), float(batch.se[0]), float(batch.tau2[0])
    half = float(student_quantile((1.0 + level) / 2.0, df)) * se
    if prediction == "CD":
        lower, upper = binomial_normal_prediction(x[None, :], n[None, :], level=level)
    else:
        lower, upper = prediction_bounds(batch.estimate, batch.se, batch.tau2, df, np.array(k), level=level)
    said = bool(speaks(lower, upper)[0] if prediction == "CD" else np.isfinite(lower[0]))
    weights = batch.information[0]
    weights.flags.writeable = False
    tau2_interval = profile_interval(fit, x, n, level=level)
    return Pooled(
        estimate=estimate,
        se=se,
        interval=profile_mean_interval(fit, x, n, df=float(df), level=level)
        if interval == "profile"
        else Interval(lower=estimate - half, upper=estimate + half, level=level),
        statistic=estimate / se,
        df=None if used == "z" else k - 1.0,
        p_value=float(student_two_sided(estimate / se, df)),
        tau2=tau2,
        se_tau2=float(batch.se_tau2[0]) if tau2 > 0 else None,
        tau2_interval=tau2_interval,
        i2=None,
        h2=None,
        i2_definition="",
        q=float(batch.q[0]),
        q_df=k - 1.0,
        q_p=float(batch.q_p[0]),
        prediction=Interval(lower=float(lower[0]), upper=float(upper[0]), level=level) if said else None,
        prediction_df=k - 1.0 if said and (prediction == "CD" or used == "t") else None,
        weights=weights,
        k=k,
        method=METHOD,
        test=used,
        level=level,
        log_likelihood=float(batch.log_likelihood[0]),
        xi=x,
        ni=n,
        cautions=_cautions(batch, asked, level=level, bounded=tau2_interval is not None, predicted=said),
        interval_method=interval,
        prediction_method=prediction,
    )


def binomial_normal_batch(xi: ArrayLike, ni: ArrayLike, *, keep: ArrayLike | None = None) -> BinomialNormalBatch:
    """The same model for many analyses at once. `xi`, `ni` and `keep` broadcast to (..., k); counts are not checked.

    >>> x, n = np.array([1, 2, 0, 4]), np.array([20, 30, 40, 50])
    >>> binomial_normal_batch(x, n, keep=~np.eye(4, dtype=bool)).estimate.round(3).tolist()
    [-2.984, -3.152, -2.587, -3.367]
    """
    x, n, use = np.broadcast_arrays(
        np.asarray(xi, dtype=np.float64), np.asarray(ni, dtype=np.float64), True if keep is None else np.asarray(keep)
    )
    x, n = np.where(use, x, 0.0), np.where(use, n, 0.0)
    shape, k = x.shape[:-1], x.shape[-1]
    x, n = x.reshape(-1, k), n.reshape(-1, k)
    flat = _answers(maximum_likelihood(x, n), x, n)
    return BinomialNormalBatch(
        estimate=flat.estimate.reshape(shape),
        se=flat.se.reshape(shape),
        tau2=flat.tau2.reshape(shape),
        se_tau2=flat.se_tau2.reshape(shape),
        log_likelihood=flat.log_likelihood.reshape(shape),
        converged=flat.converged.reshape(shape),
        q=flat.q.reshape(shape),
        q_df=flat.q_df.reshape(shape),
        q_p=flat.q_p.reshape(shape),
        information=flat.information.reshape(*shape, k),
        k=flat.k.reshape(shape),
    )


def _answers(fit: Maximum, x: Floats, n: Floats) -> BinomialNormalBatch:
    """The fit with the test for heterogeneity, rows (r, k)."""
    k = (n > 0).sum(axis=-1).astype(np.float64)
    share = x.sum(axis=-1) / np.maximum(n.sum(axis=-1), 1.0)
    own = log_binomial(x, n, x / np.where(n > 0, n, 1.0)).sum(axis=-1)
    common = log_binomial(x, n, np.broadcast_to(share[:, None], x.shape)).sum(axis=-1)
    q = np.where(k >= 2, np.maximum(0.0, 2.0 * (own - common)), np.nan)
    df = np.where(k >= 2, k - 1.0, np.nan)
    return BinomialNormalBatch(
        estimate=fit.mu,
        se=fit.se_mu,
        tau2=fit.tau**2,
        se_tau2=2.0 * fit.tau * fit.se_tau,
        log_likelihood=fit.height + log_binomial_coefficient(x, n).sum(axis=-1),
        converged=fit.converged,
        q=q,
        q_df=df,
        q_p=np.where(k >= 2, chi_square_upper(q, df), np.nan),
        information=fit.information,
        k=k,
    )


def _cautions(
    batch: BinomialNormalBatch, asked: str, *, level: float, bounded: bool, predicted: bool
) -> tuple[Caution, ...]:
    k = int(batch.k[0])
    found = few_cohorts(k)
    if asked in ("knha", "adhoc"):
        found.append(caution("MS430", test=asked, df=k - 1))
    if k == 2 and asked != "z":
        found.append(caution("MS422", critical=float(student_quantile((1.0 + level) / 2.0, 1.0))))
    if not batch.converged[0]:
        found.append(caution("MS411", method="binomial–normal model"))
    if not bounded:
        found.append(caution("MS414"))
    if batch.tau2[0] == 0:
        found.append(caution("MS428"))
        if k < NOT_MANY:
            found.append(caution("MS423", k=k))
    trust = [caution("MS408")] if k >= FEWEST and not predicted else prediction_trust(k)
    return (*found, *trust, caution("MS429"))


BINOMIAL_NORMAL = Method(
    key="binomial-normal",
    name="binomial–normal model, maximum likelihood",
    function=binomial_normal,
    references=("stijnen2010", "liu1994", "louis1982"),
    oracle="stijnen2010 Table II as printed; fine quadrature to 1e-8; metafor 5.1-12 to the error of its 7 nodes",
)
