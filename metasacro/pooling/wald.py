"""Wald tests and intervals: the standard error from the weights alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def wald_z(total: Floats, q: Floats, k: Floats) -> tuple[Floats, Floats, Floats]:
    """Wald test with the normal distribution: τ² taken as known.

    se = 1/√(Σ w), w = 1/(vi + tau2); estimate ± z · se

    Parameters
    ----------
    total : (...) Σ w
    q, k : (...) generalized Q at tau2 and number of cohorts; only their shape matters

    Returns
    -------
    (se, df, factor) : df is inf (normal), factor is 1

    Domain
    ------
    Too narrow when cohorts are few, because the error of τ² is left out (MS421).

    References
    ----------
    dersimonian1986; inthout2014 (how often it errs). Agrees with metafor 5.1-12 (`test="z"`) to 1e-8.

    >>> se, df, factor = wald_z(np.array(25.0), np.array(1.0), np.array(4.0))
    >>> float(se), float(df), float(factor)
    (0.2, inf, 1.0)
    """
    with np.errstate(divide="ignore"):
        return 1.0 / np.sqrt(total), np.full(np.shape(k), np.inf), np.ones_like(q)


def wald_t(total: Floats, q: Floats, k: Floats) -> tuple[Floats, Floats, Floats]:
    """Wald test with Student's t on k − 1 degrees of freedom.

    se = 1/√(Σ w), w = 1/(vi + tau2); estimate ± t(k − 1) · se

    Parameters
    ----------
    total : (...) Σ w
    q : (...) generalized Q at tau2; only its shape matters
    k : (...) number of cohorts

    Returns
    -------
    (se, df, factor) : factor is 1. A single cohort keeps the normal distribution (MS420)

    Domain
    ------
    k ≥ 2. Wide when k = 2 (MS422).

    References
    ----------
    follmann1999. Agrees with metafor 5.1-12 (`test="t"`) to 1e-8.

    >>> se, df, factor = wald_t(np.array(25.0), np.array(1.0), np.array(4.0))
    >>> float(se), float(df), float(factor)
    (0.2, 3.0, 1.0)
    """
    se, _, factor = wald_z(total, q, k)
    return se, np.where(k >= 2, k - 1.0, np.inf), factor


Z = Method(
    key="z",
    name="Wald, normal",
    function=wald_z,
    references=("dersimonian1986", "inthout2014"),
    oracle="metafor 5.1-12, to 1e-8",
)
T = Method(
    key="t",
    name="Wald, t on k − 1 df",
    function=wald_t,
    references=("follmann1999",),
    oracle="metafor 5.1-12, to 1e-8",
)
