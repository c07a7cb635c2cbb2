"""How far the columns of a meta-regression inflate each other's variance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.numerics.arrays import ArrayLike, Floats


def variance_inflation(covariance: ArrayLike, columns: Sequence[int] | None = None) -> Floats:
    """Variance inflation factor of each coefficient, or the generalized one of several together.

    R = the correlations of the coefficients (without the intercept); vif = det R_a · det R_b/det R, where a are the
    columns asked about and b the others

    Parameters
    ----------
    covariance : (p, p) covariance matrix of the coefficients, without the intercept's row and column
    columns : positions taken together, such as the columns of one factor; without it, each by itself

    Returns
    -------
    (p,) factors, or one number for `columns`; its 1/(2 × number of columns) power compares with a ratio of standard
    errors

    Domain
    ------
    1 means that a column shares nothing with the others. Large values say that the data cannot tell moderators apart;
    no limit is magic.

    References
    ----------
    fox1992. Agrees with metafor 5.1-12 (`vif`) to 1e-8.

    >>> variance_inflation([[2.0, 1.0], [1.0, 2.0]]).round(6).tolist()
    [1.333333, 1.333333]
    """
    v = np.asarray(covariance, dtype=np.float64)
    error = np.sqrt(np.diag(v))
    r = v / error[:, None] / error
    if columns is None:
        return np.asarray(np.diag(np.linalg.inv(r)))
    chosen = np.zeros(len(r), dtype=np.bool_)
    chosen[list(columns)] = True
    parts = (np.linalg.det(r[np.ix_(part, part)]) for part in (chosen, ~chosen))
    return np.asarray(np.prod(list(parts)) / np.linalg.det(r))


VIF = Method(
    key="VIF",
    name="variance inflation factor",
    function=variance_inflation,
    references=("fox1992",),
    oracle="metafor 5.1-12, to 1e-8",
)
