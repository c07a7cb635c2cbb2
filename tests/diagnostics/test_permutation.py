"""Permutation tests."""

from itertools import permutations, product

import numpy as np
import pytest

from metasacro.diagnostics.permutation_arrangements import every_order, orders_number
from metasacro.diagnostics.permutation_statistics import Rearranged
from metasacro.diagnostics.permutation_test import permutation_test
from metasacro.numerics import loops
from metasacro.pooling.meta_regression import meta_regression
from metasacro.pooling.meta_regression_fit import regressions
from metasacro.pooling.random_effects import random_effects
from metasacro.problems import Refusal

Y = np.array([0.31, 0.92, 0.43, 0.15, 0.58, -0.12])
V = np.array([0.04, 0.09, 0.05, 0.02, 0.06, 0.03])
DOSE = [1.0, 4.0, 2.0, 1.0, 3.0, 0.0]


@pytest.mark.parametrize("large", [0, 10**12], ids=["compiled", "arrays"])
@pytest.mark.parametrize("test", ["z", "knha", "adhoc"])
@pytest.mark.parametrize("method", ["EE", "DL", "REML", "ML", "PM"])
def test_statistics_are_those_of_the_model_fitted_again(
    method: str, test: str, large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loops, "LARGE", large)
    design = np.column_stack([np.ones(6), DOSE, np.square(DOSE)])
    for p in (1, 2, 3):
        order = np.random.default_rng(3).permuted(np.tile(np.arange(6), (40, 1)), axis=1)
        model = Rearranged(design=design[:, :p], tested=tuple(range(p - 1, p)), method=method, test=test)
        found = model.statistics(Y[order], V[order])
        fit = regressions(Y[order], V[order], design[:, :p], method=method, test=test)
        errors = np.sqrt(np.diagonal(fit.covariance, axis1=1, axis2=2))
        assert found.coefficients == pytest.approx(fit.estimates / errors, rel=1e-8, abs=1e-8)
        assert found.omnibus == pytest.approx(found.coefficients[:, -1] ** 2, rel=1e-9)


def test_signs_are_counted_one_by_one() -> None:
    pooled = random_effects(Y, V, method="DL", test="z")
    sizes = [
        abs(random_effects(np.array(s) * Y, V, method="DL", test="z").statistic) for s in product([1, -1], repeat=6)
    ]
    expected = np.mean(np.array(sizes) >= abs(pooled.statistic) * (1 - 1e-9))
    found = permutation_test(pooled)
    assert found.p_values == (expected,)
    assert (found.arrangements, found.complete, found.omnibus_p) == (64, True, expected)


def test_orders_are_counted_one_by_one() -> None:
    """All 720, of which each of the 360 distinct ones comes twice: two cohorts share a dose."""
    pooled = meta_regression(Y, V, "~ dose", data={"dose": DOSE}, method="DL", test="z")
    counts = np.zeros(2)
    for order in permutations(range(6)):
        moved = meta_regression(Y, V, "~ dose", data={"dose": np.array(DOSE)[list(order)]}, method="DL", test="z")
        pairs = zip(moved.coefficients, pooled.coefficients, strict=True)
        counts += [abs(here.statistic) >= abs(there.statistic) * (1 - 1e-9) for here, there in pairs]
    found = permutation_test(pooled)
    assert found.p_values == pytest.approx(tuple(counts / 720), abs=0)
    assert found.arrangements == 360
    assert found.names == ("Intercept", "dose")


def test_each_distinct_order_comes_once() -> None:
    labels = np.array([0, 1, 2, 1, 0, 1, 3])
    lined_up = set()
    for rows in every_order(labels):
        for row in rows.tolist():
            assert sorted(row) == list(range(7))
            place = [0] * 7
            for position, cohort in enumerate(row):
                place[cohort] = sorted(labels.tolist())[position]
            lined_up.add(tuple(place))
    assert len(lined_up) == orders_number(labels) == 420


def test_a_sample_comes_near_the_whole_and_can_be_repeated() -> None:
    """MS570 without a seed, MS571 with one. The Monte Carlo error of 8191 random signs is 0.005."""
    y, v = np.concatenate([Y, Y - 0.3, Y + 0.1]), np.tile(V, 3)
    pooled = random_effects(y, v, test="z", method="DL")
    whole = permutation_test(pooled)
    with pytest.raises(Refusal, match="MS570"):
        permutation_test(pooled, limit=8192)
    first, second = (permutation_test(pooled, limit=8192, seed=4) for _ in range(2))
    assert first == second
    assert first.p_values[0] == pytest.approx(whole.p_values[0], abs=0.02)
    assert (first.complete, first.arrangements) == (False, 8192)
    assert [caution.code for caution in first.cautions] == ["MS571"]
    fit = meta_regression(y, v, np.column_stack([np.ones(18), np.arange(18)]), method="DL", test="z")
    assert 0 < permutation_test(fit, limit=2000, seed=1).p_values[1] <= 1


def test_few_arrangements_are_said_to_be_few() -> None:
    """MS572; MS501 below three cohorts."""
    found = permutation_test(random_effects(Y[:3], V[:3], method="EE"))
    assert found.p_values[0] >= found.smallest == 0.25
    assert [caution.code for caution in found.cautions] == ["MS572"]
    with pytest.raises(Refusal, match="MS501"):
        permutation_test(random_effects(Y[:2], V[:2]))


def test_no_effect_at_all_has_a_p_of_1() -> None:
    assert permutation_test(random_effects(np.zeros(6), V, test="knha")).p_values == (1.0,)


def test_p_is_uniform_where_nothing_is_there() -> None:
    """The exact test keeps its level: of 400 draws with symmetric errors, about one in twenty has P ≤ 0.05."""
    rng = np.random.default_rng(2)
    low = sum(
        permutation_test(random_effects(rng.normal(0.0, np.sqrt(V + 0.2)), V, method="DL", test="z")).p_values[0]
        <= 2 / 32
        for _ in range(400)
    )
    assert low / 400 == pytest.approx(2 / 32, abs=0.036)
