"""Every analysis that could have been chosen: the pooled change under each combination of the choices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from metasacro.evidence.protocol import STUDY_SETS
from metasacro.moments.registry import CONVERSIONS, SET_CONVERSIONS
from metasacro.numerics.arrays import np
from metasacro.numerics.interval import Interval
from metasacro.pooling.random_effects import random_effects_batch
from metasacro.pooling.tests_of_effect import TESTS
from metasacro.problems import Refusal
from metasacro.synthesis.conversion_grid import impossible_scores, samples_of, scores_under
from metasacro.synthesis.rows import ScoreRow
from metasacro.synthesis.run import analyse
from metasacro.synthesis.scores import change_of
from metasacro.synthesis.settings import Overrides
from metasacro.tau2.registry import ESTIMATORS

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.evidence.protocol import Outcome
    from metasacro.moments.feasible.feasible_set import FeasibleSet
    from metasacro.synthesis.rows import Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Specification:
    """One combination of choices. Where no correlation is assumed and nothing is converted, these two are empty."""

    conversion: str
    correlation: float | None
    method: str
    test: str
    study_set: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecifiedAnswer:
    """What one combination gives. `impossible`: converted means and SDs of it that no agreeing sample has."""

    specification: Specification
    estimate: float
    interval: Interval
    k: int
    impossible: int
    planned: bool  #: it is the protocol's own


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """Combinations that have no answer, and why. `None`: with every correlation, or every conversion."""

    study_set: str
    conversion: str | None
    correlation: float | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Specifications:
    """All of them, in the order of their choices."""

    outcome: Outcome
    level: float
    answers: tuple[SpecifiedAnswer, ...]
    unanswered: tuple[Unanswered, ...]


def specifications(evidence: EvidenceBase, outcome: Outcome, overrides: Overrides | None = None) -> Specifications:
    """The pooled change under every conversion, correlation of the grid, estimator, test and study set.

    Cohorts are those of the protocol's own conversion, so that points differ by the choice and not by who is left out.
    Means and SDs that no sample has are pooled, because that is what other tools do with them; they are counted.
    Raises `Refusal` (MS602) for an outcome of counts, which has neither choice, and (MS448) where no cohort of any
    study set can be pooled.
    """
    if outcome.measure != "MC":
        raise Refusal("MS602", outcome=outcome.id)
    level = (overrides and overrides.level) or evidence.protocol.level.value
    pools = {name: _rows(evidence, outcome, name, level) for name in STUDY_SETS}
    if not any(pools.values()):
        raise Refusal("MS448", study_set=outcome.study_set or "main")
    answers: list[SpecifiedAnswer] = []
    unanswered: list[Unanswered] = []
    for name, rows in pools.items():
        if not rows or name != (twin := _first_of(name, pools, outcome)):
            why = "no cohort can be pooled" if not rows else f"the same cohorts as `{twin}`"
            unanswered.append(Unanswered(study_set=name, conversion=None, correlation=None, reason=why))
            continue
        columns = _columns(rows, evidence, name, unanswered)
        answers += _pooled(columns, name, evidence, outcome, level)
    return Specifications(outcome=outcome, level=level, answers=tuple(answers), unanswered=tuple(unanswered))


def _rows(evidence: EvidenceBase, outcome: Outcome, study_set: str, level: float) -> list[ScoreRow]:
    analysis = analyse(evidence, outcome, Overrides(study_set=study_set, level=level))
    return [row for row in analysis.rows if isinstance(row, ScoreRow)]


def _first_of(name: str, pools: Mapping[str, Sequence[ScoreRow]], outcome: Outcome) -> str:
    """The set that stands for all sets with the same cohorts: the protocol's own, or the first."""
    labels = {found: [row.entry.label for row in rows] for found, rows in pools.items()}
    twins = [other for other in pools if labels[other] == labels[name]]
    planned = outcome.study_set or "main"
    return planned if planned in twins else twins[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """Effects and variances of all cohorts under one conversion and correlation."""

    conversion: str
    correlation: float | None
    yi: tuple[float, ...]
    vi: tuple[float, ...]
    impossible: int


def _columns(
    rows: Sequence[ScoreRow], evidence: EvidenceBase, study_set: str, unanswered: list[Unanswered]
) -> list[_Column]:
    planned = evidence.protocol.conversion.value
    samples = samples_of(rows)
    converted = any(row.converted for row in rows)
    others = [name for name in (*SET_CONVERSIONS, *CONVERSIONS) if name != planned]
    assumed = any(row.correlation_assumed for row in rows)
    grid = evidence.protocol.correlation.grid if assumed else ()
    columns = []
    for conversion in (planned, *others) if converted else ("",):
        if conversion in SET_CONVERSIONS and conversion != planned:
            reason = "the protocol converts by a formula, and an exact set is pooled only where it is the protocol’s"
            unanswered.append(Unanswered(study_set=study_set, conversion=conversion, correlation=None, reason=reason))
            continue
        scores = [_scores(row, conversion, planned) for row in rows]
        outside = [row.entry.label for row, pair in zip(rows, scores, strict=True) if row.converted and pair is None]
        if outside:
            reason = f"it cannot convert {', '.join(outside)}"
            unanswered.append(Unanswered(study_set=study_set, conversion=conversion, correlation=None, reason=reason))
            continue
        for r in grid or (None,):
            column = _column(rows, scores, conversion, r, samples)
            if column is None:
                reason = "equal SDs before and after leave no variance"
                unanswered.append(Unanswered(study_set=study_set, conversion=conversion, correlation=r, reason=reason))
            else:
                columns.append(column)
    return columns


def _scores(row: ScoreRow, conversion: str, planned: str) -> tuple[Score, Score] | None:
    if row.before is None or row.after is None:
        return None
    return (row.before, row.after) if not row.converted or conversion == planned else scores_under(row, conversion)


def _column(
    rows: Sequence[ScoreRow],
    scores: Sequence[tuple[Score, Score] | None],
    conversion: str,
    correlation: float | None,
    samples: dict[int, FeasibleSet | None],
) -> _Column | None:
    yi, vi, impossible = [], [], 0
    for row, pair in zip(rows, scores, strict=True):
        if pair is None or row.correlation is None:
            change, variance = row.change, row.variance
        else:
            r = row.correlation if correlation is None or not row.correlation_assumed else correlation
            try:
                change, variance = change_of(*pair, row.n, r)
            except Refusal:
                return None
            of_sets = conversion in SET_CONVERSIONS  # an average over samples need not be one of them
            impossible += 0 if of_sets or not row.converted else impossible_scores(row, pair, samples)
        yi.append(change)
        vi.append(variance)
    return _Column(conversion=conversion, correlation=correlation, yi=tuple(yi), vi=tuple(vi), impossible=impossible)


def _pooled(
    columns: Sequence[_Column], study_set: str, evidence: EvidenceBase, outcome: Outcome, level: float
) -> Iterator[SpecifiedAnswer]:
    """One batch for each estimator and test."""
    if not columns:
        return
    yi, vi = np.array([column.yi for column in columns]), np.array([column.vi for column in columns])
    protocol = evidence.protocol
    planned = (
        protocol.conversion.value,
        protocol.correlation.value,
        protocol.tau2.value,
        protocol.test.value,
        outcome.study_set or "main",
    )
    if yi.shape[-1] == 1:  # a single cohort is not pooled: it has no τ² and no other test
        choices, known = [(planned[2], planned[3])], {}
    else:
        choices = list(product(ESTIMATORS, TESTS))
        known = {method: random_effects_batch(yi, vi, method=method, test="z").tau2 for method in ESTIMATORS}
    for method, test in choices:
        tau2 = known.get(method)  # does not depend on the test, so it is estimated once
        batch = random_effects_batch(yi, vi, method=method, test=test, level=level, tau2=tau2)
        for at, column in enumerate(columns):
            chosen = (
                column.conversion or planned[0],
                planned[1] if column.correlation is None else column.correlation,
                method,
                test,
                study_set,
            )
            yield SpecifiedAnswer(
                specification=Specification(
                    conversion=column.conversion,
                    correlation=column.correlation,
                    method=method,
                    test=test,
                    study_set=study_set,
                ),
                estimate=float(batch.estimate[at]),
                interval=Interval(lower=float(batch.lower[at]), upper=float(batch.upper[at]), level=level),
                k=len(column.yi),
                impossible=column.impossible,
                planned=chosen == planned,
            )
