"""What a meta-regression expects at given moderators, and where new true effects lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metasacro.literature import Method
from metasacro.pooling.domain import fraction
from metasacro.pooling.meta_regression_design import columns_for
from metasacro.pooling.predicted_effects import predicted_effects
from metasacro.problems import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from metasacro.numerics.arrays import ArrayLike
    from metasacro.pooling.meta_regression import PooledRegression
    from metasacro.pooling.predicted_effects import PredictedEffects


def regression_predictions(
    fit: PooledRegression,
    design: ArrayLike | None = None,
    *,
    data: Mapping[str, Any] | None = None,
    level: float | None = None,
) -> PredictedEffects:
    """Expected effects at given moderators, with confidence and prediction intervals, from a meta-regression.

    estimate = x b, se = √(x Var(b) x'); estimate ± c · se and estimate ± c · √(se² + tau2)

    Parameters
    ----------
    fit : the answer of `meta_regression`
    design : (n, p) rows of the design, the intercept's column included; without it and `data`, those of the cohorts
    data : columns that the formula of the fit names, n values each, in the place of `design`
    level : a fraction; that of `fit` where not given

    Returns
    -------
    PredictedEffects, on the scale of the effects

    Domain
    ------
    Refused: a design of another width (MS472), data that the formula cannot use or for a fit without formula (MS491),
    gaps (MS493). c is normal under "z", else t on k − p degrees of freedom. Outside the range of the cohorts nothing
    supports the line.

    References
    ----------
    thompson2002, higgins2009. Agrees with metafor 5.1-12 (`predict` with `newmods`) to 1e-8.

    >>> from metasacro.pooling.meta_regression import meta_regression
    >>> y, v = [0.1, 0.5, 0.4, 0.9, 1.1], [0.04] * 5
    >>> fit = meta_regression(y, v, "~ dose", data={"dose": [0, 1, 2, 3, 4]}, test="z")
    >>> regression_predictions(fit, data={"dose": [0, 5]}).estimate.round(3).tolist()
    [0.12, 1.32]
    """
    level = fit.level if level is None else fraction(level)
    if data is not None:
        if fit.spec is None:
            raise Refusal("MS491", formula="none", reason="the fit was given a matrix; give `design` here")
        design = columns_for(fit.spec, data)
    x = fit.design if design is None else design
    return predicted_effects(fit.coefficients, x, fit.tau2 or 0.0, level=level)


REGRESSION_PREDICTIONS = Method(
    key="regression-predictions",
    name="predictions of a meta-regression",
    function=regression_predictions,
    references=("thompson2002", "higgins2009"),
    oracle="metafor 5.1-12 (predict), to 1e-8",
)
