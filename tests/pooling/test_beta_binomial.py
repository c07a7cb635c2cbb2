"""The beta-binomial model: published data, the boundary, laws, and counts without variation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metasacro.numerics.binomial import log_binomial, log_binomial_coefficient
from metasacro.pooling import beta_binomial_likelihood
from metasacro.pooling.beta_binomial import PooledBetaBinomial, beta_binomial
from metasacro.pooling.beta_binomial_likelihood import Counts, Derivatives, highest
from metasacro.problems import Refusal, caution
from tests.tolerances import CLOSED

#: Nielweise 2007, catheter infections: Table II of stijnen2010. Pritz 1997.
TREATMENT = "0/116 1/44 2/208 0/130 5/151 1/98 1/174 1/74 1/97 1/113 0/66 0/70 3/188 6/187 0/118 0/252 1/345 4/64"
CONTROL = "3/117 3/35 9/195 7/136 6/157 4/139 3/177 2/39 19/103 2/122 7/64 1/58 5/175 11/180 0/105 1/262 3/362 1/69"
PRITZ = "16/17 10/12 4/8 43/58 10/10 25/42 13/14 12/12 22/41 4/5 5/6 18/23 58/68 6/10"


def counts(text: str) -> tuple[np.ndarray, np.ndarray]:
    x, n = np.array([pair.split("/") for pair in text.split()], dtype=float).T
    return x, n


def codes(pooled: PooledBetaBinomial) -> list[str]:
    return [caution.code for caution in pooled.cautions]


@pytest.mark.parametrize(
    ("arm", "mean", "rho", "height"),
    [(CONTROL, 0.041942, 0.029633, -48.652344), (TREATMENT, 0.011773, 0.009476, -30.386688)],
)
def test_nielweise_2007(arm: str, mean: float, rho: float, height: float) -> None:
    """Computed apart from this program, by another parametrization and another optimizer."""
    pooled = beta_binomial(*counts(arm))
    assert (pooled.mean, pooled.rho, pooled.log_likelihood) == pytest.approx((mean, rho, height), abs=6e-7)
    if arm is CONTROL:
        assert (pooled.a, pooled.b) == pytest.approx((1.373448, 31.373053), rel=1e-6)


def test_pritz_1997() -> None:
    pooled = beta_binomial(*counts(PRITZ))
    assert (pooled.mean, pooled.rho) == pytest.approx((0.774750, 0.091369), abs=6e-7)


def test_rare_complications_keep_their_zeros() -> None:
    pooled = beta_binomial([0, 0, 0, 1, 0, 0], [53, 243, 52, 58, 57, 13])
    assert 100 * pooled.mean == pytest.approx(0.245, abs=5e-4)
    assert codes(pooled) == ["MS456"]


@pytest.mark.parametrize("theta", [1e-6, 0.03, 2.0])
def test_the_likelihood_is_that_of_gamma_functions(theta: float) -> None:
    """Second algorithm: the beta functions of the textbook (which lose digits as theta goes to 0)."""
    from scipy.special import betaln

    x, n = counts(CONTROL)
    a, b = 0.04 / theta, 0.96 / theta
    expected = (log_binomial_coefficient(x, n) + betaln(x + a, n - x + b) - betaln(a, b)).sum()
    assert Counts(x, n).at(0.04, theta).height == pytest.approx(float(expected), rel=1e-7 if theta < 1e-3 else 1e-12)


def test_at_theta_0_it_is_the_binomial() -> None:
    x, n = counts(CONTROL)
    binomial = (log_binomial_coefficient(x, n) + log_binomial(x, n, np.full(18, 0.04))).sum()
    assert Counts(x, n).at(0.04, 0.0).height == pytest.approx(float(binomial), rel=CLOSED)


@pytest.mark.parametrize("theta", [0.0, 0.03])
def test_derivatives_are_those_of_the_likelihood(theta: float) -> None:
    kept, p, step = Counts(*counts(CONTROL)), 0.05, 1e-6
    here = kept.at(p, theta)
    up, down = kept.at(p + step, theta), kept.at(p - step, theta)
    assert here.d_p == pytest.approx((up.height - down.height) / (2 * step), rel=1e-5)
    assert here.d_p_p == pytest.approx((up.d_p - down.d_p) / (2 * step), rel=1e-5)
    assert here.d_p_theta == pytest.approx((up.d_theta - down.d_theta) / (2 * step), rel=1e-5)
    up, down = kept.at(p, theta + step), kept.at(p, theta - step)  # a little below 0 it exists too
    assert here.d_theta == pytest.approx((up.height - down.height) / (2 * step), rel=1e-4)
    assert here.d_theta_theta == pytest.approx((up.d_theta - down.d_theta) / (2 * step), rel=1e-4)


def test_no_point_of_a_fine_grid_is_more_likely() -> None:
    for text in (CONTROL, TREATMENT, PRITZ):
        x, n = counts(text)
        kept, pooled = Counts(x, n), beta_binomial(x, n)
        assert pooled.log_likelihood is not None
        for theta in np.geomspace(1e-5, 10, 40):
            assert kept.best_p(float(theta))[1].height <= pooled.log_likelihood + 1e-10


@pytest.mark.parametrize("pairs", [4, 5])
def test_of_two_maxima_the_higher_is_taken(pairs: int) -> None:
    """Small cohorts with all or nothing want a wide spread, a large one with events in half of its people none."""
    from scipy.stats import betabinom, binom

    x, n = np.array([500.0, *[0.0, 2.0] * pairs]), np.array([1000.0, *[2.0, 2.0] * pairs])
    theta = np.geomspace(0.003, 300.0, 400)[:, None]  # by symmetry p = 1/2 is best for each
    heights = betabinom.logpmf(x, n, 0.5 / theta, 0.5 / theta).sum(axis=1)
    none = float(binom.logpmf(x, n, 0.5).sum())
    best = int(np.argmax(heights))
    assert heights[0] > heights[:best].min() < heights[best] > heights[-1]  # two maxima, one of them at 0
    assert (heights[best] > none) == (pairs == 5)
    p, spread, found = highest(Counts(x, n))
    assert found
    assert p == pytest.approx(0.5, rel=1e-12)
    assert spread == pytest.approx(float(theta[best, 0]) if pairs == 5 else 0.0, rel=0.03)
    assert Counts(x, n).at(p, spread).height == pytest.approx(max(none, heights[best]), rel=1e-5)


@pytest.mark.parametrize(("alike", "mixed"), [(6, 2), (30, 10), (16_000, 1)])
def test_the_correlation_of_pairs_is_the_share_alike_less_the_share_mixed(alike: int, mixed: int) -> None:
    """Cohorts of two, with all or nothing or one of each; by symmetry the mean is 1/2."""
    x = np.array([0.0, 2.0] * (alike // 2) + [1.0] * mixed)
    pooled = beta_binomial(x, np.full(x.size, 2.0))
    assert pooled.mean == pytest.approx(0.5, rel=1e-12)
    assert pooled.rho == pytest.approx((alike - mixed) / (alike + mixed), rel=1e-12)
    assert "MS411" not in codes(pooled)


def test_a_profile_that_rises_at_its_end_but_stays_lower_than_elsewhere_has_its_maximum_elsewhere() -> None:
    """No counts are known to do this; a made-up profile does: a bell around theta = 1 on a gentle slope."""

    class Wave(Counts):
        def at(self, p: float, theta: float) -> Derivatives:
            del p  # level in the mean
            far = np.log(theta) if theta > 0 else -30.0
            bell = 2.0 * float(np.exp(-far * far))
            slope = (1e-3 - 2.0 * far * bell) / max(theta, 1e-30)
            height = bell + 1e-3 * float(far)
            return Derivatives(
                height=height, d_p=0.0, d_theta=float(slope), d_p_p=-1.0, d_p_theta=0.0, d_theta_theta=-1.0
            )

    _, theta, found = highest(Wave(np.array([1.0, 5.0]), np.array([20.0, 20.0])))
    assert found
    assert theta == pytest.approx(1.0, abs=1e-3)


def test_a_profile_that_falls_until_just_before_its_end_has_its_maximum_there() -> None:
    """Made up as well: a valley at theta = 7000, and a binomial far below it."""

    class Valley(Counts):
        def at(self, p: float, theta: float) -> Derivatives:
            del p
            far = np.log(theta / 7000.0) if theta > 0 else 0.0
            return Derivatives(
                height=float(far * far) - (theta == 0),
                d_p=0.0,
                d_theta=float(2.0 * far) / max(theta, 1e-30),
                d_p_p=-1.0,
                d_p_theta=0.0,
                d_theta_theta=-1.0,
            )

    _, theta, found = highest(Valley(np.array([1.0, 5.0]), np.array([20.0, 20.0])))
    assert (theta, found) == (1e4, False)


def test_the_mean_found_in_too_few_steps_comes_with_what_holds_there(monkeypatch: pytest.MonkeyPatch) -> None:
    x, n = counts(CONTROL)
    best, _ = Counts(x, n).best_p(5.0)
    monkeypatch.setattr(beta_binomial_likelihood, "range", lambda _: range(2), raising=False)
    early = Counts(x, n)
    p, at = early.best_p(5.0)
    assert p != best
    assert 0.0 < p < 1.0
    assert (at.height, at.d_p) == (early.at(p, 5.0).height, early.at(p, 5.0).d_p)
    assert at.height < early.at(best, 5.0).height


def test_without_variation_the_answer_is_the_pooled_binomial() -> None:
    pooled = beta_binomial([2, 4, 8], [20, 40, 80])
    assert pooled.rho == 0.0
    assert (pooled.a, pooled.b) == (None, None)
    assert pooled.estimate == pytest.approx(np.log(14 / 126), rel=CLOSED)
    assert pooled.se == pytest.approx(np.sqrt(1 / 14 + 1 / 126), rel=CLOSED)
    assert (pooled.q, pooled.q_df) == (pytest.approx(0.0, abs=1e-12), 2)
    assert pooled.rho_interval is not None
    assert pooled.rho_interval.lower == 0.0 < pooled.rho_interval.upper
    assert codes(pooled) == ["MS421", "MS458", "MS456"]


def test_the_interval_of_rho_is_where_the_profile_has_fallen_by_1_92() -> None:
    x, n = counts(CONTROL)
    pooled, kept = beta_binomial(x, n), Counts(x, n)
    assert pooled.rho_interval is not None
    for rho in (pooled.rho_interval.lower, pooled.rho_interval.upper):
        fallen = pooled.log_likelihood - kept.best_p(rho / (1 - rho))[1].height
        assert fallen == pytest.approx(3.841458820694124 / 2, rel=1e-8)


def test_all_or_nothing_cohorts_set_no_limit_to_rho() -> None:
    pooled = beta_binomial([0, 10, 0, 20], [10, 10, 15, 20])
    assert {"MS411", "MS459"} <= set(codes(pooled))
    assert pooled.rho_interval is None


def test_counts_from_which_no_model_can_be_fitted() -> None:
    nobody, everyone, one = (beta_binomial(x, n) for x, n in (([0, 0], [53, 44]), ([53, 44], [53, 44]), ([4], [9])))
    assert (nobody.estimate, nobody.mean, nobody.rho, codes(nobody)) == (None, None, None, ["MS426"])
    assert (everyone.estimate, codes(everyone)) == (None, ["MS427"])
    assert codes(one) == ["MS420"]
    assert one.mean == pytest.approx(4 / 9, rel=CLOSED)


def test_two_cohorts_under_t_and_a_test_that_does_not_exist() -> None:
    pooled = beta_binomial([1, 9], [20, 20], test="t", level=0.9)
    assert pooled.df == 1
    assert codes(pooled) == ["MS421", "MS422", "MS456"]
    assert pooled.cautions[1] == caution("MS422", critical=6.313751514675041)
    assert pooled.cautions[2] == caution("MS456", model="beta-binomial model")
    with pytest.raises(Refusal, match="unknown test `knha`"):
        beta_binomial([1, 9], [20, 20], test="knha")


@pytest.mark.parametrize(
    ("code", "x", "n"), [("MS403", [], []), ("MS407", [2.5, 1], [9, 9]), ("MS355", [10, 1], [9, 9])]
)
def test_counts_that_cannot_be_are_refused(code: str, x: list[float], n: list[float]) -> None:
    with pytest.raises(Refusal, match=code):
        beta_binomial(x, n)


FAR_APART, NEAR, RARE = (
    ([2, 30, 9, 41], [50, 45, 60, 47]),
    ([4, 12, 2, 9], [53, 70, 40, 57]),
    ([1, 0, 2], [900, 800, 700]),
)


@pytest.mark.parametrize("table", [NEAR, RARE, ([3, 5, 6, 5], [40, 41, 40, 40])])
def test_without_spread_the_error_is_that_of_the_pooled_binomial(table: tuple[list[int], list[int]]) -> None:
    """And the interval of rho begins at 0, whether or not the best rho lies above it."""
    x, n = (np.array(column, dtype=float) for column in table)
    pooled = beta_binomial(x, n)
    assert pooled.rho_interval is not None
    assert pooled.rho_interval.lower == 0.0 < pooled.rho_interval.upper
    if pooled.rho == 0.0:
        total, people = x.sum(), n.sum()
        assert pooled.se == pytest.approx(np.sqrt(1 / total + 1 / (people - total)), rel=1e-10)
    own, common = log_binomial(x, n, x / n).sum(), log_binomial(x, n, np.full(x.size, x.sum() / n.sum())).sum()
    assert pooled.q == pytest.approx(2 * (own - common), rel=1e-9)


def test_which_of_them_have_spread_and_how_much_is_certain() -> None:
    found = [beta_binomial(*table) for table in (FAR_APART, NEAR, RARE)]
    assert [pooled.rho > 0 for pooled in found] == [True, True, False]
    assert [pooled.rho_interval.lower > 0 for pooled in found if pooled.rho_interval] == [True, False, False]
    assert 0 < found[1].q < 2 * found[1].q_df


def test_where_no_spread_is_the_best_the_error_takes_it_as_known() -> None:
    """All or nothing: the likelihood rises to the end of the search, where it hangs on rho no longer."""
    x, n = np.array([0.0, 10, 0, 20]), np.array([10.0, 10, 15, 20])
    pooled = beta_binomial(x, n)
    at = Counts(x, n).at(pooled.mean, pooled.rho / (1 - pooled.rho))
    assert at.d_theta > 0
    assert pooled.se == pytest.approx(1 / np.sqrt(-at.d_p_p) / (pooled.mean * (1 - pooled.mean)), rel=1e-6)
    assert caution("MS411", method="beta-binomial model") in pooled.cautions


@pytest.mark.parametrize("theta", [0.0, 1e-3, 0.5])
def test_few_steps_find_all_digits_of_a_mean_however_rare_events_or_their_absence_are(
    theta: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beta_binomial_likelihood, "range", lambda _: range(25), raising=False)
    x, n = np.array([1.0, 0.0, 2.0]), np.array([90000.0, 80000.0, 70000.0])
    p, at = Counts(x, n).best_p(theta)
    assert abs(at.d_p / at.d_p_p) <= 1e-12 * p
    mirrored, there = Counts(n - x, n).best_p(theta)
    assert 1.0 - mirrored == pytest.approx(p, rel=1e-10)
    assert there.height == pytest.approx(at.height, rel=1e-10)


def test_where_the_spread_is_wide_every_cohort_counts_once() -> None:
    """Of one person or of 66: from a share of people of 0.6, Newton's first step would leave the fractions."""
    kept = Counts(np.array([1.0] * 99 + [0.0]), np.array([1.0] * 99 + [66.0]))
    assert kept.best_p(1e9)[0] == pytest.approx(0.99, rel=1e-8)


COHORTS = st.lists(
    st.integers(1, 80).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2, max_size=6
).filter(lambda rows: any(0 < x < n for x, n in rows))


@settings(max_examples=25, deadline=None)
@given(COHORTS)
def test_laws(rows: list[tuple[int, int]]) -> None:
    """Events and non-events mirror each other; order does not matter; no slope is left; twice halves the variance."""
    x, n = np.array(rows, float).T
    pooled, mirrored, turned = beta_binomial(x, n), beta_binomial(n - x, n), beta_binomial(x[::-1], n[::-1])
    assert mirrored.estimate == pytest.approx(-pooled.estimate, rel=1e-7, abs=1e-8)
    assert (turned.estimate, turned.rho) == pytest.approx((pooled.estimate, pooled.rho), rel=1e-9, abs=1e-12)
    twice = beta_binomial(np.tile(x, 2), np.tile(n, 2))
    assert twice.estimate == pytest.approx(pooled.estimate, rel=1e-7, abs=1e-8)
    assert twice.se == pytest.approx(pooled.se / np.sqrt(2), rel=1e-6)
    at = Counts(x, n).at(pooled.mean, pooled.rho / (1 - pooled.rho))
    assert abs(at.d_p) <= 1e-6 * np.sqrt(-at.d_p_p)
    assert at.d_theta <= 1e-6 * np.sqrt(abs(at.d_theta_theta)) or "MS411" in codes(pooled)
