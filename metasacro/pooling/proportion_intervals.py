"""Intervals of one cohort's proportion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.clopper_pearson import clopper_pearson
from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.beta import beta_quantile
from metasacro.numerics.binomial import logistic
from metasacro.numerics.normal import normal_quantile
from metasacro.pooling.domain import choice, count_table, fraction

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats


def proportion_interval(
    xi: ArrayLike, ni: ArrayLike, *, method: str = "CP", level: float = 0.95
) -> tuple[Floats, Floats]:
    """Interval of each cohort's proportion, by the methods that meta offers, and Jeffreys'.

    With p = x/n, q = 1 − p and z the normal quantile: WS is all P with |p − P| ≤ z √(P(1 − P)/n), WSCC with 1/(2n)
    taken from |p − P| first; AC is p̃ ± z √(p̃q̃/ñ) with z²/2 added to events and to non-events; SA is p ± z √(pq/n),
    SACC is 1/(2n) wider; NAsm is logit(p) ± z √(1/x + 1/(n − x)), with a half added where x is 0 or n.

    Parameters
    ----------
    xi, ni : (k,) events and people, whole numbers
    method : "CP" (Clopper–Pearson, exact), "WS" (Wilson), "WSCC" (Wilson, continuity-corrected), "AC" (Agresti–Coull),
        "SA" (simple, Wald), "SACC" (simple, continuity-corrected), "NAsm" (Wald on the logit scale), "Jeffreys"
    level : a fraction

    Returns
    -------
    (lower, upper) : (k,) each, fractions; what falls outside 0 to 1 is cut there

    Domain
    ------
    CP covers at least `level`; WS and Jeffreys do so on average and are narrower. SA has no width at 0 of n and n of n,
    where its coverage is 0: never use it for rare events. Refusals: those of `count_table`; unknown method (MS404).

    References
    ----------
    newcombe1998 (WS, WSCC, SA, SACC), wilson1927, agresti1998 (AC), clopper1934 (CP), brown2001 (Jeffreys). Agrees with
    meta 8.4-0 (`metaprop`, `method.ci`) to 1e-10.

    >>> for method in ("CP", "WS", "Jeffreys"):
    ...     low, high = proportion_interval([0, 5], [53, 20], method=method)
    ...     print([round(100 * float(x), 2) for x in (*low, *high)])
    [0.0, 8.66, 6.72, 49.1]
    [0.0, 11.19, 6.76, 46.87]
    [0.0, 10.24, 4.61, 46.42]
    """
    choice("method", method, CHOICES)
    level = fraction(level)
    x, n = count_table(xi, ni)
    if method == "CP":
        return clopper_pearson(x, n, level=level)
    if method == "Jeffreys":
        return _jeffreys(x, n, (1.0 - level) / 2.0)
    lower, upper = _by_normal(method, x, n, float(normal_quantile((1.0 + level) / 2.0)))
    return np.maximum(lower, 0.0), np.minimum(upper, 1.0)


#: The methods, in the order in which choices are printed.
CHOICES = ("CP", "WS", "WSCC", "AC", "SA", "SACC", "NAsm", "Jeffreys")


def _by_normal(method: str, x: Floats, n: Floats, z: float) -> tuple[Floats, Floats]:
    """Bounds that use the normal quantile, before they are cut."""
    p = x / n
    q = 1.0 - p
    if method == "NAsm":
        add = 0.5 * ((x == 0) | (x == n))
        x, rest = x + add, n - x + add
        logit, half = np.log(x / rest), z * np.sqrt(1.0 / x + 1.0 / rest)
        return logistic(logit - half)[0], logistic(logit + half)[0]
    if method in ("SA", "SACC"):
        half = z * np.sqrt(p * q / n) + (1.0 / (2.0 * n) if method == "SACC" else 0.0)
        return p - half, p + half
    people = n + z * z
    if method == "AC":
        middle = (x + z * z / 2.0) / people
        half = z * np.sqrt(middle * (1.0 - middle) / people)
        return middle - half, middle + half
    if method == "WS":
        middle, half = x + z * z / 2.0, z * np.sqrt(n * p * q + z * z / 4.0)
        # at 0 of n both are exactly z²/2, as the root of a rounded square is its number; at n of n a quotient rounds
        return (middle - half) / people, np.where(x == n, 1.0, (middle + half) / people)
    less = z * np.sqrt(np.maximum(z * z - 2.0 - 1.0 / n + 4.0 * p * (n * q + 1.0), 0.0))
    more = z * np.sqrt(np.maximum(z * z + 2.0 - 1.0 / n + 4.0 * p * (n * q - 1.0), 0.0))
    lower = np.where(x == 0, 0.0, (2.0 * x + z * z - 1.0 - less) / (2.0 * people))
    return lower, np.where(x == n, 1.0, (2.0 * x + z * z + 1.0 + more) / (2.0 * people))


def _jeffreys(x: Floats, n: Floats, tail: float) -> tuple[Floats, Floats]:
    """Middle of the posterior under Jeffreys' prior; 0 at no event and 1 at nothing but events, as brown2001 has it."""
    lower = np.where(x == 0, 0.0, beta_quantile(tail, x + 0.5, n - x + 0.5))
    return lower, np.where(x == n, 1.0, beta_quantile(1.0 - tail, x + 0.5, n - x + 0.5))


PROPORTION_INTERVAL = Method(
    key="proportion-interval",
    name="interval of one proportion",
    function=proportion_interval,
    references=("newcombe1998", "wilson1927", "agresti1998", "clopper1934", "brown2001"),
    oracle="meta 8.4-0 (metaprop), to 1e-10",
)
