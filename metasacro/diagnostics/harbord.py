"""Harbord's score test of funnel asymmetry, for odds ratios of two groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.diagnostics.two_by_two import line_of_tables
from metasacro.literature import Method
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.diagnostics.regression_test import RegressionTest
    from metasacro.diagnostics.two_by_two import Tables
    from metasacro.numerics.arrays import ArrayLike, Floats


def harbord_test(
    ai: ArrayLike, n1i: ArrayLike, ci: ArrayLike, n2i: ArrayLike, *, level: float = 0.95
) -> RegressionTest:
    """Harbord's score test of funnel asymmetry, from 2×2 tables.

    Z/V = intercept + slope/√V with weights V, where Z is the number of events in group 1 beyond n1 events/total and V
    its hypergeometric variance: Egger's regression of the score, whose error is not tied to the effect under no effect.
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
    it means little either way (MS510). Distorted when the groups differ much in size or the effect is large.

    References
    ----------
    harbord2006. Agrees with meta 8.4-0 (`metabias`, Harbord) to 1e-10.

    >>> found = harbord_test([4, 6, 3, 62], [123, 306, 231, 13598], [11, 29, 11, 248], [139, 303, 220, 12867])
    >>> round(found.statistic, 4), found.df
    (0.5742, 2.0)
    """
    columns = (ai, n1i, ci, n2i)
    return line_of_tables(columns, _line, what="Harbord's test", predictor="1/√V", level=level)


def _line(tables: Tables) -> tuple[Floats, Floats, Floats]:
    return tables.score / tables.information, 1.0 / np.sqrt(tables.information), tables.information


HARBORD = Method(
    key="Harbord",
    name="Harbord's score test of funnel asymmetry",
    function=harbord_test,
    references=("harbord2006",),
    oracle="meta 8.4-0, to 1e-10",
)
