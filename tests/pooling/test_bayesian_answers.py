"""What a Bayesian answer holds: moments where they exist, what was asked, and cautions."""

import re
from typing import Any

import numpy as np
import pytest

from metasacro.pooling.bayesian_random_effects import bayesian_random_effects
from metasacro.pooling.common_effect import common_effect
from metasacro.problems import Refusal, caution
from tests.pooling.test_bayesian_random_effects import SIX, THREE, codes, even_rule


@pytest.mark.parametrize(
    ("prior", "scale", "k", "flat", "normal"),
    [
        ("half-normal", 1.0, 1, 9.0, 9.0),
        ("half-cauchy", 1.0, 1, 2.0, 3.0),
        ("half-cauchy", 1.0, 2, 3.0, 4.0),
        ("half-cauchy", 1.0, 3, 4.0, 5.0),
        ("uniform", 2.0, 1, 9.0, 9.0),
        ("uniform", np.inf, 2, None, 2.0),
        ("uniform", np.inf, 3, 2.0, 3.0),
        ("uniform", np.inf, 4, 3.0, 4.0),
    ],
)
@pytest.mark.parametrize("mu_prior", [None, (0.0, 2.0)])
def test_integrals_without_end_are_none(
    prior: str, scale: float, k: int, flat: float | None, normal: float, mu_prior: Any
) -> None:
    """The posterior of tau falls as a power of it: a mean needs more than 2 of it, an SD more than 3."""
    power = flat if mu_prior is None else normal
    if power is None:
        with pytest.raises(Refusal, match="MS487"):
            bayesian_random_effects(SIX[0][:k], SIX[1][:k], prior=prior, scale=scale)
        return
    answer = bayesian_random_effects(SIX[0][:k], SIX[1][:k], prior=prior, scale=scale, mu_prior=mu_prior)
    heavy = (power <= 2, power <= 3)
    assert (answer.tau.mean is None, answer.tau.sd is None) == heavy
    assert (answer.new.mean is None, answer.new.sd is None) == heavy
    assert (answer.mu.mean is None, answer.mu.sd is None) == (heavy if mu_prior is None else (False, False))
    assert all(each.mean is not None and each.sd is not None for each in answer.effects)


@pytest.mark.parametrize("mu_prior", [None, (1.0, 2.0)])
def test_moments_are_those_of_an_even_rule(mu_prior: Any) -> None:
    answer = bayesian_random_effects(*SIX, prior="half-normal", scale=0.7, mu_prior=mu_prior)
    even = even_rule(*SIX, "half-normal", 0.7, mu_prior)
    weight, tau = even["weight"], even["tau"]
    spread = even["variance"] + (even["mean"] - weight @ even["mean"]) ** 2
    assert answer.tau.mean == pytest.approx(weight @ tau, rel=1e-8)
    assert answer.tau.sd == pytest.approx(np.sqrt(weight @ tau**2 - (weight @ tau) ** 2), rel=1e-7)
    assert answer.mu.sd == pytest.approx(np.sqrt(weight @ spread), rel=1e-8)
    assert answer.new.sd == pytest.approx(np.sqrt(weight @ (spread + tau**2)), rel=1e-8)
    assert answer.new.mean == pytest.approx(weight @ even["mean"], rel=1e-8)


def test_an_answer_says_what_it_was_asked() -> None:
    answer = bayesian_random_effects(*SIX, prior="half-cauchy", scale=1, mu_prior=(0.5, 2.0), level=0.8)
    assert (answer.prior, answer.scale, answer.mu_prior, answer.k, answer.level) == (
        "half-cauchy", 1.0, (0.5, 2.0), 6, 0.8
    )  # fmt: skip
    assert type(answer.scale) is float
    assert (answer.yi.tolist(), answer.vi.tolist(), answer.cautions) == (*SIX, ())
    for posterior in (answer.mu, answer.tau, answer.new, *answer.effects):
        assert posterior.interval.level == 0.8
        assert posterior.interval.lower < posterior.median < posterior.interval.upper
    narrow = bayesian_random_effects(*SIX, scale=1e-6, level=0.8)
    reach = 1.2815515655446004 * common_effect(*SIX).se
    assert narrow.mu.interval.upper - narrow.mu.interval.lower == pytest.approx(2 * reach, rel=1e-9)


def test_the_end_of_a_uniform_prior_is_said_where_it_decides() -> None:
    """With what share of the posterior lies in its last tenth: of one cohort, that of the prior."""
    assert "MS489" in codes(bayesian_random_effects(*THREE, prior="uniform", scale=0.5))
    assert bayesian_random_effects(*SIX, prior="uniform", scale=10.0).cautions == ()
    one = bayesian_random_effects([0.4], [0.09], prior="uniform", scale=2.0, mu_prior=(0.0, 100.0))
    assert one.cautions[-1].code == "MS489"
    assert re.search(r"\b(9|10)\b", one.cautions[-1].message)
    far = bayesian_random_effects([0.0, 50.0], [0.01, 0.01], prior="uniform", scale=2.0)
    assert far.cautions[-1] == caution("MS489", scale=2.0, percent=100.0)


def test_few_cohorts_leave_much_to_the_prior() -> None:
    """MS488 below five."""
    four = bayesian_random_effects(SIX[0][:4], SIX[1][:4], scale=0.7)
    assert four.cautions == (caution("MS488", k=4, prior="half-normal", scale=0.7),)
    assert bayesian_random_effects(SIX[0][:5], SIX[1][:5], scale=0.7).cautions == ()
