"""Everything that one way of measuring an outcome gives, traced once for all tables that show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from metasacro.evidence.trace import Trace
from metasacro.synthesis.lineage.choices import of_important_difference, of_level
from metasacro.synthesis.lineage.single_center.changes import ChangeTraces, of_change
from metasacro.synthesis.lineage.single_center.p_values import PTraces, of_checked
from metasacro.synthesis.lineage.single_center.scores import ScoreTraces, of_cohort, of_heading, of_scores
from metasacro.synthesis.lineage.single_center.unscored import UnscoredTraces, of_unscored
from metasacro.synthesis.single_center.series import ScoreSection
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.protocol import Protocol
    from metasacro.synthesis.settings import Settings
    from metasacro.synthesis.single_center.score_groups import Pair

#: By section; sections are told apart by identity.
Traced: TypeAlias = Mapping[ScoreSection, "SectionTraces"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionTraces:
    """One trace or set of traces for each pair, comparison and unscored cohort of a section, in their order."""

    heading: Trace  #: the instrument
    timed_heading: Trace  #: the instrument and the time of follow-up
    cohorts: tuple[Trace, ...]
    timed_cohorts: tuple[Trace, ...]
    scores: tuple[tuple[ScoreTraces, ScoreTraces], ...]
    changes: tuple[ChangeTraces, ...]
    p_values: tuple[PTraces, ...]
    comparisons: tuple[PTraces, ...]
    difference: Trace | None
    widest_difference: Trace | None
    unscored: tuple[UnscoredTraces, ...]
    level: Trace
    important: Trace | None  #: the minimal important difference of the outcome


def traced_sections(sections: Sequence[ScoreSection], settings: Settings, protocol: Protocol) -> Traced:
    """Every section with its traces."""
    return {section: _traced(section, settings, protocol) for section in sections}


def _traced(section: ScoreSection, settings: Settings, protocol: Protocol) -> SectionTraces:
    group, scores = section.exact.group, of_scores(section.exact)
    names = [f"{group.short_title}, {group.name_of(pair)}" for pair in group.pairs]
    changes = tuple(
        of_change(pair, name, change, score, settings, protocol)
        for pair, name, change, score in zip(group.pairs, names, section.changes, scores, strict=True)
    )
    level = of_level(settings, protocol)
    parts = [_place(part, group.pairs) for part in group.parts]
    outcome = next((one for one in protocol.outcomes if one.id == group.outcome), None)
    return SectionTraces(
        heading=of_heading(group, timed=False),
        timed_heading=of_heading(group, timed=True),
        cohorts=tuple(of_cohort(pair) for pair in group.pairs),
        timed_cohorts=tuple(of_cohort(pair, timed=True) for pair in group.pairs),
        scores=scores,
        changes=changes,
        p_values=tuple(
            of_checked(checked, pair.after.source, name, change.size, (score,))
            for checked, pair, name, change, score in zip(
                section.p_values.pairs, group.pairs, names, changes, scores, strict=True
            )
        ),
        comparisons=tuple(
            of_checked(
                one.p,
                one.comparison.source,
                f"{group.short_title}, {' against '.join(one.names)}, {one.comparison.of}",
                None,
                tuple(scores[at] for at in parts),
            )
            for one in section.p_values.comparisons
        ),
        difference=_difference(section, [changes[at].change for at in parts], level),
        widest_difference=_widest(section, [changes[at].widest for at in parts], level),
        unscored=tuple(of_unscored(one, changes[_place(one.of.pair, group.pairs)]) for one in section.unscored),
        level=level,
        important=None if outcome is None else of_important_difference(outcome),
    )


def _place(pair: Pair, pairs: Sequence[Pair]) -> int:
    return next(at for at, other in enumerate(pairs) if other is pair)


def _difference(section: ScoreSection, changes: Sequence[Trace], level: Trace) -> Trace | None:
    found = section.difference
    if found is None:
        return None
    return Trace(
        what=f"difference of the changes, {found.title}",
        numbers={"difference": found.estimate, "lower": found.interval.lower, "upper": found.interval.upper},
        how="change of the first cohort − change of the second; Welch’s t",
        parts=(*changes, level),
    )


def _widest(section: ScoreSection, changes: Sequence[Trace | None], level: Trace) -> Trace | None:
    found = section.difference
    if found is None:
        return None
    return Trace(
        what=f"interval of the difference at the lowest correlation of both, {found.title}",
        numbers={"lower": found.widest.lower, "upper": found.widest.upper},
        how="Welch’s t",
        parts=(*(change for change in changes if change is not None), level),
    )
