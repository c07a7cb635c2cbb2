"""The highest maximum of a likelihood over τ² ≥ 0, proved: no stretch of the half-line is left unexamined."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from metasacro.numerics.arrays import np
from metasacro.tau2.restricted_likelihood import Slopes, score_negative_above
from metasacro.tau2.score_bounds import (
    negative_beyond,
    positive_until,
    ratio_falls,
    ratio_rises,
    stays_negative,
    stays_positive,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from metasacro.numerics.arrays import Booleans, Floats, Ints

#: A stretch whose ends, as tau2 + min vi, are this near in ratio is taken as one in which the score turns at most once.
NARROW = 1.0 + 1e-7

#: Newton's steps on the way to a root; each that leaves the bracket is replaced by halving it.
STEPS = 200

#: Rounding of tau2 + min vi, twice.
ROUNDING = 4.5e-16


class _Cells(NamedTuple):
    """Stretches [low, high] of τ², each of one row, with the sums at both ends."""

    row: Ints
    low: Floats
    high: Floats
    at_low: Slopes
    at_high: Slopes

    def cut(self, some: Booleans) -> _Cells:
        at_low, at_high = (end.cut(some) for end in (self.at_low, self.at_high))
        return _Cells(self.row[some], self.low[some], self.high[some], at_low, at_high)

    def joined(self, other: _Cells) -> _Cells:
        return _Cells(
            np.concatenate([self.row, other.row]),
            np.concatenate([self.low, other.low]),
            np.concatenate([self.high, other.high]),
            self.at_low.joined(other.at_low),
            self.at_high.joined(other.at_high),
        )

    @property
    def turning(self) -> Booleans:
        """Where the score is positive at the lower end and not at the upper one."""
        return (self.at_low.a > self.at_low.b) & ~(self.at_high.a > self.at_high.b)


def highest_maximum(
    slopes: Callable[..., Slopes], height: Callable[..., Floats], df: Floats, *rows: Floats
) -> tuple[Floats, Booleans]:
    """The highest maximum of each row over tau2 ≥ 0, and whether it was confirmed as one.

    Most rows have one maximum, and the sums at 0 and there prove that the score turns nowhere else. For others: above a
    bound from the data the score is negative. Below, the half-line is cut until in each stretch the score keeps
    its sign, or A/B falls so that it changes sign at most once (`score_bounds`). Each change from positive to negative
    is a maximum, found by Newton's method in a bracket; if there are several, or one beside tau2 = 0, heights decide.
    """
    power = unit(np.where(rows[2] > 0, rows[1], np.inf).min(axis=-1))
    y, v, *rest = rows
    rows = (np.ldexp(y, -power[:, None]), np.ldexp(v, -2 * power[:, None]), *rest)
    tau2, converged = _highest_maximum(slopes, height, df, *rows)
    return np.ldexp(tau2, 2 * power), converged


def unit(least: Floats) -> Ints:
    """The power of 2 that brings the least variance to 1–4, so that cubes of weights neither overflow nor vanish.

    >>> unit(np.array([0.01, 1.0, 5.0])).tolist()
    [-4, 0, 1]
    """
    return np.asarray((np.frexp(least)[1] - 1) // 2)


def _highest_maximum(
    slopes: Callable[..., Slopes], height: Callable[..., Floats], df: Floats, *rows: Floats
) -> tuple[Floats, Booleans]:
    tau2, settled = _at_once(slopes, df, *rows)
    left = np.flatnonzero(~settled)
    if left.size:
        tau2[left], settled[left] = _searched(slopes, height, df[left], *(array[left] for array in rows))
    return tau2, settled


def _at_once(slopes: Callable[..., Slopes], df: Floats, *rows: Floats) -> tuple[Floats, Booleans]:
    """The root nearest to 0, or 0, and whether the sums at 0 and there prove it to be the only maximum."""
    y, v, use, *_ = rows
    zero, spread = np.zeros(len(v)), (use * y * y).sum(axis=-1)
    upper, least = score_negative_above(*rows, df=df)
    at_zero = slopes(zero, *rows)
    rises = at_zero.a > at_zero.b
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        settled = ~rises & negative_beyond(at_zero.a, at_zero.b, at_zero.d, spread)
        tau2, rising = zero, np.flatnonzero(rises)
        if rising.size:
            part, start = [array[rising] for array in rows], at_zero.cut(rises)
            roots, found = _roots(
                slopes, _Cells(rising, zero[rising], upper[rising], start, start), least[rising], part
            )
            at = slopes(roots, *part)
            tau2[rising] = roots
            settled[rising] = (
                found
                & positive_until(start.a, start.b, start.c, at.a, at.c, roots)
                & negative_beyond(at.a, at.a, at.d, spread[rising])
            )
    return tau2, settled


def _searched(
    slopes: Callable[..., Slopes], height: Callable[..., Floats], df: Floats, *rows: Floats
) -> tuple[Floats, Booleans]:
    _, v, use, *_ = rows
    zero, every = np.zeros(len(v)), np.arange(len(v))
    upper, least = score_negative_above(*rows, df=df)
    most = np.where(use > 0, v, 0.0).max(axis=-1)
    bend = np.minimum(np.maximum(most - 2.0 * least, 0.0), upper)  # from M − 2m on, 2/(tau2 + M) ≥ 1/(tau2 + m)
    at_zero, at_bend = slopes(zero, *rows), slopes(bend, *rows)
    last = _Cells(every, bend, upper, at_bend, slopes(upper, *rows))
    last = last.cut(last.turning)
    cells = _Cells(every, zero, bend, at_zero, at_bend).cut(bend > 0)
    while cells.row.size:
        settled, falling = _examined(cells, least[cells.row], most[cells.row])
        last = last.joined(cells.cut(falling & cells.turning))
        cells = _halved(slopes, cells.cut(~settled), least, rows)
    part = [array[last.row] for array in rows]
    roots, found = _roots(slopes, last, least[last.row], part)
    return _compared(height, ~(at_zero.a > at_zero.b), last.row, roots, found, *rows)


def _examined(cells: _Cells, m: Floats, big: Floats) -> tuple[Booleans, Booleans]:
    """Which cells need no cutting, and in which of these A/B falls."""
    left, right, width = cells.at_low, cells.at_high, cells.high - cells.low
    with np.errstate(divide="ignore", invalid="ignore"):
        falling = ratio_falls(left.b, left.d, right.a, right.c) | (cells.high + m <= NARROW * (cells.low + m))
        s1, s2, r1, r2 = cells.low + m, cells.high + m, cells.low + big, cells.high + big
        signed = (left.a <= 0) | (left.a < right.b) | (right.a > left.b)
        signed |= ratio_rises(left.a, left.c, right.b, right.d)
        signed |= stays_negative(*left, s1, r1, 0.0, width) | stays_negative(*right, s2, r2, -width, 0.0)
        signed |= stays_positive(*left, s1, r1, width) | stays_positive(*right, s2, r2, -width)
    return falling | signed, falling


def _halved(slopes: Callable[..., Slopes], cells: _Cells, least: Floats, rows: tuple[Floats, ...]) -> _Cells:
    """Each cell as two, cut where log(A/B), taken as a line in log(tau2 + m), is 0; in the middle if it is nowhere."""
    m = least[cells.row]
    low, high = cells.low + m, cells.high + m
    with np.errstate(divide="ignore", invalid="ignore"):
        before, after = np.log(cells.at_low.a / cells.at_low.b), np.log(cells.at_high.a / cells.at_high.b)
        share = before / (before - after)
    share = np.where((share > 0.1) & (share < 0.9), share, 0.5)
    middle = cells.low + low * np.expm1(share * np.log(high / low))
    at_middle = slopes(middle, *(array[cells.row] for array in rows))
    left = cells._replace(high=middle, at_high=at_middle)
    return left.joined(cells._replace(low=middle, at_low=at_middle))


def _roots(slopes: Callable[..., Slopes], cells: _Cells, m: Floats, rows: list[Floats]) -> tuple[Floats, Booleans]:
    """Where A = B, by Newton's method for log(A/B) in log(tau2 + m), and whether it was reached.

    The error that the next step would remove is estimated from the last two; it ends below rounding.
    """
    low, high, at = cells.low, cells.high, cells.at_low
    here, before = low, np.zeros(low.shape)
    root, found, left = np.array(low), np.zeros(low.shape, dtype=np.bool_), np.arange(low.size)
    for _ in range(STEPS if left.size else 0):
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            s = here + m
            step = s * np.expm1(np.log1p((at.a - at.b) / at.b) / (s * (2.0 * at.c / at.a - at.d / at.b)))
            there = here + step
            inside = (there >= low) & (there <= high)
            there = np.where(inside, there, low + (low + m) * np.expm1(0.5 * np.log((high + m) / (low + m))))
            step = np.abs(there - here)
            done = (step <= ROUNDING * s) | (inside & (step**3 <= ROUNDING * s * before**2))
        root[left[done]], found[left[done]] = there[done], True
        here, before = there, np.where(inside, step, 0.0)
        if done.any():
            go = ~done
            left, low, high = left[go], low[go], high[go]
            here, before, m = here[go], before[go], m[go]
            rows = [array[go] for array in rows]
        if not left.size:
            break
        at = slopes(here, *rows)
        positive = at.a > at.b
        low, high = np.where(positive, here, low), np.where(positive, high, here)
    return root, found


def _compared(
    height: Callable[..., Floats], boundary: Booleans, owners: Ints, roots: Floats, found: Booleans, *rows: Floats
) -> tuple[Floats, Booleans]:
    """The highest of the maxima of each row; one that is alone need not be measured."""
    tau2, converged = np.zeros(len(boundary)), boundary.copy()
    rivals = np.bincount(owners, minlength=len(boundary)) + boundary
    alone = found & (rivals[owners] == 1)
    tau2[owners[alone]], converged[owners[alone]] = roots[alone], True
    some = np.flatnonzero(found & (rivals[owners] > 1))
    if some.size:
        at_root = height(roots[some], *(array[owners[some]] for array in rows))
        best = np.where(boundary, height(tau2, *rows), -np.inf)
        for candidate, row in enumerate(owners[some]):
            if at_root[candidate] > best[row]:
                best[row], tau2[row], converged[row] = at_root[candidate], roots[some[candidate]], True
    return tau2, converged
