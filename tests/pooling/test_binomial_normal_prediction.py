"""The prediction interval of counts: its integral against draws, its rules, and where it says nothing."""

import numpy as np
import pytest
from scipy.stats import t as student

from metasacro.pooling import binomial_normal_prediction as room
from metasacro.pooling.binomial_normal import binomial_normal
from metasacro.pooling.binomial_normal_fit import best_mu
from metasacro.pooling.binomial_normal_prediction import binomial_normal_prediction
from metasacro.problems import Refusal

SIX = (np.array([[4.0, 9, 2, 12, 6, 3]]), np.array([[53.0, 43, 58, 57, 60, 31]]))
ALIKE = (np.array([[5.0] * 6]), np.array([[40.0] * 6]))


@pytest.mark.parametrize("data", [SIX, ALIKE], ids=["six", "alike"])
def test_the_integral_is_what_its_definition_draws(data: tuple[np.ndarray, np.ndarray]) -> None:
    """tau by inverting H, tabulated finely and without polynomials; then the mean and the new logit at random."""
    x, n = data
    df, draws, rng = x.size - 1.0, 400_000, np.random.default_rng(20261122)
    taus = np.concatenate([[0.0], np.geomspace(1e-3, 30.0, 1500)])
    rows = np.repeat(x, taus.size, axis=0), np.repeat(n, taus.size, axis=0)
    start = np.full(taus.size, np.log(x.sum() / (n.sum() - x.sum())))
    mu, at = best_mu(taus, *rows, start, 21, 1e-7)
    height = at.height - 0.5 * np.log(-at.d_mu_mu)
    best = int(height.argmax())
    root = np.sign(np.arange(taus.size) - best) * np.sqrt(2.0 * (height[best] - height))
    share = np.maximum.accumulate(student.cdf(root, df))
    drawn = np.interp(rng.uniform(size=draws), share, taus, left=0.0, right=np.inf)
    known = np.where(np.isinf(drawn), 0.0, drawn)
    centre, error = np.interp(known, taus, mu), np.interp(known, taus, 1.0 / np.sqrt(-at.d_mu_mu))
    z = rng.standard_normal(draws)
    new = np.where(np.isinf(drawn), np.inf * np.sign(z), centre - rng.standard_t(df, draws) * error + z * known)
    lower, upper = binomial_normal_prediction(x, n)
    for bound, expected in ((lower[0], 0.025), (upper[0], 0.975)):
        assert np.mean(new <= bound) == pytest.approx(expected, abs=5e-4 + 4 * np.sqrt(0.025 * 0.975 / draws))


@pytest.mark.parametrize("data", [SIX, ALIKE], ids=["six", "alike"])
def test_finer_rules_change_no_printed_digit(
    data: tuple[np.ndarray, np.ndarray], monkeypatch: pytest.MonkeyPatch
) -> None:
    """They move a logit by less than 0.001, a share by 0.03 % at the most."""
    plain = np.array(binomial_normal_prediction(*data))
    monkeypatch.setattr(room, "_DEGREE", 64)
    monkeypatch.setattr(room, "_DRAWS", 1000)
    monkeypatch.setattr(room, "_NODES", 61)
    assert plain == pytest.approx(np.array(binomial_normal_prediction(*data)), abs=1e-3)


def test_a_batch_answers_as_each_analysis_alone() -> None:
    """A cohort left out has nobody; two cohorts, and counts without an event, have no interval."""
    x = np.array([[4.0, 9, 2, 12, 6, 3], [4, 9, 2, 12, 6, 0], [4, 9, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]])
    n = np.array([SIX[1][0], [53, 43, 58, 57, 60, 0], [53, 43, 0, 0, 0, 0], SIX[1][0]])
    together = np.array(binomial_normal_prediction(x, n)).T
    alone = np.array(binomial_normal_prediction(x[1:2, :5], n[1:2, :5])).T
    assert together[1] == pytest.approx(alone[0], rel=1e-3)
    assert np.isnan(together[2:]).all()


def test_it_is_wider_than_what_takes_tau2_as_known() -> None:
    known, open_ = (binomial_normal(SIX[0][0], SIX[1][0], prediction=key) for key in ("metafor", "CD"))
    assert known.prediction is not None
    assert open_.prediction is not None
    assert open_.prediction.lower < known.prediction.lower < known.prediction.upper < open_.prediction.upper
    assert (open_.prediction_method, open_.prediction_df, known.prediction_method) == ("CD", 5, "metafor")


@pytest.mark.parametrize("events", [[1, 0, 0, 0], [0, 1, 2, 0]])
def test_counts_that_leave_tau2_open_predict_nothing(events: list[int]) -> None:
    """MS408: no interval is printed, and none that takes τ² as known in its place."""
    pooled = binomial_normal(events, [53, 243, 58, 6], prediction="CD")
    assert (pooled.prediction, pooled.prediction_df) == (None, None)
    assert "MS408" in [told.code for told in pooled.cautions]


def test_an_unknown_prediction_is_refused() -> None:
    with pytest.raises(Refusal, match="MS404"):
        binomial_normal(SIX[0][0], SIX[1][0], prediction="HTS")


def test_events_and_their_absence_predict_mirror_images() -> None:
    x, n = np.array([[0.0, 40, 3, 37, 20], [4, 9, 2, 12, 6]]), np.array([[40.0] * 5, [53, 43, 58, 57, 60]])
    (lower, upper), (below, above) = (binomial_normal_prediction(events, n, level=0.8) for events in (x, n - x))
    assert lower == pytest.approx(-above, rel=1e-9)
    assert upper == pytest.approx(-below, rel=1e-9)
    assert lower[0] == pytest.approx(-upper[0], rel=1e-9)


def test_a_cohort_of_one_person_counts() -> None:
    x = np.array([[0.0, 4, 9]])
    lower, upper = binomial_normal_prediction(x, np.array([[1.0, 20, 30]]), level=0.5)
    assert np.isfinite([lower[0], upper[0]]).all()
    assert np.isnan(binomial_normal_prediction(x, np.array([[0.0, 20, 30]]), level=0.5)).all()
