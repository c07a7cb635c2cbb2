"""What an estimator of τ² answers with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Booleans, Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tau2:
    """The between-study variance of a batch of analyses, each field of shape (...).

    `nan` marks what does not exist: τ² of fewer than two cohorts, or of a cohort in use whose effect or variance is
    `nan`, and the standard error of a τ² that was assumed.
    """

    tau2: Floats  #: squared units of the effect
    se: Floats  #: standard error of `tau2`
    converged: Booleans  #: True where the defining equation holds, or τ² = 0 is the maximum of the likelihood
