"""The interval of τ² from its standard error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.normal import normal_quantile

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats


def wald_bounds(
    tau2: ArrayLike, se: ArrayLike, *, scale: str = "identity", level: float = 0.95
) -> tuple[Floats, Floats]:
    """Interval of the between-study variance as an estimate with an error (Wald).

    With z the normal quantile: "identity" tau2 ± z se; "log" tau2 e^(± z se/tau2); "sqrt" (√tau2 ± z se/(2 √tau2))².
    Lower ends below 0, of tau2 or of its root, are 0.

    Parameters
    ----------
    tau2, se : (...) estimate and its standard error
    scale : "identity", "log" or "sqrt"
    level : a fraction

    Returns
    -------
    (lower, upper), each (...)

    Domain
    ------
    τ² above 0 for "log" and "sqrt" (`nan` otherwise). The distribution of an estimate of τ² is far from normal: prefer
    the Q-profile interval.

    References
    ----------
    viechtbauer2007. Agrees with metafor 5.1-12 (`confint`, Wald) to 1e-8.

    >>> low, high = wald_bounds(0.28, 0.144)
    >>> round(float(low), 4), round(float(high), 4)
    (0.0, 0.5622)
    """
    t, s = np.broadcast_arrays(np.asarray(tau2, dtype=np.float64), np.asarray(se, dtype=np.float64))
    z = float(normal_quantile((1.0 + level) / 2.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        if scale == "log":
            ratio = np.where(t > 0, z * s / t, np.nan)
            return t * np.exp(-ratio), t * np.exp(ratio)
        if scale == "sqrt":
            root = np.sqrt(t)
            half = np.where(t > 0, z * s / (2.0 * root), np.nan)
            return np.maximum(0.0, root - half) ** 2, (root + half) ** 2
        return np.maximum(0.0, t - z * s), t + z * s


WALD = Method(
    key="Wald",
    name="Wald interval of τ²",
    function=wald_bounds,
    references=("viechtbauer2007",),
    oracle="metafor 5.1-12, to 1e-8",
)
