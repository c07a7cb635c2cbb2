"""PR: a proportion as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.measure import Measure

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def proportion(xi: Floats, ni: Floats) -> tuple[Floats, Floats]:
    """Proportion of people with the event, untransformed.

    yi = xi/ni; vi = yi (1 − yi)/ni

    Parameters
    ----------
    xi, ni : (..., k) events and people, after `add` where it applies

    Returns
    -------
    (yi, vi) : a fraction between 0 and 1, and squared

    Domain
    ------
    For proportions well inside 0 and 1. Near either end the variance is far too small, weights follow the estimate, and
    intervals leave 0–1; use the binomial–normal model there.

    References
    ----------
    stijnen2010 (why a normal approximation fails for sparse counts). Agrees with metafor 5.1-12 (`escalc`, "PR") to
    1e-12.

    >>> proportion(4.0, 8.0)
    (0.5, 0.03125)
    """
    share = xi / ni
    return share, share * (1.0 - share) / ni


PR = Measure(
    key="PR",
    name="proportion, untransformed",
    function=proportion,
    references=("stijnen2010",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    columns=("xi", "ni"),
    positive=("ni",),
    proportion=True,
    scale="fraction",
)
