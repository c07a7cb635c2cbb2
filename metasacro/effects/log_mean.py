"""MNLN: the logarithm of a mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import MEAN
from metasacro.effects.measure import Measure
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def logarithm_of_mean(mi: Floats, sdi: Floats, ni: Floats) -> tuple[Floats, Floats]:
    """Natural logarithm of the mean of one group.

    yi = ln mi; vi = sdi²/(ni mi²)

    Parameters
    ----------
    mi, sdi, ni : (..., k) means, standard deviations (not standard errors) and sample sizes

    Returns
    -------
    (yi, vi) : log units, and squared

    Domain
    ------
    mi > 0 (MS354): a quantity with a true zero that cannot be negative. `correct` changes nothing.

    References
    ----------
    hedges1999 (the delta method for ln of a mean). Agrees with metafor 5.1-12 (`escalc`, "MNLN") to 1e-12.

    >>> yi, vi = logarithm_of_mean(*np.array([5.0, 2.0, 16.0]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (1.609438, 0.01)
    """
    return np.log(mi), sdi**2 / (ni * mi**2)


MNLN = Measure(
    key="MNLN",
    name="logarithm of a mean",
    function=logarithm_of_mean,
    references=("hedges1999",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=MEAN,
    scale="log units",
    above_zero=("mi",),
)
