"""What a model with moderators expects in given settings, and where new true effects lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.student import student_quantile
from metasacro.problems import Refusal
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats
    from metasacro.pooling.coefficients import CoefficientTable


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PredictedEffects:
    """One row a setting, (n,). Arrays are read-only."""

    estimate: Floats  #: mean of the true effects there
    se: Floats
    lower: Floats
    upper: Floats
    prediction_lower: Floats  #: of the true effect of a new cohort there
    prediction_upper: Floats
    df: Floats  #: of the t distribution; inf means normal
    level: float


def predicted_effects(table: CoefficientTable, design: ArrayLike, tau2: float, *, level: float) -> PredictedEffects:
    """estimate = x b, se = √(x Var(b) x'); estimate ± c · se and estimate ± c · √(se² + tau2).

    c is the t quantile on the fewest degrees of freedom of the coefficients that a row uses. A design of another width
    is refused (MS472).
    """
    x = np.asarray(design, dtype=np.float64)
    if x.ndim != 2 or x.shape[1] != len(table):
        raise Refusal("MS472", name="design", length=x.shape[-1] if x.ndim else 0, k=len(table))
    df = np.where(x != 0, table.df, np.inf).min(axis=1)
    critical = student_quantile((1.0 + level) / 2.0, df)
    estimate = x @ table.estimate
    square = np.einsum("np,pq,nq->n", x, table.covariance, x)
    half, wide = critical * np.sqrt(square), critical * np.sqrt(square + tau2)
    columns = {
        "estimate": estimate,
        "se": np.sqrt(square),
        "lower": estimate - half,
        "upper": estimate + half,
        "prediction_lower": estimate - wide,
        "prediction_upper": estimate + wide,
        "df": df,
    }
    for values in columns.values():
        values.flags.writeable = False
    return PredictedEffects(**columns, level=level)
