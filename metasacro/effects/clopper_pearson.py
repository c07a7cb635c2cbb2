"""The exact interval of a proportion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.beta import beta_quantile
from metasacro.problems import Refusal

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats


def clopper_pearson(xi: ArrayLike, ni: ArrayLike, *, level: float = 0.95) -> tuple[Floats, Floats]:
    """Exact interval of a proportion: each bound leaves (1 − level)/2 in its binomial tail (Clopper–Pearson).

    lower = B((1 − level)/2; xi, ni − xi + 1), 0 at xi = 0; upper = B((1 + level)/2; xi + 1, ni − xi), 1 at xi = ni;
    B(p; a, b) is the quantile of the beta distribution. At xi = 0 the upper bound is 1 − ((1 − level)/2)^(1/ni), at
    xi = ni the lower one is ((1 − level)/2)^(1/ni).

    Parameters
    ----------
    xi, ni : (...) events and people
    level : a fraction

    Returns
    -------
    (lower, upper) : (...) fractions between 0 and 1

    Domain
    ------
    0 ≤ xi ≤ ni (MS355) and ni > 0 (MS354). It covers at least `level`, usually more. With 0 events it stays two-sided,
    so the upper bound is that of a one-sided interval of level (1 + level)/2.

    References
    ----------
    clopper1934; hanley1983 (0 events). Agrees with R 4.2.2 (`binom.test`) to 1e-10.

    >>> low, high = clopper_pearson([0, 42], [53, 45])
    >>> [round(100 * float(x), 2) for x in (*low, *high)]
    [0.0, 81.73, 6.72, 98.6]
    """
    if not 0.0 < level < 1.0:
        raise Refusal("MS405", level=level)
    x, n = np.broadcast_arrays(np.asarray(xi, dtype=np.float64), np.asarray(ni, dtype=np.float64))
    _refuse_impossible(x, n)
    tail = (1.0 - level) / 2.0
    edge = np.log(tail) / n
    inside_low = beta_quantile(tail, np.where(x > 0, x, 1.0), n - x + 1.0)
    inside_high = beta_quantile(1.0 - tail, x + 1.0, np.where(x < n, n - x, 1.0))
    lower = np.where(x == 0, 0.0, np.where(x == n, np.exp(edge), inside_low))
    upper = np.where(x == n, 1.0, np.where(x == 0, -np.expm1(edge), inside_high))
    return lower, upper


def _refuse_impossible(x: Floats, n: Floats) -> None:
    """Name the rows in which a count is not a count."""

    def rows(bad: Booleans) -> str:
        return ", ".join(str(i + 1) for i in np.flatnonzero(np.atleast_1d(bad)))

    for name, values in (("xi", x), ("ni", n)):
        if not np.isfinite(values).all():
            raise Refusal("MS353", name=name, rows=rows(~np.isfinite(values)))
    if (n <= 0).any():
        raise Refusal("MS354", name="ni", rows=rows(n <= 0))
    if ((x < 0) | (x > n)).any():
        raise Refusal("MS355", events="xi", total="ni", rows=rows((x < 0) | (x > n)))


CLOPPER_PEARSON = Method(
    key="clopper-pearson",
    name="exact interval of a proportion",
    function=clopper_pearson,
    references=("clopper1934", "hanley1983"),
    oracle="R 4.2.2 binom.test, to 1e-10",
)
