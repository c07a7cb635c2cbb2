"""Back from the Freeman–Tukey double arcsine to a proportion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.freeman_tukey_proportion import double_arcsine
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats


def share_of_double_arcsine(y: ArrayLike, ni: ArrayLike) -> Floats:
    """Proportion whose Freeman–Tukey double arcsine is `y` in a group of `ni` people (Miller's inverse).

    p = ½ (1 − sign(cos 2y) √(1 − (sin 2y + (sin 2y − 1/sin 2y)/ni)²))

    Parameters
    ----------
    y : (...) double arcsines as PFT gives them
    ni : (...) people; for a pooled value, see `harmonic_mean`

    Returns
    -------
    (...) proportions

    Domain
    ------
    The double arcsine of 0 of `ni` is the smallest possible value and that of `ni` of `ni` the largest; below and above
    them the answer is 0 and 1. With very different sizes no single `ni` serves a pooled value: the answer can lie
    outside all proportions that were pooled. Prefer the binomial–normal model.

    References
    ----------
    miller1978 (with the ½ of PFT taken into account). Agrees with metafor 5.1-12 (`transf.ipft`) to 1e-12.

    >>> round(float(share_of_double_arcsine(double_arcsine(np.array(4.0), np.array(10.0))[0], 10.0)), 12)
    0.4
    """
    y, ni = np.broadcast_arrays(np.asarray(y, dtype=np.float64), np.asarray(ni, dtype=np.float64))
    lowest, highest = double_arcsine(np.zeros_like(ni), ni)[0], double_arcsine(ni, ni)[0]
    inside = np.where((y > lowest) & (y < highest), y, np.pi / 4.0)
    sine = np.sin(2.0 * inside)
    square = np.minimum(1.0, (sine + (sine - 1.0 / sine) / ni) ** 2)
    small = 0.5 * square / (1.0 + np.sqrt(1.0 - square))  # ½(1 − √(1 − square)), which would lose a small share
    share = np.where(np.cos(2.0 * inside) > 0, small, 1.0 - small)
    return np.asarray(np.where(y <= lowest, 0.0, np.where(y >= highest, 1.0, share)), dtype=np.float64)


def harmonic_mean(ni: ArrayLike) -> Floats:
    """Harmonic mean of sizes over the last axis: the `ni` that Miller proposed for a pooled value.

    >>> float(harmonic_mean([10.0, 40.0]))
    16.0
    """
    sizes = np.asarray(ni, dtype=np.float64)
    return np.asarray(sizes.shape[-1] / np.sum(1.0 / sizes, axis=-1), dtype=np.float64)
