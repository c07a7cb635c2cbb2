"""Pooled effects again, from the formulas in plain numpy with scipy's distributions and root finder.

Nothing of this package's kernel is called. Where an estimator maximises a likelihood, the root of its slope is
bracketed on the half-line; the kernel takes scoring steps instead.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from metasacro.synthesis.second_opinion.open_prediction import open_prediction
from metasacro.synthesis.second_opinion.question import Opinion, Reply

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from metasacro.numerics.arrays import Floats
    from metasacro.synthesis.second_opinion.open_prediction import open_prediction
from metasacro.synthesis.second_opinion.question import Question

_PREDICTION = ("prediction_lower", "prediction_upper")

#: How closely roots are found, relatively: brentq allows no less than four rounding errors.
CLOSE = 1e-14


def by_scipy(questions: Sequence[Question]) -> Opinion:
    """Answers to all questions; counts by their own route."""
    import scipy

    from metasacro.synthesis.second_opinion.by_scipy_counts import reply_about_counts

    return Opinion(
        program="scipy",
        version=str(scipy.__version__),
        replies={
            question.key: reply_about_counts(question) if question.counts else _reply(question)
            for question in questions
        },
    )


def _reply(question: Question) -> Reply:
    import numpy as np
    from scipy import stats

    y, v, k = np.array(question.first), np.array(question.second), question.k
    tau2: float | None = 0.0
    if k > 1 and question.method != "EE":
        found = between(question.method, y, v)
        if found is None:
            return Reply(values={}, reasons={"*": f"{question.method} has no second route here"})
        tau2 = found
    assert tau2 is not None
    w = 1.0 / (v + tau2)
    estimate, variance = float(np.sum(w * y) / np.sum(w)), float(1.0 / np.sum(w))
    spread = float(np.sum(w * (y - estimate) ** 2))
    factor = spread / (k - 1) if k > 1 else 1.0
    df = math.inf if question.test == "z" or k == 1 else k - 1.0
    scale = {"knha": factor, "adhoc": max(1.0, factor)}.get(question.test, 1.0)
    se = math.sqrt(scale * variance)
    reach = float(stats.t.ppf(0.5 + 0.5 * question.level, df)) * se
    values: dict[str, float] = {
        "estimate": estimate,
        "se": se,
        "lower": estimate - reach,
        "upper": estimate + reach,
        **{f"weight:{place}": float(share) for place, share in enumerate(w / np.sum(w), start=1)},
    }
    if se > 0:
        values["statistic"] = estimate / se
        values["p_value"] = 2.0 * float(stats.t.sf(abs(estimate) / se, df))
    reasons = {"prediction_lower": "", "se_tau2": "a standard error of τ² has no second route here"}
    if k > 1:
        values |= _heterogeneity(question, y, v, tau2)
    if k > 2 and question.method != "EE":
        values |= _predictions(question, estimate, variance, factor * variance, (se, df), tau2)
    if question.prediction == "NNF" and k > 2:
        found_open = open_prediction(y, v, question.level)
        values |= {} if found_open is None else dict(zip(_PREDICTION, found_open, strict=True))
    elif question.prediction not in ("metafor", "S", "V", "HTS", "HK", "HK-PR"):
        reasons["prediction_lower"] = f"the prediction interval {question.prediction} has no second route here"
    reasons["prediction_upper"] = reasons["prediction_lower"]
    return Reply(values=values, reasons=reasons)


def between(method: str, y: Floats, v: Floats) -> float | None:
    """τ² from its equation; None for an estimator that has no second route here.

    >>> import numpy as np
    >>> round(between("DL", np.array([0.1, 0.9]), np.array([0.04, 0.09])), 3)
    0.255
    """
    import numpy as np

    k, w = len(y), 1.0 / v
    mean = float(np.sum(w * y) / np.sum(w))
    q = float(np.sum(w * (y - mean) ** 2))
    if method == "DL":
        return max(0.0, (q - (k - 1)) / float(np.sum(w) - np.sum(w**2) / np.sum(w)))
    if method == "HE":
        return max(0.0, float(np.var(y, ddof=1) - np.mean(v)))
    if method == "HS":
        return max(0.0, (q - k) / float(np.sum(w)))
    slopes = {"REML": _restricted_slope, "ML": _slope, "PM": _excess, "EB": _excess}
    return _first_root(slopes[method], y, v) if method in slopes else None


def _restricted_slope(tau2: float, y: Floats, v: Floats) -> float:
    """Twice the slope of the restricted log-likelihood."""
    import numpy as np

    w = 1.0 / (v + tau2)
    mean = np.sum(w * y) / np.sum(w)
    return float(np.sum(w**2 * (y - mean) ** 2) - np.sum(w) + np.sum(w**2) / np.sum(w))


def _slope(tau2: float, y: Floats, v: Floats) -> float:
    """Twice the slope of the log-likelihood."""
    import numpy as np

    w = 1.0 / (v + tau2)
    mean = np.sum(w * y) / np.sum(w)
    return float(np.sum(w**2 * (y - mean) ** 2) - np.sum(w))


def _excess(tau2: float, y: Floats, v: Floats) -> float:
    """Q(τ²) less its expectation, k − 1."""
    return _q_at(tau2, y, v) - (len(y) - 1)


def _q_at(tau2: float, y: Floats, v: Floats) -> float:
    import numpy as np

    w = 1.0 / (v + tau2)
    return float(np.sum(w * (y - np.sum(w * y) / np.sum(w)) ** 2))


def _first_root(slope: Callable[[float, Floats, Floats], float], y: Floats, v: Floats) -> float:
    """Where the slope first falls through 0; 0 where it never stands above. The half-line is scanned in the root's
    own scale, so that a fall is not stepped over."""
    import numpy as np
    from scipy import optimize

    far = 10.0 * (float(np.ptp(y)) ** 2 + float(np.max(v)))
    grid = np.concatenate([[0.0], np.geomspace(1e-6 * float(np.min(v)), far, 400)])
    signs = np.array([slope(float(point), y, v) for point in grid])
    falls = np.flatnonzero((signs[:-1] > 0) & (signs[1:] <= 0))
    if falls.size == 0:
        return 0.0
    at = int(falls[0])
    return float(optimize.brentq(slope, grid[at], grid[at + 1], args=(y, v), xtol=1e-300, rtol=CLOSE))


def _heterogeneity(question: Question, y: Floats, v: Floats, tau2: float) -> dict[str, float]:
    import numpy as np
    from scipy import optimize, stats

    k, w = len(y), 1.0 / v
    q = _q_at(0.0, y, v)
    typical = (k - 1) * float(np.sum(w)) / float(np.sum(w) ** 2 - np.sum(w**2))
    found = {"q": q, "q_p": float(stats.chi2.sf(q, k - 1))}
    if question.method == "EE":
        return found | {"i2": max(0.0, (q - (k - 1)) / q) if q > 0 else 0.0, "h2": q / (k - 1)}
    found |= {"tau2": tau2, "i2": tau2 / (tau2 + typical), "h2": 1.0 + tau2 / typical}
    if question.method in ("GENQ", "GENQM"):
        return found

    def beyond(spread: float, quantile: float) -> float:
        return _q_at(spread, y, v) - quantile

    far = float(np.ptp(y)) ** 2 + float(np.max(v))
    while beyond(far, stats.chi2.ppf(0.5 - 0.5 * question.level, k - 1)) > 0:
        far *= 4.0
    for end, share in (("lower", 0.5 + 0.5 * question.level), ("upper", 0.5 - 0.5 * question.level)):
        quantile = float(stats.chi2.ppf(share, k - 1))
        root = 0.0
        if beyond(0.0, quantile) > 0:
            root = float(optimize.brentq(beyond, 0.0, far, args=(quantile,), xtol=1e-300, rtol=CLOSE))
        found |= {f"tau2_{end}": root, f"i2_{end}": root / (root + typical)}
    return found


def _predictions(
    question: Question, estimate: float, classic: float, knapp: float, test: tuple[float, float], tau2: float
) -> dict[str, float]:
    """Every convention that is an error and degrees of freedom."""
    from scipy import stats

    se, df = test
    k = question.k
    conventions: dict[str, tuple[float, float]] = {
        "metafor": (se**2, df),
        "S": (classic, math.inf),
        "V": (classic, k - 1.0),
        "HTS": (classic, k - 2.0),
        "HK": (knapp, k - 1.0),
        "HK-PR": (knapp, k - 2.0),
    }
    found: dict[str, Any] = {}
    for convention, (variance, degrees) in conventions.items():
        reach = float(stats.t.ppf(0.5 + 0.5 * question.level, degrees)) * math.sqrt(tau2 + variance)
        found |= {
            f"{convention}_prediction_lower": estimate - reach,
            f"{convention}_prediction_upper": estimate + reach,
        }
    return found | chosen_prediction(question, found)


def chosen_prediction(question: Question, found: dict[str, float]) -> dict[str, float]:
    """The convention in force by the name of the answer's own prediction interval."""
    ends = ("lower", "upper")
    names = {end: f"{question.prediction}_prediction_{end}" for end in ends}
    return {f"prediction_{end}": found[name] for end, name in names.items() if name in found}
