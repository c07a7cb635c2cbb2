"""Every analysis that could have been chosen: the pooled change under each combination of the choices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING

from metasacro.evidence.protocol import STUDY_SETS
from metasacro.moments.registry import SET_CONVERSIONS
from metasacro.numerics.arrays import np
from metasacro.numerics.interval import Interval
from metasacro.pooling.random_effects import random_effects_batch
from metasacro.pooling.tests_of_effect import TESTS
from metasacro.problems import Refusal
from metasacro.synthesis.conversion_grid import impossible_scores, samples_of
from metasacro.synthesis.effect_columns import EffectColumn, Unanswered, columns_of, score_rows, scores_with
from metasacro.tau2.registry import ESTIMATORS
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.evidence.protocol import Outcome
    from metasacro.synthesis.rows import ScoreRow
    from metasacro.synthesis.settings import Overrides


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
    pools = {name: score_rows(evidence, outcome, name, level) for name in STUDY_SETS}
    if not any(pools.values()):
        raise Refusal("MS448", study_set=outcome.study_set or "main")
    answers: list[SpecifiedAnswer] = []
    unanswered: list[Unanswered] = []
    for name, rows in pools.items():
        if not rows or name != (twin := _first_of(name, pools, outcome)):
            why = "no cohort can be pooled" if not rows else f"the same cohorts as `{twin}`"
            unanswered.append(Unanswered(study_set=name, conversion=None, correlation=None, reason=why))
            continue
        columns = columns_of(rows, evidence, name, unanswered)
        impossible = _impossible(rows, columns, evidence.protocol.conversion.value)
        answers += _pooled(columns, impossible, name, evidence, outcome, level)
    return Specifications(outcome=outcome, level=level, answers=tuple(answers), unanswered=tuple(unanswered))


def _first_of(name: str, pools: Mapping[str, Sequence[ScoreRow]], outcome: Outcome) -> str:
    """The set that stands for all sets with the same cohorts: the protocol's own, or the first."""
    labels = {found: [row.entry.label for row in rows] for found, rows in pools.items()}
    twins = [other for other in pools if labels[other] == labels[name]]
    planned = outcome.study_set or "main"
    return planned if planned in twins else twins[0]


def _impossible(rows: Sequence[ScoreRow], columns: Sequence[EffectColumn], planned: str) -> dict[str, int]:
    """For each conversion, how many of its means and SDs no agreeing sample has."""
    samples = samples_of(rows)
    counts = {}
    for conversion in {column.conversion for column in columns}:
        converted = [] if conversion in SET_CONVERSIONS else [row for row in rows if row.converted]
        scores = [(row, scores_with(row, conversion, planned)) for row in converted if row.correlation is not None]
        counts[conversion] = sum(impossible_scores(row, pair, samples) for row, pair in scores if pair is not None)
    return counts  # an average over samples, which an exact set is, need not be one of them


def _pooled(
    columns: Sequence[EffectColumn],
    impossible: Mapping[str, int],
    study_set: str,
    evidence: EvidenceBase,
    outcome: Outcome,
    level: float,
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
        lower, upper = batch.interval
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
                interval=Interval(lower=float(lower[at]), upper=float(upper[at]), level=level),
                k=len(column.yi),
                impossible=impossible[column.conversion],
                planned=chosen == planned,
            )
