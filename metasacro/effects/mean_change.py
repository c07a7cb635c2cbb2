"""MC: the mean change of one group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import PAIRED
from metasacro.effects.measure import Measure

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def paired_difference(
    m1i: Floats, sd1i: Floats, m2i: Floats, sd2i: Floats, ni: Floats, ri: Floats
) -> tuple[Floats, Floats]:
    """Mean change of one group: follow-up (1) minus baseline (2), so that less pain is negative.

    yi = m1i − m2i; vi = (sd1i² + sd2i² − 2 ri sd1i sd2i)/ni, where the bracket is (sd1i − sd2i)² + 2(1 − ri) sd1i sd2i

    Parameters
    ----------
    m1i, sd1i : (..., k) mean and SD at follow-up
    m2i, sd2i : (..., k) mean and SD at baseline
    ni : (..., k) people measured at both times
    ri : (..., k) correlation of follow-up with baseline values; where a paper does not report it, it is assumed (MS311)

    Returns
    -------
    (yi, vi) : in the units of the scale, and squared

    Domain
    ------
    SDs and ni greater than 0 (MS354), −1 ≤ ri ≤ 1 (MS356). The same people at both times: with drop-out, `ni` is the
    number of pairs.

    References
    ----------
    follmann1992 (the SD of a change). Agrees with metafor 5.1-12 (`escalc`, "MC") to 1e-12.

    >>> yi, vi = paired_difference(38.5, 11.6, 30.6, 15.0, 20.0, 0.47)
    >>> round(yi, 6), round(vi, 6)
    (7.9, 9.8)
    """
    return m1i - m2i, ((sd1i - sd2i) ** 2 + 2.0 * (1.0 - ri) * sd1i * sd2i) / ni


MC = Measure(
    key="MC",
    name="mean change of one group (follow-up minus baseline)",
    function=paired_difference,
    references=("follmann1992",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=PAIRED,
    scale="units of the scale",
)
