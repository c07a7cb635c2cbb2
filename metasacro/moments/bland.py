"""Bland's mean and SD from five numbers."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from metasacro.moments.conversion_method import Conversion
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.moments.summary import FiveNumbers
    from metasacro.numerics.arrays import ArrayLike, Floats


def bland(median: ArrayLike, *, min: ArrayLike, q1: ArrayLike, q3: ArrayLike, max: ArrayLike) -> tuple[Floats, Floats]:
    """Mean and SD from the extremes, the quartiles and the median, without a distribution (Bland).

    With the four middles m = (min + q1)/2, (q1 + median)/2, (median + q3)/2, (q3 + max)/2:
    mean = Σ m/4 = (min + 2 q1 + 2 median + 2 q3 + max)/8; SD = √(Σ m²/4 − mean²)

    Each quarter of the sample is put at the middle of its bounds.

    Parameters
    ----------
    median, min, q1, q3, max : (...) as printed, in the units of the scale

    Returns
    -------
    (mean, SD), each (...), in the units of the scale

    Domain
    ------
    All five numbers (otherwise MS320). n does not enter, and the SD is too large, more so for larger samples, as the
    paper's own simulations show. The mean alone, with Wan's SD, is "hozo/wan/bland".

    References
    ----------
    bland2015. The mean agrees with metamedian 1.2.1 to 1e-12.

    >>> mean, sd = bland(6, min=2, q1=4, q3=10, max=14)
    >>> float(mean), round(float(sd), 4)
    (7.0, 3.3912)
    """
    columns = [np.asarray(value, dtype=np.float64) for value in (min, q1, median, q3, max)]
    middles = np.stack(np.broadcast_arrays(*((a + b) / 2.0 for a, b in pairwise(columns))))
    mean: Floats = middles.mean(axis=0)
    return mean, np.sqrt(((middles - mean) ** 2).mean(axis=0))


def bland_moments(numbers: FiveNumbers) -> tuple[Floats, Floats]:
    """The same from columns."""
    return bland(**numbers.by_name)


BLAND = Conversion(
    key="bland",
    name="Bland's mean and SD from five numbers",
    function=bland,
    references=("bland2015",),
    oracle="metamedian 1.2.1 (mean), to 1e-12; the paper's expanded formula (SD)",
    moments=bland_moments,
    scenarios=("S3",),
)
