"""τ² by every estimator, from the defining equations of the papers.

dersimonian1986, hedges1983, viechtbauer2005 (HS, ML, REML), brannick2019 (HSk), sidik2005 (SJ), paule1982, morris1983,
dersimonian2007, sidik2007, viechtbauer2007 (Q-profile, PMM), jackson2013 (GENQ, GENQM).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mpmath import mp, mpc, mpf

from tests.digits.exact import tails
from tests.digits.exact.cohorts import Cohorts

#: Decimal digits to which a distribution function is inverted: more than are kept of an answer.
INVERTED = 45


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


def at(cohorts: Cohorts, tau2: mpf) -> At:
    w = [1 / (each + tau2) for each in cohorts.v]
    s1 = cohorts.sum(w)
    mu = cohorts.dot(w, cohorts.y) / s1
    r = [each - mu for each in cohorts.y]
    wr = [a * b for a, b in zip(w, r, strict=True)]
    w2 = [a * a for a in w]
    return At(
        mu=mu,
        s1=s1,
        s2=cohorts.sum(w2),
        s3=cohorts.dot(w, w2),
        q=cohorts.dot(wr, r),
        q2=cohorts.dot(wr, wr),
        q3=cohorts.dot(w, [a * a for a in wr]),
        wr2=cohorts.dot(w, wr),
    )


def squares(cohorts: Cohorts) -> mpf:
    """Σ (y − ȳ)²."""
    mean = cohorts.sum(cohorts.y) / cohorts.k
    return cohorts.sum((each - mean) ** 2 for each in cohorts.y)


def of_fixed_weights(cohorts: Cohorts, a: Sequence[mpf]) -> tuple[mpf, mpf, mpf]:
    """Q of fixed weights, its expectation at τ² = 0, and the rate at which that rises with τ²."""
    total, a2 = cohorts.sum(a), [each * each for each in a]
    mu = cohorts.dot(a, cohorts.y) / total
    q = cohorts.dot(a, [(each - mu) ** 2 for each in cohorts.y])
    return q, cohorts.dot(a, cohorts.v) - cohorts.dot(a2, cohorts.v) / total, total - cohorts.sum(a2) / total


def error_of_q(cohorts: Cohorts, a: Sequence[mpf], tau2: mpf) -> mpf:
    """√(2 tr(PSPS)), P = A − aa'/Σa, S = diag(v + τ²)."""
    total = cohorts.sum(a)
    s = [each + tau2 for each in cohorts.v]
    a2s = [x * x * each for x, each in zip(a, s, strict=True)]
    a3s2 = [x * y * z for x, y, z in zip(a, a2s, s, strict=True)]
    trace = cohorts.dot(a2s, s) - 2 * cohorts.sum(a3s2) / total + cohorts.sum(a2s) ** 2 / total**2
    return mp.sqrt(2 * trace)


def where_q_is(target: mpf, cohorts: Cohorts) -> mpf:
    """τ² at which Q(τ²) = target: Q falls and is convex, so that Newton's steps from 0 rise to the root."""
    t = mpf(0)
    while True:
        sums = at(cohorts, t)
        step = (sums.q - target) / sums.q2
        if step <= 0 and t == 0:
            return t
        if step <= mp.eps * 1024 * t:
            return t + step
        t += step


def likelihood(cohorts: Cohorts, t: mpf, *, restricted: bool) -> mpf:
    sums = at(cohorts, t)
    logs = cohorts.sum(mp.log(each + t) for each in cohorts.v)
    return -(logs + sums.q + (mp.log(sums.s1) if restricted else 0)) / 2


def score(cohorts: Cohorts, t: mpf, *, restricted: bool) -> tuple[mpf, mpf]:
    """Twice the score, and its derivative."""
    one = at(cohorts, t)
    value = one.q2 - one.s1
    slope = -2 * (one.q3 - one.wr2**2 / one.s1) + one.s2
    if restricted:
        value += one.s2 / one.s1
        slope += -2 * one.s3 / one.s1 + (one.s2 / one.s1) ** 2
    return value, slope


def maximum(cohorts: Cohorts, *, restricted: bool) -> mpf:
    """The highest maximum over τ² ≥ 0: every fall of the score through 0 on a grid in log τ², and 0 itself."""
    top = 2 * squares(cohorts)
    bottom = min(*cohorts.v, top) / 1000
    grid = [mpf(0)] + [bottom * (top / bottom) ** (mpf(i) / 200) for i in range(201)]
    signs = [score(cohorts, t, restricted=restricted)[0] > 0 for t in grid]
    falls = [pair for pair, *turn in zip(pairwise(grid), signs, signs[1:], strict=False) if turn == [True, False]]
    found = [falling_root(lambda t: score(cohorts, t, restricted=restricted), *pair) for pair in falls]
    found += [] if signs[0] else [mpf(0)]
    if len(found) == 1:
        return found[0]
    return max(found, key=lambda t: likelihood(cohorts, t, restricted=restricted))


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


def transform_of_q(cohorts: Cohorts, shares: Sequence[mpf], z: mpc) -> mpc:
    """E e^(−zQ) = det(I + 2zPS)^(−½) for Im z ≥ 0, where `shares` are d, the diagonal of AS.

    PS is AS less a matrix of rank one, so that the determinant is Π (1 + 2zd) · Σ a/(1 + 2zd) / Σ a. Each factor of the
    product is in the upper half-plane, and the mean of their inverses in the lower one: with a principal root of each,
    one stays on the branch that is 1 at z = 0.
    """
    root = {each: 1 / mp.sqrt(1 + 2 * z * each) for each in set(shares)}  # of a long block, a quarter differ
    roots = [root[each] for each in shares]
    mean = cohorts.dot(cohorts.a, [each * each for each in roots]) / cohorts.sum(cohorts.a)
    return mp.fprod(roots) ** cohorts.times / mp.sqrt(mean)


def tail_of_q(q: mpf, cohorts: Cohorts, tau2: mpf) -> mpf:
    """P(Q ≥ q) of the fixed weights: the transform of Q/q inverted by the trapezoidal rule on a parabola.

    z = c + iσu − u²: c is where e^z Π (1 + 2zd)^(−½)/z is least on z > 0, and 1/σ² the curvature of its logarithm. All
    singularities are on z ≤ 0, where no u with |Im u| < `strip` leads, so that a step of h errs by e^(−2π strip/h).
    """
    shares = [a * (each + tau2) / q for a, each in zip(cohorts.a, cohorts.v, strict=True)]

    def descent(z: mpf) -> tuple[mpf, mpf]:
        each = [share / (1 + 2 * z * share) for share in shares]
        return 1 / z + cohorts.sum(each) - 1, -1 / z**2 - 2 * cohorts.dot(each, each)

    centre = falling_root(descent, mpf(1), mpf(cohorts.k) / 2 + 1)
    width = 1 / mp.sqrt(-descent(centre)[1])
    strip = (width - mp.sqrt(max(mpf(0), width**2 - 4 * centre))) / 2
    step = 2 * mp.pi * strip / (INVERTED * mp.ln10)
    below, last, u = mpf(0), mpf(1), step / 2
    while abs(last) > mpf(10) ** -INVERTED:
        z = mp.mpc(centre - u * u, width * u)
        last = mp.exp(z) * transform_of_q(cohorts, shares, z) / z * mp.mpc(width, 2 * u)
        below += last.real
        u += step
    return 1 - below * step / mp.pi


def median_of_q(cohorts: Cohorts) -> mpf:
    """τ² at which the tail of Q beyond its observed value is one half.

    Q is skewed to the right: its median lies below its mean, and the root above the τ² at which Q has its expectation.
    """
    q, expected, rate = of_fixed_weights(cohorts, cohorts.a)

    def excess(t: mpf) -> mpf:
        return tail_of_q(q, cohorts, t) - mpf("0.5")

    low = max(mpf(0), (q - expected) / rate)
    if excess(low) >= 0:
        return mpf(0)
    step = q / (cohorts.k * rate)
    while excess(low + step) < 0:
        low, step = low + step, 2 * step
    tolerance = mpf(10) ** (5 - INVERTED)
    return low + step * mp.findroot(
        lambda x: excess(low + step * x), (mpf(0), mpf(1)), solver="anderson", tol=tolerance, verify=False
    )


def tau2(method: str, cohorts: Cohorts) -> mpf:
    """τ² of one estimator."""
    k = cohorts.k
    zero = at(cohorts, mpf(0)) if method in ("DL", "HS", "HSk") else None
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
            return max(mpf(0), squares(cohorts) / (k - 1) - cohorts.sum(cohorts.v) / k)
        case "SJ":
            crude = squares(cohorts) / k
            return crude * at(cohorts, crude).q / (k - 1)
        case "PM" | "EB" | "DLIT" | "SJIT":
            return where_q_is(mpf(k - 1), cohorts)
        case "PMM":
            return where_q_is(tails.chi_square_quantile(mpf("0.5"), mpf(k - 1)), cohorts)
        case "ML" | "REML":
            return maximum(cohorts, restricted=method == "REML")
        case "GENQ":
            q, expected, rate = of_fixed_weights(cohorts, cohorts.a)
            return max(mpf(0), (q - expected) / rate)
        case "GENQM":
            return median_of_q(cohorts)
    raise KeyError(method)


def error(method: str, tau2: mpf, cohorts: Cohorts) -> mpf:
    """Standard error of τ² at its estimate."""
    k = cohorts.k
    if method in ("PM", "EB", "PMM", "DLIT", "SJIT"):
        return mp.sqrt(mpf(2) / (k - 1)) * k / at(cohorts, tau2).s1
    if method in ("ML", "REML"):
        sums = at(cohorts, tau2)
        if method == "ML":
            return mp.sqrt(2 / sums.s2)
        return mp.sqrt(2 / (sums.s2 - 2 * sums.s3 / sums.s1 + (sums.s2 / sums.s1) ** 2))
    if method == "SJ":
        crude = squares(cohorts) / k
        return crude * error_of_q(cohorts, [1 / (each + crude) for each in cohorts.v], tau2) / (k - 1)
    one, inverse = [mpf(1)] * len(cohorts.v), [1 / each for each in cohorts.v]
    weights = {"HE": one, "GENQ": cohorts.a, "GENQM": cohorts.a}.get(method, inverse)
    _, _, rate = of_fixed_weights(cohorts, weights)
    if method in ("HS", "HSk"):
        rate = cohorts.sum(weights)
    return error_of_q(cohorts, weights, tau2) / rate * (mpf(k) / (k - 1) if method == "HSk" else 1)
