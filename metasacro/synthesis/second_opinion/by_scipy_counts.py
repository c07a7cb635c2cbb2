"""Pooled rates again: the binomial–normal model by plain integration and scipy's searches."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from metasacro.synthesis.second_opinion.binomial_integral import Binomial, binomial_integral
from metasacro.synthesis.second_opinion.question import Reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from metasacro.numerics.arrays import Floats
    from metasacro.synthesis.second_opinion.question import Question

#: An SD of logits beyond which no bound is looked for, as in the kernel.
FAR = 100.0

#: How closely searches end.
CLOSE = 1e-12

#: Step of the numerical second derivatives, in units of 1 of the logit.
STEP = 1e-4


def reply_about_counts(question: Question) -> Reply:
    """Everything that one search of the likelihood gives."""
    import numpy as np

    x, n = np.array(question.first), np.array(question.second)
    values = _exact(x, n, question.level)
    reasons = {
        "prediction_lower": f"the prediction interval {question.prediction} has no second route here",
        "prediction_upper": f"the prediction interval {question.prediction} has no second route here",
        "weight": "shares of the information have no second route here",
        "*": "no model is fitted",
    }
    if 0 < x.sum() < n.sum() and question.k == 1:
        share = float(x[0] / n[0])
        estimate, se = math.log(share / (1 - share)), 1.0 / math.sqrt(float(n[0]) * share * (1 - share))
        values |= {
            "estimate": estimate,
            "se": se,
            "statistic": estimate / se,
            "p_value": _two_sided(estimate / se, None),
        }
        for end in ("lower", "upper"):
            bound = values[f"exact_{end}"]
            values[end] = math.log(bound / (1.0 - bound))
    elif 0 < x.sum() < n.sum():
        values |= _model(question, x, n)
        reasons["*"] = "not found by the search"
    return Reply(values=values, reasons=reasons)


def _exact(x: Floats, n: Floats, level: float) -> dict[str, float]:
    """Clopper and Pearson's bounds as scipy has them: each leaves its share in the binomial tail."""
    from scipy import stats

    def bounds(events: float, people: float) -> tuple[float, float]:
        interval = stats.binomtest(int(events), int(people)).proportion_ci(level, method="exact")
        return float(interval.low), float(interval.high)

    found: dict[str, float] = {}
    for place, (events, people) in enumerate(zip(x, n, strict=True), start=1):
        found[f"exact_lower:{place}"], found[f"exact_upper:{place}"] = bounds(events, people)
    found["exact_lower"], found["exact_upper"] = bounds(x.sum(), n.sum())
    return found


def _model(question: Question, x: Floats, n: Floats) -> dict[str, float]:
    import numpy as np
    from scipy import stats

    df = None if question.test == "z" else question.k - 1.0
    integral = binomial_integral(x, n)
    mu, tau, best = _highest(integral)
    integral = integral.up_to(tau)
    mu, tau, best = _highest(integral)
    second = _curvature(integral, mu, tau)
    se, se_tau = second
    values = {"estimate": mu, "se": se, "tau2": tau**2, "statistic": mu / se, "p_value": _two_sided(mu / se, df)}
    if tau > 0:
        values["se_tau2"] = 2.0 * tau * se_tau
    own, common = (np.sum(stats.binom.logpmf(x, n, share)) for share in (x / n, x.sum() / n.sum()))
    values["q"] = max(0.0, 2.0 * float(own - common))
    values["q_p"] = float(stats.chi2.sf(values["q"], question.k - 1))
    quantile = float(stats.t.ppf(0.5 + 0.5 * question.level, math.inf if df is None else df))
    if question.interval == "test":
        values |= {"lower": mu - quantile * se, "upper": mu + quantile * se}
    else:
        values |= _profile_of_the_mean(integral, mu, best - 0.5 * quantile**2)
    fall = best - 0.5 * float(stats.chi2.ppf(question.level, 1))
    values |= _profile_of_tau(integral, mu, tau, fall)
    return {name: value for name, value in values.items() if np.isfinite(value)}


def _two_sided(statistic: float, df: float | None) -> float:
    from scipy import stats

    return 2.0 * float(stats.norm.sf(abs(statistic)) if df is None else stats.t.sf(abs(statistic), df))


def _best_mu(integral: Binomial, tau: float, near: float) -> float:
    """The mean at which the likelihood is highest for this tau: it is concave in the mean."""
    return _root(lambda mu: integral.at(mu, tau)[1], near)


def _highest(integral: Binomial) -> tuple[float, float, float]:
    """The maximum over mean and tau: along tau by the slope of the profile, 0 where that never rises above."""
    import numpy as np
    from scipy import optimize

    share = float(integral.x.sum() / integral.n.sum())
    start = math.log(share / (1.0 - share))
    grid = np.geomspace(0.02, 30.0, 40)
    held: dict[float, float] = {}

    def slope(tau: float) -> float:
        held[tau] = _best_mu(integral, tau, min(held.items(), key=lambda at: abs(at[0] - tau))[1] if held else start)
        return integral.at(held[tau], tau)[2]

    slopes = np.array([slope(float(tau)) for tau in grid])
    tops = [(integral.at(start, 0.0)[0], 0.0, start)]
    for at in np.flatnonzero((slopes[:-1] > 0) & (slopes[1:] <= 0)):
        tau = float(optimize.brentq(slope, grid[at], grid[at + 1], xtol=CLOSE, rtol=CLOSE))
        mu = _best_mu(integral, tau, held[float(grid[at])])
        tops.append((integral.at(mu, tau)[0], tau, mu))
    height, tau, mu = max(tops)
    return mu, tau, height


def _curvature(integral: Binomial, mu: float, tau: float) -> tuple[float, float]:
    """Standard errors of mean and tau, from differences of the slopes; at tau = 0 the two are unrelated."""
    import numpy as np

    def differences(step_mu: float, step_tau: float) -> list[float]:
        ahead, behind = integral.at(mu + step_mu, tau + step_tau), integral.at(mu - step_mu, tau - step_tau)
        far, back = integral.at(mu + 2 * step_mu, tau + 2 * step_tau), integral.at(mu - 2 * step_mu, tau - 2 * step_tau)
        return [(8.0 * (ahead[i] - behind[i]) - (far[i] - back[i])) / (12.0 * STEP) for i in (1, 2)]

    if tau == 0:
        return 1.0 / math.sqrt(-differences(STEP, 0.0)[0]), math.nan
    second = np.array([differences(STEP, 0.0), differences(0.0, STEP)])
    covariance = np.linalg.inv(-0.5 * (second + second.T))
    return float(math.sqrt(covariance[0, 0])), float(math.sqrt(covariance[1, 1]))


def _profile_of_tau(integral: Binomial, mu: float, tau: float, fall: float) -> dict[str, float]:
    """Both ends of the τ² interval; none where the likelihood never falls so far."""

    def gap(spread: float) -> float:
        points = integral.up_to(spread)
        return points.at(_best_mu(points, spread, mu), spread)[0] - fall

    far = max(2.0 * tau, 0.5)
    while gap(far) > 0:
        far *= 2.0
        if far >= FAR:
            return {}
    upper = _between(gap, tau, far)
    lower = 0.0 if tau == 0 or gap(0.0) >= 0 else _between(gap, 0.0, tau)
    return {"tau2_lower": lower**2, "tau2_upper": upper**2}


def _profile_of_the_mean(integral: Binomial, mu: float, fall: float) -> dict[str, float]:
    """Both ends of the profile interval: where the best height over tau has fallen far enough."""
    from scipy import optimize

    def gap(mean: float) -> float:
        def depth(log_tau: float) -> float:
            return -integral.at(mean, math.exp(log_tau))[0]

        found = optimize.minimize_scalar(depth, bounds=(-5.0, 3.4), method="bounded", options={"xatol": 1e-9})
        return max(-float(found.fun), integral.at(mean, 0.0)[0]) - fall

    ends = {}
    for end, direction in (("lower", -1.0), ("upper", 1.0)):
        far = 0.5
        while gap(mu + direction * far) > 0 and far < 500.0:
            far *= 2.0
        ends[end] = _between(gap, mu, mu + direction * far)
    return ends


def _between(gap: Callable[[float], float], inside: float, outside: float) -> float:
    from scipy import optimize

    return float(optimize.brentq(gap, inside, outside, xtol=CLOSE, rtol=CLOSE))


def _root(slope: Callable[[float], float], near: float) -> float:
    """The root of a falling function, bracketed by steps that double."""
    step = 0.5
    low, high = near - step, near + step
    while slope(low) < 0:
        step *= 2.0
        low -= step
    step = 0.5
    while slope(high) > 0:
        step *= 2.0
        high += step
    return _between(slope, low, high)
