"""Nagashima's prediction interval: the integral against draws, a printed example, and its laws."""

import numpy as np
import pytest
from scipy import special, stats

from metasacro.pooling import confidence_distribution, predictive_mixture
from metasacro.pooling.confidence_distribution import nagashima
from metasacro.pooling.prediction_conventions import NormalFit
from metasacro.pooling.prediction_interval import prediction_interval
from metasacro.pooling.random_effects import random_effects
from metasacro.tau2.quadratic_form import quadratic_form
from metasacro.tau2.quadratic_form_tail import tau2_where_tail_is, upper_tail

#: Log relative risks of the BCG trials.
BCG = (
    [-0.889, -1.585, -1.348, -1.442, -0.218, -0.786, -1.621, 0.012, -0.469, -1.371, -0.339, 0.446, -0.017],
    [0.326, 0.195, 0.415, 0.020, 0.051, 0.007, 0.223, 0.004, 0.056, 0.073, 0.012, 0.533, 0.071],
)
#: Like the shipped pool of pain, and cohorts so far apart that τ² is bounded away from 0.
PAIN = ([-4.5, -6.7, -5.1, -5.3, -3.2, -5.8], [0.11, 0.02, 0.08, 0.12, 0.3, 0.15])
FAR = ([0.0, 30.0, -20.0, 9.0, 55.0], [0.01, 0.04, 0.02, 0.3, 0.05])
THREE = ([5.2, 6.1, 4.0], [0.3, 0.2, 0.6])
#: Closer than chance explains: Q is 0.11.
CLOSE = ([5.2, 5.3, 5.0], [0.3, 0.2, 0.6])


def fit_of(yi: np.ndarray, vi: np.ndarray, use: np.ndarray) -> NormalFit:
    k = use.sum(axis=-1)
    none = np.full(k.shape, np.nan)
    return NormalFit(yi=yi, vi=vi, use=use, estimate=none, tau2=none, variance=none, q=none, k=k, se=none, df=none)


@pytest.mark.parametrize("data", [THREE, BCG], ids=["three", "bcg"])
def test_the_integral_is_what_the_paper_draws(data: tuple[list[float], list[float]]) -> None:
    """τ² by inverting its distribution at random levels, then the mean and the new effect, as in the paper."""
    y, v = (np.array(column) for column in data)
    rng, k, draws = np.random.default_rng(20261122), y.size, 400_000
    levels = (np.arange(400) + 0.5) / 400  # stratified, each level used for 1000 draws of t and z
    rows = [np.repeat(row[None, :], levels.size, axis=0) for row in (1 / v, y - y.mean(), v)]
    tau2 = np.repeat(tau2_where_tail_is(levels, *rows)[0], draws // levels.size)
    w = 1 / (v + tau2[:, None])
    mean = (w * y).sum(axis=1) / w.sum(axis=1)
    error = np.sqrt((w * (y - mean[:, None]) ** 2).sum(axis=1) / (k - 1) / w.sum(axis=1))
    new = mean - rng.standard_t(k - 1, draws) * error + rng.standard_normal(draws) * np.sqrt(tau2)
    found = prediction_interval(random_effects(y, v), "NNF")
    assert found.lower is not None
    assert found.upper is not None
    for bound, share in ((found.lower, 0.025), (found.upper, 0.975)):
        assert np.mean(new <= bound) == pytest.approx(share, abs=4 * np.sqrt(0.025 * 0.975 / draws))


def test_the_cisapride_trials_as_printed_by_pimeta() -> None:
    """Its 25,000 draws leave an error of 0.1 % in a tail probability; 0.533 and 33.692 are within 3 of that."""
    treated = np.array([[15, 12, 29, 42, 14, 44, 14, 29, 10, 17, 38, 19, 21]])
    of_treated = np.array([[16, 16, 34, 56, 22, 54, 17, 58, 14, 26, 44, 29, 38]])
    control = np.array([[9, 1, 18, 31, 6, 17, 7, 23, 3, 6, 12, 22, 19]])
    of_control = np.array([[16, 16, 34, 56, 22, 55, 15, 58, 15, 27, 45, 30, 38]])
    a, b, c, d = (
        cells + 0.5 for cells in (treated[0], (of_treated - treated)[0], control[0], (of_control - control)[0])
    )
    pooled = random_effects(np.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d)
    monte_carlo = 3 * np.sqrt(0.025 * 0.975 / 25_000)
    ends = [prediction_interval(pooled, "NNF", level=1 - 2 * (0.025 + sign * monte_carlo)) for sign in (1, -1)]
    (inner, outer) = ((np.exp(end.lower or 0), np.exp(end.upper or 0)) for end in ends)
    assert outer[0] < 0.533 < inner[0]
    assert inner[1] < 33.692 < outer[1]


@pytest.mark.parametrize("data", [THREE, BCG, PAIN, FAR, CLOSE], ids=["three", "bcg", "pain", "far", "close"])
def test_finer_rules_change_nothing(data: tuple[list[float], list[float]], monkeypatch: pytest.MonkeyPatch) -> None:
    """The bounds hold more than 8 digits of their width."""
    plain = prediction_interval(random_effects(*data), "NNF")
    monkeypatch.setattr(confidence_distribution, "_DEGREE", 256)
    monkeypatch.setattr(confidence_distribution, "_TAIL", 1e-12)
    monkeypatch.setattr(predictive_mixture, "_NOTHING", 36.0)
    monkeypatch.setattr(predictive_mixture, "_STEP", 0.05)
    monkeypatch.setattr(predictive_mixture, "_CLOSE", 1e-8)
    fine = prediction_interval(random_effects(*data), "NNF")
    assert fine.upper is not None
    assert fine.lower is not None
    near = 1e-9 * (fine.upper - fine.lower)
    assert (plain.lower, plain.upper) == pytest.approx((fine.lower, fine.upper), rel=0, abs=near)


def test_a_batch_with_a_mask_answers_as_each_analysis_alone() -> None:
    y, v = (np.array(column) for column in BCG)
    use = 1.0 - np.eye(13)[:3]
    variances = np.where(use > 0, v, np.nan)
    together = nagashima(fit_of(np.broadcast_to(y, use.shape), variances, use))
    for row in range(3):
        alone = prediction_interval(random_effects(np.delete(y, row), np.delete(v, row)), "NNF")
        assert (together.lower[row], together.upper[row]) == pytest.approx((alone.lower, alone.upper), rel=1e-9)


@pytest.mark.parametrize("scale", [0.01, 1.0, 4.0])
def test_effects_that_differ_ever_so_little_have_an_interval(scale: float) -> None:
    """However small Q is: narrower than that of any t on the usual error."""
    pooled = random_effects([0.1 - scale * 0.02, 0.1, 0.1 + scale * 0.01], [0.02, 0.03, 0.05])
    assert pooled.q < 1
    found, usual = (prediction_interval(pooled, key) for key in ("NNF", "HTS"))
    assert found.lower is not None
    assert found.upper is not None
    assert usual.lower is not None
    assert usual.lower < found.lower < 0.1 < found.upper


@pytest.mark.parametrize(("spread", "error"), [(1e3, 1e-11), (1e9, 1e-8)])
def test_variances_may_differ_a_great_deal(spread: float, error: float, monkeypatch: pytest.MonkeyPatch) -> None:
    rng, bounds = np.random.default_rng(20261127), []
    data = []
    for k in (3, 3, 3, 4, 12):
        v = np.concatenate([[1.0, spread], spread ** rng.random(k - 2)])
        data.append((rng.normal(0.0, np.sqrt(v)), v))
    for degree in (confidence_distribution._DEGREE, 384):
        monkeypatch.setattr(confidence_distribution, "_DEGREE", degree)
        found = [prediction_interval(random_effects(*each), "NNF") for each in data]
        bounds.append(np.array([(each.lower, each.upper) for each in found]))
    near = error * np.ptp(bounds[1], axis=1)
    assert (np.abs(bounds[0] - bounds[1]) <= near[:, None]).all()


@pytest.mark.parametrize("data", [THREE, FAR], ids=["three", "far"])
def test_the_points_lie_where_the_distribution_is(
    data: tuple[list[float], list[float]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Degree 64 holds ten digits: none of its points is wasted."""
    pooled, bounds = random_effects(*data), []
    for degree in (64, 256):
        monkeypatch.setattr(confidence_distribution, "_DEGREE", degree)
        found = prediction_interval(pooled, "NNF")
        assert found.lower is not None
        assert found.upper is not None
        bounds.append((found.lower, found.upper))
    assert bounds[0] == pytest.approx(bounds[1], rel=0, abs=1e-10 * (bounds[1][1] - bounds[1][0]))


@pytest.mark.parametrize("size", [1e-6, 1.0, 1e6])
def test_what_is_left_out_of_the_distribution_is_next_to_nothing(size: float) -> None:
    """At most 1e-10 at either end, of analyses side by side, one of them of fewer effects; and the ends are near."""
    y = size * np.array([BCG[0], [30.0 * effect for effect in BCG[0]]])
    v, use = size**2 * np.array([BCG[1]] * 2), np.array([[1.0] * 13, [1.0] * 5 + [0.0] * 8])
    v, least = np.where(use > 0, v, 1.0), np.where(use > 0, v, np.inf).min(axis=1)
    a = use / v
    q = quadratic_form(a, y)
    low, high = confidence_distribution._ends(q, a, v, use, least)
    for row in range(2):
        here = [array[row : row + 1] for array in (q, a, v)]
        below, above = (float(upper_tail(*here[:2], here[2] + end[row])[0]) for end in (low, high))
        assert below < 1e-10 or low[row] == 0.0
        assert 1e-12 < 1.0 - above < 1e-10


def test_a_batch_far_from_0_costs_no_digits() -> None:
    """One analysis at 0 and one beside 1e8; the most precise of the second takes no part."""
    y, v = np.array([5.25, 6.125, 4.0, 5.5]), np.array([[0.3, 0.2, 0.6, 0.1], [0.3, 0.2, 0.6, 0.01]])
    use, offset = np.array([[1.0, 1, 1, 1], [1, 1, 1, 0]]), np.array([0.0, 1e8])
    there, here = (nagashima(fit_of(y + shift[:, None], v, use)) for shift in (offset, np.zeros(2)))
    for bound in ("lower", "upper"):
        assert getattr(there, bound) - offset == pytest.approx(getattr(here, bound), rel=0, abs=2e-8)
    assert here.df.tolist() == [3, 2]


@pytest.mark.parametrize("q", [0.4, 5.0, 500.0])
def test_next_to_nothing_of_tau2_lies_beyond_the_ends(q: float) -> None:
    """Of k equal variances v, Q is (v + tau2)/v times a chi-square; and the upper end is no farther than need be.

    There P(Q <= q) is at most the first term of its series, (q v/(2 (v + tau2)))^(df/2)/Γ(df/2 + 1).
    """
    use = np.array([[1.0, 1.0, 1.0, 0.0, 0.0], [1.0, 1.0, 1.0, 1.0, 1.0]])
    df, v = use.sum(axis=-1) - 1.0, 0.3
    low, high = confidence_distribution._ends(np.full(2, q), use / v, np.full((2, 5), v), use, np.full(2, v))
    tail = confidence_distribution._TAIL
    assert (stats.chi2.sf(q * v / (v + low), df) <= tail * (1 + 1e-6) if q > 100 else low == 0).all()
    assert low == pytest.approx(np.maximum(0, v * (q / stats.chi2.isf(tail, df) - 1)), rel=1e-6)
    first_term = (0.5 * q * v / (v + high)) ** (0.5 * df) / special.gamma(0.5 * df + 1.0)
    assert (first_term <= tail).all()
    assert (first_term >= tail / 1.5 ** (0.5 * df) * (1 - 1e-6)).all()


def test_identical_effects_leave_no_distribution() -> None:
    """MS465."""
    found = prediction_interval(random_effects([0.3] * 4, [0.1, 0.2, 0.1, 0.3]), "NNF")
    assert (found.lower, found.upper, found.df) == (None, None, 3)
    assert found.cautions[-1].code == "MS465"
