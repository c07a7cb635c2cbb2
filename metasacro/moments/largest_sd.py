"""How large a standard deviation can be on a bounded scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.problems import caution

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats
    from metasacro.problems import Caution

#: An SD at the bound itself is possible; this much above it, relatively, is rounding and no contradiction.
_ROUNDING = 1e-9


def bounded_sd(mean: ArrayLike, n: ArrayLike, *, lower: ArrayLike, upper: ArrayLike) -> Floats:
    """Largest sample SD that `n` values between `lower` and `upper` with this mean can have.

    √((mean − lower)(upper − mean) · n/(n − 1)): every value at one end of the scale or the other. `nan` where the mean
    is outside the scale or n < 2.

    >>> round(float(bounded_sd(5, 27, lower=0, upper=10)), 4)
    5.0952
    """
    mean, n = np.asarray(mean, dtype=np.float64), np.asarray(n, dtype=np.float64)
    with np.errstate(invalid="ignore"):
        largest: Floats = np.sqrt((mean - lower) * (np.asarray(upper) - mean) * n / np.where(n > 1, n - 1.0, np.nan))
    return largest


def scale_cautions(mean: float, sd: float, n: float, *, lower: float, upper: float) -> tuple[Caution, ...]:
    """What the bounds of the instrument say against this mean and SD: MS306, MS305, or nothing.

    >>> [c.code for c in scale_cautions(9.5, 4.0, 27, lower=0, upper=10)]
    ['MS305']
    """
    if not lower <= mean <= upper:
        return (caution("MS306", mean=mean, lower=lower, upper=upper),)
    largest = float(bounded_sd(mean, n, lower=lower, upper=upper))
    if sd > largest * (1.0 + _ROUNDING):
        return (caution("MS305", sd=sd, mean=mean, n=n, lower=lower, upper=upper, largest=largest),)
    return ()
