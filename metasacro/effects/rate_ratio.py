"""IRR: the logarithm of the ratio of two incidence rates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import RATES
from metasacro.effects.measure import Measure
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def log_rate_ratio(x1i: Floats, t1i: Floats, x2i: Floats, t2i: Floats) -> tuple[Floats, Floats]:
    """Natural logarithm of the ratio of two incidence rates.

    yi = ln((x1i/t1i)/(x2i/t2i)); vi = 1/x1i + 1/x2i

    Parameters
    ----------
    x1i, t1i : (..., k) events, after `add` where it applies, and person-time of the treatment group
    x2i, t2i : (..., k) the same of the control group

    Returns
    -------
    (yi, vi) : log of a ratio, and squared

    Domain
    ------
    Events in both groups (MS359), or something added (MS358). A cohort without any event says nothing about a ratio.

    References
    ----------
    bagos2009 (the Poisson likelihood behind it). Agrees with metafor 5.1-12 (`escalc`, "IRR") to 1e-12.

    >>> yi, vi = log_rate_ratio(*np.array([10.0, 1000.0, 12.0, 900.0]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (-0.287682, 0.183333)
    """
    return np.log(x1i / t1i) - np.log(x2i / t2i), 1.0 / x1i + 1.0 / x2i


IRR = Measure(
    key="IRR",
    name="logarithm of the ratio of two incidence rates",
    function=log_rate_ratio,
    references=("bagos2009",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=RATES,
    scale="log of a ratio",
)
