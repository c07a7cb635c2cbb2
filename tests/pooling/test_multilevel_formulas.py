"""Multilevel models once more: whole matrices instead of blocks, the formulas as the textbooks print them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from scipy import optimize, stats

from metasacro.pooling.multilevel import multilevel
from metasacro.pooling.multilevel_answer import MultilevelPooled
from metasacro.pooling.multilevel_group_effects import group_effects
from metasacro.pooling.multilevel_influence import cluster_influence, multilevel_influence
from metasacro.pooling.robust_variance import robust_variance
from metasacro.pooling.sampling_covariance import covariance_of_rows, sampling_covariance

#: Clusters of one to three effects, whose rows do not stand together.
STUDY = np.array(list("abacbdaecdbfgg"))
Y = np.array([0.11, 0.92, 0.45, -0.80, 1.71, 0.25, 0.20, 0.61, -0.30, 0.05, 0.78, 1.52, 0.33, 0.61])
V = np.array([0.02, 0.03, 0.02, 0.04, 0.03, 0.02, 0.05, 0.02, 0.03, 0.04, 0.02, 0.03, 0.05, 0.06])
K = len(Y)
SHARED = sampling_covariance(V, cluster=STUDY, rho=0.4)
GROUPS = {"study": STUDY.tolist(), "effect": list(range(K))}
TOGETHER = (STUDY[:, None] == STUDY[None, :]).astype(float)
X = np.cos(np.arange(K))
#: Moderators within studies and between them, several together, and two that a single study determines.
MODS: dict[str, dict[str, Any]] = {
    "mean": {},
    "within": {"x": X},
    "between": {"size": TOGETHER.sum(axis=0), "x": X},
    "lone": {"of three effects": (STUDY == "a").astype(float), "of one effect": (STUDY == "f").astype(float)},
}


def fitted(mods: str = "mean", **options: Any) -> MultilevelPooled:
    return multilevel(Y, SHARED, groups=GROUPS, mods=MODS[mods], profile=False, **options)


@dataclass
class Whole:
    """Generalized least squares at given variances of the two levels."""

    variances: np.ndarray
    x: np.ndarray

    def __post_init__(self) -> None:
        self.sampling = SHARED.dense()
        self.m = self.sampling + self.variances[0] * TOGETHER + self.variances[1] * np.eye(K)
        self.w = np.linalg.inv(self.m)
        self.inner = np.linalg.inv(self.x.T @ self.w @ self.x)
        self.beta = self.inner @ self.x.T @ self.w @ Y
        self.residual = Y - self.x @ self.beta
        self.p = self.w - self.w @ self.x @ self.inner @ self.x.T @ self.w
        self.spread = self.m - self.x @ self.inner @ self.x.T  # covariance of the residuals

    def log_likelihood(self, restricted: bool) -> float:
        k, p = self.x.shape
        height = np.linalg.slogdet(self.m)[1] + self.residual @ self.w @ self.residual
        if restricted:
            height += -np.linalg.slogdet(self.inner)[1] - np.linalg.slogdet(self.x.T @ self.x)[1]
        return float(-0.5 * (height + (k - p * restricted) * np.log(2 * np.pi)))


def whole(fit: MultilevelPooled) -> Whole:
    return Whole(np.array([level.variance for level in fit.levels]), np.array(fit.design))


@pytest.mark.parametrize("mods", MODS)
@pytest.mark.parametrize("method", ["REML", "ML"])
def test_coefficients_and_what_is_tested(mods: str, method: str) -> None:
    fit = fitted(mods, method=method, level=0.9)
    at, table, p = whole(fit), fit.coefficients, fit.design.shape[1]
    assert fit.stationary
    assert (fit.method, fit.level, fit.test, fit.dfs, fit.k) == (method, 0.9, "t", "contain", K)
    assert table.estimate == pytest.approx(at.beta, rel=1e-10)
    assert table.covariance == pytest.approx(at.inner, rel=1e-9)
    # only x differs within a study
    df = np.array([(K if name == "x" else 7) - p for name in table.names])
    assert table.df == pytest.approx(df, rel=1e-15)
    half = stats.t.ppf(0.95, df) * np.sqrt(np.diag(at.inner))
    assert table.upper == pytest.approx(at.beta + half, rel=1e-9)
    tested = list(range(1, p)) or [0]
    f = at.beta[tested] @ np.linalg.solve(at.inner[np.ix_(tested, tested)], at.beta[tested]) / len(tested)
    assert fit.joint.statistic == pytest.approx(f, rel=1e-9)
    assert fit.joint.p_value == pytest.approx(stats.f.sf(f, len(tested), df[tested].min()), rel=1e-9)


@pytest.mark.parametrize(
    ("options", "df"), [({"test": "z"}, None), ({"dfs": "residual"}, K - 1.0), ({"dfs": "contain"}, 6.0)]
)
def test_a_mean_with_its_interval_its_weights_and_where_new_effects_lie(options: Any, df: float | None) -> None:
    fit, at = fitted(level=0.9, **options), whole(fitted())
    mean, se = at.beta[0], np.sqrt(at.inner[0, 0])
    quantile = stats.norm.ppf(0.95) if df is None else stats.t.ppf(0.95, df)
    tail = stats.norm.sf(abs(mean / se)) if df is None else stats.t.sf(abs(mean / se), df)
    assert (fit.estimate, fit.se, fit.statistic) == pytest.approx((mean, se, mean / se), rel=1e-10)
    assert (fit.df, fit.prediction_df) == (df, df)
    assert fit.p_value == pytest.approx(2 * tail, rel=1e-10)
    total = at.variances.sum()
    for found, half in ((fit.interval, quantile * se), (fit.prediction, quantile * np.sqrt(se**2 + total))):
        assert found is not None
        assert (found.lower, found.upper, found.level) == pytest.approx((mean - half, mean + half, 0.9), rel=1e-10)
    assert fit.tau2 == pytest.approx(total, rel=1e-15)
    assert fit.weights == pytest.approx(at.w.sum(axis=1) / at.w.sum(), rel=1e-10)
    assert fit.weights is not None
    assert not fit.weights.flags.writeable


@pytest.mark.parametrize("mods", MODS)
@pytest.mark.parametrize("method", ["REML", "ML"])
def test_heterogeneity_and_the_criteria_of_fit(mods: str, method: str) -> None:
    fit = fitted(mods, method=method)
    at, p = whole(fit), fit.design.shape[1]
    common = Whole(np.zeros(2), at.x)
    q = common.residual @ common.w @ common.residual
    assert (fit.q, fit.q_df, fit.q_p) == pytest.approx((q, K - p, stats.chi2.sf(q, K - p)), rel=1e-10, abs=0.0)
    typical = (K - p) / np.trace(common.p)
    shares = at.variances / (at.variances.sum() + typical)
    assert [level.i2 for level in fit.levels] == pytest.approx(shares.tolist(), rel=1e-10)
    assert fit.i2 == pytest.approx(shares.sum(), rel=1e-10)
    assert fit.i2_definition == "σ²/(Σ σ² + typical sampling variance)"
    saturated = stats.multivariate_normal.logpdf(np.zeros(K), cov=at.sampling)
    for found, height, n in (
        (fit.ml, at.log_likelihood(restricted=False), K),
        (fit.reml, at.log_likelihood(restricted=True), K - p),
    ):
        deviance = 2 * (saturated - height) if found is fit.ml else -2 * height
        assert (found.log_likelihood, found.deviance) == pytest.approx((height, deviance), rel=1e-10)
        assert found.parameters == p + 2
        assert found.bic == pytest.approx(-2 * height + (p + 2) * np.log(n), rel=1e-10)
    assert fit.log_likelihood == (fit.reml if method == "REML" else fit.ml).log_likelihood


def robust_by_hand(fit: MultilevelPooled, kind: str) -> tuple[np.ndarray, list[np.ndarray]]:
    """The sandwich, and a_j = A_j W_j X_j (X'WX)⁻¹ over all rows, 0 outside cluster j."""
    at, sides = whole(fit), []
    for label in "abcdefg":
        here = np.flatnonzero(label == STUDY)
        block = np.ix_(here, here)
        side = np.eye(len(here))
        if kind == "CR2":
            upper = np.linalg.cholesky(at.m[block]).T
            values, vectors = np.linalg.eigh(upper @ at.spread[block] @ upper.T)
            kept = vectors[:, values > 1e-10] / values[values > 1e-10] ** 0.25
            side = upper.T @ kept @ kept.T @ upper
        reach = np.zeros((K, at.x.shape[1]))
        reach[here] = side.T @ at.w[block] @ at.x[here] @ at.inner
        sides.append(reach)
    scores = [reach.T @ at.residual for reach in sides]
    factor = 7 / (7 - at.x.shape[1]) if kind == "CR1" else 1.0
    return factor * sum(np.outer(score, score) for score in scores), sides


@pytest.mark.parametrize("mods", MODS)
@pytest.mark.parametrize("kind", ["CR2", "CR1", "CR0"])
def test_a_robust_variance_is_the_sandwich_of_its_clusters(mods: str, kind: str) -> None:
    fit = fitted(mods)
    robust = robust_variance(fit, cluster=STUDY.tolist(), kind=kind, level=0.9)
    expected, sides = robust_by_hand(fit, kind)
    table, p = robust.coefficients, fit.design.shape[1]
    assert table.estimate == pytest.approx(fit.coefficients.estimate, rel=1e-12)
    # of the study that determines its own coefficient nothing is left, and its part is a rounding
    assert table.covariance == pytest.approx(expected, rel=1e-7, abs=1e-9)
    df = np.full(p, 7.0 - p)
    if kind == "CR2":
        for i in range(p):
            pairs = np.array([[a[:, i] @ whole(fit).spread @ b[:, i] for b in sides] for a in sides])
            df[i] = np.trace(pairs) ** 2 / (pairs**2).sum()
    assert table.df == pytest.approx(df, rel=1e-7)
    half = stats.t.ppf(0.95, df) * np.sqrt(np.diag(expected))
    assert table.lower == pytest.approx(fit.coefficients.estimate - half, rel=1e-7)
    assert (robust.test, robust.level, robust.clusters) == (kind, 0.9, 7)


def test_moderators_under_cr2_are_tested_by_hotellings_t2() -> None:
    fit = fitted("between")
    at, (covariance, sides) = whole(fit), robust_by_hand(fit, "CR2")
    root = np.linalg.inv(np.linalg.cholesky(at.inner[1:, 1:]))
    scaled = [root @ side[:, 1:].T for side in sides]
    total = 0.0
    for a in scaled:
        for b in scaled:
            pair = a @ at.spread @ b.T
            total += np.trace(pair) ** 2 + np.trace(pair @ pair)
    eta, q = 6 / total, 2
    f = at.beta[1:] @ np.linalg.solve(covariance[1:, 1:], at.beta[1:]) * (eta - q + 1) / (eta * q)
    joint = robust_variance(fit, cluster=STUDY.tolist()).joint
    assert joint is not None
    assert (joint.names, joint.df) == (("size", "x"), 2)
    assert (joint.statistic, joint.residual_df) == pytest.approx((f, eta - 1), rel=1e-7)
    assert joint.p_value == pytest.approx(stats.f.sf(f, 2, eta - 1), rel=1e-7)


def test_a_robust_answer_of_a_mean_is_its_table_and_keeps_what_does_not_depend_on_errors() -> None:
    fit = fitted()
    robust = robust_variance(fit, cluster=STUDY.tolist())
    (line,) = robust.coefficients
    found = (robust.estimate, robust.se, robust.interval, robust.statistic, robust.df, robust.p_value)
    assert found == (line.estimate, line.se, line.interval, line.statistic, line.df, line.p_value)
    half = stats.t.ppf(0.975, line.df) * np.sqrt(line.se**2 + fit.tau2)
    assert robust.prediction is not None
    expected = (line.estimate - half, line.estimate + half, 0.95)
    assert (robust.prediction.lower, robust.prediction.upper, robust.prediction.level) == pytest.approx(expected)
    assert robust.prediction_df == line.df
    for name in ("tau2", "i2", "i2_definition", "q", "q_df", "q_p", "k", "method", "level", "log_likelihood"):
        assert getattr(robust, name) == getattr(fit, name)
    assert robust.yi is fit.yi
    assert robust.vi is fit.vi
    assert robust.weights is fit.weights


def test_a_robust_answer_of_moderators_has_no_one_effect() -> None:
    robust = robust_variance(fitted("within"), cluster=STUDY.tolist())
    alone = (robust.estimate, robust.se, robust.interval, robust.statistic, robust.df, robust.p_value)
    assert (*alone, robust.prediction, robust.prediction_df) == (None,) * 8


@pytest.mark.parametrize("mods", ["mean", "within"])
def test_predicted_effects_of_groups(mods: str) -> None:
    fit = fitted(mods, level=0.9)
    at = whole(fit)
    for level, of, members in zip(group_effects(fit), fit.levels, (STUDY, np.arange(K)), strict=True):
        variance = of.variance
        first = np.unique(members, return_index=True)[1]
        z = (members[:, None] == members[first]).astype(float)
        estimate = variance * z.T @ at.w @ at.residual
        se = np.sqrt(np.diag(variance * np.eye(len(first)) - variance**2 * z.T @ at.p @ z))
        half = stats.t.ppf(0.95, fit.coefficients.df[0]) * se
        assert (level.name, level.rows.tolist()) == (of.name, first.tolist())
        assert level.estimate == pytest.approx(estimate, rel=1e-8, abs=1e-12)
        assert level.se == pytest.approx(se, rel=1e-8)
        assert (level.lower, level.upper) == (
            pytest.approx(estimate - half, rel=1e-8, abs=1e-12), pytest.approx(estimate + half, rel=1e-8, abs=1e-12)
        )  # fmt: skip
        assert not any(array.flags.writeable for array in (level.estimate, level.se, level.lower, level.upper))


def without(fit: MultilevelPooled, mods: str, keep: np.ndarray) -> MultilevelPooled:
    """The same model of some rows."""
    return multilevel(
        Y[keep],
        covariance_of_rows(SHARED, keep),
        groups={"study": STUDY[keep].tolist(), "effect": np.arange(K)[keep].tolist()},
        mods={name: np.asarray(column)[keep] for name, column in MODS[mods].items()},
        method=fit.method,
        profile=False,
    )


MODELS = [("mean", "ML"), ("within", "REML")]


@pytest.mark.parametrize(("mods", "method"), MODELS)
def test_influence_of_an_effect_is_that_of_a_fit_without_it(mods: str, method: str) -> None:
    fit = fitted(mods, method=method)
    at, found = whole(fit), multilevel_influence(fit)
    assert found.rstandard == pytest.approx(at.residual / np.sqrt(np.diag(at.spread)), rel=1e-9)
    assert found.hat == pytest.approx(np.diag(at.x @ at.inner @ at.x.T @ at.w), rel=1e-9)
    assert found.weights_diagonal == pytest.approx(np.diag(at.w) / np.trace(at.w), rel=1e-9)
    assert found.weights_row_sum == pytest.approx(at.w.sum(axis=1) / at.w.sum(), rel=1e-9)
    for i in range(3):
        rest = without(fit, mods, np.arange(K) != i)
        error = at.x[i] @ rest.coefficients.covariance @ at.x[i] + V[i] + rest.tau2
        student = (Y[i] - at.x[i] @ rest.coefficients.estimate) / np.sqrt(error)
        assert found.rstudent[i] == pytest.approx(student, rel=1e-6)
        move = at.beta - rest.coefficients.estimate
        assert found.cooks_distance[i] == pytest.approx(move @ np.linalg.solve(at.inner, move), rel=1e-6)
    columns = (found.rstandard, found.rstudent, found.cooks_distance, found.hat)
    assert not any(a.flags.writeable for a in (*columns, found.weights_diagonal, found.weights_row_sum))


@pytest.mark.parametrize(("mods", "method"), MODELS)
def test_influence_of_a_cluster_is_that_of_a_fit_without_it(mods: str, method: str) -> None:
    fit = fitted(mods, method=method)
    labels = np.array(["x" if study < "c" else "y" if study < "e" else "z" for study in STUDY])
    found = cluster_influence(fit, labels.tolist())
    moves = [whole(fit).beta - without(fit, mods, labels != label).coefficients.estimate for label in "xyz"]
    expected = [move @ np.linalg.solve(whole(fit).inner, move) for move in moves]
    assert found == pytest.approx(np.array(expected), rel=1e-6)
    assert not found.flags.writeable


@pytest.mark.parametrize("method", ["REML", "ML"])
def test_profile_intervals_end_where_the_best_likelihood_has_dropped(method: str) -> None:
    fit = multilevel(Y, SHARED, groups=GROUPS, method=method, level=0.8)
    top, ones = fit.log_likelihood, np.ones((K, 1))
    drops = []
    for i, level in enumerate(fit.levels):
        assert level.interval is not None
        for end in (level.interval.lower, level.interval.upper):

            def height(other: float, i: int = i, end: float = end) -> float:
                at = Whole(np.array([end, other] if i == 0 else [other, end]), ones)
                return -at.log_likelihood(restricted=method == "REML")

            best = -min(optimize.minimize_scalar(height, bounds=(0, 3), options={"xatol": 1e-9}).fun, height(0.0))
            assert top is not None
            drops.append(2 * (top - best))
        assert (level.interval.lower < level.variance < level.interval.upper, level.interval.level) == (True, 0.8)
    assert drops == pytest.approx([stats.chi2.ppf(0.8, 1)] * 4, rel=1e-5)
