"""Distributions fitted to quantiles: the lowest sum of squares, and moments of the family."""

import numpy as np
import pytest
from scipy import optimize, stats

from metasacro.moments.families import FAMILIES
from metasacro.moments.quantile_estimation import fitted_distribution, quantile_estimation
from metasacro.moments.quantile_fits import fit_family
from metasacro.moments.summary import five_numbers
from metasacro.problems import Refusal

P3 = np.array([0.25, 0.5, 0.75])
P5 = np.array([0.02, 0.25, 0.5, 0.75, 0.98])

FROZEN = {
    "normal": lambda mu, sigma: stats.norm(mu, sigma),
    "log-normal": lambda mu, sigma: stats.lognorm(sigma, scale=np.exp(mu)),
    "gamma": lambda shape, rate: stats.gamma(shape, scale=1 / rate),
    "Weibull": lambda shape, scale: stats.weibull_min(shape, scale=scale),
    "beta": lambda a, b: stats.beta(a, b),
}

PARAMETERS = {
    "normal": (5.0, 2.0), "log-normal": (1.2, 0.7), "gamma": (2.3, 0.4), "Weibull": (0.8, 6.0), "beta": (2.0, 5.0),
}  # fmt: skip


@pytest.mark.parametrize("family", FROZEN)
def test_a_family_is_the_one_of_scipy(family: str) -> None:
    """Quantiles, densities, mean and SD."""
    ours, theirs = FAMILIES[family], FROZEN[family](*PARAMETERS[family])
    x = theirs.ppf(P5)
    assert ours.quantile(P5, *PARAMETERS[family]) == pytest.approx(x, rel=1e-11)
    assert ours.density(x, *PARAMETERS[family]) == pytest.approx(theirs.pdf(x), rel=1e-11)
    mean, sd = ours.moments(*PARAMETERS[family])
    assert (float(mean), float(sd)) == pytest.approx((theirs.mean(), theirs.std()), rel=1e-11)


@pytest.mark.parametrize("family", FROZEN)
@pytest.mark.parametrize("p", [P3, P5], ids=["three", "five"])
def test_quantiles_of_a_member_give_the_member_back(family: str, p: np.ndarray) -> None:
    quantiles = FROZEN[family](*PARAMETERS[family]).ppf(p)
    fit = fit_family(family, quantiles[None, :], p)
    found = tuple(float(parameter[0]) for parameter in fit.parameters)
    assert found == pytest.approx(PARAMETERS[family], rel=1e-5)
    assert float(fit.criterion[0]) < 1e-10


@pytest.mark.parametrize("family", FROZEN)
def test_no_general_search_finds_a_smaller_sum(family: str) -> None:
    """Nelder and Mead's method from many starts, on quantiles that no member has."""
    rng = np.random.default_rng(5)
    for _ in range(5):
        x = np.sort(rng.uniform(0.05, 0.95, 5))

        def loss(theta: np.ndarray, x: np.ndarray = x) -> float:
            first = theta[0] if family in ("normal", "log-normal") else np.exp(theta[0])
            with np.errstate(all="ignore"):
                squares = float(((FAMILIES[family].quantile(P5, first, np.exp(theta[1])) - x) ** 2).sum())
            return squares if np.isfinite(squares) else 1e9

        fit = fit_family(family, x[None, :], P5)
        starts = rng.uniform(-2, 2, (8, 2))
        best = min(optimize.minimize(loss, start, method="Nelder-Mead").fun for start in starts)
        assert float(fit.criterion[0]) <= best * (1 + 1e-7)


def test_groups_are_fitted_independently() -> None:
    """A batch gives what its rows give one by one."""
    x = np.array([[1.0, 2.0, 4.0], [3.0, 7.0, 9.0], [0.1, 0.3, 0.4]])
    for family in FROZEN:
        together = fit_family(family, x, P3)
        for row in range(3):
            alone = fit_family(family, x[row : row + 1], P3)
            assert together.criterion[row] == pytest.approx(alone.criterion[0], rel=1e-9, abs=1e-18)
            for one, other in zip(together.parameters, alone.parameters, strict=True):
                assert one[row] == pytest.approx(other[0], rel=1e-6)


def test_a_normal_is_the_line_through_the_quantiles() -> None:
    """Shares that are not symmetric, three numbers off the line."""
    p, x = np.array([0.25, 0.5, 0.9]), np.array([[4.0, 7.0, 9.0]])
    (sigma, mu), (square,), *_ = np.polyfit(stats.norm.ppf(p), x[0], 1, full=True)
    fit = fit_family("normal", x, p)
    assert [float(one[0]) for one in (*fit.parameters, fit.criterion)] == pytest.approx([mu, sigma, square], rel=1e-12)


def test_numbers_without_spread_or_beyond_every_double_when_squared_have_no_fit() -> None:
    assert np.isinf(fit_family("normal", np.array([[3.0, 3.0, 3.0]]), P3).criterion).all()
    for family in ("normal", "log-normal", "gamma", "Weibull"):
        for x in ([1e200, 2e200, 4e200], [1e-123, 1e-59, 1e279]):
            assert not np.isfinite(fit_family(family, np.array([x]), P3).criterion).any()


@pytest.mark.parametrize("family", ["log-normal", "gamma", "Weibull"])
def test_the_shape_does_not_depend_on_the_unit(family: str) -> None:
    """Even where the squares of all numbers are 0 in double; the second row is in another unit than the first."""
    x = np.array([[4.0, 6.0, 10.0]])
    place = 1 if family == "log-normal" else 0
    shape = fit_family(family, x, P3).parameters[place]
    both = fit_family(family, np.concatenate([x, 1e-200 * x]), P3)
    assert both.parameters[place] == pytest.approx([shape[0], shape[0]], rel=1e-6)
    assert both.criterion[1] == 0.0


#: Mass at both ends, at one, about the middle, and in a narrow peak.
SHAPES = [(a, b) for a in (0.1, 0.3, 1.0, 3.0, 30.0, 1000.0) for b in (0.3, 1.0, 3.0, 30.0, 1000.0)]


@pytest.mark.parametrize("p", [P3, P5], ids=["three", "five"])
def test_quantiles_of_beta_distributions_of_every_shape_give_them_back(p: np.ndarray) -> None:
    fit = fit_family("beta", np.array([stats.beta(a, b).ppf(p) for a, b in SHAPES]), p)
    assert np.stack(fit.parameters, axis=-1) == pytest.approx(np.array(SHAPES), rel=1e-6)
    assert fit.criterion.max() < 1e-18


def test_a_beta_distribution_lies_inside_0_and_1_and_has_some_width() -> None:
    """Of the shapes 10⁸ and 10⁸ the quartiles differ by 2.4e-5 from ½: the search ends before."""
    narrow = stats.beta(1e8, 1e8).ppf(P3)
    x = np.array([[0.2, 0.3, 0.5], [0.0, 0.3, 0.5], [0.2, 0.3, 1.0], [0.2, 0.3, 1.5], narrow])
    assert np.isfinite(fit_family("beta", x, P3).criterion).tolist() == [True, False, False, False, False]


def test_families_of_positive_numbers_do_not_fit_a_zero() -> None:
    x = np.array([[0.0, 2.0, 4.0]])
    criteria = {family: float(fit_family(family, x, P3).criterion[0]) for family in FROZEN}
    assert [family for family, criterion in criteria.items() if np.isfinite(criterion)] == ["normal"]


def test_a_family_without_a_best_member_is_refused() -> None:
    """The shape of a gamma distribution for numbers almost without spread runs off to infinity."""
    with pytest.raises(Refusal, match="MS323"):
        fitted_distribution(five_numbers(30, 1e6, q1=1e6 - 1, q3=1e6 + 1), ("gamma",))


@pytest.mark.parametrize(
    ("family", "printed", "slope"), [("normal", (4.0, 6.0, 8.0), 2.0), ("log-normal", (1.0, 2.0, 4.0), 2 * np.log(2.0))]
)
def test_what_is_fitted_has_the_printed_quartiles_and_the_density_of_its_family(
    family: str, printed: tuple[float, float, float], slope: float
) -> None:
    """Even steps, and even steps of the logarithm: by hand, the density at the median is φ(0) z(0.75) over the step."""
    q1, median, q3 = printed
    found = fitted_distribution(five_numbers(30, median, q1=q1, q3=q3), (family,))
    assert found.quantile(P3) == pytest.approx(printed, rel=1e-8)
    assert (found.criterion, found.candidates[0].family) == (found.candidates[0].criterion, family)
    by_hand = stats.norm.pdf(0.0) * stats.norm.ppf(0.75) / slope
    assert float(found.density(median)) == pytest.approx(by_hand, rel=1e-8)


@pytest.mark.parametrize("family", ["normal", "log-normal", "gamma", "Weibull"])
def test_shares_and_places_in_single_precision_are_the_doubles_that_they_are(family: str) -> None:
    found = fitted_distribution(five_numbers(30, 6.0, q1=4.0, q3=10.0), (family,))
    for function in (found.quantile, found.density):
        single = np.array([0.1, 0.7], dtype=np.float32)
        assert function(single).tolist() == function(single.astype(np.float64)).tolist()


def test_a_row_that_no_family_fits_has_no_mean_and_no_sd() -> None:
    mean, sd = quantile_estimation(20, [6.0, 3.0], q1=[4.0, 3.0], q3=[10.0, 3.0])
    alone = quantile_estimation(20, 6.0, q1=4.0, q3=10.0)
    assert (mean[0], sd[0]) == pytest.approx((alone[0][0], alone[1][0]), rel=1e-9)
    assert np.isnan([mean[1], sd[1]]).all()


def test_rows_with_a_zero_are_fitted_by_the_normal_distribution_alone() -> None:
    """Two rows of three numbers, of which no other family takes any."""
    mean, sd = quantile_estimation(27, [3.0, 6.0], q1=[0.0, 0.0], q3=[6.0, 12.0])
    assert mean.tolist() == pytest.approx([3.0, 6.0])
    assert sd.tolist() == pytest.approx(3.0 / stats.norm.ppf(0.75) * np.array([1.0, 2.0]))
