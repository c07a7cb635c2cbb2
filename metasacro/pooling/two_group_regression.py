"""Ratios of two groups explained by moderators, from counts."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.chi_square import chi_square_upper
from metasacro.pooling.coefficients import coefficient_table, joint_test, moderators
from metasacro.pooling.meta_regression import few_cohorts_a_column
from metasacro.pooling.mixed_counts_answer import no_answer
from metasacro.pooling.pooled_counts import PooledCounts
from metasacro.problems import Caution, Refusal, caution
from metasacro.tau2.analyses import dependent_columns
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Booleans, Floats
    from metasacro.pooling.coefficients import CoefficientTable, JointTest
    from metasacro.pooling.meta_regression_design import Design
    from metasacro.pooling.mixed_counts_fit import Maximum
    from metasacro.pooling.two_group_counts import TwoGroups

#: A log ratio, or a standard error of a coefficient in units of its column, beyond which the likelihood has no maximum.
_ENDLESS = 20.0

#: What a regression does not have: one effect and what belongs to it.
_OF_ONE_EFFECT = ("estimate", "se", "interval", "statistic", "p_value", "prediction", "prediction_df")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PooledCountRegression(PooledCounts):
    """A regression of counts. There is no one effect: `estimate` and its kin are None; `q` is residual."""

    coefficients: CoefficientTable | None  #: None where no finite effects exist
    omnibus: JointTest | None  #: of all coefficients but the intercept
    design: Floats  #: (k, p) of the cohorts that were fitted


def rows_of_design(design: Design, taken: Booleans) -> Floats:
    """The design of the cohorts that say something, which must still tell its columns apart (MS490, MS494)."""
    x = design.x[taken]
    if len(x) <= x.shape[1]:
        raise Refusal("MS494", p=x.shape[1], k=len(x))
    dependent = dependent_columns(x)
    if dependent.any():
        raise Refusal("MS490", columns=", ".join(f"`{design.names[i]}`" for i in np.flatnonzero(dependent)))
    return x


def regression_answer(plain: PooledCounts, fit: Maximum, design: Design, x: Floats, *, test: str) -> PooledCounts:
    """The answer of a fit whose first p parameters are coefficients, from that of one whose first is the effect."""
    k, p = x.shape
    df, level = float(k - p), plain.level
    if np.abs(x @ fit.beta[:p]).max() > _ENDLESS:
        reason = "the moderators split the cohorts so that some ratios have no bound"
        left_out = tuple(each for each in plain.cautions if each.code == "MS450")
        return no_finite_regression(plain.measure, x, reason, level=level, counts=plain.counts, cautions=left_out)
    freedom = np.full(p, df if test == "t" else np.inf)
    table = coefficient_table(design.names, fit.beta[:p], fit.covariance[:p, :p], freedom, level=level)
    tested = moderators(design.names, design.intercept)
    kept = tuple(each for each in plain.cautions if each.code not in ("MS422", "MS424"))
    changed = {
        "df": df if test == "t" else None,
        "q_df": df,
        "q_p": float(chi_square_upper(plain.q, df)) if plain.q is not None else None,
        "cautions": (*kept, *few_cohorts_a_column(k, len(tested))),
    }
    values = {field.name: getattr(plain, field.name) for field in fields(PooledCounts)}
    return PooledCountRegression(
        **(values | dict.fromkeys(_OF_ONE_EFFECT) | changed),
        coefficients=table,
        omnibus=joint_test(table, tested),
        design=x,
    )


def no_finite_regression(
    measure: str,
    x: Floats,
    reason: str,
    *,
    level: float,
    counts: TwoGroups | None,
    cautions: tuple[Caution, ...] = (),
) -> PooledCountRegression:
    """Counts from which no finite coefficients follow (MS453)."""
    failed = (*cautions, caution("MS453", measure=measure, reason=reason))
    plain = no_answer(measure, len(x), level=level, cautions=failed, counts=counts)
    values = {field.name: getattr(plain, field.name) for field in fields(PooledCounts)}
    return PooledCountRegression(**values, coefficients=None, omnibus=None, design=x)
