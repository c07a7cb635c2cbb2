"""Subsets and rearrangements by several threads: the same bits as by one."""

from __future__ import annotations

import numpy as np
import pytest

from metasacro.diagnostics.gosh import gosh
from metasacro.diagnostics.gosh_summary import gosh_summary
from metasacro.diagnostics.permutation_test import permutation_test
from metasacro.engines.threads import on_cores
from metasacro.pooling.random_effects import random_effects

DRAWN = np.random.default_rng(11)
Y, V = DRAWN.normal(0.3, 0.5, 14), DRAWN.uniform(0.05, 0.4, 14)


@pytest.mark.parametrize("method", ["REML", "DL", "EE"])
@pytest.mark.parametrize(("limit", "seed"), [(1_000_000, None), (9_000, 4)])
def test_gosh_does_not_depend_on_the_threads(method: str, limit: int, seed: int | None) -> None:
    one = gosh(Y, V, method=method, limit=limit, seed=seed)
    other = gosh(Y, V, method=method, limit=limit, seed=seed, spread=on_cores(3))
    for name in ("packed", "k", "estimate", "tau2", "i2", "q"):
        assert np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True), name


def test_nor_does_its_summary() -> None:
    one, other = (gosh_summary(Y, V, method="DL", spread=on_cores(cores)) for cores in (1, 3))
    assert np.array_equal(one.counts, other.counts)
    assert np.array_equal(one.mean_with, other.mean_with)


@pytest.mark.parametrize("mods", [None, "~ group"])
@pytest.mark.parametrize(("limit", "seed"), [(1_000_000, None), (3_000, 4)])
def test_a_permutation_test_does_not_depend_on_the_threads(mods: str | None, limit: int, seed: int | None) -> None:
    data = None if mods is None else {"group": ["a", "b"] * 6}
    pooled = random_effects(Y[:12], V[:12], mods=mods, data=data, method="DL")
    one = permutation_test(pooled, limit=limit, seed=seed)
    assert permutation_test(pooled, limit=limit, seed=seed, spread=on_cores(3)) == one
