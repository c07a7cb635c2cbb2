"""Fail-safe N: how many null studies it would take to undo a finding."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, log
from typing import TYPE_CHECKING

from metasacro.diagnostics.pooled_effects import enough, finite
from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.chi_square import chi_square_upper
from metasacro.numerics.normal import normal_cdf, normal_quantile, normal_two_sided
from metasacro.pooling.domain import choice, cohort_table, fraction
from metasacro.problems import Refusal, caution
from metasacro.tau2.registry import ESTIMATORS, WEIGHTED

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats
    from metasacro.problems import Caution


@dataclass(frozen=True, slots=True, kw_only=True)
class FailSafe:
    """A number of studies."""

    number: int
    p_value: float | None  #: of the finding as it stands; one-sided for Rosenthal and Fisher; None for Orwin
    kind: str
    target: float | None  #: what the effect would be reduced to; Orwin only
    cautions: tuple[Caution, ...]


def fail_safe_n(
    yi: ArrayLike,
    vi: ArrayLike,
    *,
    kind: str = "Rosenthal",
    alpha: float = 0.05,
    target: float | None = None,
    method: str = "REML",
) -> FailSafe:
    """How many studies without an effect would have to exist for the finding to vanish.

    With z = yi/√vi, w = 1/vi and c the quantile: "Rosenthal" (Σ z/c)² − k, c one-sided; "Fisher" the number of P values
    of ½ that lifts Fisher's combined P above `alpha`; "Rosenberg" ((Σ w yi)²/c² − Σ w)/mean w, c two-sided, the number
    of studies of average weight; "Orwin" k(effect/target − 1), with the common-effect mean; "Binomial" pairs of
    studies, one of each sign, that make the sign test not significant; "General" the number of studies that makes the
    Wald test of the random-effects model not significant. These have true effects around 0 with the tau2 of those
    observed, and 1/mean w as variance, so that all n = k + m true effects vary by
    ((n − 2) tau2 + effect² k m/n)/(n − 1).

    Parameters
    ----------
    yi, vi : (k,) effects and sampling variances
    kind : "Rosenthal", "Fisher", "Orwin", "Rosenberg", "Binomial" or "General"
    alpha : level of significance
    target : Orwin's smallest effect of interest; by default half of the effect
    method : estimator of tau2 for "General"; "EE" for none

    Returns
    -------
    FailSafe

    Domain
    ------
    k ≥ 1; "General" k ≥ 2 (MS501). It supposes that what is missing averages no effect, ignores heterogeneity (but for
    "General") and the size of what is missing, and has no interval (MS540): do not use it to argue that bias is absent.
    Orwin's target may not be 0 (MS541) and is a finite number (MS329).

    References
    ----------
    rosenthal1979, orwin1983, rosenberg2005. Agrees with metafor 5.1-12 (`fsn`) exactly, but for Fisher and General,
    where metafor's search stops up to 2, or 1, beside the first such number.

    >>> fail_safe_n([0.5, 0.9, 0.4], [0.04, 0.09, 0.05]).number
    17
    """
    y, v = cohort_table(yi, vi)
    kind = choice("kind", kind, (*_KINDS, "General"))
    if target is not None and finite("target", target) == 0:
        raise Refusal("MS541")
    if kind == "General":
        enough("the general fail-safe N", y.size, 2)
        method = choice("method", method, [key for key in ESTIMATORS if key not in WEIGHTED])
        number, p_value, aim = _general(y, v, fraction(alpha), method)
    else:
        number, p_value, aim = _KINDS[kind](y, v, fraction(alpha), target)
    return FailSafe(number=number, p_value=p_value, kind=kind, target=aim, cautions=(caution("MS540"),))


_Answer = tuple[int, float | None, float | None]


def _rosenthal(y: Floats, v: Floats, alpha: float, _target: float | None) -> _Answer:
    total, k = abs(float((y / np.sqrt(v)).sum())), y.size
    number = (total / float(normal_quantile(1.0 - alpha))) ** 2 - k
    return ceil(max(0.0, number)), float(normal_cdf(-total / np.sqrt(k))), None


def _fisher(y: Floats, v: Floats, alpha: float, _target: float | None) -> _Answer:
    from scipy.special import log_ndtr

    statistic = -2.0 * float(log_ndtr(-np.abs(y / np.sqrt(v))).sum())

    def combined(n: int) -> float:
        return float(chi_square_upper(statistic + 2.0 * log(2.0) * n, 2.0 * (y.size + n)))

    return _first_above(combined, alpha), combined(0), None


def _first_above(p_value: Callable[[int], float], alpha: float) -> int:
    """The smallest number at which a P value that rises with it is above `alpha`."""
    low, high = -1, 0
    while p_value(high) <= alpha:
        low, high = high, 2 * high + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if p_value(middle) > alpha else (middle, high)
    return high


def _orwin(y: Floats, v: Floats, _alpha: float, target: float | None) -> _Answer:
    effect = float((y / v).sum() / (1.0 / v).sum())
    if target is None and effect == 0:
        raise Refusal("MS541")
    ratio = 2.0 if target is None else abs(effect / target)
    return ceil(max(0.0, y.size * (ratio - 1.0))), None, effect / 2.0 if target is None else target


def _rosenberg(y: Floats, v: Floats, alpha: float, _target: float | None) -> _Answer:
    w = 1.0 / v
    total = float((w * y).sum())
    number = ((total / float(normal_quantile(1.0 - alpha / 2.0))) ** 2 - w.sum()) / w.mean()
    return ceil(max(0.0, float(number))), float(normal_two_sided(total / np.sqrt(w.sum()))), None


def _binomial(y: Floats, _v: Floats, alpha: float, _target: float | None) -> _Answer:
    positive, negative = int((y > 0).sum()), int((y <= 0).sum())

    def sign_test(pairs: int) -> float:
        from scipy.special import bdtr

        few, n = min(positive, negative) + pairs, y.size + 2 * pairs
        return min(1.0, 2.0 * float(bdtr(few, n, 0.5)))

    pairs = 0
    while sign_test(pairs) <= alpha:
        pairs += 1
    return 2 * pairs, sign_test(0), None


def _general(y: Floats, v: Floats, alpha: float, method: str) -> _Answer:
    tau2 = None if method == "EE" else float(ESTIMATORS[method].function(y, v).tau2)

    def p_value(added: int) -> float:
        return with_null_studies(y, v, tau2, added)[2]

    return _first_above(p_value, alpha), p_value(0), None


def with_null_studies(y: Floats, v: Floats, tau2: float | None, added: int) -> tuple[float, float, float]:
    """Effect, τ² and P once `added` studies around 0 were found; `tau2` as observed, None for a common effect.

    >>> effect, tau2, p = with_null_studies(np.array([0.5, 0.9]), np.array([0.04, 0.09]), 0.02, 3)
    >>> round(effect, 3), round(tau2, 3), round(p, 3)
    (0.265, 0.138, 0.181)
    """
    k, n, spread = y.size, y.size + added, tau2 or 0.0
    if tau2 is not None and added:
        w = 1.0 / (v + tau2)
        effect = float((w * y).sum() / w.sum())
        spread = ((n - 2) * tau2 + k * added / n * effect**2) / (n - 1)
    w = 1.0 / (v + spread)
    total = float(w.sum()) + added / (1.0 / float((1.0 / v).mean()) + spread)
    sum_of_effects = float((w * y).sum())
    return sum_of_effects / total, spread, float(normal_two_sided(sum_of_effects / np.sqrt(total)))


_KINDS: dict[str, Callable[[Floats, Floats, float, float | None], _Answer]] = {
    "Rosenthal": _rosenthal,
    "Fisher": _fisher,
    "Orwin": _orwin,
    "Rosenberg": _rosenberg,
    "Binomial": _binomial,
}

FAIL_SAFE_N = Method(
    key="fail-safe-N",
    name="fail-safe N",
    function=fail_safe_n,
    references=("rosenthal1979", "orwin1983", "rosenberg2005"),
    oracle="metafor 5.1-12, exactly (Fisher within 2, General within 1)",
)
