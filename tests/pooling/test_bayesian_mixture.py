"""The rule under a Bayesian answer: where it lies, how it is refined, and quantiles, in whatever units."""

import numpy as np
import pytest

from metasacro.pooling import bayesian_mixture
from metasacro.pooling.bayesian_mixture import Model, center_of, mixture, mixture_quantiles
from metasacro.pooling.bayesian_priors import TAU_PRIORS
from metasacro.pooling.bayesian_random_effects import bayesian_random_effects

SIX = np.array([0.1, 0.5, -0.2, 0.9, 0.4, 0.3]), np.array([0.04, 0.09, 0.02, 0.16, 0.05, 0.1])


def model_of(y: np.ndarray, v: np.ndarray, prior: str, scale: float) -> Model:
    return Model(y=y - y.mean(), v=v, prior=TAU_PRIORS[prior], scale=scale, mu_mean=0.0, mu_precision=0.0)


@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e6])
def test_the_middle_of_the_rule_is_where_tau_times_its_posterior_is_highest(unit: float) -> None:
    """Of ten equal effects at SE/√8; of one cohort at the scale of the prior. The search takes steps of 4 percent."""
    alike = model_of(np.zeros(10), np.full(10, unit**2), "uniform", np.inf)
    assert center_of(alike) == pytest.approx(unit / np.sqrt(8), rel=0.04)
    for se in (1.0, 1e6):
        one = model_of(np.zeros(1), np.array([(se * unit) ** 2]), "half-normal", unit)
        assert center_of(one) == pytest.approx(unit, rel=0.04)


@pytest.mark.parametrize("unit", [1e-6, 1e6])
@pytest.mark.parametrize("prior", TAU_PRIORS)
def test_units_change_nothing_else(prior: str, unit: float) -> None:
    plain = bayesian_random_effects(*SIX, prior=prior, scale=0.7)
    other = bayesian_random_effects(unit * SIX[0], unit**2 * SIX[1], prior=prior, scale=0.7 * unit)
    assert other.cautions == ()
    for one, same in ((plain.mu, other.mu), (plain.tau, other.tau), (plain.new, other.new)):
        told = [same.median, same.mean, same.sd, same.interval.lower, same.interval.upper]
        assert [x / unit for x in told] == pytest.approx(
            [one.median, one.mean, one.sd, one.interval.lower, one.interval.upper], rel=1e-9
        )
    assert other.shrinkage == pytest.approx(plain.shrinkage, rel=1e-10)
    assert other.bayes_factor_tau == pytest.approx(plain.bayes_factor_tau, rel=1e-9)


@pytest.mark.parametrize(("most", "nodes"), [(257, 129), (258, 257), (513, 257), (514, 513)])
def test_nodes_are_halved_as_often_as_is_allowed(most: int, nodes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each try keeps the nodes of the one before."""
    monkeypatch.setattr(bayesian_mixture, "_MOST", most)
    monkeypatch.setattr(bayesian_mixture, "_SETTLED", -1.0)  # never
    found = mixture(model_of(*SIX, "half-normal", 0.7))
    assert (found.tau.size, found.settled) == (nodes, False)


@pytest.mark.parametrize("sd", [1e-6, 1e6])
def test_quantiles_of_one_normal_have_its_digits(sd: float) -> None:
    found = mixture_quantiles(np.ones(1), np.zeros(1), np.array([sd]), np.array([0.025, 0.5, 0.975]))
    assert found / sd == pytest.approx([-1.959963984540054, 0.0, 1.959963984540054], rel=1e-12, abs=1e-12)
