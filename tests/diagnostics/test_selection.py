"""Selection models."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from metasacro.diagnostics.selection_fit import _positive_definite
from metasacro.diagnostics.selection_likelihood import SelectedEffects
from metasacro.diagnostics.selection_model import selection_model
from metasacro.diagnostics.selection_weights import EDGE, SMOOTH, step_function
from metasacro.pooling.common_effect import common_effect
from metasacro.pooling.random_effects import random_effects
from metasacro.problems import Refusal

Y = np.array([0.10, 0.90, 0.42, 0.31, 0.55, 0.28, 0.71, 0.05, 0.62, 0.37])
V = np.array([0.04, 0.09, 0.05, 0.02, 0.06, 0.01, 0.08, 0.03, 0.05, 0.02])
POOLED = random_effects(Y, V, method="ML", test="z")

WEIGHTS = {
    "halfnorm": lambda p, d: np.exp(-d[0] * p * p),
    "negexp": lambda p, d: np.exp(-d[0] * p),
    "logistic": lambda p, d: 2.0 / (1.0 + np.exp(d[0] * p)),
    "power": lambda p, d: (1.0 - np.clip(p, EDGE, 1.0 - EDGE)) ** d[0],
    "beta": lambda p, d: np.clip(p, EDGE, 1 - EDGE) ** (d[0] - 1) * (1.0 - np.clip(p, EDGE, 1 - EDGE)) ** (d[1] - 1),
    "stepfun": lambda p, d: d[0] if p <= 0.025 else d[1] if p <= 0.5 else d[2],
}


def model_of(kind: str, *, two_sided: bool) -> SelectedEffects:
    weight = step_function(np.array([0.025, 0.5, 1.0])) if kind == "stepfun" else SMOOTH[kind]()
    return SelectedEffects(yi=Y, vi=V, design=np.ones((Y.size, 1)), weight=weight, two_sided=two_sided)


def place(kind: str) -> np.ndarray:
    delta = {"beta": [1.3, 2.1], "stepfun": np.log([1.0, 0.4, 0.7])}.get(kind, [1.7])
    return np.concatenate([[0.25, 0.02], delta])


@pytest.mark.parametrize("two_sided", [False, True])
@pytest.mark.parametrize("kind", WEIGHTS)
def test_the_likelihood_is_what_plain_integration_gives(kind: str, two_sided: bool) -> None:
    """Adaptive quadrature between the points at which weights jump or bend, one cohort at a time."""
    point = place(kind)
    delta = np.exp(point[2:]) if kind == "stepfun" else point[2:]
    jumps = norm.isf([0.025, 0.5, EDGE, 1 - EDGE, 0.0125, 0.25, EDGE / 2])
    total = 0.0
    for y, v in zip(Y, V, strict=True):
        se, s = np.sqrt(v), np.sqrt(v + point[1])

        def weight(u: float, se: float = se, s: float = s) -> float:
            z = (point[0] + s * u) / se
            return float(WEIGHTS[kind](2 * norm.sf(abs(z)) if two_sided else norm.sf(z), delta))

        cuts = np.unique(np.clip((np.concatenate([jumps, -jumps]) * se - point[0]) / s, -10, 10))
        ends = [-10.0, *cuts, 10.0]
        area = sum(
            quad(lambda u: weight(u) * norm.pdf(u), low, high, epsabs=1e-13, epsrel=1e-11)[0]
            for low, high in pairwise(ends)
        )
        total += np.log(weight((y - point[0]) / s)) + norm.logpdf(y, point[0], s) - np.log(area)
    found = model_of(kind, two_sided=two_sided).likelihood(point, np.ones(point.size, dtype=bool))
    assert found.height == pytest.approx(total, rel=0, abs=1e-9)


@pytest.mark.parametrize("two_sided", [False, True])
@pytest.mark.parametrize("kind", WEIGHTS)
def test_slopes_and_curves_are_those_of_the_likelihood(kind: str, two_sided: bool) -> None:
    """Central differences of the height and of the slopes."""
    model, point = model_of(kind, two_sided=two_sided), place(kind)
    free = np.ones(point.size, dtype=bool)
    here, h = model.likelihood(point, free), 1e-5
    for i, row in enumerate(h * np.eye(point.size)):
        up, down = model.likelihood(point + row, free), model.likelihood(point - row, free)
        assert (up.height - down.height) / (2 * h) == pytest.approx(here.gradient[i], rel=1e-6, abs=1e-6)
        assert (up.gradient - down.gradient) / (2 * h) == pytest.approx(here.hessian[i], rel=1e-5, abs=1e-5)


def test_known_weights_that_are_equal_change_nothing() -> None:
    """The answer is that of maximum likelihood without selection."""
    found = selection_model(POOLED, steps=(0.05, 0.5), delta=(1, 1, 1))
    assert found.estimate == pytest.approx(POOLED.estimate, rel=1e-8)
    assert found.tau2 == pytest.approx(POOLED.tau2, rel=1e-6, abs=1e-9)
    assert (found.lrt_df, found.lrt_p, found.delta_se) == (0, None, (None, None, None))
    assert found.lrt == pytest.approx(0.0, abs=1e-9)


def test_selection_models_mirror_with_the_sign() -> None:
    mirrored = random_effects(-Y, V, method="ML", test="z")
    for kind in ("stepfun", "negexp", "power"):
        more = {"steps": 0.05} if kind == "stepfun" else {}
        one, other = selection_model(POOLED, kind, **more), selection_model(mirrored, kind, alternative="less", **more)
        assert (other.estimate, other.se) == pytest.approx((-one.estimate, one.se), rel=1e-9)
        assert other.delta == pytest.approx(one.delta, rel=1e-8)


def test_selection_models_know_no_unit() -> None:
    scaled = random_effects(1e3 * Y, 1e6 * V, method="ML", test="z")
    one, other = selection_model(POOLED, "negexp"), selection_model(scaled, "negexp")
    assert other.estimate == pytest.approx(1e3 * one.estimate, rel=1e-8)
    assert other.log_likelihood == pytest.approx(one.log_likelihood - Y.size * np.log(1e3), rel=1e-10)


def test_selection_that_was_there_is_found() -> None:
    """Of 4000 cohorts those with P > 0.025 were seen with a chance of 0.2."""
    rng = np.random.default_rng(5)
    v = rng.uniform(0.01, 0.1, 4000)
    y = rng.normal(0.15, np.sqrt(v + 0.02))
    seen = (norm.sf(y / np.sqrt(v)) <= 0.025) | (rng.random(v.size) < 0.2)
    found = selection_model(random_effects(y[seen], v[seen], method="ML", test="z"))
    assert found.estimate == pytest.approx(0.15, abs=4 * found.se)
    assert found.delta[1] == pytest.approx(0.2, abs=4 * found.delta_se[1])
    assert found.lrt_p < 1e-6


def test_moderators_are_kept() -> None:
    """With weights given as equal, the coefficients are those of the meta-regression by maximum likelihood."""
    x = np.column_stack([np.ones(Y.size), np.arange(Y.size)])
    regression = random_effects(Y, V, mods=x, method="ML", test="z")
    found = selection_model(regression, steps=0.5, delta=(1, 1))
    assert found.estimate is None
    pairs = zip(found.coefficients, regression.coefficients, strict=True)
    assert all(ours.estimate == pytest.approx(theirs.estimate, rel=1e-7) for ours, theirs in pairs)


def test_every_answer_says_that_it_hangs_on_its_form() -> None:
    """MS560; MS565 where a parameter ends on its bound."""
    found = selection_model(common_effect(Y, V), "halfnorm")
    assert [caution.code for caution in found.cautions] == ["MS560"]
    none = selection_model(POOLED, "negexp", alternative="less")
    assert none.delta == (0.0,)
    assert [caution.code for caution in none.cautions] == ["MS560", "MS565"]
    assert none.lrt_p == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        ("MS561", {"steps": (1e-9, 0.5)}),
        ("MS562", {"steps": (0.5, 0.025)}),
        ("MS562", {"steps": 1.0}),
        ("MS562", {"steps": ()}),
        ("MS563", {"steps": 0.05, "delta": (1, 0.5, 0.5)}),
        ("MS563", {"steps": 0.05, "delta": (1, 0.0)}),
        ("MS563", {"kind": "negexp", "delta": (-1,)}),
        ("MS404", {"kind": "stepfunction"}),
        ("MS404", {"alternative": "both"}),
    ],
)
def test_what_cannot_be_asked_is_refused(code: str, arguments: dict[str, object]) -> None:
    with pytest.raises(Refusal) as caught:
        selection_model(POOLED, **arguments)
    assert caught.value.code == code


@pytest.mark.parametrize(("sign", "kind"), [(1, "negexp"), (-1, "beta")])
def test_results_that_are_all_clear_say_nothing_about_selection(sign: int, kind: str) -> None:
    """MS566."""
    with pytest.raises(Refusal, match="MS566"):
        selection_model(random_effects(sign * (Y + 3.0), V / 10.0), kind)


def test_a_likelihood_without_a_peak_is_refused() -> None:
    """MS564: only the differences between two beta parameters are known from equal P values."""
    y = 2.0 * np.sqrt(V)
    with pytest.raises(Refusal, match="MS564"):
        selection_model(common_effect(y, V), "beta")


def test_few_cohorts_are_refused() -> None:
    """MS501: fewer than three, or not more than there are parameters."""
    with pytest.raises(Refusal, match="MS501"):
        selection_model(random_effects([0.1, 0.5], [0.1, 0.1]))
    with pytest.raises(Refusal, match="MS501"):
        selection_model(random_effects([0.1, 0.5, 0.3, 0.9], [0.1, 0.1, 0.01, 0.01]), "beta")


def test_a_parameter_that_the_likelihood_does_not_know_leaves_no_peak() -> None:
    """Without curvature in one direction there is no error to report; with it in all, there is."""
    assert not _positive_definite(np.diag([2.0, 0.0]))
    assert not _positive_definite(np.array([[1.0, 1.0], [1.0, 1.0]]))
    assert _positive_definite(np.diag([2.0, 1e-9]))
