"""The likelihood of a few order statistics against their density, and its top against another search."""

import math

import numpy as np
import pytest
from scipy import optimize, stats

from metasacro.moments import order_statistics
from metasacro.moments.order_statistics import likeliest, log_likelihood

#: Printed numbers, their ranks and n: three, five, neighbours without a value between, and both ends.
SUMMARIES = [
    ([2.0, 3.0, 7.0], [7.0, 13.0, 19.0], 25),
    ([-4.0, 2.0, 3.0, 7.0, 8.0], [1.0, 7.0, 13.0, 19.0, 25.0], 25),
    ([102.0, 102.5, 104.0], [2.0, 3.0, 5.0], 6),
    ([0.1, 0.4, 0.5], [1.0, 5.0, 9.0], 9),
]

#: A likelihood that is flat to the last bit leaves its top open by the root of a bit.
TOP = 2e-8


def by_density(x: np.ndarray, location: float, scale: float, ranks: np.ndarray, n: int) -> float:
    """Logarithms of the densities at x, and of the probabilities between for each value there."""
    law = stats.norm(location, scale)
    edges = np.concatenate([[0.0], law.cdf(x), [1.0]])
    between = np.diff(np.concatenate([[0.0], ranks, [n + 1.0]])) - 1.0
    told = sum(count * math.log(share) for count, share in zip(between, np.diff(edges), strict=True) if count)
    return float(law.logpdf(x).sum() + len(x) * math.log(2.0 * math.pi) / 2.0 + told)


@pytest.mark.parametrize(("x", "ranks", "n"), SUMMARIES)
def test_the_likelihood_is_the_density_of_the_order_statistics(x: list[float], ranks: list[float], n: int) -> None:
    """For many locations and scales at once."""
    location = x[1] + np.array([[-0.7, 0.0, 1.3]])
    scale = (x[-1] - x[0]) * np.array([[0.4], [1.1]])
    found = log_likelihood(np.array(x), location, scale, np.array(ranks), n)
    assert found.shape == (2, 3)
    for row, one in enumerate(scale.flat):
        for column, middle in enumerate(location.flat):
            expected = by_density(np.array(x), middle, one, np.array(ranks), n)
            assert found[row, column] == pytest.approx(expected, rel=1e-11)


@pytest.mark.parametrize("x", [[-10.0, -9.5], [9.5, 10.0], [0.0, 0.5], [-0.5, 0.0]])
def test_shares_far_out_in_a_tail_keep_their_digits(x: list[float]) -> None:
    """One value lies between the two: its probability from the tail that is nearer."""
    near, far = sorted(map(abs, x))
    share = stats.norm.sf(near) - stats.norm.sf(far)
    found = log_likelihood(np.array(x), np.float64(0.0), np.float64(1.0), np.array([1.0, 3.0]), 3)
    assert float(found) == pytest.approx(math.log(share) - (near**2 + far**2) / 2.0, rel=1e-13)


def test_coinciding_numbers_have_a_finite_likelihood() -> None:
    found = log_likelihood(np.array([1.0, 1.0]), np.float64(1.0), np.float64(1.0), np.array([1.0, 3.0]), 3)
    assert float(found) == pytest.approx(math.log(1e-300), rel=1e-14)


@pytest.mark.parametrize(("x", "ranks", "n"), SUMMARIES)
def test_the_likeliest_normal_is_found_in_few_steps(
    x: list[float], ranks: list[float], n: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From near and far starts at once; the digits of Newton's steps double, so that five are enough from near."""
    width = x[-1] - x[0]
    rows, places = np.array([x, x, x]), np.array(ranks)
    location, scale = np.array([x[1], x[1] + 3.0 * width, x[0]]), width * np.array([0.5, 5.0, 0.05])
    locations, scales = likeliest(rows, location, scale, places, n)
    assert locations == pytest.approx(np.full(3, locations[0]), abs=TOP * width)
    assert scales == pytest.approx(np.full(3, scales[0]), rel=TOP)
    found = optimize.minimize(
        lambda t: -log_likelihood(rows[0], t[0], np.exp(t[1]), places, n),
        [x[1], np.log(width)],
        method="Nelder-Mead",
        options={"xatol": 1e-9, "fatol": 1e-13},
    )
    assert locations[0] == pytest.approx(found.x[0], abs=1e-6 * width)
    assert scales[0] == pytest.approx(np.exp(found.x[1]), rel=1e-6)
    monkeypatch.setattr(order_statistics, "_STEPS", 5)
    near = likeliest(rows[:1], location[:1], scale[:1], places, n)
    assert (near[0][0], near[1][0]) == pytest.approx((locations[0], scales[0]), rel=TOP)


def test_each_row_has_its_own_likeliest_normal() -> None:
    rows = np.array([[2.0, 3.0, 7.0], [20.0, 21.0, 22.5], [-5.0, 0.0, 1.0]])
    location, scale, ranks = rows[:, 1], rows[:, 2] - rows[:, 0], np.array([7.0, 13.0, 19.0])
    together = likeliest(rows, location, scale, ranks, 25)
    for row in range(3):
        alone = likeliest(rows[row : row + 1], location[row : row + 1], scale[row : row + 1], ranks, 25)
        assert [one[row] for one in together] == pytest.approx([one[0] for one in alone], rel=TOP)
