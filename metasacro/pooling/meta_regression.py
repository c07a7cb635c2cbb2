"""Meta-regression: effects explained by what cohorts differ in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.chi_square import chi_square_upper
from metasacro.numerics.interval import Interval
from metasacro.pooling.coefficients import coefficient_table, joint_test, moderators
from metasacro.pooling.domain import choice, cohort_table, fraction
from metasacro.pooling.heterogeneity import I2_BY_Q, I2_BY_TAU2, cochran_q
from metasacro.pooling.meta_regression_design import design_of
from metasacro.pooling.meta_regression_fit import regressions
from metasacro.pooling.pooled import Pooled
from metasacro.pooling.tests_of_effect import TESTS
from metasacro.pooling.variance_inflation import variance_inflation
from metasacro.problems import Caution, Refusal, caution
from metasacro.tau2.q_profile import q_profile_bounds
from metasacro.tau2.registry import ESTIMATORS, WEIGHTED
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from metasacro.numerics.arrays import ArrayLike, Floats
    from metasacro.pooling.coefficients import CoefficientTable, JointTest
    from metasacro.pooling.meta_regression_fit import Regressions

#: Cohorts a coefficient below which a meta-regression is little more than a drawing (the Cochrane Handbook, 10.11.5.1).
_COHORTS_A_COLUMN = 10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PooledRegression(Pooled):
    """A meta-regression. There is no one effect: `estimate` and its kin are None; `q`, `i2` and `h2` are residual."""

    coefficients: CoefficientTable  #: with the factor of the test in its covariance
    omnibus: JointTest  #: of all coefficients but the intercept
    r2: float | None  #: share of τ² (under EE, of Q/df) that the moderators explain, not below 0
    vif: tuple[float, ...]  #: of all coefficients but the intercept
    design: Floats  #: (k, p)
    spec: Any  #: what the formula made of its data, for data to come; None where a matrix was given

    def anova(self, columns: Sequence[str]) -> JointTest:
        """The Wald test of the coefficients named."""
        names = self.coefficients.names
        unknown = [name for name in columns if name not in names]
        if unknown or not columns:
            raise Refusal("MS495", unknown=", ".join(unknown) or "none named", choices=", ".join(names))
        return joint_test(self.coefficients, [names.index(name) for name in columns])


def meta_regression(
    yi: ArrayLike,
    vi: ArrayLike,
    mods: str | ArrayLike,
    *,
    data: Mapping[str, Any] | None = None,
    method: str = "REML",
    test: str = "adhoc",
    level: float = 0.95,
) -> PooledRegression:
    """Effects explained by moderators, with a between-study variance for what they leave (mixed-effects model).

    yi ~ N(x_i b + u_i, vi), u_i ~ N(0, tau2); b = (X'WX)⁻¹ X'W y, w = 1/(vi + tau2)

    omnibus = b_2' V_22⁻¹ b_2 over all but the intercept: χ² on m df, or divided by m, F on m and k − p;
    r2 = (tau2 without moderators − tau2)/tau2 without moderators

    Parameters
    ----------
    yi, vi : (k,) effects and sampling variances
    mods : a formula such as "~ dose + C(setting)", or a design matrix (k, p) that is used as it is, intercept included
    data : columns that the formula names, k values each
    method : estimator of tau2, as for `random_effects`, but not "GENQ" and "GENQM"
    test : "z", "t", "knha" or "adhoc", on k − p degrees of freedom
    level : a fraction

    Returns
    -------
    PooledRegression, on the scale of `yi`. `q`, with p columns in the design, is residual, on k − p df (QE)

    Domain
    ------
    k > p (MS494). Columns that others imply are refused by name (MS490), as are formulas that cannot be read (MS491), a
    design of another length (MS492) or with gaps (MS493). Fewer than ten cohorts a moderator: MS496. Moderators
    measured as averages of cohorts say nothing about patients within them.

    References
    ----------
    thompson2002; knapp2003 (tests on k − p df); viechtbauer2005 (tau2). Agrees with metafor 5.1-12 to 1e-8.

    >>> fit = meta_regression([0.1, 0.5, 0.4, 0.9, 1.1], [0.04] * 5, [[1, d] for d in range(5)], test="z")
    >>> [(line.name, round(line.estimate, 4)) for line in fit.coefficients]
    [('x1', 0.12), ('x2', 0.24)]
    """
    y, v = cohort_table(yi, vi)
    level, test = fraction(level), choice("test", test, TESTS)
    taken = [key for key in ESTIMATORS if key not in WEIGHTED]
    method = choice("method", "EE" if method == "FE" else method, taken)
    design = design_of(mods, data, y.size)
    fit = regressions(y, v, design.x, method=method, test=test)
    k, df = int(y.size), float(fit.df[0])
    tau2, test_df = float(fit.tau2[0]), float(fit.test_df[0])
    table = coefficient_table(
        design.names, fit.estimates[0], fit.covariance[0], np.full(design.x.shape[1], test_df), level=level
    )
    tested = moderators(design.names, design.intercept)
    others = table.covariance[np.ix_(tested, tested)]
    q, typical = float(fit.qe[0]), float(fit.typical[0])
    common = method == "EE"
    i2 = (max(0.0, (q - df) / q) if q > 0 else 0.0) if common else tau2 / (tau2 + typical)
    bounds, empty = None, False
    if not common:
        low, high, nothing = q_profile_bounds(y, v, None, design.x, level=level)
        bounds, empty = (float(low), float(high)), bool(nothing)
    spreads = test in ("knha", "adhoc")
    none = ("estimate", "se", "interval", "statistic", "p_value", "prediction", "prediction_df", "weights")
    absent: dict[str, Any] = dict.fromkeys(none)
    return PooledRegression(
        **absent,
        df=test_df if np.isfinite(test_df) else None,
        tau2=tau2,
        se_tau2=None if common else float(fit.se_tau2[0]),
        tau2_interval=None if bounds is None else Interval(lower=bounds[0], upper=bounds[1], level=level),
        i2=i2,
        h2=q / df if common else 1.0 + tau2 / typical,
        i2_definition=I2_BY_Q if common else I2_BY_TAU2,
        q=q,
        q_df=df,
        q_p=float(chi_square_upper(q, df)),
        k=k,
        method=method,
        test=test,
        level=level,
        hk_factor=float(fit.factor[0]) if spreads else None,
        yi=y,
        vi=v,
        cautions=_cautions(fit, method, k, len(tested), empty=empty),
        i2_interval=_ratio(bounds, lambda t: t / (t + typical), level),
        h2_interval=_ratio(bounds, lambda t: 1.0 + t / typical, level),
        coefficients=table,
        omnibus=joint_test(table, tested),
        r2=_explained(y, v, tau2, q / df, method),
        vif=tuple(variance_inflation(others).tolist()) if (np.diag(others) > 0).all() else (),
        design=design.x,
        spec=design.spec,
    )


def _explained(y: Floats, v: Floats, tau2: float, ratio: float, method: str) -> float | None:
    """R²: the share of τ², or under the common-effect model of Q/df, that the moderators take away."""
    if method == "EE":
        q, df, _ = cochran_q(y, v)
        before, after = float(q / df), ratio
    else:
        before, after = float(ESTIMATORS[method].function(y, v).tau2), tau2
    return max(0.0, (before - after) / before) if before > 0 else None


def _ratio(bounds: tuple[float, float] | None, of: Any, level: float) -> Interval | None:
    return None if bounds is None else Interval(lower=of(bounds[0]), upper=of(bounds[1]), level=level)


def _cautions(fit: Regressions, method: str, k: int, tested: int, *, empty: bool) -> tuple[Caution, ...]:
    found = few_cohorts_a_column(k, tested)
    if not fit.converged[0]:
        found.append(caution("MS411", method=method))
    if empty:
        found.append(caution("MS412", q=float(fit.qe[0]), df=int(fit.df[0])))
    return tuple(found)


def few_cohorts_a_column(k: int, columns: int) -> list[Caution]:
    """MS496 below ten cohorts a moderator column."""
    return [caution("MS496", k=k, columns=columns)] if k < _COHORTS_A_COLUMN * columns else []


META_REGRESSION = Method(
    key="meta-regression",
    name="meta-regression",
    function=meta_regression,
    references=("thompson2002", "knapp2003", "viechtbauer2005"),
    oracle="metafor 5.1-12, to 1e-8",
)
