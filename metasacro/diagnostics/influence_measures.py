"""What is measured of each cohort's influence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Booleans, Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Influence:
    """Outlier and influence measures, each (k,) and read-only, in the order of the data."""

    residual: Floats  #: yi − mu, or yi − fitted
    residual_se: Floats
    rstandard: Floats  #: residual/residual_se
    deleted_residual: Floats  #: yi − mu, or yi − fitted without cohort i
    deleted_residual_se: Floats
    rstudent: Floats  #: deleted_residual/deleted_residual_se
    dffits: Floats
    cook_d: Floats
    cov_r: Floats  #: variance of mu (determinant of the covariance) without cohort i over that with it
    tau2_del: Floats  #: τ² without cohort i
    q_del: Floats  #: Cochran's Q without cohort i
    hat: Floats  #: leverage
    weights: Floats  #: fractions that sum to 1, of 1/(vi + tau2)
    dfbetas: Floats  #: (k, p) with moderators
    influential: Booleans  #: True where one of the usual cut-offs is passed
