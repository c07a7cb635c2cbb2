"""The pooled pain of the main set, worked out again from the numbers that the papers print, by other routes."""

import math

import numpy as np
import pytest
from scipy import optimize, stats

from metasacro import pool
from metasacro.pooling.pooled import Pooled
from metasacro.synthesis.rows import ScoreRow
from tests.second_opinion.printed_pain import PRINTED, change, reduction
from tests.synthesis.shipped import analysis, evidence


def pooled() -> Pooled:
    found = analysis("pain").pooled
    assert found is not None
    return found


@pytest.mark.parametrize("place", range(len(PRINTED)))
def test_changes_and_variances_are_those_of_the_printed_numbers(place: int) -> None:
    """Printed means exactly; of quartiles the slow way's grid of populations is good for a thousandth of the SE."""
    row = analysis("pain").rows[place]
    assert isinstance(row, ScoreRow)
    expected_change, expected_variance = change(*PRINTED[place])
    if row.converted:
        assert row.change == pytest.approx(expected_change, abs=1e-3 * expected_variance**0.5)
        assert row.variance == pytest.approx(expected_variance, rel=1e-3)
    else:
        assert (row.change, row.variance) == pytest.approx((expected_change, expected_variance), rel=1e-12)


def columns() -> tuple[np.ndarray, np.ndarray]:
    """What was pooled; the test above worked it out from the print."""
    return analysis("pain").effects.yi, analysis("pain").effects.vi


def restricted(tau2: float, yi: np.ndarray, vi: np.ndarray) -> float:
    """Minus the restricted log-likelihood."""
    wi = 1 / (vi + tau2)
    mu = np.sum(wi * yi) / np.sum(wi)
    return float(0.5 * (np.sum(np.log(vi + tau2)) + math.log(np.sum(wi)) + np.sum(wi * (yi - mu) ** 2)))


def test_reml_by_plain_minimisation_and_hartung_knapp_by_its_formula() -> None:
    yi, vi = columns()
    k = len(yi)
    best = optimize.minimize_scalar(
        restricted, bounds=(0.01, 20), args=(yi, vi), options={"xatol": 1e-12}, method="bounded"
    )
    tau2 = float(best.x)
    wi = 1 / (vi + tau2)
    mu = float(np.sum(wi * yi) / np.sum(wi))
    factor = float(np.sum(wi * (yi - mu) ** 2) / (k - 1))
    se = math.sqrt(max(1.0, factor) / np.sum(wi))
    half = stats.t.ppf(0.975, k - 1) * se
    reach = stats.t.ppf(0.975, k - 1) * math.sqrt(se**2 + tau2)

    found = pooled()
    # A minimiser that only compares values knows tau² to the root of the precision of those values.
    assert found.tau2 == pytest.approx(tau2, rel=1e-6)
    assert found.estimate == pytest.approx(mu, rel=1e-7)
    assert found.se == pytest.approx(se, rel=1e-6)
    assert found.interval is not None
    assert (found.interval.lower, found.interval.upper) == pytest.approx((mu - half, mu + half), rel=1e-6)
    by_metafor = pool(evidence(), "pain", prediction="metafor").pooled
    assert by_metafor is not None
    assert by_metafor.prediction is not None
    assert (by_metafor.prediction.lower, by_metafor.prediction.upper) == pytest.approx(
        (mu - reach, mu + reach), rel=1e-6
    )


def test_q_and_its_tail_by_their_formulas() -> None:
    yi, vi = columns()
    mu = np.sum(yi / vi) / np.sum(1 / vi)
    q = float(np.sum((yi - mu) ** 2 / vi))
    assert (pooled().q, pooled().q_p) == pytest.approx((q, stats.chi2.sf(q, len(yi) - 1)), rel=1e-10)


def test_both_ends_of_the_tau2_interval_solve_the_q_profile_equation() -> None:
    yi, vi = columns()
    found = pooled().tau2_interval
    assert found is not None
    for end, tail in ((found.lower, 0.975), (found.upper, 0.025)):
        wi = 1 / (vi + end)
        mu = np.sum(wi * yi) / np.sum(wi)
        assert np.sum(wi * (yi - mu) ** 2) == pytest.approx(stats.chi2.ppf(tail, len(yi) - 1), rel=1e-8)


def test_less_pain_is_negative_in_the_data_and_positive_in_the_table() -> None:
    assert [round(reduction(yi), 1) for yi in columns()[0]] == [5.4, 7.3, 6.4, 3.6, 3.6, 5.0]
