"""Subsets and rearrangements by several threads: the same bits as by one, and what was finished where they stop."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

import numpy as np
import pytest

from metasacro.diagnostics import permutation_arrangements
from metasacro.diagnostics.gosh import gosh
from metasacro.diagnostics.gosh_summary import gosh_summary
from metasacro.diagnostics.permutation_test import permutation_test
from metasacro.engines.threads import on_cores
from metasacro.numerics.pieces import Spread
from metasacro.pooling.random_effects import random_effects
from metasacro.problems import Refusal

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


def stops_after(pieces_done: int) -> Spread:
    """As an engine after Ctrl-C."""

    def spread(work: Callable[[Any], Any], pieces: Iterable[Any]) -> Iterator[Any]:
        return islice(map(work, pieces), pieces_done)

    return spread


@pytest.mark.parametrize(
    ("limit", "pieces", "done", "codes"),
    [(65_535, 2, 32_767, ["MS657"]), (40_000, 1, 20_000, ["MS551", "MS657"])],
    ids=["of all", "of a sample"],
)
def test_gosh_that_is_stopped_answers_what_was_finished(limit: int, pieces: int, done: int, codes: list[str]) -> None:
    y, v = np.concatenate([Y, Y[:2] + 0.1]), np.concatenate([V, V[:2]])
    spread = stops_after(pieces)
    whole = gosh(y, v, method="DL", limit=limit, seed=4)
    part = gosh(y, v, method="DL", limit=limit, seed=4, spread=spread)
    assert (part.q.size, part.complete, [told.code for told in part.cautions]) == (done, False, codes)
    assert part.cautions[-1].message == f"stopped after {done:_} of {limit:_}".replace("_", " ")
    for name in ("packed", "k", "estimate", "tau2", "i2", "q"):
        assert np.array_equal(getattr(part, name), getattr(whole, name)[:done], equal_nan=True), name
    counted = gosh_summary(y, v, method="DL", limit=limit, seed=4, spread=spread)
    assert (counted.subsets, counted.complete) == ((part.k >= 2).sum(), False)
    assert counted.cautions == part.cautions
    for job in (gosh, gosh_summary):
        with pytest.raises(Refusal, match="MS657"):
            job(y, v, limit=limit, seed=4, spread=stops_after(0))


@pytest.mark.parametrize("mods", [None, "~ group"], ids=["signs", "orders"])
@pytest.mark.parametrize(
    ("limit", "codes"), [(1_000_000, ["MS657"]), (700, ["MS571", "MS657"])], ids=["of all", "of a sample"]
)
def test_a_permutation_test_that_is_stopped_counts_what_was_finished(
    monkeypatch: pytest.MonkeyPatch, mods: str | None, limit: int, codes: list[str]
) -> None:
    """And no P value is smaller for what was not: the finished part of all arrangements is like the rest."""
    data = None if mods is None else {"group": ["a", "b"] * 6}
    pooled = random_effects(Y[:12], V[:12], mods=mods, data=data, method="DL")
    whole = permutation_test(pooled, limit=limit, seed=4)
    monkeypatch.setattr(permutation_arrangements, "_CHUNK", 12 * 100)
    assert permutation_test(pooled, limit=limit, seed=4) == whole
    part = permutation_test(pooled, limit=limit, seed=4, spread=stops_after(5))
    assert [told.code for told in part.cautions] == codes
    assert not part.complete
    planned = {None: 2_048, "~ group": 924}[mods] if limit > 924 else 699
    assert f"of {planned:_}".replace("_", " ") in part.cautions[-1].message
    assert 400 < part.arrangements <= 501
    assert part.smallest == 1.0 / part.arrangements
    assert part.p_values == pytest.approx(whole.p_values, abs=0.05)
    assert min(part.p_values) >= part.smallest
    with pytest.raises(Refusal, match="MS657"):
        permutation_test(pooled, limit=limit, seed=4, spread=stops_after(0))


def test_a_sample_of_the_observed_arrangement_alone_is_finished() -> None:
    found = permutation_test(random_effects(Y, V, method="DL"), limit=1, seed=4)
    assert (found.p_values, [told.code for told in found.cautions]) == ((1.0,), ["MS571", "MS572"])
