"""A 2×2 table that the paper does not print, recovered from its margins and a measure of association."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.problems import Refusal

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats


def recovered_table(
    n: ArrayLike,
    n1: ArrayLike,
    events: ArrayLike,
    *,
    odds_ratio: ArrayLike | None = None,
    phi: ArrayLike | None = None,
    chi_square: ArrayLike | None = None,
    yates: bool = True,
) -> tuple[Floats, Floats, Floats, Floats]:
    """Cells ai, bi, ci, di of the 2×2 table with these margins whose odds ratio, phi or χ² is the one printed.

    With n0 = n − n1 and none = n − events: ai (n0 − events + ai) = OR (n1 − ai)(events − ai) for an odds ratio;
    ai = (n1 events + phi √(n1 n0 events none))/n for phi; for χ², |ai di − bi ci| = √(χ² n1 n0 events none/n), plus
    n/2 if it was corrected after Yates. Cells are rounded to whole numbers.

    Parameters
    ----------
    n, n1, events : (...) people, people of the treatment group, people with an event in both groups together
    odds_ratio : (...) the odds ratio, not its logarithm; or
    phi : (...) the phi coefficient; or
    chi_square : (...) χ² with 1 degree of freedom, negative if events are rarer in the treatment group
    yates : whether the χ² printed has Yates's correction

    Returns
    -------
    (ai, bi, ci, di) : (...) whole numbers

    Domain
    ------
    Margins inside 0 and n, an odds ratio above 0, and a table without negative cells (MS367). A rounded odds ratio of a
    large trial may fit several tables: recompute it from the answer and compare with the paper.

    References
    ----------
    yule1912 (phi and the odds ratio of a table). Agrees with metafor 5.1-12 (`conv.2x2`) exactly.

    >>> [float(cell) for cell in recovered_table(80, 40, 30, odds_ratio=2.5)]
    [19.0, 21.0, 11.0, 29.0]
    """
    n, n1, events = (np.asarray(value, dtype=np.float64) for value in (n, n1, events))
    if not ((n1 > 0) & (n1 < n) & (events > 0) & (events < n)).all():
        raise _refusal("these margins", "each must be greater than 0 and less than n")
    root = np.sqrt(n1 * (n - n1) * events * (n - events))
    if odds_ratio is not None:
        ratio = np.asarray(odds_ratio, dtype=np.float64)
        if not (np.isfinite(ratio) & (ratio > 0)).all():
            raise _refusal("an odds ratio", "it must be greater than 0")
        linear = n - n1 - events + ratio * (n1 + events)
        product = ratio * n1 * events
        ai = 2.0 * product / (linear + np.sqrt(linear**2 + 4.0 * (1.0 - ratio) * product))
    elif phi is not None:
        ai = (n1 * events + np.asarray(phi, dtype=np.float64) * root) / n
    elif chi_square is not None:
        signed = np.asarray(chi_square, dtype=np.float64)
        cross = root * np.sqrt(np.abs(signed) / n) + (n / 2.0 if yates else 0.0)
        ai = (n1 * events + np.where(signed < 0, -cross, cross)) / n
    else:
        raise _refusal("what is given", "it takes an odds ratio, a phi or a χ² beside the margins")
    ai = np.rint(ai)
    cells = (ai, n1 - ai, events - ai, n - n1 - events + ai)
    if not np.all([np.isfinite(cell) & (cell >= 0) for cell in cells]):
        raise _refusal("these margins and this association", "a cell would be negative")
    return cells


def _refusal(given: str, reason: str) -> Refusal:
    return Refusal("MS367", wanted="a 2×2 table", given=given, reason=reason)


RECOVERED_TABLE = Method(
    key="recovered-table",
    name="2×2 table from its margins and an odds ratio, phi or χ²",
    function=recovered_table,
    references=("yule1912",),
    oracle="metafor 5.1-12 conv.2x2, exactly",
)
