"""Egger's test and its family: does the effect change with the size of the cohort?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metasacro.diagnostics.funnel import cautions_of_funnel
from metasacro.diagnostics.pooled_effects import column, effects_of, enough
from metasacro.diagnostics.weighted_line import weighted_line
from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.interval import Interval
from metasacro.numerics.student import student_quantile, student_two_sided
from metasacro.pooling.domain import choice
from metasacro.pooling.meta_regression import PooledRegression, meta_regression
from metasacro.problems import Refusal

if TYPE_CHECKING:
    from metasacro.diagnostics.weighted_line import Line
    from metasacro.numerics.arrays import ArrayLike, Floats
    from metasacro.pooling.pooled import Pooled
    from metasacro.problems import Caution

#: Predictors that vanish for an endlessly large cohort, so that the intercept is the effect there.
_VANISHING = ("sei", "vi", "ninv", "sqrtninv")

#: Predictors that grow with the cohort.
_GROWING = ("ni", "sqrtni")

#: The name of a predictor that came as numbers; whether it vanishes is not known.
GIVEN = "given"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegressionTest:
    """Effects regressed on a measure of size."""

    statistic: float  #: slope/slope_se
    df: float | None  #: None means normal
    p_value: float  #: two-sided
    intercept: float  #: beside moderators without one, 0 by design
    intercept_se: float
    slope: float
    slope_se: float
    tau2: float | None  #: residual between-study variance; None in the classical model
    limit: float | None  #: effect of an endlessly large cohort (the intercept), where the predictor vanishes there
    limit_interval: Interval | None
    predictor: str
    model: str
    k: int
    cautions: tuple[Caution, ...]


def regression_test(
    pooled: Pooled, *, model: str = "rma", predictor: str | ArrayLike = "sei", ni: ArrayLike | None = None
) -> RegressionTest:
    """Funnel asymmetry by regression of the effects on their standard errors, or on another measure of size (Egger).

    yi = intercept + slope x. Model "lm" (Egger): weights 1/vi, the error scaled by the spread of the residuals, t on
    k − 2 df. Model "rma" (Thompson and Sharp): weights 1/(vi + tau2), with the estimator of tau2 and the test of
    `pooled`. x is √vi ("sei"), vi, ni, 1/ni ("ninv"), √ni or 1/√ni ("sqrtninv").

    Parameters
    ----------
    pooled : an answer of `random_effects` or `common_effect`; with `mods`, x becomes one more moderator
    model : "rma" or "lm"
    predictor : "sei", "vi", "ni", "ninv", "sqrtni", "sqrtninv", or (k,) values of your own, such as √(1/n1i + 1/n2i)
        for standardized mean differences (pustejovsky2019)
    ni : (k,) sizes of the cohorts, for the last four

    Returns
    -------
    RegressionTest

    Domain
    ------
    k ≥ 3 (MS501); a predictor that differs between cohorts (MS511); sizes above 0 where sizes are asked for (MS503,
    MS512). Below ten cohorts it means little either way (MS510). For proportions, logits, odds ratios and standardized
    differences the effect is tied to its own standard error, and the test finds asymmetry where there is none: use a
    predictor of size alone.

    References
    ----------
    egger1997 ("lm"), thompson1999 ("rma"), sterne2011. Agrees with metafor 5.1-12 (`regtest`) to 1e-12, REML to 1e-8,
    and with meta 8.4-0 (Egger, Thompson, Pustejovsky).

    >>> from metasacro.pooling.common_effect import common_effect
    >>> found = regression_test(common_effect([0.1, 0.9, 0.4, 0.3], [0.04, 0.09, 0.05, 0.02]), model="lm")
    >>> round(found.slope, 4), round(found.p_value, 4)
    (2.7474, 0.3583)
    """
    model = choice("model", model, ("rma", "lm"))
    yi, vi = effects_of(pooled, "the regression test", fewest=3, moderators=True)
    if isinstance(predictor, str):
        predictor = choice("predictor", predictor, (*_VANISHING, *_GROWING))
        x, name = _size(predictor, vi, ni), predictor
    else:
        x, name = column("predictor", predictor, pooled.k), GIVEN
    if isinstance(pooled, PooledRegression):
        return _beside_moderators(pooled, x, name, model)
    line = weighted_line(yi, x, vi, method="EE" if model == "lm" else pooled.method, what=f"`{name}`")
    test = "knha" if model == "lm" else pooled.test
    tau2 = None if model == "lm" else line.tau2
    return slope_test(line, test, tau2=tau2, predictor=name, model=model, k=pooled.k, level=pooled.level)


def _beside_moderators(pooled: PooledRegression, x: Floats, name: str, model: str) -> RegressionTest:
    """The coefficient of `x` in the meta-regression with one more column."""
    enough("the regression test beside moderators", pooled.k, pooled.design.shape[1] + 2)
    design = np.column_stack([pooled.design, x])
    lm = model == "lm"
    fit = meta_regression(
        np.asarray(pooled.yi),
        np.asarray(pooled.vi),
        design,
        method="EE" if lm else pooled.method,
        test="knha" if lm else pooled.test,
        level=pooled.level,
    )
    slope = fit.coefficients[-1]
    constant = np.flatnonzero((pooled.design == 1.0).all(axis=0))
    intercept = fit.coefficients[constant[0]] if constant.size else None
    if slope.statistic is None or slope.p_value is None:
        raise Refusal("MS513")
    return RegressionTest(
        statistic=slope.statistic,
        df=fit.df,
        p_value=slope.p_value,
        intercept=0.0 if intercept is None else intercept.estimate,
        intercept_se=0.0 if intercept is None else intercept.se,
        slope=slope.estimate,
        slope_se=slope.se,
        tau2=None if lm else fit.tau2,
        limit=None,
        limit_interval=None,
        predictor=name,
        model=model,
        k=pooled.k,
        cautions=cautions_of_funnel(pooled.k),
    )


def slope_test(
    line: Line,
    test: str,
    *,
    tau2: float | None,
    predictor: str,
    model: str,
    k: int,
    level: float,
    cautions: tuple[Caution, ...] = (),
) -> RegressionTest:
    """The test of a slope, by the same choices as the test of a pooled effect."""
    factor = {"z": 1.0, "t": 1.0, "knha": line.factor, "adhoc": max(1.0, line.factor)}[test]
    df = np.inf if test == "z" else k - 2.0
    root = float(np.sqrt(factor))
    slope_se, intercept_se = line.slope_se * root, line.intercept_se * root
    if slope_se == 0:
        raise Refusal("MS513")
    statistic = line.slope / slope_se
    limit = None
    if predictor in _VANISHING:
        half = float(student_quantile((1.0 + level) / 2.0, df)) * intercept_se
        limit = Interval(lower=line.intercept - half, upper=line.intercept + half, level=level)
    return RegressionTest(
        statistic=statistic,
        df=None if test == "z" else df,
        p_value=float(student_two_sided(statistic, df)),
        intercept=line.intercept,
        intercept_se=intercept_se,
        slope=line.slope,
        slope_se=slope_se,
        tau2=tau2,
        limit=None if limit is None else line.intercept,
        limit_interval=limit,
        predictor=predictor,
        model=model,
        k=k,
        cautions=(*cautions, *cautions_of_funnel(k)),
    )


def _size(predictor: str, vi: Floats, ni: ArrayLike | None) -> Floats:
    """The predictor's column."""
    if predictor == "sei":
        return np.sqrt(vi)
    if predictor == "vi":
        return vi
    sizes = column("ni", () if ni is None else ni, vi.size)
    if (sizes <= 0).any():
        raise Refusal("MS512")
    powers = {"ni": 1.0, "ninv": -1.0, "sqrtni": 0.5, "sqrtninv": -0.5}
    found: Floats = sizes ** powers[predictor]
    return found


REGRESSION_TEST = Method(
    key="Egger",
    name="regression test of funnel asymmetry",
    function=regression_test,
    references=("egger1997", "thompson1999", "sterne2011", "pustejovsky2019"),
    oracle="metafor 5.1-12, to 1e-12 (REML to 1e-8); meta 8.4-0",
)
