"""The search for the variances of the levels: what it starts from, and where it ends when there are two maxima."""

from functools import partial

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from metasacro.pooling.multilevel import multilevel
from metasacro.pooling.multilevel_arguments import multilevel_data
from metasacro.pooling.multilevel_fit import highest, spread
from metasacro.pooling.multilevel_likelihood import surface
from metasacro.pooling.sampling_covariance import sampling_covariance

#: Two precise effects agree and two others do not: the likelihood has a maximum for either pair.
EFFECTS, VARIANCES = np.array([0.0, 0.02, 2.0, -2.0]), np.array([1e-4, 1e-4, 0.5, 0.5])
PAIRS = multilevel_data(EFFECTS, VARIANCES, list("abcd"), None, True)
climb = partial(highest, PAIRS.stacks, restricted=True, free=np.ones(1, dtype=bool), start=np.zeros(1))
LOW, NEAR_LOW, NEAR_HIGH = climb(starts=[np.array([1e-4])]), np.array([2e-4]), np.array([1.9])

#: Three clusters of two effects and two of one.
STUDY = list("aabbccde")
Y = np.array([0.11, 0.92, 0.45, -0.80, 1.71, 0.25, 0.20, 0.61])
V = np.array([0.02, 0.03, 0.02, 0.04, 0.03, 0.02, 0.05, 0.08])
X = np.column_stack([np.ones(8), np.cos(np.arange(8))])


def depth(tau2: float) -> float:
    """The restricted likelihood by its formula, upside down."""
    w = 1 / (VARIANCES + tau2)
    residual = EFFECTS - w @ EFFECTS / w.sum()
    return float(w @ residual**2 - np.log(w).sum() + np.log(w.sum())) / 2


def test_of_two_maxima_the_higher_is_the_answer() -> None:
    high = climb()
    for end, bounds in ((LOW, (0.0, 1e-3)), (high, (1.0, 4.0))):
        place = minimize_scalar(depth, bounds=bounds, method="bounded", options={"xatol": 1e-10}).x
        assert end.point == pytest.approx([place], rel=1e-5)
        assert end.stationary
    assert high.surface.height - LOW.surface.height == pytest.approx(depth(LOW.point[0]) - depth(high.point[0]))
    assert high.surface.height > LOW.surface.height


def test_it_sets_out_from_the_highest_places() -> None:
    for starts in ([NEAR_LOW, NEAR_HIGH], [NEAR_HIGH, NEAR_LOW]):
        assert climb(starts=starts, climbs=1).point == pytest.approx(climb().point, rel=1e-8)


def test_a_higher_end_counts_more_than_a_stationary_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("metasacro.numerics.bounded_maximum._STEPS", 0)
    end = climb(starts=[LOW.point, NEAR_HIGH])
    assert (end.point, end.stationary) == (NEAR_HIGH, False)


def test_where_nothing_is_free_the_answer_is_where_it_stands() -> None:
    end = highest(PAIRS.stacks, restricted=True, free=np.zeros(1, dtype=bool), start=np.array([0.3]))
    assert (end.point.tolist(), end.stationary) == ([0.3], True)
    assert LOW.surface.height - end.surface.height == pytest.approx(depth(0.3) - depth(LOW.point[0]))
    assert end.surface.gradient.size == 0


@pytest.mark.parametrize("columns", [1, 2])
def test_the_unit_of_the_search_is_the_mean_square_about_least_squares(columns: int) -> None:
    x = X[:, :columns]
    data = multilevel_data(Y, sampling_covariance(V, cluster=STUDY, rho=0.4), STUDY, x, False)
    residual = Y - x @ np.linalg.lstsq(x, Y, rcond=None)[0]
    assert spread(data.stacks) == pytest.approx(residual @ residual / (8 - columns), rel=1e-12)


@pytest.mark.parametrize(("y", "unit"), [([0.3], 1e-4), ([0.3, 0.3], 1e-4), ([0.3, 0.5], 0.02)])
def test_the_unit_of_the_search_where_little_or_nothing_is_left(y: list[float], unit: float) -> None:
    """Effects that agree: a hundredth of the sampling variance."""
    assert spread(multilevel_data(y, [0.01] * len(y), y, None, True).stacks) == pytest.approx(unit, rel=1e-12)


@pytest.mark.parametrize("restricted", [True, False])
def test_the_information_is_what_the_curvature_is_expected_to_be(restricted: bool) -> None:
    data = multilevel_data(Y, V, {"study": STUDY, "effect": list(range(8))}, X, False)
    groups = [np.equal.outer(STUDY, STUDY).astype(float), np.eye(8)]
    w = np.linalg.inv(np.diag(V) + 0.07 * groups[0] + 0.03 * groups[1])
    p = w - w @ X @ np.linalg.solve(X.T @ w @ X, X.T @ w) if restricted else w
    expected = [[0.5 * np.trace(p @ one @ p @ other) for other in groups] for one in groups]
    here = surface(np.array([0.07, 0.03]), data.stacks, restricted=restricted)
    assert here.information == pytest.approx(np.array(expected), rel=1e-10)


def test_profile_intervals_follow_the_unit_of_the_effects() -> None:
    """Also where variances are as small as 1e-13."""
    unit = 2.0**-20
    plain, small = (
        multilevel(Y * size, V * size**2, groups={"study": STUDY, "effect": list(range(8))}, level=0.5)
        for size in (1.0, unit)
    )
    for one, other in zip(plain.levels, small.levels, strict=True):
        assert one.interval is not None
        assert other.interval is not None
        expected = (one.interval.lower * unit**2, one.interval.upper * unit**2)
        assert (other.interval.lower, other.interval.upper) == pytest.approx(expected, rel=1e-7, abs=0.0)
    assert plain.levels[1].interval is not None
    assert plain.levels[1].interval.lower > 0
