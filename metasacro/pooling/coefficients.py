"""The coefficients of a model with moderators: one table for every model that has them, and joint tests of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.chi_square import chi_square_upper
from metasacro.numerics.fisher_f import f_upper
from metasacro.numerics.interval import Interval
from metasacro.numerics.student import student_quantile, student_two_sided
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from metasacro.numerics.arrays import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficient:
    """One line of the table."""

    name: str
    estimate: float
    se: float
    interval: Interval
    statistic: float | None  #: None where there is no error to divide by
    df: float | None  #: of the t distribution; None means normal
    p_value: float | None  #: two-sided, against 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CoefficientTable:
    """One row a coefficient: arrays of shape (p,), read-only. Rows are also had one by one, by number or by name."""

    names: tuple[str, ...]
    estimate: Floats
    se: Floats
    lower: Floats
    upper: Floats
    statistic: Floats
    df: Floats  #: of the t distribution; inf means normal
    p_value: Floats
    covariance: Floats  #: (p, p)
    level: float

    def __len__(self) -> int:
        return len(self.names)

    def __iter__(self) -> Iterator[Coefficient]:
        return (self[i] for i in range(len(self.names)))

    def __getitem__(self, row: int | str) -> Coefficient:
        i = self.names.index(row) if isinstance(row, str) else row
        certain = not self.se[i] > 0
        return Coefficient(
            name=self.names[i],
            estimate=float(self.estimate[i]),
            se=float(self.se[i]),
            interval=Interval(lower=float(self.lower[i]), upper=float(self.upper[i]), level=self.level),
            statistic=None if certain else float(self.statistic[i]),
            df=float(self.df[i]) if np.isfinite(self.df[i]) else None,
            p_value=None if certain else float(self.p_value[i]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class JointTest:
    """A Wald test that several coefficients are 0."""

    names: tuple[str, ...]  #: of the coefficients that are 0 under the hypothesis
    statistic: float | None  #: χ², or F where `residual_df` is given; None where there is no error to divide by
    df: int
    residual_df: float | None  #: of F; None for χ²
    p_value: float | None


def coefficient_table(
    names: tuple[str, ...], estimate: Floats, covariance: Floats, df: Floats, *, level: float
) -> CoefficientTable:
    """Wald tests and intervals.

    >>> table = coefficient_table(("dose",), np.array([2.0]), np.array([[1.0]]), np.array([np.inf]), level=0.95)
    >>> round(table["dose"].interval.upper, 4), round(table[0].p_value, 4)
    (3.96, 0.0455)
    """
    se = np.sqrt(np.diag(covariance))
    half = student_quantile((1.0 + level) / 2.0, df) * se
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = estimate / se
    table = CoefficientTable(
        names=names,
        estimate=np.array(estimate),
        se=se,
        lower=estimate - half,
        upper=estimate + half,
        statistic=statistic,
        df=np.array(df, dtype=np.float64),
        p_value=student_two_sided(statistic, df),
        covariance=np.array(covariance),
        level=level,
    )
    for values in (table.estimate, table.se, table.lower, table.upper, table.statistic, table.df, table.p_value):
        values.flags.writeable = False
    table.covariance.flags.writeable = False
    return table


def joint_test(table: CoefficientTable, rows: Sequence[int]) -> JointTest:
    """b' V⁻¹ b of some coefficients: χ², or divided by their number, F on the fewest degrees of freedom among them.

    Coefficients are measured in their own errors while V is solved, so that units cost no digits.
    """
    tested = list(rows)
    names, count = tuple(table.names[i] for i in tested), len(tested)
    se, residual = table.se[tested], float(table.df[tested].min())
    freedom = residual if np.isfinite(residual) else None
    if not (se > 0).all():
        return JointTest(names=names, statistic=None, df=count, residual_df=freedom, p_value=None)
    b, v = table.estimate[tested] / se, table.covariance[np.ix_(tested, tested)] / se[:, None] / se
    chi = float(b @ np.linalg.solve(v, b))
    if freedom is None:
        p_value = float(chi_square_upper(chi, count))
        return JointTest(names=names, statistic=chi, df=count, residual_df=None, p_value=p_value)
    f = chi / count
    return JointTest(names=names, statistic=f, df=count, residual_df=freedom, p_value=float(f_upper(f, count, freedom)))


def moderators(names: Sequence[str], intercept: int | None) -> list[int]:
    """Rows of all coefficients but the intercept; where it stands alone, its own."""
    return [i for i in range(len(names)) if i != intercept] or list(range(len(names)))
