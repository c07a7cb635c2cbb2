"""What each printed median leaves possible, jointly over nested cohorts, and whether the usual conversion is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from metasacro.evidence.summary import MedianSummary, Summary
from metasacro.integrity.feasible_prints import MOST_POINTS, MOST_VALUES, printed
from metasacro.moments.conversion import Moments, mean_sd
from metasacro.moments.domain import SMALLEST_N
from metasacro.moments.feasible.nested_cohorts import feasible_cohorts
from metasacro.moments.feasible.one_cohort import feasible_moments
from metasacro.moments.feasible.possible_definitions import possible_definitions
from metasacro.moments.feasible.quantile_definitions import DEFINITIONS
from metasacro.moments.feasible.reading import STEPS
from metasacro.moments.feasible.scale import whole_steps
from metasacro.moments.feasible.set_estimate import SetEstimate, set_estimate
from metasacro.moments.shi_skewness import skewness_statistic
from metasacro.problems import Caution, Refusal
from metasacro.synthesis.verdict import judge
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.moments.feasible.feasible_set import FeasibleSet
    from metasacro.synthesis.single_center.score_groups import Pair, ScoreGroup

#: The conversion that most tools use.
USUAL = "luo/wan/shi"
#: The definition that is taken where several are possible; it is the rank that halves each step (MedCalc).
PREFERRED = "hazen"
#: Patients times points of the scale, beyond which a set takes seconds.
MOST_WORK = 15_000
#: The product of the parts' patients, times points: beyond it nested cohorts are solved one by one.
MOST_JOINT_WORK = 50_000
#: Before, after.
MOMENTS = (0, 1)

#: Place of a pair → its feasible set.
Sets: TypeAlias = "dict[int, FeasibleSet]"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExactScore:
    """One cohort at one time: its print, the conversion and its verdict, the feasible set and an estimate from it."""

    summary: Summary
    feasible: FeasibleSet | None
    estimate: SetEstimate | None
    converted: Moments | None
    not_converted: Caution | None
    skewness: tuple[float, float] | None  #: Shi's T and its critical value; None where T does not exist

    @property
    def verdict(self) -> str | None:
        """`possible`, or which of mean, SD and their pair no agreeing sample has; None where it cannot be asked."""
        if self.feasible is None or self.converted is None or self.feasible.sd is None:
            return None
        return judge(self.converted.mean, self.converted.sd, self.feasible)[0].value


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExactGroup:
    """The scores of one group, (before, after) for each of its pairs in their order."""

    group: ScoreGroup
    decided_by: tuple[ScoreGroup, ...]  #: groups of the record whose medians decide together which definition is used
    scores: tuple[tuple[ExactScore, ExactScore], ...]
    step: str | None  #: None: no scale, or no step under which a sample agrees
    step_assumed: bool
    joint: bool
    definition: str | None
    possible: tuple[str, ...]  #: definitions under which every median of the group is possible
    contradicted: bool  #: medians on a scale, and no sample agrees with them under any step and definition tried


def exact_groups(groups: Sequence[ScoreGroup]) -> tuple[ExactGroup, ...]:
    """One definition of a quantile for the whole paper, as far as its tables allow one."""
    asked = [_possible(group) for group in groups]
    common = [name for name in DEFINITIONS if all(name in found for _, found in asked if found)]
    deciding = tuple(group for group, (_, found) in zip(groups, asked, strict=True) if found)
    return tuple(
        _solved(group, step, found, common, deciding) for group, (step, found) in zip(groups, asked, strict=True)
    )


def _possible(group: ScoreGroup) -> tuple[str | None, tuple[str, ...]]:
    """The step, and the definitions under which the medians of the group are possible with it."""
    if group.scale is None or not _has_medians(group):
        return None, ()
    for step in steps_tried(group):
        found = _definitions(group, step)
        if found:
            return step, found
    return None, ()


def steps_tried(group: ScoreGroup) -> tuple[str, ...]:
    """The step of the record; else the first, and each finer one in which some median can be looked at.

    Where none can, a finer step would answer that everything is possible.
    """
    if group.step:
        return (group.step.text,)
    told = [_summary(pair, moment) for pair in group.pairs for moment in MOMENTS]
    finer = (step for step in STEPS[1:] if any(_enumerable(summary, group, step) for summary in told))
    return (STEPS[0], *finer)


def _has_medians(group: ScoreGroup) -> bool:
    return any(isinstance(_summary(pair, moment), MedianSummary) for pair in group.pairs for moment in MOMENTS)


def _definitions(group: ScoreGroup, step: str) -> tuple[str, ...]:
    left = list(DEFINITIONS)
    for moment in MOMENTS:
        told = {id(pair): _summary(pair, moment) for pair in group.pairs}
        medians = [pair for pair in group.pairs if _enumerable(told[id(pair)], group, step)]
        asked: list[tuple[list[Summary], Summary | None]] = []
        if _is_joint(group, step, moment) and group.whole is not None:
            asked.append(([_summary(part, moment) for part in group.parts], _summary(group.whole, moment)))
            medians = [pair for pair in medians if pair not in (group.whole, *group.parts)]
        asked += [([told[id(pair)]], None) for pair in medians]
        for parts, whole in asked:
            fits = possible_definitions(
                [printed(part) for part in parts],
                whole=printed(whole) if whole else None,
                step=step,
                **_ends(group),
            )
            left = [name for name in left if name in fits]
    return tuple(left)


def _solved(
    group: ScoreGroup,
    step: str | None,
    found: tuple[str, ...],
    common: Sequence[str],
    deciding: tuple[ScoreGroup, ...],
) -> ExactGroup:
    usable = [name for name in found if name in common] or found
    definition = PREFERRED if PREFERRED in usable else next(iter(usable), None)
    by_moment: list[Sets] = [{}, {}]
    if step is not None and definition is not None:
        by_moment = [_sets(group, step, definition, moment) for moment in MOMENTS]
    return ExactGroup(
        group=group,
        decided_by=deciding,
        scores=tuple(
            (_score(_summary(pair, 0), by_moment[0].get(at)), _score(_summary(pair, 1), by_moment[1].get(at)))
            for at, pair in enumerate(group.pairs)
        ),
        step=step,
        step_assumed=group.step is None or "step" in group.pairs[0].entry.result.assumed,
        joint=step is not None and any(_is_joint(group, step, moment) for moment in MOMENTS),
        definition=definition,
        possible=found,
        contradicted=step is None and group.scale is not None and _has_medians(group),
    )


def _sets(group: ScoreGroup, step: str, definition: str, moment: int) -> Sets:
    """The set of each pair at one time, by its place; of nested cohorts jointly."""
    found: Sets = {}
    joint = [group.whole, *group.parts] if _is_joint(group, step, moment) else []
    places = [at for at, pair in enumerate(group.pairs) if pair in joint]
    told = {str(at): printed(_summary(group.pairs[at], moment)) for at in places}
    if joint:
        whole, *parts = told  # the whole stands first
        solved = feasible_cohorts(
            told, whole=whole, parts=tuple(parts), step=step, definition=definition, **_ends(group)
        )
        found |= {int(at): samples for at, samples in solved.items()}
    for at, pair in enumerate(group.pairs):
        summary = _summary(pair, moment)
        if at in found or not _enumerable(summary, group, step):
            continue
        of = printed(summary)
        found[at] = feasible_moments(of.n, step=step, definition=definition, **_ends(group), **of.quantiles())
    return found


def _score(summary: Summary, found: FeasibleSet | None) -> ExactScore:
    converted, not_converted = _converted(summary)
    estimate = None
    if found is not None and found.n > 1:
        ends = {"lower": str(found.scale.lower), "upper": str(found.scale.upper), "step": str(found.scale.step)}
        told = printed(summary).quantiles()
        estimate = set_estimate(found.n, definition=found.definition, **ends, **told)  # type: ignore[arg-type] # text throughout
    return ExactScore(
        summary=summary,
        feasible=found,
        estimate=estimate,
        converted=converted,
        not_converted=not_converted,
        skewness=_skewness(summary),
    )


def _converted(summary: Summary) -> tuple[Moments | None, Caution | None]:
    """By the formulas that most tools use."""
    if not isinstance(summary, MedianSummary) or summary.n is None:
        return None, None
    told = {name: getattr(summary, name) for name in ("min", "q1", "median", "q3", "max")}
    try:
        values = {name: number.value for name, number in told.items() if number is not None}
        return mean_sd(int(summary.n.value), method=USUAL, **values), None
    except Refusal as refusal:
        return None, Caution(code=refusal.code, message=refusal.message)


def _skewness(summary: Summary) -> tuple[float, float] | None:
    """Shi's test, also where nothing can be converted."""
    if not isinstance(summary, MedianSummary) or summary.n is None or summary.n.value < SMALLEST_N:
        return None
    told = {name: getattr(summary, name) for name in ("min", "q1", "q3", "max")}
    pairs = [pair for pair in (("min", "max"), ("q1", "q3")) if told[pair[0]] and told[pair[1]]]
    if not pairs:
        return None
    values = {name: told[name].value for pair in pairs for name in pair}
    t, critical = skewness_statistic(summary.n.value, summary.median.value, **values)
    return (float(t), float(critical)) if t == t else None


def _summary(pair: Pair, moment: int) -> Summary:
    summary = pair.after if moment else pair.before
    assert summary is not None, "a pair has both"
    return summary


def _enumerable(summary: Summary, group: ScoreGroup, step: str) -> bool:
    """Whether a median with something beside it is printed, of few enough values on few enough points."""
    if not isinstance(summary, MedianSummary) or summary.n is None or group.scale is None:
        return False
    points = whole_steps(group.scale[0].text, group.scale[1].text, step)
    if points is None or not 0 < points < MOST_POINTS:
        return False
    return summary.n.value <= MOST_VALUES and summary.n.value * points <= MOST_WORK


def _is_joint(group: ScoreGroup, step: str, moment: int) -> bool:
    if group.whole is None or group.scale is None:
        return False
    every = [_summary(pair, moment) for pair in (group.whole, *group.parts)]
    work = (group.scale[1].value - group.scale[0].value) / float(step)
    for pair in group.parts:
        work *= pair.n or 1
    return work <= MOST_JOINT_WORK and all(_enumerable(summary, group, step) for summary in every)


def _ends(group: ScoreGroup) -> dict[str, str]:
    assert group.scale is not None, "asked of scales only"
    return {"lower": group.scale[0].text, "upper": group.scale[1].text}
