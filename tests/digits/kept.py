"""How many digits of a number are right: −log10 of its relative error."""

from __future__ import annotations

import math

from mpmath import mp, mpf

#: Where a double holds no more.
MOST = 15.95


def digits_kept(found: float, exact: mpf) -> float:
    """−log10(|x − c|/|c|), 15.95 at most and where no double is nearer to c; 0 where nothing is right.

    A c too small for a double is rightly answered with 0, and one that is 0 only with 0.
    """
    if found == float(exact):
        return MOST
    if exact == 0 or not math.isfinite(found):
        return 0.0
    with mp.workdps(60):
        error = abs((mpf(found) - exact) / exact)
        return max(0.0, min(MOST, float(-mp.log10(error))))
