"""Two- and three-level models."""

from dataclasses import FrozenInstanceError
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metasacro.numerics.bounded_maximum import Surface, bounded_maximum
from metasacro.pooling.multilevel import multilevel
from metasacro.pooling.multilevel_arguments import multilevel_data
from metasacro.pooling.multilevel_likelihood import surface
from metasacro.pooling.multilevel_predictions import multilevel_predictions
from metasacro.pooling.random_effects import random_effects
from metasacro.pooling.sampling_covariance import sampling_covariance
from metasacro.problems import Refusal
from tests.tolerances import ITERATED

Y = [0.11, 0.32, 0.25, 0.80, 0.71, 0.95, 0.20, 0.41, -0.10, 0.05, 0.48, 0.52]
V = [0.02, 0.03, 0.02, 0.04, 0.03, 0.02, 0.05, 0.02, 0.03, 0.04, 0.02, 0.03]
STUDY = list("aaabbbccddee")
EACH = list(range(12))
X = [1.0, 2.0, 3.0, 1.0, 2.0, 3.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0]
THREE_LEVELS = {"study": STUDY, "effect": EACH}


def codes(pooled: Any) -> list[str]:
    return [caution.code for caution in pooled.cautions]


def told(pooled: Any) -> list[str]:
    return [f"{caution.code}: {caution.message}" for caution in pooled.cautions]


def dense_log_likelihood(variances: Any, y: Any, v: Any, x: Any, *, restricted: bool) -> float:
    """The textbook formula with whole matrices."""
    study = np.array(STUDY)
    m = v + variances[0] * (study[:, None] == study[None, :]) + variances[1] * np.eye(len(y))
    w = np.linalg.inv(m)
    a = x.T @ w @ x
    r = y - x @ np.linalg.solve(a, x.T @ w @ y)
    k, p = x.shape
    height = np.linalg.slogdet(m)[1] + r @ w @ r + k * np.log(2 * np.pi)
    if restricted:
        height += np.linalg.slogdet(a)[1] - np.linalg.slogdet(x.T @ x)[1] - p * np.log(2 * np.pi)
    return float(-0.5 * height)


@pytest.mark.parametrize("method", ["REML", "ML"])
@pytest.mark.parametrize("mods", [None, {"x": X}])
def test_the_blocks_give_the_likelihood_of_the_whole_matrix(method: str, mods: Any) -> None:
    covariance = sampling_covariance(V, cluster=STUDY, rho=0.4)
    pooled = multilevel(Y, covariance, groups=THREE_LEVELS, mods=mods, method=method, profile=False)
    found = np.array([level.variance for level in pooled.levels])
    restricted = method == "REML"
    whole, x, y = covariance.dense(), np.array(pooled.design), np.array(Y)
    top = dense_log_likelihood(found, y, whole, x, restricted=restricted)
    assert pooled.log_likelihood == pytest.approx(top, rel=1e-12)
    grid = [np.array([a, b]) for a in np.linspace(0, 0.4, 41) for b in np.linspace(0, 0.2, 21)]
    assert max(dense_log_likelihood(s, y, whole, x, restricted=restricted) for s in grid) <= top + 1e-12


@pytest.mark.parametrize("restricted", [True, False])
def test_the_slopes_are_those_of_the_height(restricted: bool) -> None:
    data = multilevel_data(Y, V, THREE_LEVELS, {"x": X}, True)
    at, step = np.array([0.07, 0.03]), 1e-5
    here = surface(at, data.stacks, restricted=restricted)
    for c in range(2):
        move = step * np.eye(2)[c]
        above, below = (surface(at + s * move, data.stacks, restricted=restricted) for s in (1, -1))
        assert here.gradient[c] == pytest.approx((above.height - below.height) / (2 * step), rel=1e-5)
        assert here.hessian[c] == pytest.approx((above.gradient - below.gradient) / (2 * step), rel=1e-5)


def test_one_effect_a_group_is_the_random_effects_model() -> None:
    pooled = multilevel(Y, V, groups=EACH, test="z")
    plain = random_effects(Y, V, test="z")
    assert pooled.tau2 == pytest.approx(plain.tau2, rel=ITERATED)
    assert pooled.estimate == pytest.approx(plain.estimate, rel=ITERATED)
    assert pooled.se == pytest.approx(plain.se, rel=ITERATED)
    assert pooled.q == pytest.approx(plain.q, rel=1e-12)
    assert pooled.weights == pytest.approx(plain.weights, rel=ITERATED)
    assert pooled.tau2_interval == pooled.levels[0].interval


def test_z_t_and_containment_differ_in_their_degrees_of_freedom_only() -> None:
    z = multilevel(Y, V, groups=THREE_LEVELS, test="z", profile=False)
    residual = multilevel(Y, V, groups=THREE_LEVELS, dfs="residual", profile=False)
    contain = multilevel(Y, V, groups=THREE_LEVELS, profile=False)
    assert (z.df, residual.df, contain.df) == (None, 11.0, 4.0)
    assert z.se == residual.se == contain.se
    widths = [fit.interval.upper - fit.interval.lower for fit in (z, residual, contain) if fit.interval]
    assert widths == sorted(widths)


def test_a_moderator_within_studies_is_known_from_the_effects_one_between_studies_from_the_studies() -> None:
    between = {"a": 1.0, "b": 0.0, "c": 0.5, "d": 2.0, "e": 1.0}
    pooled = multilevel(
        Y, V, groups=THREE_LEVELS, mods={"within": X, "between": [between[s] for s in STUDY]}, profile=False
    )
    assert pooled.coefficients.names == ("intercept", "within", "between")
    assert pooled.coefficients.df.tolist() == [2.0, 9.0, 2.0]
    alone = (pooled.estimate, pooled.se, pooled.interval, pooled.statistic, pooled.df, pooled.p_value, pooled.weights)
    assert (*alone, pooled.prediction, pooled.prediction_df) == (None,) * 9
    assert (pooled.joint.df, pooled.joint.residual_df) == (2, 2.0)


def test_without_an_intercept_the_moderators_are_all_there_is() -> None:
    indicator = np.column_stack([np.array(STUDY) <= "b", np.array(STUDY) > "b"]).astype(float)
    pooled = multilevel(Y, V, groups=STUDY, mods=indicator, intercept=False, profile=False)
    assert pooled.coefficients.names == pooled.joint.names == ("x1", "x2")
    alone = multilevel(Y, V, groups=STUDY, mods=X, intercept=False, profile=False)
    assert (alone.coefficients.names, alone.estimate) == (("x1",), None)


def test_a_profile_interval_ends_where_the_likelihood_has_dropped() -> None:
    pooled = multilevel(Y, V, groups=THREE_LEVELS)
    data = multilevel_data(Y, V, THREE_LEVELS, None, True)
    upper = pooled.levels[0].interval.upper if pooled.levels[0].interval else 0.0

    def inner(x: Any) -> Surface:
        here = surface(np.array([upper, x[0]]), data.stacks, restricted=True)
        return Surface(here.height, here.gradient[1:], here.hessian[1:, 1:], here.information[1:, 1:])

    assert pooled.tau2_interval is None
    best = bounded_maximum(inner, np.array([0.01])).surface.height
    assert pooled.log_likelihood is not None
    assert 2 * (pooled.log_likelihood - best) == pytest.approx(3.841458820694124, rel=1e-6)


def test_a_variance_of_zero_is_exactly_zero_and_said() -> None:
    pooled = multilevel([0.5, 0.52, 0.48, 0.5, 0.51, 0.49], [0.1] * 6, groups={"study": list("aabbcc")})
    assert pooled.tau2 == 0
    assert pooled.stationary
    assert multilevel(Y, V, groups=STUDY, profile=False).cautions == ()  # five groups, and a variance
    assert codes(multilevel(Y[:10], V[:10], groups=STUDY[:10], profile=False)) == ["MS480"]  # four
    assert told(pooled) == [
        "MS479: the variance of level `study` is estimated as 0, which does not prove that its groups agree",
        "MS480: level `study` has 3 groups: its variance is poorly known",
    ]


def test_a_single_group_has_no_variance_of_its_own() -> None:
    pooled = multilevel(Y, V, groups={"all": ["one"] * 12, "effect": EACH}, profile=False)
    assert [(level.name, level.groups, level.fixed) for level in pooled.levels] == [
        ("all", 1, True), ("all/effect", 12, False)
    ]  # fmt: skip
    assert told(pooled) == ["MS477: level `all` has a single group: its variance cannot be seen and is taken as 0"]
    assert pooled.levels[1].variance == pytest.approx(random_effects(Y, V).tau2, rel=ITERATED)


def test_two_groups_leave_their_variance_open_over_many_orders_of_magnitude() -> None:
    pooled = multilevel([0.1, 0.9], [0.04, 0.04], groups=["a", "b"], level=0.999)
    interval = pooled.tau2_interval
    assert interval is not None
    assert (interval.lower, interval.upper > 1e4, interval.level, pooled.df) == (0.0, True, 0.999, 1.0)


def test_an_assumed_correlation_is_said() -> None:
    pairs = [row // 2 for row in EACH]
    assert "MS481" in codes(multilevel(Y, sampling_covariance(V, cluster=pairs, rho=0.5), groups=pairs, profile=False))


def test_a_search_that_stops_short_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("metasacro.numerics.bounded_maximum._STEPS", 1)
    pooled = multilevel(Y, V, groups=THREE_LEVELS)
    assert not pooled.stationary
    assert "MS478: REML: the variances did not reach a stationary point of the likelihood" in told(pooled)
    assert pooled.levels[0].interval is None


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ("MS472: `group` has 3 values for 12 effects", {"groups": STUDY[:3]}),
        ("MS472: `groups` has 0 values for 12 effects", {"groups": {}}),
        ("MS472: `mods` has 2 values for 12 effects", {"groups": STUDY, "mods": [1.0, 2.0]}),
        ("MS473: `group` is missing in rows 1", {"groups": [None, *STUDY[1:]]}),
        ("MS473: `mods` is missing in rows 1", {"groups": STUDY, "mods": {"x": [float("nan"), *X[1:]]}}),
        ("MS474: .*before them: again", {"groups": STUDY, "mods": {"x": X, "again": [2 * x + 1 for x in X]}}),
        ("MS474: .*before them: zero, none", {"groups": STUDY, "mods": {"zero": [0.0] * 12, "none": [0.0] * 12}}),
        (
            "MS475: 12 effects cannot determine 12 co",
            {"groups": STUDY, "mods": np.random.default_rng(1).normal(size=(12, 11))},
        ),
        ("MS475: 12 effects cannot determine 0 co", {"groups": STUDY, "intercept": False}),
        ("MS476: the levels `a` and `a/b` have", {"groups": {"a": EACH, "b": EACH}}),
        ("MS476: the levels `a/b` and `a/b/c` have", {"groups": {"a": STUDY, "b": EACH, "c": EACH}}),
        ("MS404: unknown method `DL`", {"groups": STUDY, "method": "DL"}),
        ("MS404: unknown test `knha`", {"groups": STUDY, "test": "knha"}),
        ("MS404: unknown dfs `kr`", {"groups": STUDY, "dfs": "kr"}),
        ("MS405", {"groups": STUDY, "level": 95}),
    ],
)
def test_what_has_no_answer_is_refused(code: str, asked: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match=code):
        multilevel(Y, V, **asked)


def test_effects_too_many_standard_errors_apart_for_the_doubles_are_refused() -> None:
    """MS418: a variance between studies of some 1e20 times theirs leaves nothing of their own in a sum."""
    with pytest.raises(Refusal, match="MS418"):
        multilevel([1e8 * y for y in Y], [1e-4 * v for v in V], groups=STUDY, profile=False)


def test_one_effect_answers_with_itself() -> None:
    pooled = multilevel([0.4], [0.09], groups=["a"])
    assert (pooled.estimate, pooled.se, pooled.tau2) == (0.4, pytest.approx(0.3, rel=1e-15), None)
    assert codes(pooled) == ["MS477"]
    assert (pooled.q, pooled.q_df, pooled.q_p, pooled.i2, pooled.levels[0].i2, pooled.df) == (None,) * 6
    assert (pooled.i2_definition, pooled.prediction, pooled.prediction_df) == ("", None, None)
    two = multilevel([0.4, 0.6], [0.09, 0.09], groups=["a", "a"])
    assert (two.tau2, two.prediction, two.df, two.q_df) == (None, None, None, 1.0)
    assert two.interval is not None
    assert two.interval.upper == pytest.approx(0.5 + 1.959963984540054 * np.sqrt(0.045), rel=1e-12)


def test_thousands_of_small_clusters_are_no_burden() -> None:
    generator = np.random.default_rng(5)
    study = np.repeat(np.arange(3000), 2)
    y = generator.normal(0, 0.5, 3000)[study] + generator.normal(0, 0.4, 6000)
    pooled = multilevel(y, np.full(6000, 0.04), groups={"study": study, "effect": np.arange(6000)}, profile=False)
    assert [level.variance for level in pooled.levels] == pytest.approx([0.25, 0.12], abs=0.02)


def test_predictions_of_the_mean_are_those_of_the_answer() -> None:
    fit = multilevel(Y, V, groups=THREE_LEVELS, profile=False)
    found = multilevel_predictions(fit)
    assert fit.interval is not None
    assert fit.prediction is not None
    assert found.lower == pytest.approx(np.full(12, fit.interval.lower), rel=1e-13)
    assert found.prediction_upper[0] == pytest.approx(fit.prediction.upper, rel=1e-14)


def test_where_no_variance_is_left_a_new_effect_lies_where_the_mean_does() -> None:
    fit = multilevel([0.5, 0.52, 0.48, 0.5, 0.51, 0.49], [0.1] * 6, groups=list("aabbcc"), profile=False)
    found = multilevel_predictions(fit)
    assert fit.tau2 == 0
    assert found.prediction_upper == pytest.approx(found.upper, rel=1e-15)


def test_a_prediction_uses_the_degrees_of_freedom_of_what_it_needs() -> None:
    """At x = 0 the slope is not used; elsewhere the fewest degrees of freedom count."""
    fit = multilevel(Y, V, groups=THREE_LEVELS, mods={"x": X}, profile=False)
    found = multilevel_predictions(fit, [[1.0, 0.0], [0.0, 1.0]])
    assert found.lower == pytest.approx(fit.coefficients.lower, rel=1e-14)
    with pytest.raises(Refusal, match="MS472"):
        multilevel_predictions(fit, [[1.0]])


def test_a_result_is_frozen() -> None:
    pooled = multilevel(Y, V, groups=STUDY, profile=False)
    with pytest.raises(FrozenInstanceError):
        pooled.tau2 = 0.0  # type: ignore[misc]
    with pytest.raises(ValueError, match="read-only"):
        pooled.coefficients.estimate[0] = 0.0


ROWS = st.lists(
    st.tuples(st.floats(-3, 3).map(lambda x: round(x, 3)), st.floats(0.01, 2), st.integers(0, 4)),
    min_size=4,
    max_size=14,
).filter(lambda rows: 1 < len({row[2] for row in rows}) < len(rows) and len({row[0] for row in rows}) > 2)


@settings(max_examples=40, deadline=None)
@given(ROWS, st.randoms(use_true_random=False), st.floats(-1000, 1000), st.floats(0.001, 1000))
def test_order_units_and_origin_do_not_matter(rows: Any, random: Any, shift: float, scale: float) -> None:
    """Effects in other units and rows in another order give the same answer in those units."""

    def fit(rows: Any, shift: float, scale: float) -> Any:
        y, v, study = (list(column) for column in zip(*rows, strict=True))
        groups = {"study": study, "effect": list(range(len(rows)))}
        return multilevel([scale * x + shift for x in y], [scale**2 * x for x in v], groups=groups, profile=False)

    plain = fit(rows, 0.0, 1.0)
    shuffled = list(rows)
    random.shuffle(shuffled)
    other = fit(shuffled, shift, scale)
    # what a shift costs in digits of the effects themselves
    room = 1e-7 + 1e-9 * abs(shift) / scale
    assert other.log_likelihood == pytest.approx(
        plain.log_likelihood - (len(rows) - 1) * np.log(scale), abs=room * len(rows)
    )
    assert other.stationary
    assert plain.stationary
    assert (other.estimate - shift) / scale == pytest.approx(plain.estimate, abs=1e-3 + room)


def test_the_higher_of_two_maxima_is_found() -> None:
    """Sampling variances over four orders of magnitude can make two peaks; a fine grid of the surface knows which."""
    r = np.random.default_rng(189)
    study = np.repeat(np.arange(5), 4)
    v = 10 ** r.uniform(-3, 1, 20)
    y = r.normal(0, 3, 5)[study] + r.normal(0, np.sqrt(v))
    pooled = multilevel(y, v, groups={"study": study, "effect": range(20)}, method="ML", profile=False)
    data = multilevel_data(y, v, {"study": study, "effect": range(20)}, None, True)
    grid = [np.array([a, b]) for a in np.geomspace(1e-3, 100, 30) for b in [0.0, *np.geomspace(1e-6, 10, 30)]]
    best = max(surface(point, data.stacks, restricted=False).height for point in grid)
    assert pooled.log_likelihood is not None
    assert pooled.log_likelihood >= best
