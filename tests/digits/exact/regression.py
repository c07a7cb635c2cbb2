"""Meta-regression by its normal equations: thompson2002, viechtbauer2005 (REML and moments with a design)."""

from __future__ import annotations

from collections.abc import Sequence

from mpmath import matrix, mp, mpf

from tests.digits.exact.spread import falling_root


def projection(x: matrix, v: Sequence[mpf], tau2: mpf) -> tuple[matrix, matrix, matrix]:
    """(P, (X'WX)⁻¹, W)."""
    w = mp.diag([1 / (each + tau2) for each in v])
    inverse = (x.T * w * x) ** -1
    return w - w * x * inverse * x.T * w, inverse, w


def trace(m: matrix) -> mpf:
    return mp.fsum(m[i, i] for i in range(m.rows))


def tau2(method: str, x: matrix, y: matrix, v: Sequence[mpf]) -> mpf:
    k, p = x.rows, x.cols
    if method == "EE":
        return mpf(0)
    if method == "DL":
        proj, _, _ = projection(x, v, mpf(0))
        return max(mpf(0), ((y.T * proj * y)[0] - (k - p)) / trace(proj))

    def score(t: mpf) -> tuple[mpf, mpf]:
        proj, _, _ = projection(x, v, t)
        py = proj * y
        return (py.T * py)[0] - trace(proj), -2 * (py.T * proj * py)[0] + trace(proj * proj)

    top = 2 * mp.fsum((each - mp.fsum(y) / k) ** 2 for each in y)
    grid = [mpf(0)] + [min(v) / 1000 * (top * 1000 / min(v)) ** (mpf(i) / 30) for i in range(31)]
    signs = [score(t)[0] > 0 for t in grid]
    falls = [i for i in range(31) if signs[i] and not signs[i + 1]]
    if not falls:
        return mpf(0)
    assert len(falls) == 1, "the table's designs have one maximum"
    return falling_root(score, grid[falls[0]], grid[falls[0] + 1])


def coefficients(x: matrix, y: matrix, v: Sequence[mpf], t: mpf) -> tuple[list[mpf], list[mpf]]:
    """(b, SE) at τ² = t, Wald."""
    _, inverse, w = projection(x, v, t)
    b = inverse * (x.T * w * y)
    return list(b), [mp.sqrt(inverse[i, i]) for i in range(x.cols)]
