"""The interval in which the true effect of a new setting lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.student import student_quantile

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats

#: Below this number of cohorts no prediction interval is given.
FEWEST = 3


def prediction_bounds(
    estimate: Floats, se: Floats, tau2: Floats, df: Floats, k: Floats, *, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Prediction interval: where the true effect of a new cohort, like those pooled, lies.

    estimate ± c · √(tau2 + se²), c the quantile of t on `df` degrees of freedom (normal where df is inf)

    Parameters
    ----------
    estimate, se, tau2 : (...) the pooled answer
    df : (...) degrees of freedom, those of the test: k − 1 for t, knha and adhoc, inf for z
    k : (...) number of cohorts
    level : a fraction

    Returns
    -------
    (lower, upper), each (...); `nan` where k < 3 or tau2 does not exist

    Domain
    ------
    It supposes normal true effects and leans on τ²: unreliable below five cohorts, rough below ten (MS424), and too
    narrow at any number below forty where τ² is no larger than the sampling variances (docs/simulation.md). Others use
    other errors and degrees of freedom: `prediction_interval` has them all, and the result always names its own.

    References
    ----------
    higgins2009, partlett2017 (with the Hartung–Knapp standard error and k − 1 df: what metafor does). Agrees with
    metafor 5.1-12 (`predict`, default type) to 1e-8.

    >>> low, high = prediction_bounds(*(np.array(x) for x in (0.0, 0.3, 0.16, np.inf, 10.0)))
    >>> round(float(high), 4)
    0.98
    """
    half = student_quantile((1.0 + level) / 2.0, df) * np.sqrt(tau2 + se**2)
    half = np.where(k >= FEWEST, half, np.nan)
    return estimate - half, estimate + half


PREDICTION = Method(
    key="prediction-interval",
    name="prediction interval",
    function=prediction_bounds,
    references=("higgins2009", "partlett2017"),
    oracle="metafor 5.1-12, to 1e-8",
)
