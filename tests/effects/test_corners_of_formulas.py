"""Effects where a formula has a corner: few degrees of freedom, a default, a factor that is asked for."""

import math

import numpy as np
import pytest

from metasacro.effects.hedges_correction import correction_factor
from metasacro.effects.logit_proportion import log_odds
from metasacro.effects.standardized_mean_difference import hedges_g


@pytest.mark.parametrize("df", [1.01, 1.5, 2.0, 2.5, 39.5, 40.0, 40.5])
def test_the_factor_of_broken_degrees_of_freedom_is_a_ratio_of_gamma_functions(df: float) -> None:
    expected = math.gamma(df / 2) / (math.sqrt(df / 2) * math.gamma((df - 1) / 2))
    assert float(correction_factor(df)) == pytest.approx(expected, rel=1e-13)


def test_the_factor_is_computed_in_double_precision_and_without_a_word_where_it_does_not_exist() -> None:
    single = np.array([4.7, 60.3], dtype=np.float32)
    assert correction_factor(single).tolist() == correction_factor(single.astype(np.float64)).tolist()
    assert np.isnan(correction_factor([-3.0, -1.0, 0.0, 1.0])).all()


@pytest.mark.parametrize("correct", [True, "approximate", False])
def test_the_variance_of_d_takes_the_factor_that_was_asked_for(correct: bool | str) -> None:
    """hedges1981: J²(h + d²/(2n))."""
    columns = [np.array([x]) for x in (5.0, 2.0, 9.0, 4.0, 2.5, 8.0)]
    yi, vi = hedges_g(*columns, vtype="LS2", correct=correct)
    d, _ = hedges_g(*columns, correct=False)
    j = float(correction_factor(15.0, correct))
    assert yi == pytest.approx(j * d, rel=1e-15)
    assert vi == pytest.approx(j**2 * (1 / 9 + 1 / 8 + d**2 / 34), rel=1e-14)


def test_the_exact_variance_without_an_effect_needs_more_than_two_degrees_of_freedom() -> None:
    n1, n2 = np.array([1.5, 2.0, 2.0, 2.5]), np.array([1.5, 2.0, 2.5, 2.5])
    five, four, one = np.full(4, 5.0), np.full(4, 4.0), np.ones(4)
    with np.errstate(all="ignore"):  # as `effect_sizes` calls it
        _, vi = hedges_g(five, one, n1, four, one, n2, vtype="H0")
    assert vi.dtype == np.float64
    assert np.isnan(vi).tolist() == [True, True, False, False]
    assert float(vi[3]) == pytest.approx(float(correction_factor(3.0)) ** 2 * 0.8 * 3.0, rel=1e-14)


def test_the_variance_of_a_log_odds_is_its_own_unless_the_average_is_asked_for() -> None:
    x, n = np.array([3.0, 12.0]), np.array([20.0, 30.0])
    assert log_odds(x, n)[1] == pytest.approx(1 / x + 1 / (n - x), rel=1e-14)
    assert log_odds(x, n, vtype="AV")[1] != pytest.approx(log_odds(x, n)[1], rel=1e-3)
