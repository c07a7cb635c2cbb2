"""From what samples of a printed median can be, back to the prints that were solved for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.evidence.summary import MedianSummary
from metasacro.evidence.trace import PROGRAM, Trace
from metasacro.synthesis.lineage.leaves import assumed, of_number, of_period, of_scale, of_source, of_summary
from metasacro.synthesis.single_center.exact_scores import MOMENTS, USUAL, steps_tried
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.synthesis.single_center.exact_scores import ExactGroup, ExactScore
    from metasacro.synthesis.single_center.score_groups import Pair, ScoreGroup

#: Before, after.
WHEN = ("before", "after")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreTraces:
    """One cohort at one time. What is `None` is not computed for it."""

    printed: Trace
    size: Trace | None
    feasible: Trace | None
    converted: Trace | None
    verdict: Trace | None
    estimate: Trace | None


def of_scores(exact: ExactGroup) -> tuple[tuple[ScoreTraces, ScoreTraces], ...]:
    """(before, after) for each pair of the group, in their order."""
    shared = (*of_steps(exact), *of_definition(exact))
    before, after = (
        [_of_score(exact, at, moment, shared) for at in range(len(exact.group.pairs))] for moment in MOMENTS
    )
    return tuple(zip(before, after, strict=True))


def of_instrument(group: ScoreGroup) -> tuple[Trace, ...]:
    """What was measured on which scale; one step, or the name alone where no scale is printed."""
    result = group.pairs[0].entry.result
    return of_scale(result) or (of_source("instrument", result.instrument or result.outcome, result.source),)


def of_heading(group: ScoreGroup, *, timed: bool) -> Trace:
    """The instrument, and when it was used after treatment."""
    times = (of_period(group.pairs[0].follow_up),) if timed else ()
    return Trace(what=group.title, parts=(*of_instrument(group), *times))


def of_cohort(pair: Pair, *, timed: bool = False) -> Trace:
    """Whose scores these are."""
    cohort = pair.entry.cohort
    named = of_source("cohort", cohort.label, cohort.source)
    return Trace(what=f"cohort {cohort.id}", parts=(named, of_period(pair.follow_up))) if timed else named


def of_steps(exact: ExactGroup) -> tuple[Trace, ...]:
    """The ends of the scale, and the distance of two neighbouring scores on it."""
    group = exact.group
    scale = of_scale(group.pairs[0].entry.result)
    if exact.step is None:
        return scale
    if group.step is None:
        steps = ", ".join(steps_tried(group))
        told = f"not stated; the first of {steps} under which the medians are possible is taken"
        return (*scale, Trace(what="step of the scores", printed=exact.step, how=told, origin=PROGRAM))
    pair = next(pair for pair in group.pairs if pair.entry.result.step is not None)
    how = assumed(pair.entry.result, ("step",)).removeprefix("; ")
    step = of_number("step of the scores", group.step, pair.entry.result.source)
    return (*scale, Trace(what=step.what, printed=step.printed, how=how, sources=step.sources))


def of_definition(exact: ExactGroup) -> tuple[Trace, ...]:
    """Which definition of a quartile was used: the medians of the record decide it together."""
    if exact.definition is None:
        return ()
    others = [name for name in exact.possible if name != exact.definition]
    how = f"; on this scale {', '.join(others)} would do as well" if others else "; no other would do on this scale"
    medians = tuple(
        of_summary(_name(group, pair, moment), summary)
        for group in exact.decided_by
        for pair in group.pairs
        for moment, summary in enumerate((pair.before, pair.after))
        if isinstance(summary, MedianSummary)
    )
    return (
        Trace(
            what="definition of a quartile",
            printed=exact.definition,
            how=f"samples with the printed quartiles exist under it{how}",
            methods=("quantile-definition",),
            parts=medians,
        ),
    )


def _of_score(exact: ExactGroup, at: int, moment: int, shared: tuple[Trace, ...]) -> ScoreTraces:
    pair, score = exact.group.pairs[at], exact.scores[at][moment]
    name = _name(exact.group, pair, moment)
    printed = of_summary(name, score.summary)
    feasible = _feasible(exact, at, moment, shared, name, printed)
    converted = _converted(score, name, printed)
    verdict = None
    if score.verdict is not None and feasible is not None and converted is not None:
        verdict = Trace(
            what=f"whether a sample has the converted mean and SD, {name}",
            printed=score.verdict,
            how="the mean, the SD and the pair of both are looked for among the samples that print like the paper",
            parts=(converted, feasible),
        )
    return ScoreTraces(
        printed=printed,
        size=of_number(f"n, {name}", score.summary.n, score.summary.source) if score.summary.n else None,
        feasible=feasible,
        converted=converted,
        verdict=verdict,
        estimate=_estimate(score, name, (printed, *shared)),
    )


def _name(group: ScoreGroup, pair: Pair, moment: int) -> str:
    return f"{group.short_title}, {group.name_of(pair)}, {WHEN[moment]}"


def _feasible(
    exact: ExactGroup, at: int, moment: int, shared: tuple[Trace, ...], name: str, printed: Trace
) -> Trace | None:
    """Cohorts that contain each other were solved together, so each rests on the prints of all."""
    found, group = exact.scores[at][moment].feasible, exact.group
    if found is None:
        return None
    beside: tuple[Trace, ...] = ()
    if len(found.lattice.leaves) > 1:
        beside = tuple(
            of_summary(_name(group, other, moment), scores[moment].summary)
            for other, scores in zip(group.pairs, exact.scores, strict=True)
            if other is not group.pairs[at] and (other is group.whole or other in group.parts)
        )
    numbers = {"mean from": found.mean.lower, "mean to": found.mean.upper}
    if found.sd is not None:
        numbers |= {"SD from": found.sd.lower, "SD to": found.sd.upper}
    together = "; solved together with the whole and its parts, which share nobody" if beside else ""
    return Trace(
        what=f"mean and SD that a sample can have, {name}",
        numbers=numbers,
        how=f"over every sample of {found.n} scores that prints like the paper{together}",
        methods=("feasible-nested",) if beside else ("feasible",),
        parts=(printed, *beside, *shared),
    )


def _converted(score: ExactScore, name: str, printed: Trace) -> Trace | None:
    if score.converted is not None:
        skewness = {} if score.skewness is None else dict(zip(("Shi’s T", "critical"), score.skewness, strict=True))
        return Trace(
            what=f"converted mean and SD, {name}",
            numbers={"mean": score.converted.mean, "SD": score.converted.sd, **skewness},
            how=f"by `{score.converted.method}`, as most tools convert",
            methods=(USUAL, "shi-skewness") if skewness else (USUAL,),
            parts=(printed,),
        )
    if score.not_converted is not None:
        refused = score.not_converted
        return Trace(
            what=f"no converted mean and SD, {name}", printed=refused.code, how=refused.message, parts=(printed,)
        )
    return None


def _estimate(score: ExactScore, name: str, parts: tuple[Trace, ...]) -> Trace | None:
    found = score.estimate
    if found is None:
        return None
    return Trace(
        what=f"mean and SD of the exact set, {name}",
        numbers={"mean": found.mean, "SD": found.sd, "variance that the median leaves open": found.reconstruction},
        how="averaged over every sample that agrees with the cohort’s own print",
        methods=("exact-set",),
        parts=parts,
    )
