"""2×2 tables as the tests of asymmetry for counts need them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metasacro.diagnostics.pooled_effects import enough
from metasacro.diagnostics.regression_test import slope_test
from metasacro.diagnostics.weighted_line import weighted_line
from metasacro.numerics.arrays import np
from metasacro.numerics.row_numbers import row_numbers
from metasacro.pooling.domain import count_table
from metasacro.problems import caution

if TYPE_CHECKING:
    from collections.abc import Callable

    from metasacro.diagnostics.regression_test import RegressionTest
    from metasacro.numerics.arrays import ArrayLike, Floats
    from metasacro.problems import Caution


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tables:
    """Tables with events and non-events, each field (m,)."""

    events1: Floats
    n1: Floats
    events2: Floats
    n2: Floats
    total: Floats  #: people in both groups
    events: Floats  #: events in both groups
    log_odds_ratio: Floats  #: with ½ added to each cell of a table that has an empty one
    variance: Floats  #: of `log_odds_ratio`
    score: Floats  #: events in group 1 beyond those expected under no effect
    information: Floats  #: hypergeometric variance of `score`
    cautions: tuple[Caution, ...]  #: MS514 where tables were left out


def two_by_two(ai: ArrayLike, n1i: ArrayLike, ci: ArrayLike, n2i: ArrayLike, what: str) -> Tables:
    """Tables of events `ai` of `n1i` and `ci` of `n2i`, without those that have no event or only events (MS514).

    >>> two_by_two([1, 0, 5, 4], [9, 9, 9, 9], [3, 0, 2, 1], [9, 9, 9, 9], "a test").events.tolist()
    [4.0, 7.0, 5.0]
    """
    a, n1 = count_table(ai, n1i)
    c, n2 = count_table(ci, n2i)
    enough(what, min(a.size, c.size), 3)
    events, total = a + c, n1 + n2
    told = (events > 0) & (events < total)
    left_out = () if told.all() else (caution("MS514", rows=row_numbers(~told)),)
    enough(what, int(told.sum()), 3)
    a, n1, c, n2, events, total = (column[told] for column in (a, n1, c, n2, events, total))
    cells = np.stack([a, n1 - a, c, n2 - c])
    cells = cells + np.where((cells == 0).any(axis=0), 0.5, 0.0)
    return Tables(
        events1=a,
        n1=n1,
        events2=c,
        n2=n2,
        total=total,
        events=events,
        log_odds_ratio=np.log(cells[0] / cells[1]) - np.log(cells[2] / cells[3]),
        variance=(1.0 / cells).sum(axis=0),
        score=a - n1 * events / total,
        information=n1 * n2 * events * (total - events) / (total**2 * (total - 1.0)),
        cautions=left_out,
    )


def line_of_tables(
    columns: tuple[ArrayLike, ArrayLike, ArrayLike, ArrayLike],
    line: Callable[[Tables], tuple[Floats, Floats, Floats]],
    *,
    what: str,
    predictor: str,
    level: float,
) -> RegressionTest:
    """The test of a line through the tables: `line` makes effects, predictor and weights of them.

    Weighted least squares, the error scaled by the spread of the residuals, t on k − 2 df.
    """
    tables = two_by_two(*columns, what)
    y, x, weights = line(tables)
    return slope_test(
        weighted_line(y, x, 1.0 / weights, method="EE", what=f"`{predictor}`"),
        "knha",
        tau2=None,
        predictor=predictor,
        model="lm",
        k=y.size,
        level=level,
        cautions=tables.cautions,
    )
