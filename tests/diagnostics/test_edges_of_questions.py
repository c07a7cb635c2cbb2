"""Diagnostics at the edge: powers of 0 and 1, a search that is never settled."""

import numpy as np
import pytest

from metasacro.diagnostics import excess_significance, permutation_loop, permutation_statistics
from metasacro.diagnostics.permutation_statistics import Rearranged
from metasacro.numerics import loops

Y = np.array([0.31, 0.92, 0.43, 0.15, 0.58, -0.12])
V = np.array([0.04, 0.09, 0.05, 0.02, 0.06, 0.03])


def test_powers_that_leave_one_count_only() -> None:
    """MS419: all studies certain to be significant, or certain not to be."""
    assert [one.code for one in excess_significance._cautions(12, 12.0)] == ["MS419"]
    assert [one.code for one in excess_significance._cautions(12, 0.0)] == ["MS419"]
    assert [one.code for one in excess_significance._cautions(12, 3.0)] == []
    for test in ("binomial", "chi2"):
        assert excess_significance._too_many(0, np.zeros(3), test) == 1.0
        assert excess_significance._too_many(2, np.zeros(3), test) == 0.0
        assert excess_significance._too_many(3, np.ones(3), test) == 1.0


@pytest.mark.parametrize("large", [0, 10**12], ids=["loop", "arrays"])
def test_rearrangements_that_do_not_settle_are_fitted_by_the_whole_search(
    large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("numba")
    design = np.column_stack([np.ones(6), [1.0, 4.0, 2.0, 1.0, 3.0, 0.0]])
    order = np.random.default_rng(3).permuted(np.tile(np.arange(6), (8, 1)), axis=1)
    model = Rearranged(design=design, tested=(1,), method="REML", test="knha")
    expected = model.statistics(Y[order], V[order])
    monkeypatch.setattr(permutation_statistics, "compiled", lambda loop: loop)
    monkeypatch.setattr(loops, "LARGE", large)
    monkeypatch.setattr(permutation_statistics, "_ROUNDS", 1)
    monkeypatch.setattr(permutation_loop, "_ROUNDS", 1)
    found = model.statistics(Y[order], V[order])
    assert found.coefficients == pytest.approx(expected.coefficients, rel=1e-7)
    assert found.omnibus == pytest.approx(expected.omnibus, rel=1e-7)
