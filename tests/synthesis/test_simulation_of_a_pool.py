"""The simulation of an analysis: what is drawn, who draws it, and what the shares should be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import pytest

from metasacro.diagnostics.coverage import CHUNK, coverage
from metasacro.engines.threads import on_cores
from metasacro.pooling.tests_of_effect import TESTS
from metasacro.problems import Refusal
from metasacro.records.folder import load
from metasacro.synthesis.run import analyse
from metasacro.synthesis.settings import Overrides
from metasacro.synthesis.simulation import Truth, simulate, truths_of

Piece = TypeVar("Piece")
Answer = TypeVar("Answer")

EVIDENCE = load()
PAIN = analyse(EVIDENCE, EVIDENCE.protocol.outcomes[0], Overrides(method="DL"))
NONE = (Truth(tau2=0.0, name="none"),)


def test_the_truths_are_what_the_data_allow() -> None:
    pooled = PAIN.pooled
    assert pooled is not None
    assert pooled.tau2_interval is not None
    assert [truth.tau2 for truth in truths_of(PAIN)] == [0.0, pooled.tau2, pooled.tau2_interval.upper]


def test_each_cell_is_the_simulation_of_its_design() -> None:
    """The same numbers as `coverage`, which one asks for a single design."""
    pooled = PAIN.pooled
    assert pooled is not None
    found = simulate(PAIN, NONE, replicates=3_000, seed=5)
    for cell in found.cells:
        alone = coverage(pooled.vi, mu=pooled.estimate, tau2=0.0, method="DL", test=cell.test, replicates=3_000, seed=5)
        assert cell.coverage == alone
    assert [cell.test for cell in found.cells] == list(TESTS)
    assert [cell.test for cell in found.cells if cell.planned] == [PAIN.settings.test]


def test_who_does_the_pieces_changes_no_bit() -> None:
    truths = truths_of(PAIN)
    one = simulate(PAIN, truths, replicates=CHUNK + 500, seed=1)
    other = simulate(PAIN, truths, replicates=CHUNK + 500, seed=1, spread=on_cores(3))
    assert one.cells == other.cells
    assert simulate(PAIN, truths, replicates=CHUNK + 500, seed=2).cells != one.cells


def test_where_nothing_varies_the_normal_interval_holds_at_least_its_level() -> None:
    """τ² is 0 and known to be small: within four Monte Carlo errors."""
    (normal,) = [cell for cell in simulate(PAIN, NONE, replicates=20_000, seed=3).cells if cell.test == "z"]
    assert normal.coverage.covered > 0.95 - 4 * normal.coverage.error


def test_a_simulation_that_is_stopped_says_how_far_it_came() -> None:
    def stopped(work: Callable[[Piece], Answer], pieces: Sequence[Piece]) -> Iterator[Answer]:
        yield from map(work, pieces[:2])

    found = simulate(PAIN, NONE, replicates=1_000, seed=1, spread=stopped)
    assert [told.message for told in found.cautions if told.code == "MS657"] == ["stopped after 2 000 of 4 000"]
    assert len(found.cells) == 2


def test_counts_have_no_variances_to_draw_with() -> None:
    (rate, *_) = [outcome for outcome in EVIDENCE.protocol.outcomes if outcome.measure == "PLO"]
    with pytest.raises(Refusal, match="counts"):
        truths_of(analyse(EVIDENCE, rate, Overrides()))
