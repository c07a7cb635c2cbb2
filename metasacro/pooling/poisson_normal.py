"""The Poisson–normal model of one group: rates without continuity corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.columns import refuse_rows
from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.chi_square import chi_square_quantile
from metasacro.numerics.interval import Interval
from metasacro.pooling.count_families import Poisson
from metasacro.pooling.domain import choice, fraction
from metasacro.pooling.mixed_counts_answer import mixed_answer, no_answer
from metasacro.pooling.mixed_counts_fit import highest
from metasacro.pooling.mixed_counts_likelihood import MixedCounts
from metasacro.problems import Refusal, caution

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats
    from metasacro.pooling.mixed_counts_fit import Maximum
    from metasacro.pooling.pooled_counts import PooledCounts


def poisson_normal(
    xi: ArrayLike, ti: ArrayLike, *, method: str = "ML", test: str = "z", level: float = 0.95
) -> PooledCounts:
    """Pooled rate of one group by maximum likelihood (Poisson–normal model, a Poisson random intercept).

    xi ~ Poisson(ti e^theta_i), theta_i ~ N(mu, tau2); estimate = mu

    Parameters
    ----------
    xi, ti : (k,) events (whole numbers) and person-time
    method : "ML", or "EE" for one common rate (tau2 = 0)
    test : "z", or "t" on k − 1 df
    level : a fraction

    Returns
    -------
    PooledCounts, on the log scale, measure "IRLN": e^estimate is the rate of a middle cohort per unit of `ti`. `q` is
    the likelihood-ratio statistic for heterogeneity; `i2` and `weights` are None (MS456). Without any event, estimate
    None and `exact` holds the exact interval of the total rate (MS460).

    Domain
    ------
    k ≥ 1; a single cohort has no τ² (MS420). It supposes events of one person to be independent and a rate that does
    not change with time. Refusals: MS357, MS403, MS353, MS368, MS354, MS407.

    References
    ----------
    stijnen2010, liu1994; garwood1936 (`exact`). Agrees with meta 8.4-0 (`metarate`, GLMM) to the error of its 7 nodes.

    >>> pooled = poisson_normal([9, 8, 3, 6, 7, 20], [413, 263, 487, 237, 489, 507])
    >>> round(pooled.estimate, 3), round(pooled.tau2, 3)
    (-3.883, 0.181)
    """
    x, t = _rates(xi, ti)
    choice("method", method, ("ML", "EE"))
    choice("test", test, ("z", "t"))
    level = fraction(level)
    k = int(x.size)
    if x.sum() == 0:
        bounds = garwood(0.0, float(t.sum()), level=level)
        note = caution("MS460", k=k, time=float(t.sum()))
        return no_answer("IRLN", k, level=level, cautions=(note,), exact=bounds)
    model, fit, q = poisson_normal_fit(x, t, method)
    return mixed_answer(
        "Poisson–normal model",
        "IRLN",
        model,
        fit,
        q=q,
        common=method == "EE",
        test=test,
        level=level,
    )


def poisson_normal_fit(x: Floats, t: Floats, method: str) -> tuple[MixedCounts, Maximum, float]:
    """The model of events `x` in person-time `t`, its maximum, and the likelihood-ratio statistic of heterogeneity."""
    family = Poisson(x[:, None])
    model = MixedCounts(
        family=family,
        offset=np.log(t)[:, None],
        fixed=np.ones((x.size, 1, 1)),
        index=np.zeros((x.size, 1), dtype=np.intp),
        loadings=np.ones((1, 1)),
        size=1,
    )
    common = highest(model, zero=(True,))
    own = family(np.log(np.maximum(x, 1e-300))[:, None, None])[0].sum()
    fit = common if method == "EE" or x.size == 1 else highest(model)
    return model, fit, max(0.0, 2.0 * (float(own) - common.height))


def garwood(events: float, time: float, *, level: float = 0.95) -> Interval:
    """Exact interval of a rate (Garwood), from quantiles of χ².

    >>> round(garwood(0.0, 100.0).upper, 6)
    0.036889
    """
    tail = (1.0 - level) / 2.0
    lower = float(chi_square_quantile(tail, 2.0 * events)) / 2.0 if events else 0.0
    return Interval(
        lower=lower / time, upper=float(chi_square_quantile(1.0 - tail, 2.0 * events + 2.0)) / 2.0 / time, level=level
    )


def _rates(xi: ArrayLike, ti: ArrayLike) -> tuple[Floats, Floats]:
    """Events and person-time of one analysis, or a refusal that names the rows."""
    x, t = np.array(xi, dtype=np.float64, ndmin=1), np.array(ti, dtype=np.float64, ndmin=1)
    if x.ndim != 1 or x.shape != t.shape:
        raise Refusal("MS357", lengths=f"`xi` {x.size}, `ti` {t.size}")
    if x.size == 0:
        raise Refusal("MS403")
    for name, values in (("xi", x), ("ti", t)):
        refuse_rows("MS353", ~np.isfinite(values), name=name)
    refuse_rows("MS368", x < 0, name="xi")
    refuse_rows("MS407", np.floor(x) != x, name="xi")
    refuse_rows("MS354", t <= 0, name="ti")
    return x, t


POISSON_NORMAL = Method(
    key="poisson-normal",
    name="Poisson–normal model, maximum likelihood",
    function=poisson_normal,
    references=("stijnen2010", "liu1994", "garwood1936"),
    oracle="meta 8.4-0 (metarate), to the error of its 7 nodes; plain numerical integration to 1e-9",
)
