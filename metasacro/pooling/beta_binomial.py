"""The beta-binomial model of one group: the average proportion without continuity corrections."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.binomial import log_binomial
from metasacro.numerics.chi_square import chi_square_quantile, chi_square_upper
from metasacro.numerics.interval import Interval
from metasacro.numerics.roots import bracketed_root
from metasacro.numerics.student import student_quantile, student_two_sided
from metasacro.pooling.beta_binomial_likelihood import Counts, highest
from metasacro.pooling.binomial_normal_extremes import one_cohort, without_variation
from metasacro.pooling.domain import choice, count_table, fraction
from metasacro.pooling.pooled import Pooled
from metasacro.pooling.trust import few_cohorts
from metasacro.problems import caution
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats
    from metasacro.problems import Caution

#: A theta beyond which the interval of rho is not searched: rho of 0.9999.
_FAR = 1e4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PooledBetaBinomial(Pooled):
    """A pooled proportion with the beta distribution of the true rates. `tau2` is None: `rho` stands for it."""

    mean: float | None = None  #: average true rate, a fraction
    rho: float | None = None  #: correlation of two people of one cohort; the rates' variance is mean (1 − mean) rho
    rho_interval: Interval | None = None  #: from the profile likelihood
    a: float | None = None  #: shapes of the beta distribution; None at rho = 0
    b: float | None = None


def beta_binomial(xi: ArrayLike, ni: ArrayLike, *, test: str = "z", level: float = 0.95) -> PooledBetaBinomial:
    """Average proportion of one group by maximum likelihood, with beta-distributed true rates.

    xi ~ Bin(ni, p_i), p_i ~ Beta(a, b); mean = a/(a + b), rho = 1/(a + b + 1); estimate = logit(mean)

    Parameters
    ----------
    xi, ni : (k,) events and people, whole numbers
    test : "z", or "t" on k − 1 df
    level : a fraction

    Returns
    -------
    PooledBetaBinomial, on the logit scale: 1/(1 + e^−estimate) is the average rate, not the rate of a middle cohort as
    from the binomial–normal model. `q` is the likelihood-ratio statistic for heterogeneity. There are no weights, no
    `tau2` and no `i2` (MS456). Without variation in the counts: as for `binomial_normal` (MS420, MS426, MS427).

    Domain
    ------
    k ≥ 1. Nothing is added and no cohort is dropped. At rho = 0 the answer is the pooled binomial (MS458). With few
    cohorts rho is poorly known (MS421). Where every cohort has none or only events, rho has no maximum (MS411).

    References
    ----------
    kuss2015, felsch2022. Standard error from the observed information of mean and rho together. Agrees with an
    independent maximization (Nielweise 2007, both arms; Pritz 1997) to 1e-7.

    >>> pooled = beta_binomial([0, 0, 1, 0, 2, 0, 3, 0], [53, 243, 58, 57, 110, 31, 75, 12])
    >>> round(pooled.mean, 6), round(pooled.rho, 6)
    (0.010711, 0.013703)
    """
    x, n = count_table(xi, ni)
    level = fraction(level)
    choice("test", test, ("z", "t"))
    if x.size == 1 or x.sum() in (0.0, n.sum()):
        plain = (one_cohort if x.size == 1 else without_variation)(x, n, level=level)
        values = {field.name: getattr(plain, field.name) for field in fields(Pooled)}
        return PooledBetaBinomial(**values, mean=float(x[0] / n[0]) if plain.estimate is not None else None)
    fit = beta_binomial_fit(x, n)
    mean, theta, se, q = fit.mean, fit.theta, fit.se, fit.q
    estimate = float(np.log(mean / (1.0 - mean)))
    k = int(x.size)
    df = np.inf if test == "z" else k - 1.0
    half = float(student_quantile((1.0 + level) / 2.0, df)) * se
    interval = _rho_interval(fit.counts, theta, level=level)
    return PooledBetaBinomial(
        estimate=estimate,
        se=se,
        interval=Interval(lower=estimate - half, upper=estimate + half, level=level),
        statistic=estimate / se,
        df=None if test == "z" else k - 1.0,
        p_value=float(student_two_sided(estimate / se, df)),
        tau2=None,
        se_tau2=None,
        tau2_interval=None,
        i2=None,
        h2=None,
        i2_definition="",
        q=q,
        q_df=k - 1.0,
        q_p=float(chi_square_upper(q, k - 1.0)),
        prediction=None,
        prediction_df=None,
        weights=None,
        k=k,
        method="ML",
        test=test,
        level=level,
        log_likelihood=fit.height,
        xi=x,
        ni=n,
        cautions=_cautions(k, theta, test, level=level, found=fit.found, bounded=interval is not None),
        mean=mean,
        rho=theta / (1.0 + theta),
        rho_interval=interval,
        a=mean / theta if theta > 0 else None,
        b=(1.0 - mean) / theta if theta > 0 else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BetaBinomialFit:
    """The highest point of the likelihood."""

    counts: Counts
    mean: float
    theta: float  #: rho/(1 − rho)
    found: bool  #: False where the likelihood still rises at the largest theta that is searched
    se: float  #: of logit(mean)
    height: float
    q: float  #: likelihood-ratio statistic for heterogeneity


def beta_binomial_fit(x: Floats, n: Floats) -> BetaBinomialFit:
    """The fit of two cohorts or more in which somebody had an event and somebody had none."""
    counts = Counts(x, n)
    mean, theta, found = highest(counts)
    return BetaBinomialFit(
        counts=counts,
        mean=mean,
        theta=theta,
        found=found,
        se=_standard_error(counts, mean, theta),
        height=counts.at(mean, theta).height,
        q=_heterogeneity(x, n),
    )


def _standard_error(counts: Counts, mean: float, theta: float) -> float:
    """Of logit(mean), from the observed information; at theta = 0 the mean stands alone."""
    at = counts.at(mean, theta)
    information = -at.d_p_p
    if theta > 0:  # a maximum inside, so that the second derivative is below 0
        information += at.d_p_theta**2 / at.d_theta_theta
    return 1.0 / float(np.sqrt(information)) / (mean * (1.0 - mean))


def _heterogeneity(x: Floats, n: Floats) -> float:
    """Likelihood-ratio statistic: each cohort its own rate against one common rate."""
    own = log_binomial(x, n, x / n).sum()
    common = log_binomial(x, n, np.full(x.shape, x.sum() / n.sum())).sum()
    return max(0.0, 2.0 * float(own - common))


def _rho_interval(counts: Counts, theta: float, *, level: float) -> Interval | None:
    """All rho whose profile log-likelihood lies within half a χ² quantile (1 df) of the maximum; None if unbounded."""
    threshold = counts.best_p(theta)[1].height - 0.5 * float(chi_square_quantile(level, 1.0))

    def excess(at: Floats) -> Floats:
        return np.array([counts.best_p(float(t))[1].height - threshold for t in at])

    high = max(2.0 * theta, 1e-4)
    while high < _FAR and excess(np.array([high]))[0] > 0:
        high *= 4.0
    if high >= _FAR:
        return None
    upper = float(bracketed_root(excess, np.array([theta]), np.array([high]))[0][0])
    # 0 where the profile does not fall that far: of two ends without a root between, the one nearer to it
    lower = float(bracketed_root(excess, np.zeros(1), np.array([theta]))[0][0])
    return Interval(lower=lower / (1.0 + lower), upper=upper / (1.0 + upper), level=level)


def _cautions(k: int, theta: float, test: str, *, level: float, found: bool, bounded: bool) -> tuple[Caution, ...]:
    cautions = few_cohorts(k)
    if k == 2 and test == "t":
        cautions.append(caution("MS422", critical=float(student_quantile((1.0 + level) / 2.0, 1.0))))
    if not found:
        cautions.append(caution("MS411", method="beta-binomial model"))
    if not bounded:
        cautions.append(caution("MS459"))
    if theta == 0:
        cautions.append(caution("MS458"))
    return (*cautions, caution("MS456", model="beta-binomial model"))


BETA_BINOMIAL = Method(
    key="beta-binomial",
    name="beta-binomial model, maximum likelihood",
    function=beta_binomial,
    references=("kuss2015", "felsch2022"),
    oracle="independent maximization (Nielweise 2007, Pritz 1997), to 1e-7",
)
