"""Standard errors of converted means."""

import statistics

import numpy as np
import pytest

from metasacro.moments import bootstrap
from metasacro.moments.bootstrap import BootstrapErrors, bootstrap_errors, sampled_summaries
from metasacro.moments.conversion import mean_sd
from metasacro.moments.families import FAMILIES
from metasacro.moments.wan import expected_range
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


def given(monkeypatch: pytest.MonkeyPatch, rows: list[tuple[float, float, float]], n: int) -> BootstrapErrors:
    """The errors from samples that are not drawn but given: minimum, median, maximum."""
    monkeypatch.setattr(bootstrap, "sampled_summaries", lambda *_: np.array(rows))
    return bootstrap_errors(n, 50, min=40, max=60, method="luo/wan/shi", draws=len(rows), seed=7)


def test_the_errors_are_those_of_the_samples_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Symmetric samples: the mean is the median, the SD the range over Wan's ξ. Fewest draws that are taken: 100."""
    means = [50 + 0.01 * (k % 10) for k in range(100)]
    halves = [5 + 0.02 * (k % 7) for k in range(100)]
    errors = given(monkeypatch, [(m - h, m, m + h) for m, h in zip(means, halves, strict=True)], 31)
    middle, se = statistics.fmean(means), statistics.stdev(means)
    fourth = statistics.fmean((m - middle) ** 4 for m in means)
    assert errors.se_mean == pytest.approx(se, rel=1e-9)
    assert errors.se_sd == pytest.approx(2 * statistics.stdev(halves) / float(expected_range(31)), rel=1e-9)
    assert errors.monte_carlo_error == pytest.approx(((fourth - se**4) / 100) ** 0.5 / (2 * se), rel=1e-9)
    assert (errors.draws, errors.failed, errors.seed, errors.cautions) == (100, 0, 7, ())


@pytest.mark.parametrize(
    ("row", "failed"),
    [
        ((45.0, 50.0, 56.0), 0),
        ((50.0, 50.0, 56.0), 0),
        ((45.0, 50.0, 50.0), 0),
        ((50.0, 50.0, 50.0), 1),
        ((45.0, 50.0, np.inf), 1),
    ],
)
def test_a_sample_is_left_out_where_it_has_no_spread_or_no_number(
    monkeypatch: pytest.MonkeyPatch, row: tuple[float, float, float], failed: int
) -> None:
    """A method for normal samples takes a number equal to the median, but not three alike."""
    rows = [(45.0 + k % 3, 50.0 + k % 3, 55.0 + k % 5) for k in range(119)]
    errors = given(monkeypatch, [*rows, row], 31)
    assert (errors.draws, errors.failed) == (120 - failed, failed)
    messages = ["1 of 120 bootstrap samples could not be converted and were left out"] if failed else []
    assert [caution.message for caution in errors.cautions] == messages


def test_half_of_the_samples_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(45.0, 50.0 + k % 3, 55.0) if k % 2 else (50.0, 50.0, 50.0) for k in range(100)]
    errors = given(monkeypatch, rows, 31)
    assert (errors.draws, errors.failed) == (50, 50)


def test_a_largest_value_beyond_every_double_is_infinite() -> None:
    """At a rank without a share nothing is added to it, not even no number."""
    with np.errstate(over="ignore", invalid="ignore"):
        summaries = sampled_summaries(np.random.default_rng(1), 200, 9, "S1", "log-normal", (0.0, 3000.0))
    assert np.isinf(summaries[:, 2]).any()
    assert not np.isnan(summaries).any()
