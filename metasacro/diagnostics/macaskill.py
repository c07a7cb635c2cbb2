"""Macaskill's test of funnel asymmetry, for odds ratios of two groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.diagnostics.two_by_two import line_of_tables
from metasacro.literature import Method

if TYPE_CHECKING:
    from metasacro.diagnostics.regression_test import RegressionTest
    from metasacro.diagnostics.two_by_two import Tables
    from metasacro.numerics.arrays import ArrayLike, Floats


def macaskill_test(
    ai: ArrayLike, n1i: ArrayLike, ci: ArrayLike, n2i: ArrayLike, *, level: float = 0.95
) -> RegressionTest:
    """Macaskill's test of funnel asymmetry, from 2×2 tables.

    log odds ratio = intercept + slope total with weights 1/variance.
    The error is scaled by the spread of the residuals; t on k − 2 df.

    Parameters
    ----------
    ai, n1i : (k,) events and people in the treatment group
    ci, n2i : (k,) events and people in the control group
    level : a fraction

    Returns
    -------
    RegressionTest; `slope` is the bias

    Domain
    ------
    At least three tables with events and non-events (MS501); those without are left out and named (MS514). Below ten
    it means little either way (MS510). Low power. A few very large studies rule the slope. Tables with
    an empty cell get ½ in each.

    References
    ----------
    macaskill2001. Agrees with meta 8.4-0 (`metabias`, Macaskill) to 1e-10.

    >>> found = macaskill_test([4, 6, 3, 62], [123, 306, 231, 13598], [11, 29, 11, 248], [139, 303, 220, 12867])
    >>> round(found.statistic, 4), found.df
    (-0.2648, 2.0)
    """
    columns = (ai, n1i, ci, n2i)
    return line_of_tables(columns, _line, what="Macaskill's test", predictor="total", level=level)


def _line(tables: Tables) -> tuple[Floats, Floats, Floats]:
    return tables.log_odds_ratio, tables.total, 1.0 / tables.variance


MACASKILL = Method(
    key="Macaskill",
    name="Macaskill's test of funnel asymmetry",
    function=macaskill_test,
    references=("macaskill2001",),
    oracle="meta 8.4-0, to 1e-10",
)
