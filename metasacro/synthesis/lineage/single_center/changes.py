"""From a mean change and its intervals back to the scores before and after, and to the correlation between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.evidence.trace import PROGRAM, Trace
from metasacro.synthesis.lineage.choices import of_correlation, of_level
from metasacro.synthesis.lineage.leaves import of_number, of_p
from metasacro.synthesis.lineage.rows import CHANGE, RECONSTRUCTED, of_score, of_smaller
from metasacro.synthesis.lineage.single_center.scores import WHEN
from metasacro.synthesis.single_center.changes import Change
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.protocol import Protocol
    from metasacro.problems import Caution
    from metasacro.synthesis.lineage.single_center.scores import ScoreTraces
    from metasacro.synthesis.settings import Settings
    from metasacro.synthesis.single_center.changes import Moment
    from metasacro.synthesis.single_center.score_groups import Pair

#: As in `CHANGE`; the interval of a single cohort is that of its own t.
T_INTERVAL = "; interval by t on n − 1 df"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeTraces:
    """One cohort's change. What is `None` is not computed for it."""

    change: Trace  #: or why there is none
    size: Trace
    before: Trace  #: mean and SD as used
    possible: Trace | None = None
    correlation: Trace | None = None
    widest: Trace | None = None
    standardised: Trace | None = None


def of_change(
    pair: Pair,
    name: str,
    change: Change | Caution,
    scores: tuple[ScoreTraces, ScoreTraces],
    settings: Settings,
    protocol: Protocol,
) -> ChangeTraces:
    """The change of one pair, called `name`, with all that rests on it."""
    size = of_smaller(f"patients with both scores, {name}", pair.n, pair.before, pair.after, pair.entry.result)
    if not isinstance(change, Change):
        prints = (*(score.printed for score in scores), *_test(pair))
        none = Trace(what=f"no change, {name}", printed=change.code, how=change.message, parts=(*prints, size))
        return ChangeTraces(change=none, size=size, before=scores[0].printed)
    before, after = (
        _moment(change, at, moment, scores[at], settings, protocol)
        for at, moment in enumerate((change.before, change.after))
    )
    level, span = of_level(settings, protocol), _span(change, name, scores)
    correlation = _correlation(change, span, settings, protocol)
    rest = (before, after, correlation, size, level)
    reconstructed = RECONSTRUCTED * bool(change.before.reconstruction or change.after.reconstruction)
    return ChangeTraces(
        change=Trace(
            what=f"mean change, {name}",
            numbers={
                "change": change.estimate,
                "variance": change.variance(change.assumed),
                "lower": change.interval.lower,
                "upper": change.interval.upper,
            },
            how=CHANGE + reconstructed + T_INTERVAL,
            methods=("MC",),
            parts=rest,
        ),
        size=size,
        before=before,
        possible=_possible(change, name, scores),
        correlation=correlation,
        widest=Trace(
            what=f"interval of the change at the lowest correlation, {name}",
            numbers={
                "lower": change.widest.lower,
                "upper": change.widest.upper,
                "correlation": change.correlation.lower,
                "variance": change.variance(change.correlation.lower),
            },
            how=CHANGE + reconstructed + T_INTERVAL,
            methods=("MC",),
            parts=(before, after, span, size, level),
        ),
        standardised=_standardised(change, name, rest),
    )


def _moment(
    change: Change, at: int, moment: Moment, score: ScoreTraces, settings: Settings, protocol: Protocol
) -> Trace:
    """The average of the exact set, or what a pool takes."""
    if moment.score is None:
        return score.estimate or score.printed
    summary, result = change.pair.after if at else change.pair.before, change.pair.entry.result
    return score.printed if summary is None else of_score(WHEN[at], summary, moment.score, settings, protocol, result)


def _test(pair: Pair) -> tuple[Trace, ...]:
    return () if pair.follow_up.p is None else (of_p(pair.follow_up.p, pair.after.source),)


def _span(change: Change, name: str, scores: tuple[ScoreTraces, ScoreTraces]) -> Trace:
    """What pairing, and the P value of a t test, leave of the correlation."""
    numbers = {"lowest": change.correlation.lower, "highest": change.correlation.upper}
    what = f"correlation of baseline and follow-up that the print allows, {name}"
    paired = change.feasible is not None
    parts = [part for score in scores if (part := score.feasible if paired else score.printed) is not None]
    if change.narrowed_by_p:
        return Trace(
            what=what,
            numbers=numbers,
            how="that of the printed means and SDs at which the paired t test gives the printed P",
            methods=("feasible-change",) if paired else (),
            parts=(*parts, *_test(change.pair)),
        )
    if not paired:
        return Trace(what=what, numbers=numbers, how="nothing that is printed narrows it", origin=PROGRAM)
    how = "over every pairing of samples that agree with the print before and after"
    return Trace(what=what, numbers=numbers, how=how, methods=("feasible-change",), parts=tuple(parts))


def _correlation(change: Change, span: Trace, settings: Settings, protocol: Protocol) -> Trace:
    """The reported one, or the protocol's, moved into what the print allows."""
    reported = change.pair.follow_up.correlation
    if reported is not None:
        return of_number("correlation of baseline and follow-up", reported, change.pair.after.source)
    planned = of_correlation(settings, protocol)
    if change.assumed == settings.correlation:
        return planned
    return Trace(
        what="correlation of baseline and follow-up, used",
        numbers={"correlation": change.assumed},
        how="the nearest to the assumed one that the print allows",
        parts=(planned, span),
    )


def _possible(change: Change, name: str, scores: tuple[ScoreTraces, ScoreTraces]) -> Trace | None:
    found = change.feasible
    if found is None:
        return None
    return Trace(
        what=f"mean change that is possible, {name}",
        numbers={"from": found.mean.lower, "to": found.mean.upper},
        how="mean after − mean before, over all samples that agree with the print",
        methods=("feasible-change",),
        parts=tuple(score.feasible for score in scores if score.feasible is not None),
    )


def _standardised(change: Change, name: str, parts: tuple[Trace, ...]) -> Trace | None:
    if change.standardised is None:
        return None
    estimate, interval = change.standardised
    return Trace(
        what=f"standardised change, {name}",
        numbers={"change": estimate, "lower": interval.lower, "upper": interval.upper},
        how="change over the SD before, corrected for small samples",
        methods=("SMCR",),
        parts=parts,
    )
