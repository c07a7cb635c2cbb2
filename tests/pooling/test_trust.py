"""Which cautions travel with a pooled answer, and in which words."""

from typing import Any

import numpy as np
import pytest
from scipy import stats

from metasacro.pooling.beta_binomial import beta_binomial
from metasacro.pooling.poisson_normal import poisson_normal
from metasacro.pooling.random_effects import random_effects
from metasacro.tau2 import highest_maximum

FAR = np.array([0.0, 3.0, 1.0, 5.0, 2.0, -1.0, 4.0, 0.5, 2.5, 1.5])
ALIKE = np.array([0.15, -0.15, 0.3, -0.3, 0.2, -0.2, 0.1, -0.1, 0.15, -0.15])
V = np.full(10, 0.1)

UNKNOWN = "MS421: {k} cohorts: τ² is poorly known"
PREDICTION = "MS424: prediction interval: {k} cohorts {verdict}"
FEW, UNRELIABLE, ROUGH = "are too few; 3 are needed", "make it unreliable", "make it rough"
COMMON = "MS413: common-effect model: τ² is 0 by assumption, so there is no prediction interval"
ALONE = "MS420: one cohort is not a synthesis: the answer is that cohort's own, with its own interval"
ZERO = "MS423: τ² is estimated as 0 from {k} cohorts, which does not prove that they agree"
TWO = "MS422: 2 cohorts: the interval uses t on 1 degree of freedom ({critical:.1f} standard errors each way)"


def said(pooled: Any) -> list[str]:
    return [f"{caution.code}: {caution.message}" for caution in pooled.cautions]


def expected(k: int, *texts: str, verdict: str = "") -> list[str]:
    return [text.format(k=k, verdict=verdict) for text in (*texts, *([PREDICTION] if verdict else []))]


VERDICTS = [(2, FEW), (3, UNRELIABLE), (4, UNRELIABLE), (5, ROUGH), (9, ROUGH), (10, "")]


@pytest.mark.parametrize(("k", "verdict"), VERDICTS)
def test_the_fewer_the_cohorts_the_more_is_said(k: int, verdict: str) -> None:
    few = [UNKNOWN] if k < 5 else []
    assert said(random_effects(FAR[:k], V[:k], test="z")) == expected(k, *few, verdict=verdict)
    assert said(random_effects(FAR[:k], V[:k], test="z", tau2=2.0)) == expected(k, verdict=verdict)
    assert said(random_effects(FAR[:k], V[:k], method="EE", test="z")) == [COMMON]
    zero = [*few, ZERO] if k < 10 else few
    assert said(random_effects(ALIKE[:k], V[:k], test="z")) == expected(k, *zero, verdict=verdict)
    assert said(random_effects(ALIKE[:k], V[:k], test="z", tau2=0.0)) == expected(k, verdict=verdict)


@pytest.mark.parametrize(("k", "verdict"), VERDICTS)
def test_the_same_of_counts(k: int, verdict: str) -> None:
    few = [UNKNOWN] if k < 5 else []
    no_i2 = "MS456: I² is not defined for the Poisson–normal model"
    spread = [1, 9, 30, 2, 14, 5, 50, 3, 22, 11][:k]
    assert said(poisson_normal(spread, [10] * k)) == [*expected(k, *few, verdict=verdict), no_i2]
    assert said(poisson_normal(spread, [10] * k, method="EE")) == [COMMON, no_i2]
    flat = "MS457: Poisson–normal model: τ² is 0, so the answer is that of one common effect"
    zero = [*few, flat, *([ZERO] if k < 10 else [])]
    assert said(poisson_normal([4] * k, [10] * k)) == [*expected(k, *zero, verdict=verdict), no_i2]
    no_i2 = "MS456: I² is not defined for the beta-binomial model"
    flat = "MS458: beta-binomial model: rho is 0, so the answer is that of all cohorts taken as one (binomial)"
    assert said(beta_binomial([4] * k, [10] * k)) == [*expected(k, *few), flat, no_i2]


@pytest.mark.parametrize("level", [0.95, 0.9])
def test_two_cohorts_under_t_are_told_what_that_costs(level: float) -> None:
    two = TWO.format(critical=stats.t.ppf((1 + level) / 2, 1))
    for pooled in (
        random_effects(FAR[:2], V[:2], test="t", level=level),
        random_effects(FAR[:2], V[:2], test="t", method="EE", level=level),
        poisson_normal([2, 30], [10, 12], test="t", level=level),
        poisson_normal([2, 30], [10, 12], test="t", method="EE", level=level),
        beta_binomial([2, 9], [10, 12], test="t", level=level),
    ):
        assert said(pooled)[1] == two
    assert two not in said(random_effects(FAR[:3], V[:3], test="t", level=level))
    assert two not in said(poisson_normal([2, 30, 3], [10, 12, 9], test="t", level=level))


def test_one_cohort_is_told_nothing_else() -> None:
    for pooled in (random_effects([0.4], [0.1], test="t"), poisson_normal([4], [10], test="t")):
        assert said(pooled) == [ALONE]


@pytest.mark.parametrize(("test", "verdict"), [("knha", "it is used as it is"), ("adhoc", "1 is used instead")])
def test_a_hartung_knapp_factor_below_1_is_said_with_what_becomes_of_it(test: str, verdict: str) -> None:
    small = random_effects(ALIKE, V, method="DL", test=test)
    # tau² is 0, so that the factor is Q over its degrees of freedom
    factor = ((ALIKE - ALIKE.mean()) ** 2 / V).sum() / 9
    assert said(small)[-1] == f"MS425: the Hartung–Knapp variance factor is {factor:.3g}, below 1; {verdict}"
    assert not any("MS425" in text for text in said(random_effects(FAR, V, method="EE", test=test)))


def test_effects_that_agree_too_well_say_how_well() -> None:
    y = ALIKE / 20
    q = ((y - y.mean()) ** 2 / V).sum()
    text = next(text for text in said(random_effects(y, V, test="z")) if text.startswith("MS412"))
    assert f"(Q = {q:.3g} on 9 df)" in text


def test_a_search_that_did_not_settle_names_its_method(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(highest_maximum, "STEPS", 1)
    assert any(text.startswith("MS411: REML: ") for text in said(random_effects(FAR, V, method="REML")))
