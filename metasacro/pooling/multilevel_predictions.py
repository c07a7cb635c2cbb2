"""What a multilevel model expects at given moderators, and where new true effects lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.student import student_quantile
from metasacro.problems import Refusal

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats
    from metasacro.pooling.multilevel_answer import MultilevelPooled


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MultilevelPredictions:
    """One row a setting, (n,). Arrays are read-only."""

    estimate: Floats  #: mean of the true effects there
    se: Floats
    lower: Floats
    upper: Floats
    prediction_lower: Floats  #: of the true effect of a new effect in a new group
    prediction_upper: Floats


def multilevel_predictions(fit: MultilevelPooled, design: ArrayLike | None = None) -> MultilevelPredictions:
    """Expected effects at given moderators, with confidence and prediction intervals, in a multilevel model.

    estimate = x b, se = √(x Var(b) x'); estimate ± c · se and estimate ± c · √(se² + Σ σ²)

    Parameters
    ----------
    fit : the answer of `multilevel`
    design : (n, p) rows of the design, with the column of ones where the model has one; by default those of the data

    Returns
    -------
    MultilevelPredictions, on the scale of the effects

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
    x = fit.design if design is None else np.asarray(design, dtype=np.float64)
    table = fit.coefficients
    if x.ndim != 2 or x.shape[1] != table.estimate.size:
        raise Refusal("MS472", name="design", length=x.shape[-1], k=table.estimate.size)
    used = np.where(x != 0, table.df, np.inf).min(axis=1)
    critical = student_quantile((1.0 + fit.level) / 2.0, used)
    estimate = x @ table.estimate
    square = np.einsum("np,pq,nq->n", x, table.covariance, x)
    half, wide = critical * np.sqrt(square), critical * np.sqrt(square + (fit.tau2 or 0.0))
    found = MultilevelPredictions(
        estimate=estimate,
        se=np.sqrt(square),
        lower=estimate - half,
        upper=estimate + half,
        prediction_lower=estimate - wide,
        prediction_upper=estimate + wide,
    )
    for values in (found.estimate, found.se, found.lower, found.upper, found.prediction_lower, found.prediction_upper):
        values.flags.writeable = False
    return found


MULTILEVEL_PREDICTIONS = Method(
    key="multilevel-predictions",
    name="predictions of a multilevel model",
    function=multilevel_predictions,
    references=("konstantopoulos2011", "higgins2009"),
    oracle="metafor 5.1-12 (predict), to 1e-9 at the same variances",
)
