"""Rearrangements fitted side by side are the array form, and none depends on its neighbours."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from metasacro.diagnostics.permutation_statistics import Rearranged, Statistics
from metasacro.numerics import loops
from metasacro.numerics.arrays import Floats

pytest.importorskip("numba")

#: Both forms round.
EQUAL = 1e-10


def rearranged(p: int, k: int = 11) -> tuple[Floats, Floats, Floats]:
    """The design, and rows of effects and of variances."""
    rng = np.random.default_rng(17)
    v = rng.uniform(0.05, 0.3, k)
    y, x = rng.normal(0.0, np.sqrt(v + 0.1)), rng.normal(size=(k, p))
    x[:, 0] = 1.0
    order = rng.permuted(np.tile(np.arange(k), (1001, 1)), axis=1)
    return x, y[order], v[order]


def statistics(
    large: int, x: Floats, y: Floats, v: Floats, method: str, orders: NDArray[np.intp] | None = None
) -> Statistics:
    model = Rearranged(design=x, tested=tuple(range(len(x[0]))), method=method, test="knha")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loops, "LARGE", large)
        return model.statistics(y, v, orders)


@pytest.mark.parametrize("method", ["REML", "ML", "DL", "EE"])
@pytest.mark.parametrize("p", [1, 2, 4])
def test_both_forms_are_equal(method: str, p: int) -> None:
    x, y, v = rearranged(p)
    swift, plain = statistics(0, x, y, v, method), statistics(10**12, x, y, v, method)
    assert swift.coefficients == pytest.approx(plain.coefficients, rel=EQUAL, abs=EQUAL)
    assert swift.omnibus == pytest.approx(plain.omnibus, rel=EQUAL, abs=EQUAL)


def test_one_row_of_variances_for_all_rearrangements() -> None:
    x, y, v = rearranged(2)
    one = np.ascontiguousarray(v[:1])
    swift, all_rows = statistics(0, x, y, one, "REML"), statistics(0, x, y, np.tile(one, (len(y), 1)), "REML")
    assert np.array_equal(swift.coefficients, all_rows.coefficients)


@pytest.mark.parametrize("large", [0, 10**12], ids=["compiled", "arrays"])
@pytest.mark.parametrize("method", ["REML", "PM"])
def test_a_row_can_be_told_by_the_order_of_its_cohorts(method: str, large: int) -> None:
    """Also where a row is left to the search of the whole half-line."""
    x, y, v = rearranged(2)
    y[0], v[0] = [0.0, 0.0, 2.0, -2.0, 2.0, -2.0, 0.0, 0.0, 0.1, 0.0, 0.0], 10.0 ** -np.arange(11.0)
    order = np.random.default_rng(9).permuted(np.tile(np.arange(11), (300, 1)), axis=1)
    by_order = statistics(large, x, y[:1], v[:1], method, order)
    assert np.array_equal(by_order.coefficients, statistics(large, x, y[0][order], v[0][order], method).coefficients)
    each = statistics(large, x, y[:300], v[:300], method, order)
    there = (np.take_along_axis(rows[:300], order, axis=1) for rows in (y, v))
    assert np.array_equal(each.omnibus, statistics(large, x, *there, method).omnibus)


@pytest.mark.parametrize("method", ["REML", "ML"])
def test_an_answer_does_not_depend_on_its_neighbours(method: str) -> None:
    """To the last bit, whatever the chunks."""
    x, y, v = rearranged(2)
    some = np.random.default_rng(4).permutation(len(y))[:333]
    whole, part = statistics(0, x, y, v, method), statistics(0, x, y[some], v[some], method)
    assert np.array_equal(whole.coefficients[some], part.coefficients)
    assert np.array_equal(whole.omnibus[some], part.omnibus)
