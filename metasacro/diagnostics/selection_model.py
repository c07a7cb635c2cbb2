"""Selection models: the pooled answer if P values decided what was published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metasacro.diagnostics.pooled_effects import effects_of
from metasacro.diagnostics.selection_fit import selection_fits
from metasacro.diagnostics.selection_likelihood import SelectedEffects
from metasacro.diagnostics.selection_weights import EDGE, SMOOTH, p_values, step_function
from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.chi_square import chi_square_upper
from metasacro.numerics.interval import Interval
from metasacro.numerics.normal import normal_quantile, normal_two_sided
from metasacro.pooling.coefficients import Coefficient
from metasacro.pooling.domain import choice
from metasacro.pooling.meta_regression import PooledRegression
from metasacro.problems import Refusal, caution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.diagnostics.selection_fit import SelectionFit
    from metasacro.diagnostics.selection_weights import WeightFunction
    from metasacro.numerics.arrays import Booleans, Floats
    from metasacro.pooling.pooled import Pooled
    from metasacro.problems import Caution

#: One-sided P value up to which a study is published for certain, unless steps are given.
_CUSTOM = 0.025


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionModel:
    """A pooled answer that allows for selection, and the selection itself."""

    estimate: float | None  #: None with moderators
    se: float | None
    interval: Interval | None
    statistic: float | None
    p_value: float | None  #: two-sided, against 0
    coefficients: tuple[Coefficient, ...]  #: one for the pooled effect; with moderators, all of them
    tau2: float
    se_tau2: float | None  #: None where τ² is 0
    delta: tuple[float, ...]  #: parameters of the weight; for steps, the weight of each interval beside the first
    delta_se: tuple[float | None, ...]  #: None where a parameter was given or lies on its bound
    log_likelihood: float
    lrt: float  #: likelihood ratio against no selection
    lrt_df: int
    lrt_p: float | None  #: None where every parameter was given
    tau2_lrt: float | None  #: likelihood ratio against τ² = 0; None under the common-effect model
    tau2_lrt_p: float | None
    kind: str
    alternative: str
    steps: tuple[float, ...]  #: upper ends of the intervals of P values; empty for a smooth weight
    counts: tuple[int, ...]  #: P values in each interval
    method: str  #: "ML" or "EE"
    level: float
    k: int
    cautions: tuple[Caution, ...]


def selection_model(
    pooled: Pooled,
    kind: str = "stepfun",
    *,
    alternative: str = "greater",
    steps: float | Sequence[float] | None = None,
    delta: Sequence[float | None] | None = None,
) -> SelectionModel:
    """The pooled answer if the chance of being published depends on the P value (selection models).

    With w(p) the relative chance, and A_i the average of w(P) over what cohort i could have found, each effect has
    the density w(p_i) φ(yi; mu, vi + tau2)/A_i. mu, tau2 and the parameters d of w maximize the likelihood. "stepfun":
    w is 1 up to the first of `steps`, then one d for each further interval; "beta": p^(d1 − 1) (1 − p)^(d2 − 1);
    "halfnorm": e^(−d p²); "negexp": e^(−d p); "logistic": 2/(1 + e^(d p)); "power": (1 − p)^d.

    lrt = 2(log-likelihood − that of the model without selection): χ² on as many df as w has estimated parameters.

    Parameters
    ----------
    pooled : an answer of `random_effects` (τ² is then estimated by maximum likelihood) or `common_effect`
    kind : "stepfun", "beta", "halfnorm", "negexp", "logistic" or "power"
    alternative : which effects had the better chance: "greater" than 0, "less", or "two.sided" for either sign
    steps : for "stepfun", where w may jump; 0.025 unless given (0.05 if two-sided)
    delta : values of d to be taken as known, None for those to be estimated; the sensitivity analysis of vevea2005

    Returns
    -------
    SelectionModel; standard errors from the observed information, interval and P value normal

    Domain
    ------
    More cohorts than parameters (MS501); steps between 0 and 1 that rise (MS562); P values in every interval whose
    weight is estimated, and in the first (MS561), or for a smooth weight, P values that are not all minute (MS566);
    `delta` within its range (MS563); a likelihood with a peak (MS564).
    The answer hangs on the form of w and on normal true effects, and few cohorts say little about either (MS560). A
    parameter may end on its bound (MS565). For "beta" and "power" P values count as at least 1e-5 and at most
    1 − 1e-5.

    References
    ----------
    hedges1992 ("stepfun"), iyengar1988, preston2004 ("halfnorm", "negexp", "logistic"), citkowicz2017 ("beta"),
    vevea2005 (`delta` given). Agrees with metafor 5.1-12 (`selmodel`): the log-likelihood is never lower.

    >>> from metasacro.pooling.common_effect import common_effect
    >>> found = selection_model(common_effect([0.1, 0.9, 0.4, 0.3, 0.5], [0.04, 0.09, 0.05, 0.02, 0.06]), "negexp")
    >>> round(found.estimate, 3), [round(d, 2) for d in found.delta], round(found.lrt_p, 2)
    (0.224, [6.09], 0.28)
    """
    kind = choice("kind", kind, ("stepfun", *SMOOTH))
    alternative = choice("alternative", alternative, ("greater", "less", "two.sided"))
    yi, vi = effects_of(pooled, "a selection model", fewest=3, moderators=True)
    two_sided, sign = alternative == "two.sided", -1.0 if alternative == "less" else 1.0
    weight = step_function(_ascending(steps, two_sided)) if kind == "stepfun" else SMOOTH[kind]()
    design = pooled.design if isinstance(pooled, PooledRegression) else np.ones((pooled.k, 1))
    unit = float(np.sqrt(np.median(vi)))
    model = SelectedEffects(yi=sign * yi / unit, vi=vi / unit**2, design=design, weight=weight, two_sided=two_sided)
    given = _given(weight, delta)
    counts = _counts(model, given)
    p, common = design.shape[1], pooled.method == "EE"
    fits = selection_fits(model, given, common=common, what=f'"{kind}" selection model')
    fit = fits.best
    lrt, df = max(0.0, 2.0 * (fit.height - fits.plain)), int(np.isnan(given).sum())
    tau2_lrt = None if common else max(0.0, 2.0 * (fit.height - fits.homogeneous))
    lines = _coefficients(pooled, fit.point[:p] * sign * unit, fit.errors[:p] * unit)
    only = lines[0] if not isinstance(pooled, PooledRegression) else None
    values, errors = _parameters(weight, fit, p)
    return SelectionModel(
        estimate=None if only is None else only.estimate,
        se=None if only is None else only.se,
        interval=None if only is None else only.interval,
        statistic=None if only is None else only.statistic,
        p_value=None if only is None else only.p_value,
        coefficients=lines,
        tau2=float(fit.point[p]) * unit**2,
        se_tau2=_known(float(fit.errors[p]) * unit**2),
        delta=values,
        delta_se=errors,
        log_likelihood=fit.height - pooled.k * float(np.log(unit)),
        lrt=lrt,
        lrt_df=df,
        lrt_p=float(chi_square_upper(lrt, df)) if df else None,
        tau2_lrt=tau2_lrt,
        tau2_lrt_p=None if tau2_lrt is None else float(chi_square_upper(tau2_lrt, 1)),
        kind=kind,
        alternative=alternative,
        steps=() if weight.steps is None else tuple(weight.steps.tolist()),
        counts=counts,
        method="EE" if common else "ML",
        level=pooled.level,
        k=pooled.k,
        cautions=_cautions(fit, p),
    )


def _ascending(steps: float | Sequence[float] | None, two_sided: bool) -> Floats:
    """The upper ends of the intervals, 1 at the end (MS562)."""
    given = (2.0 if two_sided else 1.0) * _CUSTOM if steps is None else steps
    ends = np.atleast_1d(np.array(given, dtype=np.float64))
    if ends.ndim != 1 or not ends.size or not (np.isfinite(ends) & (ends > 0) & (ends <= 1)).all():
        raise Refusal("MS562")
    ends = ends if ends[-1] == 1.0 else np.append(ends, 1.0)
    if ends.size < 2 or (np.diff(ends) <= 0).any():
        raise Refusal("MS562")
    return ends


def _given(weight: WeightFunction, delta: Sequence[float | None] | None) -> Floats:
    """(d,) the parameters taken as known, `nan` for those to be estimated (MS563)."""
    count = weight.neutral.size
    values = np.array([None] * count if delta is None else list(delta), dtype=np.float64)
    lowest = 0.0 if weight.steps is None else np.nextafter(0.0, 1.0)
    if values.shape != (count,) or (values < lowest).any() or np.isinf(values).any():
        raise Refusal("MS563", count=count)
    if weight.steps is None:
        return values
    first = values[0] if np.isfinite(values[0]) else 1.0
    with np.errstate(invalid="ignore"):
        found: Floats = np.log(values / first)
    found[0] = 0.0
    return found


def _counts(model: SelectedEffects, given: Floats) -> tuple[int, ...]:
    """P values in each interval of a step function. MS561, MS566: they do not tell the parameters."""
    steps, estimated = model.weight.steps, np.isnan(given)
    p, q = p_values(model.yi / np.sqrt(model.vi), 0.0, two_sided=model.two_sided)
    if steps is None:
        if estimated.any() and (p.max() < EDGE or q.max() < EDGE):
            raise Refusal("MS566", edge=EDGE, side="below" if p.max() < EDGE else "above 1 −")
        return ()
    counts = np.bincount(np.searchsorted(steps, p, side="left"), minlength=steps.size)
    needed = estimated | (np.arange(steps.size) == 0) if estimated.any() else estimated
    if (empty := needed & (counts == 0)).any():
        lower = np.concatenate([[0.0], steps[:-1]])
        between = ", ".join(f"{low:g} to {high:g}" for low, high in zip(lower[empty], steps[empty], strict=True))
        raise Refusal("MS561", intervals=between)
    return tuple(counts.tolist())


def _coefficients(pooled: Pooled, estimates: Floats, errors: Floats) -> tuple[Coefficient, ...]:
    names = [line.name for line in pooled.coefficients] if isinstance(pooled, PooledRegression) else ["Intercept"]
    z = float(normal_quantile((1.0 + pooled.level) / 2.0))
    return tuple(
        Coefficient(
            name=name,
            estimate=b,
            se=se,
            interval=Interval(lower=b - z * se, upper=b + z * se, level=pooled.level),
            statistic=b / se,
            df=None,
            p_value=float(normal_two_sided(b / se)),
        )
        for name, b, se in zip(names, estimates.tolist(), errors.tolist(), strict=True)
    )


def _parameters(
    weight: WeightFunction, fit: SelectionFit, p: int
) -> tuple[tuple[float, ...], tuple[float | None, ...]]:
    """The parameters of the weight and their standard errors; weights of intervals instead of their logarithms."""
    delta, errors = fit.point[p + 1 :], fit.errors[p + 1 :]
    if weight.steps is not None:
        delta = np.exp(delta)
        errors = delta * errors
    return tuple(delta.tolist()), tuple(_known(error) for error in errors.tolist())


def _known(error: float) -> float | None:
    return None if np.isnan(error) else error


def _cautions(fit: SelectionFit, p: int) -> tuple[Caution, ...]:
    bounded: Booleans = fit.bounded[p + 1 :]
    if not bounded.any():
        return (caution("MS560"),)
    names = ", ".join(f"{i + 1}" for i in np.flatnonzero(bounded))
    return (caution("MS560"), caution("MS565", which=names))


SELECTION_MODEL = Method(
    key="selection-model",
    name="selection model",
    function=selection_model,
    references=("hedges1992", "iyengar1988", "preston2004", "citkowicz2017", "vevea2005"),
    oracle="metafor 5.1-12; the log-likelihood is never lower",
)
