"""One record reanalysed in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metasacro.problems import Refusal
from metasacro.synthesis.settings import Overrides, settings_for
from metasacro.synthesis.single_center.among_others import Place, places
from metasacro.synthesis.single_center.between_cohorts import Difference, difference_of_changes
from metasacro.synthesis.single_center.changes import Change, changes
from metasacro.synthesis.single_center.counts import (
    Count,
    Levels,
    characteristic_counts,
    outcome_counts,
    response_levels,
)
from metasacro.synthesis.single_center.exact_scores import ExactGroup, exact_groups
from metasacro.synthesis.single_center.printed_p import CheckedGroup, checked_group
from metasacro.synthesis.single_center.questions import Questions, questions
from metasacro.synthesis.single_center.score_groups import score_groups
from metasacro.synthesis.single_center.spreads import Spread, spreads
from metasacro.synthesis.single_center.unscored import Unscored, unscored
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.evidence.study import Study
    from metasacro.problems import Caution
    from metasacro.synthesis.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScoreSection:
    """One way of measuring an outcome: exact sets, changes, P values, and what follows from them."""

    exact: ExactGroup
    changes: tuple[Change | Caution, ...]
    p_values: CheckedGroup
    difference: Difference | None  #: between the two parts of the whole
    unscored: tuple[Unscored, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SeriesReanalysis:
    """A record by itself, and among the others. What it has nothing for is empty."""

    study: Study
    n: int | None
    settings: Settings
    characteristics: tuple[Count, ...]
    spreads: tuple[Spread, ...]
    scores: tuple[ScoreSection, ...]
    levels: tuple[Levels, ...]
    counts: tuple[Count, ...]
    places: tuple[Place, ...]
    questions: Questions


def reanalyze_series(evidence: EvidenceBase, study: str, **protocol_overrides: Any) -> SeriesReanalysis:
    """Compute every table of one record again, and ask what it leaves possible.

    Parameters
    ----------
    evidence : what `load` returned
    study : the record's name
    **protocol_overrides : `method`, `test`, `level`, `correlation`, `conversion` or `study_set` in place of the
        protocol's choice

    Raises
    ------
    Refusal : MS133 if there is no such record

    >>> from metasacro import load
    >>> found = reanalyze_series(load(), "gupta2014")
    >>> vas = found.scores[0].exact.scores[0][1]
    >>> vas.verdict, round(vas.feasible.mean.lower, 3), round(vas.feasible.mean.upper, 3)
    ('SD impossible', 2.556, 3.667)
    """
    if study not in evidence.studies:
        raise Refusal("MS133", study=study)
    record, overrides = evidence.studies[study], Overrides(**protocol_overrides)
    settings = settings_for(evidence.protocol, overrides)
    wholes = [cohort.n for cohort in record.cohorts if cohort.part_of is None]
    return SeriesReanalysis(
        study=record,
        n=None if None in wholes else int(sum(n.value for n in wholes if n)),
        settings=settings,
        characteristics=characteristic_counts(record, settings.level),
        spreads=spreads(record),
        scores=tuple(_section(exact, record, evidence, settings) for exact in exact_groups(score_groups(record))),
        levels=response_levels(record, settings.level),
        counts=outcome_counts(record, settings.level),
        places=places(evidence, study, overrides),
        questions=questions(record),
    )


def _section(exact: ExactGroup, record: Study, evidence: EvidenceBase, settings: Settings) -> ScoreSection:
    found = changes(exact, settings)
    return ScoreSection(
        exact=exact,
        changes=found,
        p_values=checked_group(exact, record.comparisons),
        difference=difference_of_changes(exact.group, found, settings.level),
        unscored=unscored(exact.group, found, evidence.protocol),
    )
