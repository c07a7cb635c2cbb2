"""GOSH of a common effect: sums of disjoint subsets are joined, and no subset is summed from its cohorts."""

from itertools import chain, combinations

import numpy as np
import pytest

from metasacro.diagnostics import gosh_subsets
from metasacro.diagnostics.gosh import gosh, gosh_chunks
from metasacro.diagnostics.gosh_subsets import bytes_of, members

Y = np.array([0.31, 0.92, 0.43, 0.15, 0.58, -0.12])
V = np.array([0.04, 0.09, 0.05, 0.02, 0.06, 0.03])
SUBSETS = list(chain.from_iterable(combinations(range(6), size) for size in range(1, 7)))


@pytest.mark.parametrize("low", [12, 4, 2], ids=["one chunk", "two groups of cohorts", "three groups of cohorts"])
def test_every_subset_has_the_sums_of_its_own_cohorts(low: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Q, I² = (Q − df)/Q and H² = Q/df, from the cohorts of the subset alone."""
    monkeypatch.setattr(gosh_subsets, "LOW", low)
    found = gosh(Y, V, method="EE")
    row = {tuple(np.flatnonzero(keep).tolist()): i for i, keep in enumerate(found.keep)}
    assert sorted(row) == sorted(SUBSETS)
    for subset in SUBSETS:
        y, v, at, df = Y[list(subset)], V[list(subset)], row[subset], len(subset) - 1
        mean = np.average(y, weights=1 / v)
        q = float(((y - mean) ** 2 / v).sum())
        assert (found.k[at], found.estimate[at]) == (len(subset), pytest.approx(mean, rel=1e-12))
        if df:
            expected = (0.0, max(0.0, (q - df) / q), q / df, q)
            assert (found.tau2[at], found.i2[at], found.h2[at], found.q[at]) == pytest.approx(expected, rel=1e-11)
        else:
            assert np.isnan([found.tau2[at], found.i2[at], found.h2[at], found.q[at]]).all()


def test_pieces_one_after_the_other_are_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gosh_subsets, "LOW", 2)
    whole, pieces = gosh(Y, V, method="EE"), list(gosh_chunks(Y, V, method="EE"))
    assert [piece.k.size for piece in pieces] == [3, *[4] * 15], "the empty subset is no answer"
    for name in ("packed", "k", "estimate", "tau2", "i2", "h2", "q"):
        joined = np.concatenate([getattr(piece, name) for piece in pieces])
        assert np.array_equal(joined, getattr(whole, name), equal_nan=True)


@pytest.mark.parametrize("limit", [2**15, 30_000], ids=["all", "a sample"])
def test_pieces_are_put_in_their_places(limit: int) -> None:
    y, v = np.tile(Y, 3)[:15] + np.arange(15) / 10, np.tile(V, 3)[:15]
    whole = gosh(y, v, method="DL", limit=limit, seed=4)
    pieces = list(gosh_chunks(y, v, method="DL", limit=limit, seed=4))
    assert len(pieces) == 2
    assert whole.q.size == min(limit, 2**15 - 1)
    for name in ("packed", "k", "estimate", "tau2", "i2", "h2", "q"):
        joined = np.concatenate([getattr(piece, name) for piece in pieces])
        assert np.array_equal(joined, getattr(whole, name), equal_nan=True)
        assert not (getattr(whole, name).flags.writeable and name in ("packed", "estimate", "tau2", "q"))
    assert (whole.k == whole.keep.sum(axis=1)).all()


@pytest.mark.parametrize("k", [1, 8, 9, 16, 17, 24, 25, 33, 48, 62])
def test_a_subset_is_its_number_in_bits(k: int) -> None:
    """As many bytes as the cohorts need: 3, 5, 6 or 7 are cut from a number of 8."""
    numbers = [1, 2**k - 1, 2 ** (k - 1), (2**k - 1) // 3]
    packed = bytes_of(np.array(numbers), k)
    assert packed.shape == (4, -(-k // 8))
    assert [int.from_bytes(row.tobytes(), "little") for row in packed] == numbers
    assert [[int(digit) for digit in reversed(f"{number:0{k}b}")] for number in numbers] == members(packed, k).tolist()
