"""The test of excess significance: are there more significant studies than their power explains?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metasacro.diagnostics.pooled_effects import effects_of, finite, frozen
from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.chi_square import chi_square_upper
from metasacro.numerics.normal import normal_cdf, normal_quantile
from metasacro.pooling.domain import choice, fraction
from metasacro.problems import caution

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats
    from metasacro.pooling.pooled import Pooled
    from metasacro.problems import Caution

#: How the count is judged.
_TESTS = ("chi2", "binom", "exact")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExcessSignificance:
    """Observed and expected numbers of significant studies."""

    observed: int
    expected: float  #: sum of the powers
    ratio: float | None  #: observed/expected; None where none is expected
    p_value: float  #: one-sided, against too many
    power: Floats  #: (k,) read-only
    theta: float  #: the effect at which power was computed
    alternative: str
    test: str
    k: int
    cautions: tuple[Caution, ...]


def excess_significance(
    pooled: Pooled,
    *,
    theta: float | None = None,
    alternative: str = "two.sided",
    test: str = "chi2",
    alpha: float = 0.05,
) -> ExcessSignificance:
    """Test of excess significance (Ioannidis and Trikalinos).

    power_i = P(study i is significant at `alpha` if its true effect is theta); expected E = Σ power. With O observed,
    "chi2": (O − E)²/E + (O − E)²/(k − E) on 1 df, one-sided; "binom": O of k at probability E/k; "exact": O among k
    trials with the powers as their probabilities.

    Parameters
    ----------
    pooled : an answer of `random_effects` or `common_effect`; only its effects and variances are used
    theta : the true effect; by default the common-effect mean, which small studies move least
    alternative : "two.sided", "greater" or "less": what the studies tested
    test : "chi2", "binom" or "exact"
    alpha : level at which a study counts as significant

    Returns
    -------
    ExcessSignificance

    Domain
    ------
    k ≥ 2 (MS501); below ten cohorts it means little (MS510), at powers of 0 or 1 nothing (MS419). `theta` is a finite
    number (MS329). With heterogeneity there is no one effect to compute power at, and the count is then expected to
    differ. Uncontrolled series have no null effect to be significant against.

    References
    ----------
    ioannidis2007. Agrees with metafor 5.1-12 (`tes`) to 1e-10.

    >>> from metasacro.pooling.common_effect import common_effect
    >>> found = excess_significance(common_effect([0.1, 0.9, 0.4], [0.04, 0.09, 0.05]))
    >>> found.observed, round(found.expected, 4)
    (1, 1.0492)
    """
    yi, vi = effects_of(pooled, "the test of excess significance", fewest=2)
    alternative = choice("alternative", alternative, ("two.sided", "greater", "less"))
    test = choice("test", test, _TESTS)
    w = 1.0 / vi
    centre = float((w * yi).sum() / w.sum()) if theta is None else finite("theta", theta)
    sei = np.sqrt(vi)
    z, shift = yi / sei, centre / sei
    tails = 2.0 if alternative == "two.sided" else 1.0
    critical = float(normal_quantile(1.0 - fraction(alpha) / tails))
    up, down = normal_cdf(shift - critical), normal_cdf(-critical - shift)
    power = {"two.sided": up + down, "greater": up, "less": down}[alternative]
    significant = {"two.sided": np.abs(z), "greater": z, "less": -z}[alternative] >= critical
    observed, expected = int(significant.sum()), float(power.sum())
    return ExcessSignificance(
        observed=observed,
        expected=expected,
        ratio=observed / expected if expected > 0 else None,
        p_value=_too_many(observed, power, test),
        power=frozen(power),
        theta=centre,
        alternative=alternative,
        test=test,
        k=pooled.k,
        cautions=_cautions(pooled.k, expected),
    )


def _cautions(k: int, expected: float) -> tuple[Caution, ...]:
    """Few studies, and powers that leave only one count."""
    cautions = [caution("MS510", k=k)] if k < 10 else []
    if not 0 < expected < k:
        cautions.append(caution("MS419", percent=100 * expected / k))
    return tuple(cautions)


def _too_many(observed: int, power: Floats, test: str) -> float:
    """One-sided P of at least as many."""
    k, expected = power.size, float(power.sum())
    if not 0 < expected < k:  # only one count is possible (MS419)
        return 1.0 if observed <= expected else 0.0
    if test == "chi2":
        square = (observed - expected) ** 2 * (1.0 / expected + 1.0 / (k - expected))
        half = float(chi_square_upper(square, 1.0)) / 2.0
        return half if observed > expected else 1.0 - half
    chances = np.full(k, expected / k) if test == "binom" else power
    counts = np.ones(1)  # distribution of the number of significant studies, one study at a time
    for chance in chances:
        counts = np.append(counts * (1.0 - chance), 0.0) + np.append(0.0, counts * chance)
    return float(min(1.0, counts[observed:].sum()))


EXCESS_SIGNIFICANCE = Method(
    key="excess-significance",
    name="test of excess significance",
    function=excess_significance,
    references=("ioannidis2007",),
    oracle="metafor 5.1-12, to 1e-10",
)
