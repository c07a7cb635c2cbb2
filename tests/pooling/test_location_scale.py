"""The location–scale model: exact slopes, and the simpler models inside it."""

import numpy as np
import pytest
from scipy.stats import norm

from metasacro.pooling import location_scale_likelihood
from metasacro.pooling.fit_statistics import fit_statistics
from metasacro.pooling.location_scale import location_scale
from metasacro.pooling.location_scale_likelihood import ScaleSurface, scale_surface
from metasacro.pooling.random_effects import random_effects
from metasacro.problems import Refusal

RNG = np.random.default_rng(20261122)
V = RNG.uniform(0.02, 0.1, 24)
G = ["a"] * 12 + ["b"] * 12
Y = RNG.normal(0.0, np.sqrt(V + np.where(np.array(G) == "a", 0.1, 0.8)))
X = np.column_stack([np.ones(24), RNG.normal(size=24)])
Z = np.column_stack([np.ones(24), RNG.normal(size=24)])


@pytest.mark.parametrize("restricted", [False, True])
def test_slopes_are_those_of_the_likelihood(restricted: bool) -> None:
    """Against central differences, at a point that is no maximum."""
    a, h = np.array([-1.3, 0.4]), 1e-5
    here = scale_surface(a, Y, V, X, Z, restricted=restricted)
    for j, unit in enumerate(np.eye(2) * h):
        up, down = (scale_surface(a + side * unit, Y, V, X, Z, restricted=restricted) for side in (1, -1))
        assert (up.height - down.height) / (2 * h) == pytest.approx(here.gradient[j], rel=1e-7)
        assert (up.gradient - down.gradient) / (2 * h) == pytest.approx(here.hessian[j], rel=1e-6)


@pytest.mark.parametrize("method", ["REML", "ML"])
def test_a_constant_scale_is_the_random_effects_model(method: str) -> None:
    found, plain = location_scale(Y, V, "~ 1", method=method), random_effects(Y, V, method=method, test="z")
    assert found.tau2 == pytest.approx(plain.tau2, rel=1e-7)
    assert found.location[0].estimate == pytest.approx(plain.estimate, rel=1e-7)
    assert found.location[0].se == pytest.approx(plain.se, rel=1e-7)
    ml, reml = fit_statistics(plain)
    assert found.log_likelihood == pytest.approx((reml if method == "REML" else ml).log_likelihood, rel=1e-10)


@pytest.mark.parametrize("method", ["REML", "ML"])
def test_a_level_and_a_scale_for_each_subgroup_are_the_subgroups_alone(method: str) -> None:
    found = location_scale(Y, V, "~ 0 + C(g)", mods="~ 0 + C(g)", data={"g": G}, method=method)
    for i, label in enumerate("ab"):
        part = np.array(G) == label
        alone = random_effects(Y[part], V[part], method=method, test="z")
        assert np.exp(found.scale.estimate[i]) == pytest.approx(alone.tau2, rel=1e-6)
        assert found.location.estimate[i] == pytest.approx(alone.estimate, rel=1e-6)
        assert found.location.se[i] == pytest.approx(alone.se, rel=1e-6)


def test_a_scale_beyond_the_doubles_keeps_a_likelihood() -> None:
    """Where e^800 would be none."""
    far = [scale_surface(np.array([a, 0.0]), Y, V, X, Z, restricted=False).height for a in (300.0, 800.0)]
    assert far[0] == far[1] == pytest.approx(-12.0 * (np.log(2.0 * np.pi) + 300.0), rel=1e-12)


@pytest.mark.parametrize("method", ["REML", "ML"])
def test_a_location_without_an_intercept(method: str) -> None:
    """Two columns in whose span no constant is: the weighted regression through the origin, at a slope of 0."""
    two = np.column_stack([X[:, 1], np.linspace(-1, 1, 24)])
    found = location_scale(Y + 3.0, V, Z, mods=two, method=method)
    w = 1 / (V + found.tau2)
    assert found.location.estimate == pytest.approx(np.linalg.solve((two.T * w) @ two, two.T @ (w * (Y + 3.0))))
    surface = scale_surface(found.scale.estimate, Y + 3.0, V, two, Z, restricted=method == "REML")
    assert surface.gradient == pytest.approx([0.0, 0.0], abs=1e-7)
    assert surface.height == pytest.approx(found.log_likelihood, rel=1e-12)


def test_effects_far_from_0_lose_no_digit() -> None:
    """Effects that a shift by 2²⁷ does not round."""
    y = np.round(Y * 1024.0) / 1024.0
    near, far = location_scale(y, V, Z, mods=X), location_scale(y + 2.0**27, V, Z, mods=X)
    assert far.tau2 == pytest.approx(near.tau2, rel=1e-10)
    assert far.log_likelihood == pytest.approx(near.log_likelihood, rel=1e-12)


@pytest.mark.parametrize(("k", "share"), [(6, 1.0), (8, 0.25), (24, 1.0), (24, 0.25)])
@pytest.mark.parametrize("unit", [1.0, 20.0])
def test_few_steps_are_enough(k: int, share: float, unit: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Newton's, on columns made alike: also where few cohorts, or a small τ², say little of the scale."""
    y, v, z = share * unit * Y[-k:], unit**2 * V[-k:], Z[-k:]
    whole = location_scale(y, v, z)
    monkeypatch.setattr(location_scale_likelihood, "_STEPS", 14)
    found = location_scale(y, v, z)
    assert "MS411" not in [caution.code for caution in found.cautions]
    assert found.tau2 == pytest.approx(whole.tau2, rel=1e-8)


def test_the_search_starts_on_all_sides_of_the_mean_sampling_variance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mean of ln τ² against it, and what it moves over one SD of the moderator."""
    seen = []

    def start(point: np.ndarray, y: np.ndarray, v: np.ndarray, x: np.ndarray, z: np.ndarray, **options: bool) -> tuple:
        log_tau2 = z @ point - np.log(v.mean())
        seen.append((round(log_tau2.mean(), 9), round(log_tau2.std(), 9)))
        return point, scale_surface(point, y, v, x, z, **options), True

    monkeypatch.setattr(location_scale_likelihood, "_climb", start)
    location_scale(Y, V, Z)
    levels = {(up + move, 0.0) for up in (-2.0, 0.0, 2.0) for move in (-1.5, 0.0, 1.5)}
    assert set(seen) == levels | {(up, 1.5) for up in (-2.0, 0.0, 2.0)}


def test_a_step_that_goes_too_far_is_halved(monkeypatch: pytest.MonkeyPatch) -> None:
    """A made-up likelihood, −√(1 + (10 a)²), of which Newton's steps run away from beyond 1/10."""

    def steep(a: np.ndarray, *columns: np.ndarray, restricted: bool) -> ScaleSurface:
        s = float(np.sqrt(1.0 + 100.0 * a[0] ** 2))
        return ScaleSurface(-s, -100.0 * a / s, np.array([[-100.0 / s**3]]), np.zeros(1), np.eye(1))

    monkeypatch.setattr(location_scale_likelihood, "scale_surface", steep)
    point, surface, converged = location_scale_likelihood._climb(np.array([0.12]), Y, V, X, Z, restricted=True)
    assert converged
    assert point == pytest.approx([0.0], abs=1e-9)
    assert surface.height == -1.0


@pytest.mark.parametrize("method", ["REML", "ML"])
@pytest.mark.parametrize("test", ["z", "t"])
def test_an_answer_and_its_parts(method: str, test: str) -> None:
    """At the τ² found: the weighted regression, the normal likelihood, and the observed information of the scale."""
    three = np.column_stack([X, np.linspace(-1, 1, 24)])
    found = location_scale(Y, V, Z, mods=three, method=method, test=test, level=0.9)
    assert found.tau2 == pytest.approx(np.exp(Z @ found.scale.estimate), rel=1e-9)
    w = 1 / (V + found.tau2)
    covariance = np.linalg.inv((three.T * w) @ three)
    b = covariance @ (three.T * w) @ Y
    height = norm.logpdf(Y, three @ b, w**-0.5).sum()
    if method == "REML":
        height += 1.5 * np.log(2 * np.pi) + 0.5 * np.linalg.slogdet(covariance)[1]
        height += 0.5 * np.linalg.slogdet(three.T @ three)[1]
    assert found.log_likelihood == pytest.approx(height, rel=1e-11)
    assert found.location.estimate == pytest.approx(b, rel=1e-9)
    assert found.location.covariance == pytest.approx(covariance, rel=1e-9)
    surface = scale_surface(found.scale.estimate, Y, V, three, Z, restricted=method == "REML")
    assert surface.gradient == pytest.approx([0.0, 0.0], abs=1e-7)
    assert found.scale.covariance == pytest.approx(np.linalg.inv(-surface.hessian), rel=1e-6)
    assert (found.location.df[0], found.scale.df[0]) == ((21, 22) if test == "t" else (np.inf, np.inf))
    assert (found.location_test.names, found.scale_test.names) == (("x2", "x3"), ("x2",))
    assert (found.location.level, found.scale.level, found.level) == (0.9, 0.9, 0.9)
    assert (found.k, found.method, found.test, found.cautions) == (24, method, test, ())
    assert not found.tau2.flags.writeable


def test_words_that_are_no_choice_are_refused() -> None:
    """MS404, MS405."""
    for code, options in (
        ("MS404: unknown method `DL`", {"method": "DL"}),
        ("MS404: unknown test `knha`", {"test": "knha"}),
        ("MS405", {"level": 95.0}),
    ):
        with pytest.raises(Refusal, match=code):
            location_scale(Y, V, Z, **options)  # type: ignore[arg-type]  # each option has its own type


def test_defaults_are_restricted_normal_and_of_one_mean() -> None:
    found, told = location_scale(Y, V, Z), location_scale(Y, V, Z, mods=np.ones((24, 1)), method="REML", test="z")
    assert (found.method, found.test, found.level, found.location.names) == ("REML", "z", 0.95, ("Intercept",))
    assert found.scale.estimate.tolist() == pytest.approx(told.scale.estimate.tolist(), rel=1e-9)


def test_units_of_effects_and_moderators_are_free() -> None:
    wide = {"wide": [0.0] * 12 + [1.0] * 12}
    plain = location_scale(Y, V, "~ wide", data=wide)
    moved = location_scale(10 * Y + 500, 100 * V, "~ wide", data={"wide": [32 + 1.8 * x for x in wide["wide"]]})
    assert moved.scale["wide"].estimate == pytest.approx(plain.scale["wide"].estimate / 1.8, rel=1e-6)
    assert moved.tau2 == pytest.approx(100 * plain.tau2, rel=1e-6)
    assert moved.cautions == plain.cautions == ()
    assert moved.location[0].estimate == pytest.approx(10 * plain.location[0].estimate + 500, rel=1e-9)
    assert moved.scale_test.statistic == pytest.approx(plain.scale_test.statistic, rel=1e-6)


def test_a_likelihood_without_an_end_is_called_unfinished() -> None:
    """MS411: no heterogeneity at all in one subgroup, so that its ln τ² has no bound below."""
    y = np.where(np.array(G) == "a", 0.3, Y)
    found = location_scale(y, V, "~ C(g)", data={"g": G})
    assert [f"{caution.code}: {caution.message}"[:12] for caution in found.cautions][:1] == ["MS411: REML:"]
    assert np.isfinite(found.tau2).all()


def test_a_step_that_never_climbs_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A likelihood that falls by 1 wherever one goes, whatever its slope says."""
    start = np.array([-1.3, 0.4])

    def lying(a: np.ndarray, *columns: np.ndarray, restricted: bool) -> ScaleSurface:
        true = scale_surface(start, Y, V, X, Z, restricted=restricted)
        return true._replace(height=true.height - float((a != start).any()))

    monkeypatch.setattr(location_scale_likelihood, "scale_surface", lying)
    point, surface, converged = location_scale_likelihood._climb(start, Y, V, X, Z, restricted=True)
    assert not converged
    assert np.abs(surface.gradient).max() > 0.1
    assert point.tolist() == start.tolist()
    assert surface.height == scale_surface(start, Y, V, X, Z, restricted=True).height


def test_few_cohorts_and_other_refusals_are_those_of_meta_regression() -> None:
    """MS496, MS490; t has its own degrees of freedom for either part."""
    found = location_scale(Y, V, Z, mods=X, test="t")
    assert (found.location.df[0], found.scale.df[0]) == (22, 22)
    assert found.cautions == ()
    few = location_scale(Y[8:16], V[8:16], "~ C(g)", data={"g": G[8:16]})
    assert "MS496" in [caution.code for caution in few.cautions]
    with pytest.raises(Refusal, match="MS490"):
        location_scale(Y, V, "~ 1 + b + c", data={"b": range(24), "c": range(24)})
