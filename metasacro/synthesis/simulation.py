"""How often the intervals of one analysis would hold the truth, were its cohorts drawn again and again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from metasacro.diagnostics.coverage import Coverage, chunk_counts, chunks_of, combined, coverage_design
from metasacro.diagnostics.pooled_effects import effects_of
from metasacro.diagnostics.stops import cautions_of_a_stop, nothing_finished
from metasacro.numerics.pieces import Spread, in_turn
from metasacro.pooling.tests_of_effect import TESTS
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.diagnostics.coverage import ChunkCounts, CoverageDesign
    from metasacro.pooling.pooled import Pooled
    from metasacro.problems import Caution
    from metasacro.synthesis.analysis import Analysis


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """A between-study variance that is drawn from, and where it comes from."""

    tau2: float
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationPiece:
    """One chunk of the replicates of one cell."""

    design: CoverageDesign
    replicates: int
    seed: int
    chunk: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedCell:
    """One truth with one test."""

    truth: Truth
    test: str
    planned: bool  #: the test in force
    coverage: Coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """The cells, tests turning fastest."""

    analysis: Analysis
    cells: tuple[SimulatedCell, ...]
    replicates: int  #: of each cell, as asked for
    seed: int
    cautions: tuple[Caution, ...]


def truths_of(analysis: Analysis) -> tuple[Truth, ...]:
    """No heterogeneity, the estimated one, and the upper end of its interval: what the data do not rule out."""
    pooled = effects_pooled(analysis)
    found = [Truth(tau2=0.0, name="no heterogeneity")]
    if pooled.tau2:
        found.append(Truth(tau2=pooled.tau2, name="as estimated"))
    if pooled.tau2_interval is not None and pooled.tau2_interval.upper > (pooled.tau2 or 0.0):
        found.append(Truth(tau2=pooled.tau2_interval.upper, name="upper end of its interval"))
    return tuple(found)


def simulate(
    analysis: Analysis,
    truths: Sequence[Truth],
    *,
    replicates: int,
    seed: int,
    spread: Spread = in_turn,
) -> Simulation:
    """Draw the cohorts of the analysis `replicates` times from each truth, and pool by every test.

    The sampling variances are those of the analysis. All tests see the same draws. Where the engine stops before the
    end, cells are answered from what was finished, with MS657. Raises `Refusal` (MS502) for an outcome of counts,
    (MS501) below two cohorts, and (MS657) where nothing was finished.
    """
    pooled = effects_pooled(analysis)
    _, vi = effects_of(pooled, "a simulation", fewest=2)
    cells = [(truth, test) for truth in truths for test in TESTS]
    designs = [
        coverage_design(
            vi, mu=pooled.estimate or 0.0, tau2=truth.tau2, method=pooled.method, test=test, level=pooled.level
        )
        for truth, test in cells
    ]
    pieces = [
        SimulationPiece(design=design, replicates=replicates, seed=seed, chunk=chunk)
        for design in designs
        for chunk in range(chunks_of(replicates))
    ]
    found = list(spread(simulate_piece, pieces))
    done, planned = sum(part.replicates for part in found), replicates * len(cells)
    if not found:
        raise nothing_finished(planned)
    return Simulation(
        analysis=analysis,
        cells=tuple(_cells(cells, designs, pieces, found, analysis.settings.test)),
        replicates=replicates,
        seed=seed,
        cautions=cautions_of_a_stop(done, planned),
    )


def simulate_piece(piece: SimulationPiece) -> ChunkCounts:
    """The counts of one chunk."""
    return chunk_counts(piece.design, piece.replicates, piece.seed, piece.chunk)


def effects_pooled(analysis: Analysis) -> Pooled:
    """The answer, if it was pooled from effects."""
    pooled = analysis.pooled
    assert pooled is not None, "asked of outcomes with a cohort"
    effects_of(pooled, "a simulation", fewest=2)
    return pooled


def _cells(
    cells: Sequence[tuple[Truth, str]],
    designs: Sequence[CoverageDesign],
    pieces: Sequence[SimulationPiece],
    found: Sequence[ChunkCounts],
    test: str,
) -> Iterator[SimulatedCell]:
    for (truth, name), design in zip(cells, designs, strict=True):
        parts = [part for piece, part in zip(pieces, found, strict=False) if piece.design is design]
        if parts:
            yield SimulatedCell(truth=truth, test=name, planned=name == test, coverage=combined(design, parts))
