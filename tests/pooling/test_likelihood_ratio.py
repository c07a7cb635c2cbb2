"""Likelihood-ratio tests: what may be compared, and their laws."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import chi2, norm

from metasacro.pooling.binomial_normal import binomial_normal
from metasacro.pooling.fit_statistics import criteria, fit_statistics
from metasacro.pooling.likelihood_ratio import likelihood_ratio_test
from metasacro.pooling.meta_regression import meta_regression
from metasacro.pooling.multilevel import multilevel
from metasacro.pooling.random_effects import random_effects
from metasacro.pooling.sampling_covariance import sampling_covariance
from metasacro.problems import Refusal

Y = [0.1, 0.5, 0.4, 0.9, 1.1, 0.2, 0.8, 0.3]
V = [0.02, 0.03, 0.02, 0.04, 0.03, 0.02, 0.05, 0.03]
X = {"a": [0, 1, 2, 3, 4, 0, 2, 1], "b": [1, 0, 1, 0, 1, 0, 1, 0]}
GROUPS = list("aabbccdd")


def test_the_wald_and_the_likelihood_ratio_test_agree_where_nothing_is_estimated_but_a_mean() -> None:
    """Under the common-effect model the likelihood is a parabola: both tests are the same χ²."""
    full = meta_regression(Y, V, "~ a", data=X, method="EE", test="z")
    found = likelihood_ratio_test(full, random_effects(Y, V, method="EE"))
    assert found.statistic == pytest.approx(full.omnibus.statistic, rel=1e-10)
    assert (found.df, found.method, found.cautions, found.r2) == (1, "ML", (), None)


def test_steps_of_nested_fits_add_up() -> None:
    fits = [meta_regression(Y, V, formula, data=X, method="ML") for formula in ("~ a + b", "~ a", "~ 1")]
    steps = [likelihood_ratio_test(fits[i], fits[j]) for i, j in ((0, 1), (1, 2), (0, 2))]
    assert steps[0].statistic + steps[1].statistic == pytest.approx(steps[2].statistic, rel=1e-9)
    assert [step.df for step in steps] == [1, 1, 2]


def test_nesting_is_of_the_columns_not_of_their_names() -> None:
    """Another unit and another origin of a moderator span the same plane."""
    other = {"celsius": [(value - 3.0) / 1.8 for value in X["a"]], "b": X["b"]}
    full = meta_regression(Y, V, "~ celsius + b", data=other, method="ML")
    found = likelihood_ratio_test(full, meta_regression(Y, V, "~ a", data=X, method="ML"))
    assert found.df == 1


@pytest.mark.parametrize("method", ["ML", "REML"])
def test_a_variance_held_at_zero_lies_at_the_edge(method: str) -> None:
    """MS499."""
    found = likelihood_ratio_test(random_effects(Y, V, method=method), random_effects(Y, V, method="EE"))
    assert (found.df, found.method) == (1, method)
    assert [caution.code for caution in found.cautions] == ["MS499"]


@pytest.mark.parametrize("method", ["ML", "REML"])
def test_a_variance_that_was_given_is_held_inside_its_range(method: str) -> None:
    """Only at 0 is it at the edge (MS499); elsewhere the statistic is 0 at the estimate and grows to both sides."""
    full = random_effects(Y, V, method=method)
    assert full.tau2 is not None
    for held, codes in ((0.5 * full.tau2, []), (2.0 * full.tau2, []), (0.0, ["MS499"])):
        found = likelihood_ratio_test(full, random_effects(Y, V, method=method, tau2=held))
        assert (found.df, [caution.code for caution in found.cautions], found.r2) == (1, codes, None)
        assert found.statistic > 0
    at_its_own = likelihood_ratio_test(full, random_effects(Y, V, method=method, tau2=full.tau2))
    assert at_its_own.p_value == 1.0


def test_a_variance_that_was_given_contains_no_estimated_one() -> None:
    """MS497: nor another one that was given, nor none at all."""
    held = random_effects(Y, V, tau2=0.1)
    for reduced in (random_effects(Y, V), random_effects(Y, V, tau2=0.2), random_effects(Y, V, method="EE")):
        with pytest.raises(Refusal, match=r"MS497.*special case"):
            likelihood_ratio_test(held, reduced)


def test_three_levels_against_two() -> None:
    effects = list(range(8))
    three = multilevel(Y, V, groups={"study": GROUPS, "effect": effects}, profile=False)
    two = multilevel(Y, V, groups=GROUPS, profile=False)
    found = likelihood_ratio_test(three, two)
    assert found.df == 1
    assert found.statistic >= 0
    assert found.r2 == 0.0  # the whole variance is larger with a third level
    with pytest.raises(Refusal, match=r"MS497.*special case"):
        likelihood_ratio_test(two, multilevel(Y, V, groups=effects, profile=False))


def test_restricted_likelihoods_of_different_moderators_are_refused() -> None:
    """MS498; with the same moderators they may be compared."""
    full, reduced = meta_regression(Y, V, "~ a", data=X), random_effects(Y, V)
    with pytest.raises(Refusal, match="MS498"):
        likelihood_ratio_test(full, reduced)
    fixed = meta_regression(Y, V, "~ a", data=X, method="EE")
    assert likelihood_ratio_test(full, fixed).method == "REML"


def test_what_is_not_nested_cannot_be_compared() -> None:
    """MS497, with the reason."""
    a, b = (meta_regression(Y, V, f"~ {name}", data=X, method="ML") for name in "ab")
    whole, ml = random_effects(Y, V), random_effects(Y, V, method="ML")
    counts = binomial_normal([1, 4, 2, 6], [20, 30, 25, 28])
    correlated = [
        multilevel(
            Y,
            sampling_covariance(V, cluster=GROUPS, rho=rho),
            groups={"study": GROUPS, "effect": range(8)} if rho == 0.2 else GROUPS,
            method="ML",
            profile=False,
        )
        for rho in (0.2, 0.5)
    ]
    pairs = [
        (a, b, "special case"),
        (ml, a, "special case"),
        (ml, ml, "same number"),
        (random_effects(Y, V, method="EE"), ml, "special case"),
        (ml, random_effects(Y[:-1], V[:-1], method="ML"), "different effects"),
        (whole, ml, "`ML` and `REML`"),
        (random_effects(Y, V, method="DL"), random_effects(Y, V, method="EE"), "`DL`"),
        (multilevel(Y, V, groups=GROUPS, method="ML", profile=False), ml, "multilevel"),
        (*correlated, "covariances"),
        (ml, counts, "counts"),
    ]
    for full, reduced, reason in pairs:
        with pytest.raises(Refusal, match=f"MS497.*{reason}"):
            likelihood_ratio_test(full, reduced)
    with pytest.raises(Refusal, match=r"MS497.*counts"):
        fit_statistics(counts)


def test_a_multilevel_model_of_single_effects_has_the_likelihood_of_random_effects() -> None:
    nested = multilevel(Y, V, groups=range(8), profile=False)
    for ours, theirs in zip(fit_statistics(nested), fit_statistics(random_effects(Y, V)), strict=True):
        assert ours.log_likelihood == pytest.approx(theirs.log_likelihood, rel=1e-10)
        assert (ours.parameters, ours.bic) == (theirs.parameters, pytest.approx(theirs.bic, rel=1e-10))


@pytest.mark.parametrize(
    ("parameters", "n", "bic", "aicc"),
    [(2, 19, 6 + 2 * math.log(19), 10.75), (3, 5, 6 + 3 * math.log(5), 36), (3, 1, 6, 36)],
)
def test_criteria_by_their_formulas(parameters: int, n: int, bic: float, aicc: float) -> None:
    """AICc counts at least two effects more than parameters."""
    found = criteria(-3.0, 5.0, parameters, n)
    assert (found.log_likelihood, found.deviance, found.parameters) == (-3.0, 5.0, parameters)
    assert (found.aic, found.aicc) == (6.0 + 2 * parameters, aicc)
    assert found.bic == pytest.approx(bic, rel=1e-14)
    assert criteria(-3.0, 5.0, parameters, 0).bic is None


def test_likelihoods_by_their_formulas() -> None:
    """The normal density of each effect; the restricted one is that of what is left beside the columns."""
    pooled = meta_regression(Y, V, "~ b", data=X, method="DL")
    assert pooled.tau2
    y, w, x = np.array(Y), 1 / (np.array(V) + pooled.tau2), pooled.design
    inner = (x.T * w) @ x
    rest = y - x @ np.linalg.solve(inner, (x.T * w) @ y)
    ml, reml = fit_statistics(pooled)
    normal = norm.logpdf(rest, scale=w**-0.5).sum()
    assert ml.log_likelihood == pytest.approx(normal, rel=1e-12)
    assert ml.deviance == pytest.approx(2 * (norm.logpdf(0, scale=np.sqrt(V)).sum() - normal), rel=1e-12)
    columns = np.log(2 * np.pi) + 0.5 * np.linalg.slogdet(x.T @ x)[1] - 0.5 * np.linalg.slogdet(inner)[1]
    assert reml.log_likelihood == pytest.approx(normal + columns, rel=1e-12)
    assert reml.deviance == -2 * reml.log_likelihood
    assert (ml.parameters, reml.parameters) == (3, 3)
    assert (ml.bic, reml.bic) == pytest.approx((3 * np.log(8) - 2 * normal, 3 * np.log(6) + reml.deviance), rel=1e-12)


def test_one_cohort_has_a_likelihood_of_its_mean_alone() -> None:
    ml, reml = fit_statistics(random_effects([0.3], [0.04]))
    assert (ml.log_likelihood, ml.parameters) == (pytest.approx(norm.logpdf(0, scale=0.2), rel=1e-14), 1)
    assert (ml.deviance, reml.log_likelihood, reml.parameters) == (0.0, 0.0, 1)


@pytest.mark.parametrize("missing", ["yi", "vi"])
def test_an_answer_without_its_effects_has_no_likelihood(missing: str) -> None:
    """MS497."""
    whole = random_effects(Y, V, method="ML")
    bare = replace(whole, **{missing: None})  # type: ignore[arg-type]  # one of two
    for compare in (lambda: fit_statistics(bare), lambda: likelihood_ratio_test(whole, bare)):
        with pytest.raises(Refusal, match=r"MS497.*an answer from counts has another likelihood$"):
            compare()


@pytest.mark.parametrize("moderator", ["a", "b"])
def test_r2_is_the_share_of_tau2_that_the_moderators_explain(moderator: str) -> None:
    full, reduced = meta_regression(Y, V, f"~ {moderator}", data=X, method="ML"), random_effects(Y, V, method="ML")
    assert full.tau2 is not None
    assert reduced.tau2
    found = likelihood_ratio_test(full, reduced)
    assert found.r2 == pytest.approx(1 - full.tau2 / reduced.tau2, rel=1e-12)
    assert found.p_value == pytest.approx(chi2.sf(found.statistic, 1), rel=1e-10)
    assert found.statistic == pytest.approx(2 * (found.full.log_likelihood - found.reduced.log_likelihood), rel=1e-12)
    assert (found.full.parameters, found.reduced.parameters) == (3, 2)
    assert likelihood_ratio_test(full, random_effects(Y, V, method="EE")).r2 is None
    flat = [0.3, 0.31, 0.29, 0.3, 0.3, 0.31, 0.29, 0.3]
    none = likelihood_ratio_test(
        meta_regression(flat, V, "~ a", data=X, method="ML"), random_effects(flat, V, method="ML")
    )
    assert (none.r2, none.cautions) == (None, ())


def test_clusters_of_other_effects_are_another_covariance() -> None:
    """MS497, though one correlation and equal variances make the blocks alike."""
    fits = [
        multilevel(
            Y, sampling_covariance([0.03] * 8, cluster=labels, rho=0.5), groups=groups, method="ML", profile=False
        )
        for labels, groups in ((GROUPS, {"study": GROUPS, "effect": range(8)}), (list("abcdabcd"), GROUPS))
    ]
    with pytest.raises(Refusal, match=r"MS497.*covariances"):
        likelihood_ratio_test(*fits)


def test_a_column_in_tiny_units_is_a_column() -> None:
    """MS497: it is none of the other's."""
    tiny = {"a": X["a"], "b": [1e-9 * value for value in X["b"]]}
    a, b, both = (meta_regression(Y, V, f"~ {name}", data=tiny, method="ML") for name in ("a", "b", "a + b"))
    with pytest.raises(Refusal, match=r"MS497.*special case"):
        likelihood_ratio_test(a, b)
    assert likelihood_ratio_test(both, b).df == 1


def test_effects_or_variances_that_differ_are_not_compared() -> None:
    """MS497."""
    whole = random_effects(Y, V, method="ML")
    for other in (random_effects(Y[::-1], V, method="EE"), random_effects(Y, V[::-1], method="EE")):
        with pytest.raises(Refusal, match=r"MS497.*different effects"):
            likelihood_ratio_test(whole, other)


def test_a_variance_from_elsewhere_is_no_parameter() -> None:
    ml, reml = fit_statistics(random_effects(Y, V, tau2=0.05))
    assert (ml.parameters, reml.parameters) == (1, 1)
    assert fit_statistics(random_effects(Y[:1], V[:1]))[1].bic is None
