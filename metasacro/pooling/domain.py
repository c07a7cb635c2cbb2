"""What may be pooled at all, and which choices exist."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.row_numbers import row_numbers
from metasacro.problems import Refusal
from metasacro.tau2.registry import WEIGHTED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from metasacro.numerics.arrays import ArrayLike, Floats


def cohort_table(yi: ArrayLike, vi: ArrayLike) -> tuple[Floats, Floats]:
    """Effects and variances of one analysis as read-only arrays, or a refusal that names the rows.

    MS403 no rows, MS406 different lengths, MS402 effects that are not finite, MS401 variances that are not finite and
    greater than 0.
    """
    y, v = np.array(yi, dtype=np.float64), np.array(vi, dtype=np.float64)
    if y.ndim != 1 or v.ndim != 1 or y.size != v.size:
        raise Refusal("MS406", left="`yi`", left_length=y.size, right="`vi`", right_length=v.size)
    if y.size == 0:
        raise Refusal("MS403")
    if not np.isfinite(y).all():
        raise Refusal("MS402", rows=row_numbers(~np.isfinite(y)))
    good = np.isfinite(v) & (v > 0)
    if not good.all():
        raise Refusal("MS401", rows=row_numbers(~good))
    y.flags.writeable = v.flags.writeable = False
    return y, v


def count_table(xi: ArrayLike, ni: ArrayLike) -> tuple[Floats, Floats]:
    """Events and people of one analysis as read-only arrays, or a refusal that names the rows."""
    x, n = np.array(xi, dtype=np.float64), np.array(ni, dtype=np.float64)
    if x.ndim != 1 or n.ndim != 1 or x.size != n.size:
        raise Refusal("MS406", left="`xi`", left_length=x.size, right="`ni`", right_length=n.size)
    if x.size == 0:
        raise Refusal("MS403")
    for name, values in (("xi", x), ("ni", n)):
        whole = np.isfinite(values) & (np.floor(np.where(np.isfinite(values), values, 0.5)) == values)
        if not whole.all():
            raise Refusal("MS407", name=name, rows=row_numbers(~whole))
    if (n <= 0).any():
        raise Refusal("MS354", name="ni", rows=row_numbers(n <= 0))
    outside = (x < 0) | (x > n)
    if outside.any():
        raise Refusal("MS355", events="xi", total="ni", rows=row_numbers(outside))
    x.flags.writeable = n.flags.writeable = False
    return x, n


def fixed_weights(weights: ArrayLike | None, k: int, method: str) -> Floats | None:
    """Weights of one's own for a method that takes them (MS416), one finite and greater than 0 a cohort (MS415)."""
    if weights is None:
        return None
    if method not in WEIGHTED:
        raise Refusal("MS416", method=method, choices=", ".join(f"`{key}`" for key in sorted(WEIGHTED)))
    a = np.array(weights, dtype=np.float64)
    if a.shape != (k,):
        raise Refusal("MS406", left="`weights`", left_length=a.size, right="`yi`", right_length=k)
    good = np.isfinite(a) & (a > 0)
    if not good.all():
        raise Refusal("MS415", rows=row_numbers(~good))
    return a


def known_variance(tau2: float | None, method: str) -> float | None:
    """A between-study variance that is given: finite, not below 0, and not beside a common effect (MS466)."""
    if tau2 is None:
        return None
    if method == "EE":
        raise Refusal("MS466", reason="the common-effect model has none")
    if not (np.isfinite(tau2) and tau2 >= 0):
        raise Refusal("MS466", reason=f"it must be finite and not below 0 (it is {tau2})")
    return float(tau2)


def choice(kind: str, value: str, choices: Iterable[str]) -> str:
    """`value` if it is one of the choices, else a refusal that guesses which was meant (MS404)."""
    names = list(choices)
    if value in names:
        return value
    by_lower = {name.lower(): name for name in names}
    near = get_close_matches(str(value).lower(), by_lower, n=1, cutoff=0.5)
    hint = f" (did you mean `{by_lower[near[0]]}`?)" if near else ""
    raise Refusal("MS404", kind=kind, value=value, hint=hint, choices=", ".join(names))


def fraction(level: float) -> float:
    """`level` if it is a fraction between 0 and 1, else a refusal (MS405)."""
    if not 0.0 < level < 1.0:
        raise Refusal("MS405", level=level)
    return float(level)
