"""The compiled count of a sweep is that of its array form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

from metasacro.engines.threads import on_cores
from metasacro.numerics.loops import compiled
from metasacro.pooling.every_test_loop import every_interval
from metasacro.records.folder import load
from metasacro.synthesis import sweep as module
from metasacro.synthesis import sweep_loop
from metasacro.synthesis.sweep import pieces_of, plan_sweep, sweep
from metasacro.synthesis.sweep_piece import SweepPiece, SweptPiece, sweep_piece
from metasacro.synthesis.sweep_tally import SweepTally

pytest.importorskip("numba")

EVIDENCE = load()
PAIN = EVIDENCE.protocol.outcomes[0]

#: Counts are equal; sums were added in another order.
EQUAL = 1e-10


@pytest.fixture(scope="module", params=[0.2, None, -0.5], ids=["important", "nothing important", "below 0"])
def piece(request: pytest.FixtureRequest) -> SweepPiece:
    """About a thousand subsets under each of the columns; effects moved so that every conclusion occurs."""
    (whole,) = pieces_of(plan_sweep(EVIDENCE, PAIN, limit=500_000))
    yi = whole.yi - 5.4
    return replace(whole, yi=yi, important=request.param, ends=(float(yi.min()), float(yi.max())))


def both(piece: SweepPiece) -> tuple[SweptPiece, SweptPiece]:
    return sweep_piece(replace(piece, looped=True)), sweep_piece(replace(piece, looped=False))


def assert_equal(swift: SweptPiece, plain: SweptPiece) -> None:
    np.testing.assert_allclose(swift.subset_totals, plain.subset_totals, rtol=EQUAL, atol=EQUAL)
    for field in fields(SweepTally):
        here, there = (np.asarray(getattr(each.tally, field.name)) for each in (swift, plain))
        assert here.shape == there.shape, field.name
        if here.dtype.kind == "f":
            np.testing.assert_allclose(here, there, rtol=EQUAL, atol=EQUAL, err_msg=field.name)
        else:
            assert np.array_equal(here, there), field.name


def test_both_forms_count_the_same(piece: SweepPiece) -> None:
    swift, plain = both(piece)
    assert_equal(swift, plain)
    assert (plain.tally.states.sum(axis=(0, 1)) > 0).sum() >= 3
    assert plain.tally.excluding.any() == (piece.important is not None)


def test_some_estimators_and_tests_only(piece: SweepPiece) -> None:
    swift, plain = both(replace(piece, methods=("EB", "HE", "PM"), tests=("z", "knha")))
    assert swift.tally.states.shape[:2] == (3, 2)
    assert_equal(swift, plain)


@pytest.mark.parametrize("every", [1, 7])
def test_what_the_loop_does_not_confirm_is_fitted_by_arrays(
    piece: SweepPiece, every: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def doubting(function: Callable[..., Any]) -> Callable[..., Any]:
        loop = compiled(function)
        if function is not every_interval:
            return loop

        def with_doubts(*arguments: Any) -> None:
            loop(*arguments)
            arguments[-1][::every] = False

        return with_doubts

    plain = sweep_piece(replace(piece, looped=False))
    monkeypatch.setattr(sweep_loop, "compiled", doubting)
    assert_equal(sweep_piece(replace(piece, looped=True)), plain)


def test_threads_change_no_bit_of_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_sweep(EVIDENCE, PAIN, limit=1_000_000)
    monkeypatch.setattr(module, "_PIECE", 1_000)
    assert len(list(pieces_of(plan))) == 17
    alone, spread = sweep(plan), sweep(plan, on_cores(3))
    for field in fields(SweepTally):
        assert np.array_equal(getattr(alone.total, field.name), getattr(spread.total, field.name)), field.name


def test_a_large_sweep_takes_the_loop_and_a_small_one_does_not() -> None:
    large, small = (plan_sweep(EVIDENCE, PAIN, limit=limit) for limit in (1_000_000, 100_000))
    assert {each.looped for each in pieces_of(large)} == {True}
    assert {each.looped for each in pieces_of(small)} == {False}
