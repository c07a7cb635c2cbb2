"""A sweep: the pooled change under every conversion, correlation, estimator of τ², test and subset of the studies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from metasacro.diagnostics.stops import cautions_of_a_stop, nothing_finished
from metasacro.numerics.arrays import np
from metasacro.numerics.loops import worthwhile
from metasacro.numerics.pieces import Spread, in_turn
from metasacro.pooling.tests_of_effect import TESTS
from metasacro.problems import Refusal, caution
from metasacro.synthesis.effect_columns import Unanswered, columns_of, score_rows
from metasacro.synthesis.sweep_changes import Change, changes_from
from metasacro.synthesis.sweep_piece import SweepPiece, sweep_piece
from metasacro.synthesis.sweep_subsets import subsets_of
from metasacro.synthesis.sweep_tally import SweepTally, together
from metasacro.tau2.registry import ESTIMATORS, WEIGHTED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.evidence.protocol import Outcome
    from metasacro.numerics.arrays import Floats
    from metasacro.problems import Caution
    from metasacro.synthesis.effect_columns import EffectColumn
    from metasacro.synthesis.rows import ScoreRow

#: Specifications unless asked otherwise.
LIMIT = 1_000_000

#: Estimators whose answers are pooled by inverse variance; the others take weights of one's own.
METHODS = tuple(key for key in ESTIMATORS if key not in WEIGHTED)

#: Fits of a subset under a column in a piece: with 13 estimators and 4 tests about a second of work by arrays, and with
#: 16 times as many by the compiled loop. A job of fewer pieces than that is cut finer, for several cores and a bar that
#: moves.
_PIECE, _LOOPED = 16_384, 16


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plan:
    """The specifications of a sweep, before any is fitted. Effects are turned so that more is better."""

    outcome: Outcome
    level: float
    important: float | None
    labels: tuple[str, ...]  #: of the studies
    study_of: NDArray[np.intp]  #: (k,) to which study a cohort belongs
    columns: tuple[EffectColumn, ...]
    yi: Floats  #: (columns, k)
    vi: Floats  #: (columns, k)
    subsets: NDArray[np.uint64]
    complete: bool  #: True if these are all subsets with two cohorts or more
    planned: np.uint64  #: the subset that the protocol pools
    planned_column: int
    planned_method: str
    planned_test: str
    methods: tuple[str, ...]
    tests: tuple[str, ...]
    unanswered: tuple[Unanswered, ...]
    departures: tuple[Caution, ...]  #: what the protocol's own specification had to be given instead of its choice

    @property
    def number(self) -> int:
        """Specifications in all."""
        return len(self.columns) * len(self.methods) * len(self.tests) * len(self.subsets)

    @property
    def ends(self) -> tuple[float, float]:
        """No pooled effect lies beyond the smallest and the largest effect; a little wider, for equal ones."""
        low, high = float(self.yi.min()), float(self.yi.max())
        pad = 1e-9 * max(1.0, abs(low), abs(high))
        return low - pad, high + pad


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sweep:
    """What a sweep found."""

    plan: Plan
    total: SweepTally
    between_subsets: float  #: variance of the mean estimates of the subsets
    own: Change  #: the protocol's own specification
    changes: tuple[Change, ...]  #: every specification one choice away from it
    cautions: tuple[Caution, ...]


def plan_sweep(
    evidence: EvidenceBase,
    outcome: Outcome,
    *,
    study_set: str = "all",
    level: float | None = None,
    limit: int = LIMIT,
    seed: int = 1,
) -> Plan:
    """Every combination of the choices, with as many subsets of the studies as `limit` specifications leave room for.

    Cohorts and their times are those of the protocol's own choices, so that specifications differ by nothing else.
    Raises `Refusal` (MS602) for an outcome of counts, and (MS448) where fewer than two cohorts can be pooled.
    """
    if outcome.measure != "MC":
        raise Refusal("MS602", outcome=outcome.id)
    level = level or evidence.protocol.level.value
    rows = score_rows(evidence, outcome, study_set, level)
    own = outcome.study_set or "main"
    pooled = {row.entry.study.id for row in score_rows(evidence, outcome, own, level)}
    if len(rows) < 2 or not pooled:
        raise Refusal("MS448", study_set=study_set)
    unanswered: list[Unanswered] = []
    columns = columns_of(rows, evidence, study_set, unanswered)
    protocol = evidence.protocol
    planned_column = _planned_column(columns, protocol.conversion.value, protocol.correlation.value)
    chosen = protocol.tau2.value
    method = chosen if chosen in METHODS else METHODS[0]  # the weighted ones pool by weights of their own
    labels, study_of = _studies(rows)
    each = len(columns) * len(METHODS) * len(TESTS)
    subsets, complete = subsets_of(study_of, max(1, limit // each), seed)
    planned = sum(1 << at for at, (study, _) in enumerate(labels) if study in pooled)
    sign = -1.0 if outcome.lower_is_better else 1.0
    return Plan(
        outcome=outcome,
        level=level,
        important=outcome.important_difference.value if outcome.important_difference else None,
        labels=tuple(label for _, label in labels),
        study_of=study_of,
        columns=tuple(columns),
        yi=sign * np.array([column.yi for column in columns]),
        vi=np.array([column.vi for column in columns]),
        subsets=subsets,
        complete=complete,
        planned=np.uint64(planned),
        planned_column=planned_column,
        planned_method=method,
        planned_test=protocol.test.value,
        methods=METHODS,
        tests=tuple(TESTS),
        unanswered=tuple(unanswered),
        departures=() if method == chosen else (caution("MS449", name="method", asked=method, planned=chosen),),
    )


def sweep(plan: Plan, spread: Spread = in_turn) -> Sweep:
    """Fit every specification of the plan, piece by piece, in any order and by anybody; the tallies are the same.

    Where the engine stops before the end, what was finished is answered, with MS657.
    """
    found = list(spread(sweep_piece, list(pieces_of(plan))))
    if not found:
        raise nothing_finished(plan.number)
    total = together([part.tally for part in found])
    own, *others = changes_from(plan)
    means = np.concatenate([part.subset_totals for part in found]) / (len(plan.columns) * len(plan.methods))
    return Sweep(
        plan=plan,
        total=total,
        between_subsets=float(means.var()),
        own=own,
        changes=tuple(others),
        cautions=tuple(_cautions(plan, total)),
    )


def pieces_of(plan: Plan) -> Iterator[SweepPiece]:
    """The work: some of the subsets under every column of effects.

    Each takes every n-th subset, n odd, so that what was finished before a stop is like the rest: a stretch of subsets
    in their order would have the last studies in all of them, or in none.
    """
    rows = len(plan.columns) * len(plan.subsets)
    looped = worthwhile(rows * plan.yi.shape[-1])
    size = min(max(rows // _LOOPED, _PIECE), _PIECE * _LOOPED) if looped else _PIECE
    number = min(len(plan.subsets), -(-rows // size) | 1)
    for start in range(number):
        yield SweepPiece(
            yi=plan.yi,
            vi=plan.vi,
            subsets=plan.subsets[start::number],
            study_of=plan.study_of,
            methods=plan.methods,
            tests=plan.tests,
            level=plan.level,
            important=plan.important,
            ends=plan.ends,
            looped=looped,
        )


def _studies(rows: Sequence[ScoreRow]) -> tuple[list[tuple[str, str]], NDArray[np.intp]]:
    """Studies (id, label), and to which of them each row belongs: a study enters with all its cohorts, or not."""
    labels = list(dict.fromkeys((row.entry.study.id, row.entry.study.label) for row in rows))
    places = {study: at for at, (study, _) in enumerate(labels)}
    return labels, np.array([places[row.entry.study.id] for row in rows], dtype=np.intp)


def _planned_column(columns: Sequence[EffectColumn], conversion: str, correlation: float) -> int:
    """The protocol's own column; else the first, which has its conversion."""
    return next(
        (
            at
            for at, column in enumerate(columns)
            if column.conversion in ("", conversion) and column.correlation in (None, correlation)
        ),
        0,
    )


def _cautions(plan: Plan, total: SweepTally) -> Iterator[Caution]:
    yield from plan.departures
    if not plan.complete:
        yield caution("MS658", subsets=len(plan.subsets), studies=len(plan.labels))
    yield from cautions_of_a_stop(total.number, plan.number)
