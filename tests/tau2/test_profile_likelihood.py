"""Profile-likelihood bounds of τ²: where the likelihood, by dense matrices, has fallen by half a quantile of χ²."""

import numpy as np
import pytest

from metasacro.numerics.arrays import Floats
from metasacro.tau2 import profile_likelihood
from metasacro.tau2.profile_likelihood import profile_likelihood_bounds
from metasacro.tau2.registry import ESTIMATORS
from tests.tau2.test_projection import LINE
from tests.tau2.test_restricted_likelihood import FORMS, MASK, V, Y, dense

#: Half the quantiles of χ² on 1 df.
FALLS = {0.95: 3.841458820694124 / 2, 0.5: 0.454936423119572 / 2}


@FORMS
@pytest.mark.parametrize("level", FALLS)
@pytest.mark.parametrize("x", [None, LINE], ids=["mean", "line"])
def test_at_the_bounds_the_likelihood_has_fallen_as_far(x: Floats | None, level: float, restricted: bool) -> None:
    lower, upper = profile_likelihood_bounds(Y, V, design=x, restricted=restricted, level=level)
    peaks = ESTIMATORS["REML" if restricted else "ML"].function(Y, V, design=x).tau2
    for y, v, peak, low, high in zip(Y, V, peaks, lower, upper, strict=True):
        top = dense(y, v, float(peak), x, restricted)[1]
        assert low <= peak < high
        assert top - dense(y, v, float(high), x, restricted)[1] == pytest.approx(FALLS[level], rel=1e-9)
        fallen = top - dense(y, v, float(low), x, restricted)[1]
        assert fallen == pytest.approx(FALLS[level], rel=1e-9) if low > 0 else fallen <= FALLS[level]
    assert level == 0.95 or (lower > 0).any()


@FORMS
def test_each_row_has_its_own_cohorts(restricted: bool) -> None:
    """Of a batch with a mask; a row of one cohort has no interval."""
    keep = np.stack([MASK, [True] * 5, [False, True, False, False, False]])
    lower, upper = profile_likelihood_bounds(Y[0], V[0], keep, restricted=restricted)
    for row in range(2):
        alone = profile_likelihood_bounds(Y[0, keep[row]], V[0, keep[row]], restricted=restricted)
        assert (lower[row], upper[row]) == pytest.approx(tuple(map(float, alone)), rel=1e-10)
    assert np.isnan([lower[2], upper[2]]).all()
    assert profile_likelihood_bounds(Y[:, None], V[:, None])[0].shape == (2, 1)


def test_very_far_upper_ends_are_found() -> None:
    """Two cohorts: the likelihood falls so slowly that the end lies four decades beyond the variances."""
    lower, upper = profile_likelihood_bounds([0.0, 1.0], [0.01, 0.02], level=0.999)
    top = dense(np.array([0.0, 1.0]), np.array([0.01, 0.02]), float(0.5 - 0.015), None, True)[1]
    end = dense(np.array([0.0, 1.0]), np.array([0.01, 0.02]), float(upper), None, True)[1]
    assert top - end == pytest.approx(10.827566170662733 / 2, rel=1e-9)
    assert 0.0 < lower < 1.0 < 1e4 < upper


@FORMS
def test_brackets_follow_the_units_of_the_data(monkeypatch: pytest.MonkeyPatch, restricted: bool) -> None:
    """An upper end is doubled from the estimate and the least variance until it is beyond; 0 is the other."""
    asked: list[tuple[Floats, Floats, Floats]] = []
    plain = profile_likelihood.bracketed_root
    monkeypatch.setattr(
        profile_likelihood,
        "bracketed_root",
        lambda function, *of, floor: (asked.append((*of[:2], floor)), plain(function, *of, floor=floor))[1],
    )
    keep = np.stack([MASK, [True] * 5])
    for unit in (1e-4, 1e4):
        y, v = unit * Y[:2], unit**2 * V[:2]
        lower, upper = profile_likelihood_bounds(y, v, keep, restricted=restricted, level=0.5)
        tau2 = ESTIMATORS["REML" if restricted else "ML"].function(y, v, keep).tau2
        least = np.array([v[0, MASK].min(), v[1].min()])
        (start, far, floor), (zero, peak, lower_floor) = asked
        inside = lower > 0
        assert inside.any()
        assert start.tolist() == tau2.tolist()
        assert peak.tolist() == tau2[inside].tolist()
        assert (zero == 0.0).all()
        assert floor == pytest.approx(1e-6 * least, rel=1e-14)
        assert lower_floor == pytest.approx(1e-6 * least[inside], rel=1e-14)
        doublings = np.log2(far / (tau2 + least))
        assert doublings == pytest.approx(doublings.round(), abs=1e-12)
        assert ((far >= upper) & ((far < 2.0 * upper) | (doublings == 0))).all()
        asked.clear()
