"""Peters' test of funnel asymmetry, for odds ratios of two groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.diagnostics.two_by_two import line_of_tables
from metasacro.literature import Method

if TYPE_CHECKING:
    from metasacro.diagnostics.regression_test import RegressionTest
    from metasacro.diagnostics.two_by_two import Tables
    from metasacro.numerics.arrays import ArrayLike, Floats


def peters_test(ai: ArrayLike, n1i: ArrayLike, ci: ArrayLike, n2i: ArrayLike, *, level: float = 0.95) -> RegressionTest:
    """Peters' test of funnel asymmetry, from 2×2 tables.

    log odds ratio = intercept + slope/total with weights 1/(1/events + 1/non-events), over both groups: the predictor
    is size alone, which is not tied to the effect.
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
    it means little either way (MS510). Low power; odds ratios only. Tables with an
    empty cell get ½ in each for the odds ratio, not for the weights.

    References
    ----------
    peters2006. Agrees with meta 8.4-0 (`metabias`, Peters) to 1e-10.

    >>> found = peters_test([4, 6, 3, 62], [123, 306, 231, 13598], [11, 29, 11, 248], [139, 303, 220, 12867])
    >>> round(found.statistic, 4), found.df
    (0.7207, 2.0)
    """
    columns = (ai, n1i, ci, n2i)
    return line_of_tables(columns, _line, what="Peters' test", predictor="1/total", level=level)


def _line(tables: Tables) -> tuple[Floats, Floats, Floats]:
    information = 1.0 / (1.0 / tables.events + 1.0 / (tables.total - tables.events))
    return tables.log_odds_ratio, 1.0 / tables.total, information


PETERS = Method(
    key="Peters",
    name="Peters' test of funnel asymmetry",
    function=peters_test,
    references=("peters2006",),
    oracle="meta 8.4-0, to 1e-10",
)
