"""Tails and quantiles from series and continued fractions (DLMF 8.7.1, 8.9.2, 8.17.22), at the precision in force."""

from __future__ import annotations

from collections.abc import Callable

from mpmath import mp, mpf


def normal_cdf(z: mpf) -> mpf:
    return mp.erfc(-z / mp.sqrt(2)) / 2


def normal_quantile(p: mpf) -> mpf:
    """By Newton's method from the nearer tail; the tail of its start is met to all digits before it stops."""
    if p > mpf("0.5"):
        return -normal_quantile(1 - p)
    z = -mp.sqrt(-2 * mp.log(p)) if p < mpf("0.1") else mpf(0)
    return rising_root(lambda x: mp.log(normal_cdf(x) / p), lambda x: mp.npdf(x) / normal_cdf(x), z)


def gamma_lower(a: mpf, x: mpf) -> mpf:
    """P(a, x) by its series of positive terms."""
    term = total = 1 / a
    n = 0
    while term > mp.eps * total:
        n += 1
        term *= x / (a + n)
        total += term
    return total * mp.exp(a * mp.log(x) - x - mp.loggamma(a))


def gamma_upper(a: mpf, x: mpf) -> mpf:
    """Q(a, x): the continued fraction above the mean, 1 − P below it."""
    if x <= 0:
        return mpf(1)
    if x < a + 1:
        return 1 - gamma_lower(a, x)
    terms = ((-n * (n - a), x + 2 * n + 1 - a) for n in range(1, 10**7))
    return mp.exp(a * mp.log(x) - x - mp.loggamma(a)) / fraction(x + 1 - a, terms)


def fraction(first: mpf, terms: object) -> mpf:
    """first + a1/(b1 + a2/(b2 + …)) by Lentz's method."""
    f = c = first
    d = mpf(0)
    for a, b in terms:  # type: ignore[attr-defined]  # an iterator of pairs
        d = 1 / (b + a * d)
        c = b + a / c
        f *= c * d
        if abs(c * d - 1) < mp.eps:
            return f
    raise ArithmeticError("the continued fraction did not settle")


def beta_lower(a: mpf, b: mpf, x: mpf, rest: mpf | None = None) -> mpf:
    """I_x(a, b); `rest` is 1 − x where it is known better than by subtraction."""
    rest = 1 - x if rest is None else rest
    if x <= 0 or rest <= 0:
        return mpf(int(x > 0))
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_lower(b, a, rest, x)

    def terms() -> object:
        for n in range(10**7):
            m, odd = divmod(n + 1, 2)
            if odd:
                yield -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)), mpf(1)
            else:
                yield m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), mpf(1)

    front = mp.exp(a * mp.log(x) + b * mp.log(rest) + mp.loggamma(a + b) - mp.loggamma(a) - mp.loggamma(b)) / a
    return front / fraction(mpf(1), terms())


def chi_square_upper(x: mpf, df: mpf) -> mpf:
    return gamma_upper(df / 2, x / 2)


def chi_square_quantile(p: mpf, df: mpf) -> mpf:
    a = df / 2

    def log_density(x: mpf) -> mpf:
        return (a - 1) * mp.log(x) - x - mp.loggamma(a)

    # on the scale of log x, on which a small p is a straight line
    def excess(u: mpf) -> mpf:
        x = mp.exp(u)
        return mp.log(gamma_lower(a, x) / p) if p <= 0.5 else -mp.log(gamma_upper(a, x) / (1 - p))

    def slope(u: mpf) -> mpf:
        x = mp.exp(u)
        return mp.exp(log_density(x) + u) / (gamma_lower(a, x) if p <= 0.5 else gamma_upper(a, x))

    hilferty = 1 - 2 / (9 * df) + normal_quantile(mpf(float(p))) * mp.sqrt(2 / (9 * df))
    start = mp.log(a * hilferty**3) if hilferty > mpf("0.1") else (mp.log(p * a) + mp.loggamma(a)) / a
    return 2 * mp.exp(rising_root(excess, slope, start))


def student_two_sided(t: mpf, df: mpf) -> mpf:
    x = df / (df + t * t)
    return beta_lower(df / 2, mpf("0.5"), x, t * t / (df + t * t))


def student_quantile(p: mpf, df: mpf) -> mpf:
    """For p above one half."""
    if mp.isinf(df):
        return normal_quantile(p)
    tail = 2 * (1 - p)
    constant = mp.loggamma((df + 1) / 2) - mp.loggamma(df / 2) - mp.log(df * mp.pi) / 2

    def excess(u: mpf) -> mpf:
        return -mp.log(student_two_sided(mp.exp(u), df) / tail)

    def slope(u: mpf) -> mpf:
        t = mp.exp(u)
        density = mp.exp(constant - (df + 1) / 2 * mp.log1p(t * t / df))
        return 2 * density * t / student_two_sided(t, df)

    start = mp.log(normal_quantile(p)) if df > 3 else mp.log(1 / mp.tan(mp.pi * (1 - p)))
    return mp.exp(rising_root(excess, slope, start))


def f_upper(f: mpf, df: mpf, residual: mpf) -> mpf:
    return beta_lower(residual / 2, df / 2, residual / (residual + df * f), df * f / (residual + df * f))


def beta_quantile(p: mpf, a: mpf, b: mpf) -> mpf:
    """On the logit scale."""
    constant = mp.loggamma(a + b) - mp.loggamma(a) - mp.loggamma(b)

    def halves(u: mpf) -> tuple[mpf, mpf]:
        return 1 / (1 + mp.exp(-u)), 1 / (1 + mp.exp(u))

    def excess(u: mpf) -> mpf:
        x, rest = halves(u)
        return mp.log(beta_lower(a, b, x, rest) / p) if p <= 0.5 else -mp.log(beta_lower(b, a, rest, x) / (1 - p))

    def slope(u: mpf) -> mpf:
        x, rest = halves(u)
        density = mp.exp(constant + a * mp.log(x) + b * mp.log(rest))
        return density / (beta_lower(a, b, x, rest) if p <= 0.5 else beta_lower(b, a, rest, x))

    return halves(rising_root(excess, slope, mp.log(a / b)))[0]


def rising_root(excess: Callable[[mpf], mpf], slope: Callable[[mpf], mpf], start: mpf) -> mpf:
    """Root of a rising function: Newton's steps, kept between a value below and one above.

    It has settled nine digits before the last: with a million degrees of freedom, rounding moves the seventh.
    """
    low, high, x = -mp.inf, mp.inf, mpf(start)
    for _ in range(400):
        off = excess(x)
        low, high = (x, high) if off < 0 else (low, x)
        step = off / slope(x)
        step = max(min(step, 2 + abs(x)), -2 - abs(x))
        there = x - step
        if not low <= there <= high and mp.isfinite(low) and mp.isfinite(high):
            there = (low + high) / 2
        if abs(there - x) <= mp.eps * 10**9 * max(abs(there), mp.eps):
            return there
        x = there
    raise ArithmeticError("Newton's method did not settle")
