"""Standard errors of converted means."""

import numpy as np
import pytest

from metasacro.moments import bootstrap
from metasacro.moments.bootstrap import bootstrap_errors, sampled_summaries
from metasacro.moments.conversion import mean_sd
from metasacro.moments.families import FAMILIES
from metasacro.problems import Refusal

#: estmeansd's README: minimum 2, median 4, maximum 9, n = 100; 1000 samples each, so known to about 2 % or 3 %.
README = {"qe": 0.2391081, "bc": 0.1649077, "mln": 0.1505351}


@pytest.mark.parametrize(("method", "printed"), README.items())
def test_the_example_of_estmeansd(method: str, printed: float) -> None:
    """Within four Monte Carlo errors of both sides."""
    errors = bootstrap_errors(100, 4, min=2, max=9, method=method, draws=4000)
    apart = 4 * np.hypot(errors.monte_carlo_error, 2 * errors.monte_carlo_error)
    assert abs(errors.se_mean - printed) < apart
    assert errors.failed == 0


@pytest.mark.parametrize(("method", "mean", "sd"), [("qe", 4.347284, 1.502171), ("mln", 4.195238, 1.294908)])
def test_the_moments_of_the_same_example(method: str, mean: float, sd: float) -> None:
    """estmeansd's are rounded fits (QE), or 10 000 random numbers (MLN)."""
    moments = mean_sd(100, min=2, median=4, max=9, method=method)
    assert moments.mean == pytest.approx(mean, rel=3e-3)
    assert moments.sd == pytest.approx(sd, rel=1e-2)


def test_the_naive_error_is_too_small() -> None:
    """QE from three numbers: about half again as large."""
    naive = mean_sd(100, min=2, median=4, max=9, method="qe")
    honest = mean_sd(100, min=2, median=4, max=9, method="qe", se="bootstrap")
    assert (naive.se_method, honest.se_method) == ("naive", "bootstrap")
    assert honest.se_mean > 1.4 * naive.se_mean
    assert (honest.mean, honest.sd) == (naive.mean, naive.sd)


def test_a_seed_repeats_the_digits() -> None:
    first, again, other = (bootstrap_errors(40, 6, q1=4, q3=10, method="bc", draws=200, seed=s) for s in (1, 1, 2))
    assert first.se_mean == again.se_mean
    assert first.se_mean != other.se_mean


def test_the_error_of_a_normal_mean_is_that_of_the_theory() -> None:
    """Yang's variance of the mean, from the model, and the bootstrap of the same estimator."""
    printed = {"q1": 40.0, "median": 50.0, "q3": 60.0}
    plug_in = mean_sd(41, **printed, method="yang", se="plug-in")
    drawn = mean_sd(41, **printed, method="yang", se="bootstrap", draws=20_000)
    assert drawn.se_mean == pytest.approx(plug_in.se_mean, rel=0.03)


@pytest.mark.parametrize("scenario", ["S1", "S2", "S3"])
@pytest.mark.parametrize("n", [9, 12])
def test_sampled_summaries_are_distributed_like_those_of_whole_samples(n: int, scenario: str) -> None:
    """Means and SDs of every column, against samples drawn value by value; numpy's own quantiles."""
    rng = np.random.default_rng(3)
    draws = 40_000
    short = sampled_summaries(rng, draws, n, scenario, "gamma", (2.0, 0.5))  # type: ignore[arg-type] # from the list above
    whole = FAMILIES["gamma"].quantile(rng.uniform(size=(draws, n)), 2.0, 0.5)
    shares = {"S1": [0, 0.5, 1], "S2": [0.25, 0.5, 0.75], "S3": [0, 0.25, 0.5, 0.75, 1]}[scenario]
    long = np.quantile(whole, shares, axis=1).T
    assert short.shape == long.shape
    assert short.mean(axis=0) == pytest.approx(long.mean(axis=0), rel=0.02)
    assert short.std(axis=0) == pytest.approx(long.std(axis=0), rel=0.03)
    assert np.corrcoef(short.T) == pytest.approx(np.corrcoef(long.T), abs=0.03)


def test_samples_that_cannot_be_converted_are_counted() -> None:
    """A log-normal so wide that the SD of some samples is beyond every double."""
    errors = bootstrap_errors(300, 1.0, min=1e-23, max=1e23, method="shi-lognormal", draws=300)
    assert 0 < errors.failed < 150
    assert errors.draws + errors.failed == 300
    assert [caution.code for caution in errors.cautions] == ["MS328"]


def test_a_scale_with_zeros_has_a_bootstrap_too() -> None:
    """Samples of the normal distribution that go below 0 are fitted by it, as the summary was."""
    errors = bootstrap_errors(27, 3, q1=0, q3=5.8, draws=500)
    assert errors.failed == 0
    assert errors.se_mean > 0.5


def test_the_domain_of_the_method_holds_for_its_bootstrap() -> None:
    with pytest.raises(Refusal, match="MS321"):
        bootstrap_errors(20, 3, q1=0, q3=6, method="bc")


@pytest.mark.parametrize("draws", [99, 200.5])
def test_too_few_samples_are_refused(draws: float) -> None:
    with pytest.raises(Refusal, match="MS329"):
        bootstrap_errors(20, 3, q1=1, q3=6, draws=draws)  # type: ignore[arg-type] # a mistake on purpose


def test_a_method_that_fails_on_most_samples_has_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Errors from a third of the samples would be those of the samples that happen to suit the method."""
    monkeypatch.setattr(bootstrap, "_usable", lambda *given: given[2] % 3 == 0)
    with pytest.raises(Refusal, match=r"MS323.*200 of 300 samples"):
        bootstrap_errors(100, 4, min=2, max=9, draws=300)
