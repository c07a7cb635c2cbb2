"""What the patients without a score could do to the mean change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.synthesis.single_center.changes import Change
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.evidence.protocol import Outcome, Protocol
    from metasacro.evidence.study import Cohort
    from metasacro.problems import Caution
    from metasacro.synthesis.single_center.score_groups import Pair, ScoreGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class Unscored:
    """The mean change had everybody been scored. Nothing is assumed of the unscored but the ends of the scale."""

    title: str
    of: Change  #: of the scored
    group: ScoreGroup
    everybody: Cohort  #: the outermost cohort
    outcome: Outcome | None  #: of the protocol, where it has a minimal important difference on this scale
    scored: int
    width: float  #: of the scale
    treated: int
    change: float  #: of the scored
    lowest: float  #: mean change of all, every unscored patient falling from the top of the scale to its bottom
    highest: float
    baseline: float  #: of the scored
    lowest_from_baseline: float  #: the same where the unscored began like the scored
    highest_from_baseline: float
    important: float | None  #: the minimal important difference, signed as the change
    needed: float | None  #: mean change of the unscored at which the mean of all is just `important`
    needed_between: tuple[float, float] | None  #: the same over every mean change that the print leaves possible
    room: float | None  #: the furthest that they could move away from improvement, from the baseline of the scored

    @property
    def missing(self) -> int:
        return self.treated - self.scored


def unscored(group: ScoreGroup, found: Sequence[Change | Caution], protocol: Protocol) -> tuple[Unscored, ...]:
    """For every cohort of the group that lies in a larger one but in no other scored one."""
    made = []
    for pair, change in zip(group.pairs, found, strict=True):
        everybody = _everybody(pair, group)
        treated = None if everybody is None or everybody.n is None else int(everybody.n.value)
        if everybody is None or treated is None or group.scale is None or not isinstance(change, Change):
            continue
        if treated > change.n:
            made.append(_bounds(group, change, everybody, treated, protocol))
    return tuple(made)


def _everybody(pair: Pair, group: ScoreGroup) -> Cohort | None:
    """The outermost cohort; None where other pairs of the group are scores of its patients too."""
    entry = pair.entry
    if entry.result.unit not in (None, "patients"):
        return None
    wholes = entry.study.wholes_of(entry.cohort.id)
    if any(other.entry.cohort.id in wholes for other in group.pairs):
        return None
    outermost = entry.study.cohort(wholes[-1]) if wholes else entry.cohort
    for other in group.pairs:
        theirs = (other.entry.cohort.id, *entry.study.wholes_of(other.entry.cohort.id))
        alike = other.entry.result.measure == entry.result.measure
        if other is not pair and alike and outermost.id in theirs and entry.cohort.id not in theirs:
            return None
    return outermost


def _bounds(group: ScoreGroup, change: Change, everybody: Cohort, treated: int, protocol: Protocol) -> Unscored:
    assert group.scale is not None, "asked of scales only"
    low, high = (end.value for end in group.scale)
    missing, d, baseline = treated - change.n, change.estimate, change.before.mean
    outcome = next((one for one in protocol.outcomes if one.id == group.outcome), None)

    def all_with(moved: float) -> float:
        return (change.n * d + missing * moved) / treated

    important = needed = between = room = None
    if outcome is not None and outcome.important_difference is not None and _same_scale(group, outcome.scale):
        sign = -1.0 if outcome.lower_is_better else 1.0
        important = sign * outcome.important_difference.value
        needed = (important * treated - change.n * d) / missing
        if change.feasible is not None:
            ends = (change.feasible.mean.upper, change.feasible.mean.lower)
            low_end, high_end = ((important * treated - change.n * end) / missing for end in ends)
            between = (low_end, high_end)
        room = high - baseline if outcome.lower_is_better else low - baseline
    return Unscored(
        title=group.short_title if len(group.pairs) == 1 or group.whole else f"{group.short_title}, {change.name}",
        of=change,
        group=group,
        everybody=everybody,
        outcome=None if important is None else outcome,
        scored=change.n,
        width=high - low,
        treated=treated,
        change=d,
        lowest=all_with(low - high),
        highest=all_with(high - low),
        baseline=baseline,
        lowest_from_baseline=all_with(low - baseline),
        highest_from_baseline=all_with(high - baseline),
        important=important,
        needed=needed,
        needed_between=between,
        room=room,
    )


def _same_scale(group: ScoreGroup, wanted: object) -> bool:
    if not isinstance(wanted, tuple) or group.scale is None:
        return wanted is None
    return [end.value for end in group.scale] == [end.value for end in wanted]
