"""Tests of the coefficients of a multilevel model, and their degrees of freedom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.chi_square import chi_square_upper
from metasacro.numerics.fisher_f import f_upper
from metasacro.numerics.student import student_quantile, student_two_sided
from metasacro.pooling.multilevel_answer import CoefficientTable, JointTest

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats
    from metasacro.pooling.multilevel_arguments import MultilevelData


def contained_df(data: MultilevelData) -> Floats:
    """Degrees of freedom by containment: what a coefficient is learned from.

    A column that is constant within the groups of a level is known from those groups only. Its degrees of freedom are
    the smallest number of groups of such a level, else the number of effects, minus the number of coefficients.
    """
    k, p = data.design.shape
    df = np.full(p, float(k))
    for grouping in data.groupings:
        first = np.unique(grouping, return_index=True)[1]
        constant = (data.design == data.design[first[grouping]]).all(axis=0)
        df = np.where(constant, np.minimum(df, grouping.max() + 1.0), df)
    return np.asarray(df - p, dtype=np.float64)


def coefficient_table(
    names: tuple[str, ...], estimate: Floats, covariance: Floats, df: Floats, *, level: float
) -> CoefficientTable:
    """Wald tests and intervals."""
    se = np.sqrt(np.diag(covariance))
    half = student_quantile((1.0 + level) / 2.0, df) * se
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = estimate / se
    table = CoefficientTable(
        names=names,
        estimate=estimate,
        se=se,
        lower=estimate - half,
        upper=estimate + half,
        statistic=statistic,
        df=np.array(df, dtype=np.float64),
        p_value=student_two_sided(statistic, df),
        covariance=covariance,
    )
    for values in (table.estimate, table.se, table.lower, table.upper, table.statistic, table.df, table.p_value):
        values.flags.writeable = False
    table.covariance.flags.writeable = False
    return table


def joint_test(table: CoefficientTable, test: str) -> JointTest:
    """Whether all moderators, or without any the mean, are 0: chi-square under z, F under t."""
    tested = np.array([name != "intercept" for name in table.names])
    if not tested.any():
        tested[:] = True
    beta, covariance = table.estimate[tested], table.covariance[np.ix_(tested, tested)]
    chi = float(beta @ np.linalg.solve(covariance, beta))
    df, residual = int(tested.sum()), float(table.df[tested].min())
    if test == "z" or not np.isfinite(residual):
        return JointTest(statistic=chi, df=df, residual_df=None, p_value=float(chi_square_upper(chi, df)))
    return JointTest(statistic=chi / df, df=df, residual_df=residual, p_value=float(f_upper(chi / df, df, residual)))
