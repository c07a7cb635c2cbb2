"""The highest likelihood of counts with normal effects: by another optimizer, at 0, with an SD held, and far out."""

import numpy as np
import pytest
from scipy import optimize

from metasacro.pooling.mixed_counts_fit import highest, profile
from metasacro.pooling.mixed_counts_likelihood import MixedCounts, mixed_likelihood
from tests.pooling.test_mixed_counts_likelihood import pairs, rates

#: Of the first, both SDs are above 0; of the second that of the effect is 0; of the third both.
WIDE = pairs(np.array([1.0, 9.0, 4.0, 15.0, 2.0]), np.array([5.0, 7.0, 12.0, 11.0, 1.0]), np.full(5, 20.0))
EVEN_EFFECT = pairs(np.array([1.0, 4.0, 9.0, 15.0]), np.array([2.0, 7.0, 13.0, 17.0]), np.full(4, 20.0))
ALIKE = pairs(np.array([4.0, 5.0, 5.0]), np.array([7.0, 7.0, 8.0]), np.full(3, 20.0))


def best_of(model: MixedCounts, held: dict[int, float], start: np.ndarray) -> float:
    """The highest log-likelihood with some of the parameters held, by quasi-Newton steps."""
    free = [i for i in range(start.size) if i not in held]

    def loss(x: np.ndarray) -> tuple[float, np.ndarray]:
        point = start.copy()
        point[free] = x
        point[list(held)] = list(held.values())
        at = mixed_likelihood(model, point[: model.size], point[model.size :])
        return -at.height, -at.slope[free]

    return float(-optimize.minimize(loss, start[free], jac=True, method="BFGS").fun)


@pytest.mark.parametrize(
    ("model", "zeros"), [(WIDE, (False, False)), (EVEN_EFFECT, (True, False)), (ALIKE, (True, True))]
)
def test_no_other_search_gets_higher(model: MixedCounts, zeros: tuple[bool, bool]) -> None:
    fit = highest(model)
    assert fit.converged
    assert tuple(fit.sd == 0.0) == zeros
    assert fit.height == pytest.approx(best_of(model, {}, np.array([-0.5, -0.5, 0.5, 0.5])), abs=1e-8)
    at = mixed_likelihood(model, fit.beta, fit.sd)
    free = np.array([True, True, *(not zero for zero in zeros)])
    assert fit.height == at.height
    assert np.abs(at.slope[free]).max() < 1e-7
    assert (at.slope[~free] <= 1e-7).all()
    assert fit.covariance[np.ix_(free, free)] == pytest.approx(np.linalg.inv(-at.curvature[np.ix_(free, free)]))
    assert np.isnan(fit.covariance[~free]).all()
    assert np.isnan(fit.covariance[:, ~free]).all()


@pytest.mark.parametrize("held", [0, 1])
def test_an_sd_that_is_fixed_at_0_stays_there(held: int) -> None:
    fit = highest(WIDE, zero=(held == 0, held == 1))
    assert fit.sd[held] == 0.0 < fit.sd[1 - held]
    assert fit.height == pytest.approx(
        best_of(WIDE, {2 + held: 0.0}, np.array([-0.5, -0.5, 0.5, 0.5])), abs=1e-8
    )  # fmt: skip
    assert fit.height < highest(WIDE).height - 0.1


@pytest.mark.parametrize("tau", [0.0, 0.3, 2.0])
def test_the_profile_is_the_highest_with_the_first_sd_held(tau: float) -> None:
    found = profile(WIDE, highest(WIDE), tau)
    assert found == pytest.approx(best_of(WIDE, {2: tau}, np.array([-0.5, -0.5, 0.5, 0.5])), abs=1e-8)


def test_an_sd_of_0_stays_0_in_the_profile() -> None:
    fit = highest(WIDE, zero=(False, True))
    held = best_of(WIDE, {2: 0.9, 3: 0.0}, np.array([-0.5, -0.5, 0.9, 0.0]))
    assert profile(WIDE, fit, 0.9) == pytest.approx(held, abs=1e-8)


def test_a_spread_without_end_is_followed_until_it_is_far() -> None:
    """No event, and a million in a millionth of the time."""
    fit = highest(rates(np.array([0.0, 1e6]), np.array([1.0, 1e-6])))
    assert fit.sd[0] > 25.0
    assert np.isfinite(fit.height)
    assert not fit.converged
