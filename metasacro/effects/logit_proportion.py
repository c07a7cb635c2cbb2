"""PLO: the logit of a proportion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.measure import Measure
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def log_odds(xi: Floats, ni: Floats) -> tuple[Floats, Floats]:
    """Logit (log odds) of the proportion of people with the event.

    yi = ln(xi/(ni − xi)); vi = 1/xi + 1/(ni − xi)

    Parameters
    ----------
    xi, ni : (..., k) events and people, after `add` where it applies

    Returns
    -------
    (yi, vi) : log odds, and squared

    Domain
    ------
    0 < xi < ni. With 0 or ni events it exists only because something was added (MS358), which pulls rare events towards
    one half. For rare events use the binomial–normal model, which needs no addition.

    References
    ----------
    stijnen2010 (the approximate model that it warns about). Agrees with metafor 5.1-12 (`escalc`, "PLO") to 1e-12.

    >>> yi, vi = log_odds(np.array(4.0), np.array(8.0))
    >>> float(yi), float(vi)
    (0.0, 0.5)
    """
    return np.log(xi / (ni - xi)), 1.0 / xi + 1.0 / (ni - xi)


PLO = Measure(
    key="PLO",
    name="logit of a proportion",
    function=log_odds,
    references=("stijnen2010",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    columns=("xi", "ni"),
    positive=("ni",),
    proportion=True,
    scale="log odds",
)
