"""What a multilevel model expects at given moderators, and where new true effects lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.pooling.predicted_effects import predicted_effects

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike
    from metasacro.pooling.multilevel_answer import MultilevelPooled
    from metasacro.pooling.predicted_effects import PredictedEffects


def multilevel_predictions(fit: MultilevelPooled, design: ArrayLike | None = None) -> PredictedEffects:
    """Expected effects at given moderators, with confidence and prediction intervals, in a multilevel model.

    estimate = x b, se = √(x Var(b) x'); estimate ± c · se and estimate ± c · √(se² + Σ σ²)

    Parameters
    ----------
    fit : the answer of `multilevel`
    design : (n, p) rows of the design, with the column of ones where the model has one; by default those of the data

    Returns
    -------
    PredictedEffects, on the scale of the effects

    Domain
    ------
    A design of another width is refused (MS472). c is the t quantile on the fewest degrees of freedom of the
    coefficients that a row uses. Outside the range of the data nothing supports the line.

    References
    ----------
    konstantopoulos2011; higgins2009. Agrees with metafor 5.1-12 (`predict`) to 1e-9 at the same variances.

    >>> from metasacro.pooling.multilevel import multilevel
    >>> y, v = [0.1, 0.3, 0.8, 0.7, 0.2, 0.4], [0.02, 0.03, 0.02, 0.04, 0.03, 0.02]
    >>> fit = multilevel(y, v, groups=list("aabbcc"), mods={"x": [0, 1, 0, 1, 0, 1]}, test="z", profile=False)
    >>> multilevel_predictions(fit, [[1, 0], [1, 1]]).estimate.round(3).tolist()
    [0.375, 0.478]
    """
    x = fit.design if design is None else design
    return predicted_effects(fit.coefficients, x, fit.tau2 or 0.0, level=fit.level)


MULTILEVEL_PREDICTIONS = Method(
    key="multilevel-predictions",
    name="predictions of a multilevel model",
    function=multilevel_predictions,
    references=("konstantopoulos2011", "higgins2009"),
    oracle="metafor 5.1-12 (predict), to 1e-9 at the same variances",
)
