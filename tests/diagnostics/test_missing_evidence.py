"""GOSH, fail-safe N, Henmi–Copas and excess significance."""

import numpy as np
import pytest

from metasacro.diagnostics.excess_significance import excess_significance
from metasacro.diagnostics.fail_safe_n import fail_safe_n, with_null_studies
from metasacro.diagnostics.gosh import gosh
from metasacro.diagnostics.henmi_copas import henmi_copas
from metasacro.diagnostics.permutation_test import permutation_test
from metasacro.pooling.common_effect import common_effect
from metasacro.pooling.random_effects import random_effects
from metasacro.problems import Refusal

Y, V = [0.1, 0.9, 0.4, 0.3], [0.04, 0.09, 0.05, 0.02]


def test_the_last_subset_is_the_whole() -> None:
    found, whole = gosh(Y, V, method="DL"), random_effects(Y, V, method="DL")
    assert len(found.estimate) == 15
    assert found.keep[-1].all()
    assert (found.estimate[-1], found.tau2[-1]) == pytest.approx((whole.estimate, whole.tau2), rel=1e-12)


def test_a_sample_needs_a_seed_and_says_so() -> None:
    """MS550 without, MS551 with; the same seed gives the same subsets."""
    with pytest.raises(Refusal) as caught:
        gosh(Y, V, limit=10)
    assert caught.value.code == "MS550"
    first, second = (gosh(Y, V, method="EE", limit=10, seed=7) for _ in range(2))
    assert (first.keep == second.keep).all()
    assert first.keep.any(axis=1).all()
    assert (first.complete, [caution.code for caution in first.cautions]) == (False, ["MS551"])
    with pytest.raises(Refusal) as caught:
        gosh([1.0], [0.1])
    assert caught.value.code == "MS501"


@pytest.mark.parametrize("kind", ["Rosenthal", "Fisher", "Orwin", "Rosenberg", "Binomial", "General"])
def test_a_fail_safe_number_knows_no_sign_and_comes_with_a_note(kind: str) -> None:
    """MS540."""
    y, v = np.array([0.5, 0.9, 0.4, 0.7, 0.8, 0.6]), [0.04, 0.09, 0.05, 0.02, 0.03, 0.04]
    found, mirrored = fail_safe_n(y, v, kind=kind), fail_safe_n(-y, v, kind=kind)
    assert found.number == mirrored.number
    assert found.p_value is None or found.p_value == pytest.approx(mirrored.p_value, rel=1e-12)
    assert [caution.code for caution in found.cautions] == ["MS540"]


def test_no_finding_needs_nothing_to_undo_it() -> None:
    for kind in ("Rosenthal", "Fisher", "Rosenberg", "Binomial", "General"):
        assert fail_safe_n([0.01, -0.01], [1.0, 1.0], kind=kind).number == 0


def test_rosenbergs_number_is_the_first_that_undoes_the_finding() -> None:
    n = fail_safe_n(Y, V, kind="Rosenberg").number
    typical = 1 / np.mean(1 / np.array(V))
    undone = common_effect(Y + [0.0] * n, V + [typical] * n)
    nearly = common_effect(Y + [0.0] * (n - 1), V + [typical] * (n - 1))
    assert undone.p_value is not None
    assert nearly.p_value is not None
    assert undone.p_value >= 0.05 > nearly.p_value


def test_the_variance_of_true_effects_around_0_and_around_the_effect() -> None:
    """As a sample would have it: two groups of variance τ², one around the pooled effect, the other around 0."""
    y, v, added, tau2 = np.array(Y), np.array(V), 6, 0.03
    effect, spread, _ = with_null_studies(y, v, tau2, added)
    mu = float(np.average(y, weights=1 / (v + tau2)))
    first, second = (np.array([1.0, -1.0] * (n // 2)) * np.sqrt(tau2 * (n - 1) / n) for n in (4, 6))
    assert np.var(np.concatenate([first + mu, second]), ddof=1) == pytest.approx(spread, rel=1e-12)
    weights = 1 / (np.concatenate([v, np.full(6, 1 / np.mean(1 / v))]) + spread)
    assert effect == pytest.approx(np.average([*Y, *[0.0] * 6], weights=weights), rel=1e-12)
    with pytest.raises(Refusal, match="MS501"):
        fail_safe_n([0.4], [0.1], kind="General")


def test_orwins_target_may_not_be_0() -> None:
    """MS541."""
    for y, target in ((Y, 0.0), ([0.0, 0.0], None)):
        with pytest.raises(Refusal) as caught:
            fail_safe_n(y, V[: len(y)], kind="Orwin", target=target)
        assert caught.value.code == "MS541"


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf])
def test_a_setting_that_is_no_number_is_refused(number: float) -> None:
    """MS329: it would otherwise come back as the answer's, beside a P value of nothing."""
    for ask in (
        lambda: excess_significance(random_effects(Y, V), theta=number),
        lambda: fail_safe_n(Y, V, kind="Orwin", target=number),
    ):
        with pytest.raises(Refusal) as caught:
            ask()
        assert caught.value.code == "MS329"


@pytest.mark.parametrize("limit", [0, -1, 2.5, np.inf, np.nan])
def test_a_sample_holds_one_subset_or_more(limit: float) -> None:
    """MS329, whether subsets of cohorts are drawn or arrangements of signs."""
    for ask in (
        lambda: gosh(Y, V, limit=limit, seed=1),  # type: ignore[arg-type]  # what a caller without types can give
        lambda: permutation_test(random_effects(Y, V), limit=limit, seed=1),  # type: ignore[arg-type]  # as above
    ):
        with pytest.raises(Refusal) as caught:
            ask()
        assert caught.value.code == "MS329"


def test_henmi_copas_knows_neither_origin_nor_unit() -> None:
    first = henmi_copas(random_effects(Y, V))
    second = henmi_copas(random_effects(1e3 + 1e3 * np.array(Y), 1e6 * np.array(V)))
    assert second.critical == pytest.approx(first.critical, rel=1e-10)
    assert (second.estimate - 1e3) / 1e3 == pytest.approx(first.estimate, rel=1e-9)


def test_henmi_copas_covers_what_it_claims() -> None:
    """Drawn from the model at a τ² that is large beside the sampling errors; Monte Carlo error 0.01."""
    rng = np.random.default_rng(11)
    v = np.array([0.04, 0.09, 0.05, 0.02, 0.3, 0.1, 0.07, 0.2])
    covered = 0
    for _ in range(400):
        y = rng.normal(0.0, np.sqrt(v + 0.3))
        interval = henmi_copas(random_effects(y, v, method="DL", test="z")).interval
        covered += interval.lower <= 0.0 <= interval.upper
    assert 0.91 < covered / 400 < 0.99


def test_the_exact_count_of_equal_powers_is_binomial() -> None:
    pooled = common_effect(Y, [0.05] * 4)
    exact, binomial = (excess_significance(pooled, test=test).p_value for test in ("exact", "binom"))
    assert exact == pytest.approx(binomial, rel=1e-12)
    assert [caution.code for caution in excess_significance(pooled).cautions] == ["MS510"]


def test_one_sided_powers_add_up_to_the_two_sided() -> None:
    pooled = common_effect(Y, V)
    greater = excess_significance(pooled, alternative="greater", alpha=0.025)
    less = excess_significance(pooled, alternative="less", alpha=0.025)
    both = excess_significance(pooled)
    assert greater.power + less.power == pytest.approx(both.power, rel=1e-12)
