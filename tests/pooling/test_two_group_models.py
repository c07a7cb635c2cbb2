"""Models of two groups and of rates: a second algorithm, derivatives, laws, ends, and what is refused."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import gammaln

from metasacro.pooling import mixed_counts_fit, mixed_counts_likelihood
from metasacro.pooling.binomial_normal import binomial_normal
from metasacro.pooling.binomial_normal_two_groups import binomial_normal_two_groups
from metasacro.pooling.mixed_counts_fit import profile
from metasacro.pooling.mixed_counts_likelihood import Derivatives, MixedCounts, mixed_likelihood
from metasacro.pooling.poisson_normal import garwood, poisson_normal
from metasacro.pooling.poisson_normal_two_groups import poisson_normal_two_groups
from metasacro.pooling.pooled_counts import PooledCounts
from metasacro.pooling.two_group_counts import TwoGroups, person_time, two_by_two
from metasacro.pooling.two_group_models import two_group_model
from metasacro.problems import Refusal

#: Nielweise 2007, catheter infections: ai, n1i, ci, n2i. The fifteenth trial has no event at all.
NIELWEISE = np.array(
    [
        [0, 1, 2, 0, 5, 1, 1, 1, 1, 1, 0, 0, 3, 6, 0, 0, 1, 4],
        [116, 44, 208, 130, 151, 98, 174, 74, 97, 113, 66, 70, 188, 187, 118, 252, 345, 64],
        [3, 3, 9, 7, 6, 4, 3, 2, 19, 2, 7, 1, 5, 11, 0, 1, 3, 1],
        [117, 35, 195, 136, 157, 139, 177, 39, 103, 122, 64, 58, 175, 180, 105, 262, 362, 69],
    ]
)
MODELS = ("UM.FS", "UM.RS", "CM.EL", "CM.AL")


def pool(tables: Any, **options: Any) -> PooledCounts:
    a, n1, c, n2 = np.array(tables, dtype=float)
    return binomial_normal_two_groups(ai=a, n1i=n1, ci=c, n2i=n2, **options)


def codes(pooled: Any) -> list[str]:
    return [caution.code for caution in pooled.cautions]


def groups(tables: Any) -> TwoGroups:
    a, n1, c, n2 = np.array(tables, dtype=float)
    return two_by_two("OR", {"ai": a, "n1i": n1, "ci": c, "n2i": n2})


def conditional_model() -> MixedCounts:
    """CM.EL of the trials with events: one coefficient and one SD."""
    table = groups(NIELWEISE)
    return two_group_model(table.rows(~table.silent), "CM.EL")


def log_binomial_term(x: Any, n: Any, eta: Any) -> Any:
    choose = gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1)
    return choose + x * eta - n * np.logaddexp(0, eta)


def log_sum(log_f: Any, step: float) -> float:
    top = log_f.max()
    return float(top + np.log(np.exp(log_f - top).sum() * step))


@pytest.mark.parametrize("tau", [0.4, 1.3, 4.0])
def test_one_integral_against_thousands_of_points(tau: float) -> None:
    """UM.FS and CM.EL, every cohort: plain sums over an even grid of u, from the textbook's formulas."""
    table = groups(NIELWEISE)
    table = table.rows(~table.silent)
    k, theta = table.a.size, -1.2
    alpha = np.linspace(-5, -2, k)
    u = np.linspace(-13, 13, 40_001)
    fixed = conditional = 0.0
    for i, (a, c, n1, n2) in enumerate(zip(table.a, table.c, table.n1, table.n2, strict=True)):
        normal = -0.5 * u * u - 0.5 * np.log(2 * np.pi)
        half = (theta + tau * u) / 2
        log_f = log_binomial_term(a, n1, alpha[i] + half) + log_binomial_term(c, n2, alpha[i] - half) + normal
        fixed += log_sum(log_f, u[1] - u[0])
        terms = [
            gammaln(n1 + 1) - gammaln(y + 1) - gammaln(n1 - y + 1)
            + gammaln(n2 + 1) - gammaln(a + c - y + 1) - gammaln(n2 - a - c + y + 1)
            + y * (theta + tau * u)
            for y in np.arange(a + c + 1)
        ]  # fmt: skip
        conditional += log_sum(terms[int(a)] - np.logaddexp.reduce(terms, axis=0) + normal, u[1] - u[0])
    found = mixed_likelihood(two_group_model(table, "UM.FS"), np.array([theta, *alpha]), np.array([tau]))
    assert found.height == pytest.approx(fixed, abs=1e-9)
    found = mixed_likelihood(two_group_model(table, "CM.EL"), np.array([theta]), np.array([tau]))
    assert found.height == pytest.approx(conditional, abs=1e-9)


@pytest.mark.parametrize("sds", [None, (2.5, 1.0), (1.0, 2.5), (4.0, 3.0)])
def test_two_integrals_against_a_plain_grid(sds: tuple[float, float] | None) -> None:
    """UM.RS at its own answer, and at large SDs: an even grid in both random effects."""
    table = groups(NIELWEISE)
    table = table.rows(~table.silent)
    theta, (tau, sigma) = -1.3, sds or (0.0, 0.0)
    if sds is None:
        pooled = pool(NIELWEISE, model="UM.RS")
        theta, tau, sigma = pooled.estimate, pooled.tau2**0.5, pooled.sigma2**0.5
    model = two_group_model(table, "UM.RS")
    gamma = -4.0
    grid = np.linspace(-9, 9, 401)
    u, s = np.meshgrid(grid, grid)
    total = 0.0
    for a, c, n1, n2 in zip(table.a, table.c, table.n1, table.n2, strict=True):
        half = (theta + tau * u) / 2
        log_f = log_binomial_term(a, n1, gamma + sigma * s + half) + log_binomial_term(c, n2, gamma + sigma * s - half)
        total += log_sum(log_f - 0.5 * (u * u + s * s) - np.log(2 * np.pi), (grid[1] - grid[0]) ** 2)
    found = mixed_likelihood(model, np.array([theta, gamma]), np.array([tau, sigma]))
    assert found.height == pytest.approx(total, abs=1e-8)


@pytest.mark.parametrize("name", ["UM.FS", "UM.RS", "CM.EL"])
def test_derivatives_are_those_of_the_likelihood(name: str) -> None:
    table = groups(NIELWEISE[:, [1, 2, 4, 8]])
    model = two_group_model(table, name)
    beta = np.linspace(-1.0, -3.0, model.size)
    sd = np.array([0.8, 0.6])[: model.loadings.shape[1]]
    at, step, size = mixed_likelihood(model, beta, sd), 1e-5, model.size
    for j in range(size + sd.size):
        move = np.zeros(size + sd.size)
        move[j] = step
        up, down = (mixed_likelihood(model, beta + d[:size], sd + d[size:]) for d in (move, -move))
        assert at.slope[j] == pytest.approx((up.height - down.height) / (2 * step), rel=1e-6, abs=1e-7)
        assert at.curvature[j] == pytest.approx((up.slope - down.slope) / (2 * step), rel=1e-5, abs=1e-6)


@pytest.mark.parametrize("name", MODELS)
def test_swapping_the_groups_changes_the_sign(name: str) -> None:
    tables = NIELWEISE[:, :9]
    a, b = pool(tables, model=name), pool(tables[[2, 3, 0, 1]], model=name)
    assert b.estimate == pytest.approx(-a.estimate, rel=1e-7)
    assert (b.se, b.tau2) == pytest.approx((a.se, a.tau2), rel=1e-6)


@pytest.mark.parametrize("name", ["UM.FS", "UM.RS", "CM.EL"])
def test_order_does_not_matter_and_twice_halves_the_variance(name: str) -> None:
    tables = NIELWEISE[:, :9]
    a, turned, twice = (
        pool(t, model=name) for t in (tables, tables[:, ::-1], np.concatenate([tables, tables], axis=1))
    )
    assert (turned.estimate, turned.tau2) == pytest.approx((a.estimate, a.tau2), rel=1e-7)
    assert (twice.estimate, twice.tau2) == pytest.approx((a.estimate, a.tau2), rel=1e-6)
    assert twice.se == pytest.approx(a.se / np.sqrt(2), rel=1e-6)


def test_swapping_events_and_non_events_changes_the_sign() -> None:
    a, n1, c, n2 = NIELWEISE[:, :9]
    for name in ("UM.FS", "CM.EL"):
        one, other = pool([a, n1, c, n2], model=name), pool([n1 - a, n1, n2 - c, n2], model=name)
        assert other.estimate == pytest.approx(-one.estimate, rel=1e-7)
        assert other.tau2 == pytest.approx(one.tau2, rel=1e-6)


def test_the_interval_of_tau2_is_where_the_profile_has_fallen_by_1_92() -> None:
    from metasacro.pooling.mixed_counts_fit import highest

    table = groups(NIELWEISE)
    model = two_group_model(table.rows(~table.silent), "CM.EL")
    fit, pooled = highest(model), pool(NIELWEISE, model="CM.EL")
    assert pooled.tau2_interval is not None
    assert pooled.tau2_interval.lower <= pooled.tau2 < pooled.tau2_interval.upper
    at_upper, at_0 = (profile(model, fit, bound**0.5) for bound in (pooled.tau2_interval.upper, 0.0))
    assert fit.height - at_upper == pytest.approx(3.841458820694124 / 2, rel=1e-8)
    assert pooled.tau2_interval.lower == 0.0  # the common effect itself has not fallen that far
    assert fit.height - at_0 < 3.841458820694124 / 2


def test_no_tau_of_a_grid_is_more_likely() -> None:
    from metasacro.pooling.mixed_counts_fit import highest

    table = groups(NIELWEISE)
    model = two_group_model(table.rows(~table.silent), "CM.EL")
    fit = highest(model)
    assert all(profile(model, fit, float(tau)) <= fit.height + 1e-9 for tau in np.geomspace(0.01, 6, 15))


@pytest.mark.parametrize("name", MODELS)
def test_a_trial_without_events_is_named_not_a_crash(name: str) -> None:
    """Others end in a matrix of the wrong shape here, or drop the row without a word."""
    pooled = pool(NIELWEISE, model=name)
    assert pooled.k == 17
    assert "rows 15" in next(c.message for c in pooled.cautions if c.code == "MS450")
    assert codes(pooled)[-1] == "MS456"
    assert pooled.i2 is None


def test_random_intercepts_can_keep_it() -> None:
    pooled = pool(NIELWEISE, model="UM.RS", drop00=False)
    assert pooled.k == 18
    assert "MS450" not in codes(pooled)
    assert pooled.sigma2 > pool(NIELWEISE, model="UM.RS").sigma2


@pytest.mark.parametrize("name", MODELS)
def test_a_group_without_any_event_has_no_finite_ratio(name: str) -> None:
    tables = NIELWEISE.copy()
    tables[0] = 0
    pooled = pool(tables, model=name)
    assert (pooled.estimate, pooled.se, pooled.interval, pooled.tau2, pooled.q) == (None,) * 5
    assert codes(pooled)[-1] == "MS453"
    assert "group 1 has no event" in pooled.cautions[-1].message


def test_no_event_anywhere_and_ends_everywhere() -> None:
    assert codes(pool([[0, 0], [9, 8], [0, 0], [9, 8]])) == ["MS450", "MS453"]
    ends = pool(
        [[0, 3], [9, 8], [2, 5], [9, 5]]
    )  # group 1 has as few as it can: 0, and 3 of the 8 when group 2 is full
    assert ends.estimate is None
    assert "as its total allows" in ends.cautions[-1].message


def test_one_cohort_has_its_own_odds_ratio() -> None:
    pooled = pool([[3], [61], [6], [66]])
    assert pooled.estimate == pytest.approx(np.log(3 * 60 / (58 * 6)), rel=1e-9)
    assert (pooled.tau2, pooled.q, pooled.prediction, codes(pooled)) == (None, None, None, ["MS420"])


def test_equal_cohorts_have_no_variance_and_that_is_said() -> None:
    pooled = pool([[2, 4, 6], [20, 40, 60], [5, 10, 15], [20, 40, 60]], test="t")
    assert pooled.tau2 == 0.0
    assert pooled.df == 2
    assert {"MS457", "MS423", "MS421"} <= set(codes(pooled))
    common = pool([[2, 4, 6], [20, 40, 60], [5, 10, 15], [20, 40, 60]], method="EE")
    assert common.estimate == pytest.approx(pooled.estimate, rel=1e-10)
    assert "MS413" in codes(common)
    assert common.tau2_interval is None


def test_few_equal_cohorts_are_said_to_be_few_and_many_are_not() -> None:
    """Two under t: MS422 with the quantile of t on 1 df. Twelve: nothing of too few to see a spread (MS423)."""
    two = pool([[2, 4], [20, 40], [5, 10], [20, 40]], test="t")
    assert {"MS421", "MS422", "MS423"} <= set(codes(two))
    assert "12.7" in next(caution.message for caution in two.cautions if caution.code == "MS422")
    many = pool([[2] * 12, [20] * 12, [5] * 12, [20] * 12], model="CM.EL")
    assert many.tau2 == 0.0
    assert "MS457" in codes(many)
    assert "MS423" not in codes(many)


def test_a_peak_that_is_only_nearly_found_gives_the_same_integral(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rule is laid around the peak of the integrand; after a single step of Newton it is near enough."""
    model, beta, sd = conditional_model(), np.array([-1.2]), np.array([1.3])
    base, scaled = model.offset + (model.fixed * beta).sum(axis=-1), model.loadings * sd
    exact, peak = mixed_likelihood(model, beta, sd), mixed_counts_likelihood._peak(model.family, base, scaled)[0]
    monkeypatch.setattr(mixed_counts_likelihood, "range", lambda _: range(1), raising=False)
    assert np.abs(mixed_counts_likelihood._peak(model.family, base, scaled)[0] - peak).max() > 1e-3
    again = mixed_likelihood(model, beta, sd)
    assert again.height == pytest.approx(exact.height, rel=1e-10)
    assert again.slope == pytest.approx(exact.slope, rel=1e-8)


def test_a_climb_of_too_few_steps_is_not_called_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    model, no_spread = conditional_model(), np.array([False])
    whole = mixed_counts_fit._climb(model, np.zeros(1), np.zeros(1), no_spread)
    monkeypatch.setattr(mixed_counts_fit, "range", lambda _: range(1), raising=False)
    early = mixed_counts_fit._climb(model, np.zeros(1), np.zeros(1), no_spread)
    assert (whole.converged, early.converged) == (True, False)
    assert mixed_counts_fit._at(model, np.zeros(2)).height < early.height < whole.height


@pytest.mark.parametrize(("slope", "settled"), [(0.5, False), (1e-8, True)])
def test_a_step_that_never_climbs_is_an_end_only_if_it_is_small(
    slope: float, settled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A likelihood that falls by 1 wherever one goes, whatever its slope says; rounding does that to a small step."""

    def lying(model: MixedCounts, here: np.ndarray) -> Derivatives:
        return Derivatives(height=-float(here.any()), slope=np.array([slope, 0.0]), curvature=-np.eye(2))

    monkeypatch.setattr(mixed_counts_fit, "_at", lying)
    found = mixed_counts_fit._climb(conditional_model(), np.zeros(1), np.zeros(1), np.array([False]))
    assert found.converged == settled
    assert (found.beta[0], found.height) == (0.0, 0.0)


def test_opposite_all_or_nothing_cohorts_set_no_limit_to_tau2() -> None:
    pooled = pool([[0, 5, 0, 6], [9, 9, 8, 9], [5, 0, 6, 0], [9, 9, 8, 9]], model="CM.EL")
    assert "MS414" in codes(pooled)
    assert pooled.tau2_interval is None


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(12, 60)), min_size=2, max_size=5))
def test_rates_do_not_change_with_the_unit_of_time(rows: list[tuple[int, int]]) -> None:
    x, t = np.array(rows, float).T
    a, b = poisson_normal(x, t), poisson_normal(x, 365 * t)
    if a.estimate is None:
        assert b.estimate is None
        assert b.exact.upper * 365 == pytest.approx(a.exact.upper, rel=1e-12)
    else:
        assert b.estimate == pytest.approx(a.estimate - np.log(365), rel=1e-7)
        assert b.tau2 == pytest.approx(a.tau2 or 0.0, rel=1e-5, abs=1e-9) if a.tau2 is not None else b.tau2 is None


def test_rare_events_among_many_people_are_events_in_person_time() -> None:
    """Binomial–normal and Poisson–normal meet where nearly nobody has an event (here one in 10 000)."""
    x, n = np.array([0, 3, 1, 9, 2]), np.array([40_000, 30_000, 60_000, 50_000, 45_000])
    people, time = binomial_normal(x, n), poisson_normal(x, n)
    assert time.estimate == pytest.approx(people.estimate, rel=1e-4)
    assert time.tau2 == pytest.approx(people.tau2, rel=1e-3)


def test_rates_of_two_groups_with_a_common_effect_are_one_answer() -> None:
    events = {"x1i": [9, 8, 0, 6], "t1i": [413.5, 263, 487, 237], "x2i": [19, 19, 13, 0], "t2i": [398, 245, 435, 241]}
    fixed, conditional = (poisson_normal_two_groups(**events, model=m, method="EE") for m in ("UM.FS", "CM.EL"))
    assert fixed.estimate == pytest.approx(conditional.estimate, rel=1e-9)
    assert fixed.se == pytest.approx(conditional.se, rel=1e-9)
    assert fixed.q == pytest.approx(conditional.q, rel=1e-9)


def test_no_event_in_any_person_time() -> None:
    pooled = poisson_normal([0, 0], [100.5, 200])
    assert codes(pooled) == ["MS460"]
    assert pooled.estimate is None
    assert pooled.exact.upper == pytest.approx(-np.log(0.025) / 300.5, rel=1e-12)
    assert garwood(3, 1).lower == pytest.approx(0.6186721, rel=1e-6)  # textbook: 3 events, 0.619 to 8.767
    assert garwood(3, 1).upper == pytest.approx(8.7672731, rel=1e-6)


@pytest.mark.parametrize(
    ("code", "x", "t"),
    [
        ("MS357", [1], [1, 2]),
        ("MS403", [], []),
        ("MS353", [np.nan], [1]),
        ("MS368", [-1], [1]),
        ("MS407", [1.5], [1]),
        ("MS354", [1], [0]),
    ],
)
def test_rates_that_cannot_be_are_refused(code: str, x: list[float], t: list[float]) -> None:
    with pytest.raises(Refusal, match=code):
        poisson_normal(x, t)
    if code != "MS357":
        with pytest.raises(Refusal, match=code):
            poisson_normal_two_groups(x, t, x, t)


def test_choices_that_do_not_exist_are_refused() -> None:
    for options in ({"model": "CM"}, {"method": "REML"}, {"test": "knha"}):
        with pytest.raises(Refusal, match="MS404"):
            pool(NIELWEISE, **options)
    with pytest.raises(Refusal, match="MS404"):  # it is an approximation of odds by rates
        poisson_normal_two_groups([1, 2], [9, 9], [2, 3], [9, 9], model="CM.AL")
    with pytest.raises(Refusal, match="MS407"):
        pool([[1.5], [9], [2], [9]])
    assert person_time("IRR", {"x1i": [1], "t1i": [2.5], "x2i": [0], "t2i": [3]}).rates
