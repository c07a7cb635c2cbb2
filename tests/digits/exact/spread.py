"""τ² by every estimator, from the defining equations of the papers.

dersimonian1986, hedges1983, viechtbauer2005 (HS, ML, REML), brannick2019 (HSk), sidik2005 (SJ), paule1982, morris1983,
dersimonian2007, sidik2007, viechtbauer2007 (Q-profile, PMM), jackson2013 (GENQ, GENQM).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mpmath import mp, mpf

from tests.digits.exact import tails


@dataclass(frozen=True, slots=True)
class At:
    """Sums at one τ²: w = 1/(v + τ²), r = y − mu."""

    mu: mpf
    s1: mpf  # Σ w
    s2: mpf
    s3: mpf
    q: mpf  # Σ w r²
    q2: mpf  # Σ w² r²
    q3: mpf  # Σ w³ r²
    wr2: mpf  # Σ w² r


def at(y: Sequence[mpf], v: Sequence[mpf], tau2: mpf) -> At:
    w = [1 / (each + tau2) for each in v]
    s1 = mp.fsum(w)
    mu = mp.fdot(zip(w, y, strict=True)) / s1
    r = [each - mu for each in y]
    wr = [a * b for a, b in zip(w, r, strict=True)]
    w2 = [a * a for a in w]
    return At(
        mu=mu,
        s1=s1,
        s2=mp.fsum(w2),
        s3=mp.fdot(zip(w, w2, strict=True)),
        q=mp.fdot(zip(wr, r, strict=True)),
        q2=mp.fdot(zip(wr, wr, strict=True)),
        q3=mp.fdot(zip(w, [a * a for a in wr], strict=True)),
        wr2=mp.fdot(zip(w, wr, strict=True)),
    )


def of_fixed_weights(a: Sequence[mpf], y: Sequence[mpf], v: Sequence[mpf]) -> tuple[mpf, mpf, mpf]:
    """Q of fixed weights, its expectation at τ² = 0, and the rate at which that rises with τ²."""
    total, squares = mp.fsum(a), mp.fdot(zip(a, a, strict=True))
    mu = mp.fdot(zip(a, y, strict=True)) / total
    q = mp.fdot(zip(a, [(each - mu) ** 2 for each in y], strict=True))
    expected = mp.fdot(zip(a, v, strict=True)) - mp.fdot(zip([each * each for each in a], v, strict=False)) / total
    return q, expected, total - squares / total


def error_of_q(a: Sequence[mpf], v: Sequence[mpf], tau2: mpf) -> mpf:
    """√(2 tr(PSPS)), P = A − aa'/Σa, S = diag(v + τ²)."""
    total = mp.fsum(a)
    s = [each + tau2 for each in v]
    a2s = [x * x * each for x, each in zip(a, s, strict=True)]
    trace = (
        mp.fdot(zip(a2s, s, strict=True)) - 2 * mp.fsum(x * t * z for x, t, z in zip(a, a2s, s, strict=False)) / total
    )
    return mp.sqrt(2 * (trace + mp.fsum(a2s) ** 2 / total**2))


def where_q_is(target: mpf, y: Sequence[mpf], v: Sequence[mpf]) -> mpf:
    """τ² at which Q(τ²) = target: Q falls and is convex, so that Newton's steps from 0 rise to the root."""
    t = mpf(0)
    while True:
        sums = at(y, v, t)
        step = (sums.q - target) / sums.q2
        if step <= 0 and t == 0:
            return t
        if step <= mp.eps * 1024 * t:
            return t + step
        t += step


def likelihood(y: Sequence[mpf], v: Sequence[mpf], t: mpf, *, restricted: bool) -> mpf:
    sums = at(y, v, t)
    logs = mp.fsum(mp.log(each + t) for each in v)
    return -(logs + sums.q + (mp.log(sums.s1) if restricted else 0)) / 2


def score(y: Sequence[mpf], v: Sequence[mpf], t: mpf, *, restricted: bool) -> tuple[mpf, mpf]:
    """Twice the score, and its derivative."""
    one = at(y, v, t)
    value = one.q2 - one.s1
    slope = -2 * (one.q3 - one.wr2**2 / one.s1) + one.s2
    if restricted:
        value += one.s2 / one.s1
        slope += -2 * one.s3 / one.s1 + (one.s2 / one.s1) ** 2
    return value, slope


def maximum(y: Sequence[mpf], v: Sequence[mpf], *, restricted: bool, points: int) -> mpf:
    """The highest maximum over τ² ≥ 0: every fall of the score through 0 on a grid in log τ², and 0 itself."""
    mean = mp.fsum(y) / len(y)
    top = 2 * mp.fsum((each - mean) ** 2 for each in y)
    bottom = min(min(v), top) / 1000
    grid = [mpf(0)] + [bottom * (top / bottom) ** (mpf(i) / points) for i in range(points + 1)]
    signs = [score(y, v, t, restricted=restricted)[0] > 0 for t in grid]
    falls = [pair for pair, *turn in zip(pairwise(grid), signs, signs[1:], strict=False) if turn == [True, False]]
    found = [falling_root(lambda t: score(y, v, t, restricted=restricted), *pair) for pair in falls]
    found += [] if signs[0] else [mpf(0)]
    if len(found) == 1:
        return found[0]
    return max(found, key=lambda t: likelihood(y, v, t, restricted=restricted))


def falling_root(both: Callable[[mpf], tuple[mpf, mpf]], low: mpf, high: mpf) -> mpf:
    """Newton's steps inside a bracket, halved where they leave it."""
    t = (low + high) / 2
    while True:
        value, slope = both(t)
        low, high = (t, high) if value > 0 else (low, t)
        there = t - value / slope if slope < 0 else high
        if not low < there < high:
            there = (low + high) / 2
        if abs(there - t) <= mp.eps * 1024 * there:
            return there
        t = there


def tail_of_q(q: mpf, a: Sequence[mpf], s: Sequence[mpf]) -> mpf:
    """P(Q ≥ q): eigenvalues of S^½ P S^½, then the Laplace transform inverted by Talbot's contour."""
    k, total = len(a), mp.fsum(a)
    matrix = mp.matrix(k, k)
    for i in range(k):
        for j in range(k):
            p = (a[i] if i == j else 0) - a[i] * a[j] / total
            matrix[i, j] = p * mp.sqrt(s[i] * s[j]) / q
    values = sorted(mp.eigsy(matrix, eigvals_only=True))[1:]

    def transform(z: mpf) -> mpf:
        return mp.fprod(1 / mp.sqrt(1 + 2 * z * each) for each in values) / z

    return 1 - mp.invertlaplace(transform, 1, method="talbot", degree=60)


def median_of_q(a: Sequence[mpf], y: Sequence[mpf], v: Sequence[mpf]) -> mpf:
    """τ² at which the tail of Q beyond its observed value is one half, by secants."""
    q, expected, rate = of_fixed_weights(a, y, v)

    def excess(t: mpf) -> mpf:
        return tail_of_q(q, a, [each + t for each in v]) - mpf("0.5")

    if excess(mpf(0)) >= 0:
        return mpf(0)
    start = max((q - expected) / rate, min(v))
    low, high = start, start
    while excess(low) > 0:
        low /= 2
    while excess(high) < 0:
        high *= 2
    return mp.findroot(excess, (low, high), solver="anderson", tol=mpf(10) ** -60, verify=False, maxsteps=60)


def tau2(method: str, y: Sequence[mpf], v: Sequence[mpf], a: Sequence[mpf], *, points: int = 200) -> mpf:
    """τ² of one estimator."""
    k = len(y)
    zero = at(y, v, mpf(0)) if method in ("DL", "HS", "HSk") else None
    match method:
        case "EE":
            return mpf(0)
        case "DL":
            return max(mpf(0), (zero.q - (k - 1)) / (zero.s1 - zero.s2 / zero.s1))
        case "HS":
            return max(mpf(0), (zero.q - k) / zero.s1)
        case "HSk":
            return max(mpf(0), (zero.q * k / (k - 1) - k) / zero.s1)
        case "HE":
            mean = mp.fsum(y) / k
            return max(mpf(0), mp.fsum((each - mean) ** 2 for each in y) / (k - 1) - mp.fsum(v) / k)
        case "SJ":
            mean = mp.fsum(y) / k
            crude = mp.fsum((each - mean) ** 2 for each in y) / k
            return crude * at(y, v, crude).q / (k - 1)
        case "PM" | "EB" | "DLIT" | "SJIT":
            return where_q_is(mpf(k - 1), y, v)
        case "PMM":
            return where_q_is(tails.chi_square_quantile(mpf("0.5"), mpf(k - 1)), y, v)
        case "ML" | "REML":
            return maximum(y, v, restricted=method == "REML", points=points)
        case "GENQ":
            q, expected, rate = of_fixed_weights(a, y, v)
            return max(mpf(0), (q - expected) / rate)
        case "GENQM":
            return median_of_q(a, y, v)
    raise KeyError(method)


def error(method: str, tau2: mpf, y: Sequence[mpf], v: Sequence[mpf], a: Sequence[mpf]) -> mpf:
    """Standard error of τ² at its estimate."""
    k = len(y)
    if method in ("PM", "EB", "PMM", "DLIT", "SJIT"):
        return mp.sqrt(mpf(2) / (k - 1)) * k / at(y, v, tau2).s1
    if method in ("ML", "REML"):
        sums = at(y, v, tau2)
        if method == "ML":
            return mp.sqrt(2 / sums.s2)
        return mp.sqrt(2 / (sums.s2 - 2 * sums.s3 / sums.s1 + (sums.s2 / sums.s1) ** 2))
    one = [mpf(1)] * k
    inverse = [1 / each for each in v]
    if method == "SJ":
        mean = mp.fsum(y) / k
        crude = mp.fsum((each - mean) ** 2 for each in y) / k
        return crude * error_of_q([1 / (each + crude) for each in v], v, tau2) / (k - 1)
    weights = {"HE": one, "GENQ": a, "GENQM": a}.get(method, inverse)
    total = mp.fsum(weights)
    rate = total if method in ("HS", "HSk") else total - mp.fdot(zip(weights, weights, strict=True)) / total
    return error_of_q(weights, v, tau2) / rate * (mpf(k) / (k - 1) if method == "HSk" else 1)
