"""The highest maximum of a likelihood over τ² ≥ 0 in sixteen analyses at once, where a few evaluations prove it.

Newton's method finds where the score A − B turns; `score_bounds` then proves from the sums at 0, at the root and, if
need be, at one τ² beyond it that it turns nowhere else. A lane in which that fails is left to `highest_maximum_loop`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from metasacro.numerics.loops import in_step
from metasacro.tau2.lanes import (
    ANSWER,
    FIRST_VARIANCE,
    FREE,
    LANES,
    LEAST,
    MOST,
    SPREAD,
    ZERO,
    A,
    B,
    C,
    D,
    T,
    evaluated,
    kept,
    spread,
)
from metasacro.tau2.score_bounds import negative_beyond, negative_until, positive_until

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats

#: The bracket of each lane's root, the size of the step before, 1 while it is searched or unproved, and a root put by.
_LOW, _HIGH, _BEFORE, _OPEN, _ROOT = (FREE + LANES * i for i in range(5))

#: Length of `s` with all of that.
LENGTH = FREE + LANES * 5

#: Newton's steps; what has not ended then is left.
_ROUNDS = 20

#: Rounding of tau2 + the least variance, twice.
_ROUNDING = 4.5e-16

#: Greatest over least variance up to which C has the digits that the bounds need.
_WIDEST = 1e6


@in_step
def searched(pairs: int, vs: Floats, ys: Floats, s: Floats, restricted: bool) -> None:
    """From the sums at 0, in A to D and at ZERO, to τ² in T, and the sums there in A to D and at ANSWER."""
    spread(pairs, ys, s)
    left = _begun(s)
    for _ in range(_ROUNDS):
        if left == 0:
            break
        evaluated(pairs, vs, ys, s, restricted)
        left = _stepped(s)
    evaluated(pairs, vs, ys, s, restricted)
    kept(s, ANSWER)
    if _proved(s) > 0:
        evaluated(pairs, vs, ys, s, restricted)
        _proved_beyond(s)
    for lane in range(LANES):
        s[T + lane] = s[_ROOT + lane]


@in_step
def unproved(s: Floats, lane: int) -> bool:
    """Whether the search of this lane is left to others."""
    return bool(s[_OPEN + lane] != 0.0)


@in_step
def _begun(s: Floats) -> int:
    """A first step from 0 where the score is positive there; how many lanes that are."""
    left = 0
    for lane in range(LANES):
        a, b = s[A + lane], s[B + lane]
        # not `a > b`: a lane with a nan is searched in vain, and so left to others
        rises, falls = not a <= b, 2.0 * s[C + lane] / a - s[D + lane] / b
        step = (a - b) / (b * falls) if falls > 0.0 else s[FIRST_VARIANCE + lane] * (a / b - 1.0)
        s[T + lane] = s[_BEFORE + lane] = step if rises else 0.0
        s[_LOW + lane], s[_HIGH + lane] = 0.0, math.inf
        s[_OPEN + lane] = 1.0 if rises else 0.0
        left += 1 if rises else 0
    return left


@in_step
def _stepped(s: Floats) -> int:
    """A step of Newton's method for B/A, which is a line in tau2 where all variances are equal; how many go on."""
    left = 0
    for lane in range(LANES):
        t, a, b, before = s[T + lane], s[A + lane], s[B + lane], s[_BEFORE + lane]
        low = t if a > b else s[_LOW + lane]
        high = s[_HIGH + lane] if a > b else t
        size = t + s[FIRST_VARIANCE + lane]
        there = t + (a - b) / (2.0 * b * s[C + lane] / a - s[D + lane])
        inside = (there >= low) & (there <= high)
        middle, doubled = 0.5 * (low + high), t + size
        there = there if inside else (middle if middle < doubled else doubled)
        step = abs(there - t)
        last = (step <= _ROUNDING * size) | (inside & (step * step * step <= _ROUNDING * size * before * before))
        searching = s[_OPEN + lane] > 0.0
        go_on = searching & (not last)
        s[T + lane] = there if searching else t
        s[_LOW + lane], s[_HIGH + lane], s[_BEFORE + lane] = low, high, step if inside else 0.0
        s[_OPEN + lane] = 1.0 if go_on else 0.0
        left += 1 if go_on else 0
    return left


@in_step
def _proved(s: Floats) -> int:
    """Which lanes are proved, as far as the sums at 0 and at the answer do; a τ² beyond for those that need one."""
    left = 0
    for lane in range(LANES):
        t, a, b, d = s[T + lane], s[A + lane], s[B + lane], s[D + lane]
        rises = s[A + ZERO + lane] > s[B + ZERO + lane]
        b = b if b > a else a  # at a root they are equal but for rounding
        below = (not rises) | positive_until(
            s[A + ZERO + lane], s[B + ZERO + lane], s[C + ZERO + lane], a, s[C + lane], t
        )
        below = below & (s[_OPEN + lane] == 0.0) & (s[MOST + lane] <= _WIDEST * s[LEAST + lane])
        beyond = negative_beyond(a, b, d, s[SPREAD + lane])
        s[_ROOT + lane] = t
        s[T + lane] = t if beyond else t + 2.0 * (t + s[FIRST_VARIANCE + lane])
        s[_OPEN + lane] = 0.0 if below & beyond else (1.0 if below else 2.0)
        left += 1 if below & (not beyond) else 0
    return left


@in_step
def _proved_beyond(s: Floats) -> None:
    """The lanes with a τ² beyond the answer, from the sums there."""
    for lane in range(LANES):
        a, b, d = s[A + ANSWER + lane], s[B + ANSWER + lane], s[D + ANSWER + lane]
        b = b if b > a else a
        far, beyond = s[A + lane], s[B + lane]
        between = negative_until(a, b, d, far, s[T + lane] - s[_ROOT + lane])
        after = (far < beyond) & negative_beyond(far, beyond, s[D + lane], s[SPREAD + lane])
        s[_OPEN + lane] = 0.0 if (s[_OPEN + lane] == 1.0) & between & after else s[_OPEN + lane]
