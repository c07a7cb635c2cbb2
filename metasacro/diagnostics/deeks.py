"""Deeks' test of funnel asymmetry, for odds ratios of two groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.diagnostics.two_by_two import line_of_tables
from metasacro.literature import Method
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.diagnostics.regression_test import RegressionTest
    from metasacro.diagnostics.two_by_two import Tables
    from metasacro.numerics.arrays import ArrayLike, Floats


def deeks_test(ai: ArrayLike, n1i: ArrayLike, ci: ArrayLike, n2i: ArrayLike, *, level: float = 0.95) -> RegressionTest:
    """Deeks' test of funnel asymmetry, from 2×2 tables.

    log odds ratio = intercept + slope/√ess with weights ess, the effective sample size 4 n1 n2/(n1 + n2).
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
    it means little either way (MS510). Made for diagnostic odds ratios, where groups are unequal and odds ratios large.
    Tables with an empty cell get ½ in each.

    References
    ----------
    deeks2005. Agrees with meta 8.4-0 (`metabias`, Deeks) to 1e-10.

    >>> found = deeks_test([4, 6, 3, 62], [123, 306, 231, 13598], [11, 29, 11, 248], [139, 303, 220, 12867])
    >>> round(found.statistic, 4), found.df
    (0.4397, 2.0)
    """
    columns = (ai, n1i, ci, n2i)
    return line_of_tables(columns, _line, what="Deeks' test", predictor="1/√ess", level=level)


def _line(tables: Tables) -> tuple[Floats, Floats, Floats]:
    effective = 4.0 * tables.n1 * tables.n2 / tables.total
    return tables.log_odds_ratio, 1.0 / np.sqrt(effective), effective


DEEKS = Method(
    key="Deeks",
    name="Deeks' test of funnel asymmetry",
    function=deeks_test,
    references=("deeks2005",),
    oracle="meta 8.4-0, to 1e-10",
)
