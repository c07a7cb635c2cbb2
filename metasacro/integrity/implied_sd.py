"""The SD that a printed precision implies."""

from __future__ import annotations

from math import sqrt

from metasacro.literature import Method


def implied_sd(se: float, n: int) -> float:
    """SD within studies at which `n` people in all give the standard error `se`, at the most favourable.

    A weighted mean of `n` independent values with SD s has a standard error of at least s/√n, whatever the weights and
    however the values are spread over studies; so s ≤ se √n. Heterogeneity between studies leaves even less.

    Parameters
    ----------
    se : standard error of a pooled or a single mean
    n : people in all

    Returns
    -------
    the largest SD within studies that the standard error leaves, in the units of the scale

    Domain
    ------
    Means of independent people. A pooled change needs the SD of changes.

    References
    ----------
    higgins2019 (section 6.5.2.2): SD = SE √n.

    >>> round(implied_sd(0.01, 861), 3)
    0.293
    """
    return se * sqrt(n)


IMPLIED_SD = Method(
    key="implied-sd",
    name="SD that a standard error implies",
    function=implied_sd,
    references=("higgins2019",),
    oracle="a published pooled 8.32 ± 0.01 of 861 patients: at most 0.293",
)
