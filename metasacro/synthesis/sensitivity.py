"""One outcome pooled under other choices: what the answer owes to each of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from metasacro.evidence.protocol import STUDY_SETS
from metasacro.pooling.registry import TESTS
from metasacro.synthesis.pools import pool_rows
from metasacro.synthesis.rows import ScoreRow
from metasacro.synthesis.run import pooled_rows
from metasacro.tau2.registry import ESTIMATORS
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.numerics.interval import Interval
    from metasacro.pooling.pooled import Pooled
    from metasacro.synthesis.analysis import Analysis
    from metasacro.synthesis.rows import CountRow
    from metasacro.synthesis.settings import Overrides, Settings

Rows = tuple["ScoreRow | CountRow", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """The answer under one choice, on the measure's scale. `exact`: of proportions, where no model can be fitted."""

    name: str
    planned: bool  #: the choice that is in force
    k: int
    n: int
    estimate: float | None
    interval: Interval | None
    tau2: float | None = None
    exact: Interval | None = None
    impossible: int = 0  #: converted pairs of mean and SD that no sample has
    converted: int = 0  #: of so many


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """What was tried, by the choice that was changed; nothing where the choice does not exist."""

    analysis: Analysis
    estimators: tuple[Variant, ...]
    tests: tuple[Variant, ...]
    correlations: tuple[Variant, ...]
    conversions: tuple[Variant, ...]
    study_sets: tuple[Variant, ...]
    without_each: tuple[Variant, ...]


def sensitivity(evidence: EvidenceBase, analysis: Analysis, overrides: Overrides) -> Sensitivity:
    """Change one choice at a time; everything else stays as it is in the analysis.

    Sources of the choices: the protocol's grid of correlations, the registries of estimators, tests and conversions,
    the protocol's study sets; and each record left out in turn.
    """
    rows, settings = analysis.rows, analysis.settings
    scores = len(rows) > 1 and all(isinstance(row, ScoreRow) for row in rows)
    return Sensitivity(
        analysis=analysis,
        estimators=tuple(
            _variant(key, rows, replace(settings, method=key), planned=key == settings.method)
            for key in (ESTIMATORS if scores else ())
        ),
        tests=tuple(
            _variant(key, rows, replace(settings, test=key), planned=key == settings.test)
            for key in (TESTS if scores else ())
        ),
        correlations=_correlations(analysis),
        conversions=_conversions(analysis),
        study_sets=_study_sets(evidence, analysis, overrides),
        without_each=_without_each(rows, settings),
    )


def _variant(name: str, rows: Rows, settings: Settings, *, planned: bool = False) -> Variant:
    return _of(name, pool_rows(rows, settings, predict=False) if rows else None, rows, planned=planned)


def _of(name: str, pooled: Pooled | None, rows: Sequence[ScoreRow | CountRow], *, planned: bool) -> Variant:
    return Variant(
        name=name,
        planned=planned,
        k=len(rows),
        n=sum(row.n for row in rows),
        estimate=pooled.estimate if pooled else None,
        interval=pooled.interval if pooled else None,
        tau2=pooled.tau2 if pooled else None,
        exact=pooled.exact if pooled else None,
    )


def _correlations(analysis: Analysis) -> tuple[Variant, ...]:
    return tuple(
        Variant(
            name=f"{point.correlation:g}",
            planned=point.correlation == analysis.settings.correlation,
            k=len(analysis.rows),
            n=analysis.n,
            estimate=point.estimate,
            interval=point.interval,
        )
        for point in analysis.grid
    )


def _conversions(analysis: Analysis) -> tuple[Variant, ...]:
    """The one in force first; the others as far as they can convert every median of the pool."""
    if not analysis.conversions:
        return ()
    planned = _of(analysis.settings.conversion, analysis.pooled, analysis.rows, planned=True)
    return (
        planned,
        *(
            Variant(
                name=point.method,
                planned=False,
                k=len(analysis.rows),
                n=analysis.n,
                estimate=point.estimate,
                interval=point.interval,
                impossible=point.impossible,
                converted=point.converted,
            )
            for point in analysis.conversions
        ),
    )


def _study_sets(evidence: EvidenceBase, analysis: Analysis, overrides: Overrides) -> tuple[Variant, ...]:
    found = []
    for name in STUDY_SETS:
        planned = name == analysis.settings.study_set
        rows = analysis.rows if planned else pooled_rows(evidence, analysis.outcome, replace(overrides, study_set=name))
        pooled = analysis.pooled if planned else pool_rows(rows, analysis.settings, predict=False) if rows else None
        found.append(_of(name, pooled, rows, planned=planned))
    return tuple(found)


def _without_each(rows: Rows, settings: Settings) -> tuple[Variant, ...]:
    """Each record left out with all its cohorts, because what is wrong with one may be wrong with all."""
    studies = {row.entry.study.id: row.entry.study.label for row in rows}
    if len(studies) < 2:
        return ()
    return tuple(
        _variant(label, tuple(row for row in rows if row.entry.study.id != name), settings)
        for name, label in studies.items()
    )
