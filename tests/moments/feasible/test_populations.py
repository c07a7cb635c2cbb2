"""The grid of populations under an estimate over the exact set: its means, its SDs and their weights."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from metasacro.moments.feasible.populations import MEANS, SDS, Populations, censored_normals

TOP, CENTRE = 10, 4.0


def populations_of(quartile_distance: float) -> Populations:
    return censored_normals(TOP, centre=CENTRE, quartile_distance=quartile_distance)


def sds_of(quartile_distance: float) -> np.ndarray:
    """The SD of each row of populations whose normal has its mean at the centre, from p[0] = Φ((½ − centre)/σ)."""
    at_centre = populations_of(quartile_distance).probabilities.reshape(SDS, MEANS, TOP + 1)[:, MEANS // 2]
    return (0.5 - CENTRE) / norm.ppf(at_centre[:, 0])


def test_a_population_is_a_normal_rounded_to_the_scale_and_held_at_its_ends() -> None:
    """With means from 4 SDs below the centre to 4 above, of which the first, the middle and the last are looked at."""
    edges = np.r_[-np.inf, np.arange(TOP) + 0.5, np.inf]
    grid = populations_of(3.0).probabilities.reshape(SDS, MEANS, TOP + 1)
    for sd, row in zip(sds_of(3.0), grid, strict=True):
        for at, away in ((0, -4.0), (MEANS // 2, 0.0), (-1, 4.0)):
            expected = np.diff(norm.cdf(edges, loc=CENTRE + away * sd, scale=sd))
            np.testing.assert_allclose(row[at], expected, rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize(("quartile_distance", "densest"), [(0.0, 1.0), (3.0, 3.0 / 1.349), (30.0, 10.0)])
def test_sds_go_from_half_a_step_to_the_scale_and_lie_densest_about_that_of_the_quartiles(
    quartile_distance: float, densest: float
) -> None:
    sds = sds_of(quartile_distance)
    assert (sds[0], sds[-1]) == (pytest.approx(0.5, rel=1e-9), pytest.approx(TOP, rel=1e-9))
    nearest = int(np.argmin(np.diff(np.log(sds))))
    assert sds[nearest] < densest < sds[nearest + 1] * (1.0 + 1e-9)


def test_the_prior_is_flat_in_the_mean_and_in_the_logarithm_of_the_sd() -> None:
    """∫∫ dμ d ln σ has the average SD (10 + ½)/2 where |μ − centre| ≤ 4 σ; a normal likelihood of μ keeps its SD."""
    prior = populations_of(3.0).prior.reshape(SDS, MEANS)
    assert prior.sum() == pytest.approx(1.0, rel=1e-14)
    assert prior.sum(axis=1) @ sds_of(3.0) == pytest.approx((TOP + 0.5) / 2.0, rel=0.005)
    away = 4.0 * np.sinh(np.linspace(-1.0, 1.0, MEANS)) / np.sinh(1.0)
    posterior = prior.sum(axis=0) * norm.pdf(away)
    assert posterior @ away**2 / posterior.sum() == pytest.approx(1.0, rel=0.002)
