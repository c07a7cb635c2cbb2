"""Leave-one-out: does the answer hang on one cohort?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.diagnostics.pooled_effects import effects_of
from metasacro.diagnostics.refits import refits
from metasacro.literature import Method
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.diagnostics.refits import Refits
    from metasacro.pooling.pooled import Pooled


def leave_one_out(pooled: Pooled) -> Refits:
    """The pooled answer without each cohort in turn.

    Row i is the same model (estimator of tau2, test, level) fitted to all cohorts but the i-th.

    Parameters
    ----------
    pooled : an answer of `random_effects` or `common_effect`

    Returns
    -------
    Refits with k rows, in the order of the data

    Domain
    ------
    k ≥ 2 (MS501); answers from counts have no effects to leave out (MS502). With k = 2 each row is the other cohort
    alone, without τ². A stable answer is no proof of a right one: cohorts may share an error.

    References
    ----------
    viechtbauercheung2010. Agrees with metafor 5.1-12 (`leave1out`) to 1e-8, common effect to 1e-12.

    >>> from metasacro.pooling.random_effects import random_effects
    >>> leave_one_out(random_effects([0.1, 0.9, 0.4], [0.04, 0.09, 0.05], method="DL")).estimate.round(4).tolist()
    [0.61, 0.2333, 0.4687]
    """
    yi, vi = effects_of(pooled, "leave-one-out", fewest=2)
    return refits(pooled, yi, vi, ~np.eye(pooled.k, dtype=np.bool_))


LEAVE_ONE_OUT = Method(
    key="leave-one-out",
    name="leave-one-out",
    function=leave_one_out,
    references=("viechtbauercheung2010",),
    oracle="metafor 5.1-12, to 1e-8",
)
