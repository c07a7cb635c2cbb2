"""Each printed P value beside what its test can give at all, and what it gives in samples that agree with the print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.evidence.summary import MeanSummary
from metasacro.integrity.rank_search import MOST_PATIENTS, FoundP, RankSearch, rank_search
from metasacro.integrity.rank_tests import smallest_signed_rank_p
from metasacro.integrity.recomputed_p import PRange, paired_t_p
from metasacro.integrity.rules.p_values import RANKED, digits_of, is_named, printed_mean
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.study import Comparison, PValue
    from metasacro.synthesis.single_center.exact_scores import ExactGroup
    from metasacro.synthesis.single_center.score_groups import Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedP:
    """One P value. `found` is what a search came upon; `possible` is a range that holds every P."""

    printed: PValue | None
    test: str  #: "signed rank", "rank sum" or "paired t"
    named: bool  #: the record names the test
    smallest: float | None  #: the smallest P that so many pairs can give, all changing one way
    found: FoundP | None
    possible: PRange | None

    @property
    def attainable(self) -> bool | None:
        """Whether so many pairs can give the printed P."""
        if self.printed is None or self.smallest is None:
            return None
        return PRange(lower=self.smallest, upper=1.0).agrees(self.printed.relation, digits_of(self.printed))

    @property
    def seen(self) -> bool | None:
        """Whether some sample that was tried has the printed P; None where none was tried."""
        if self.printed is None or self.found is None:
            return None
        return self.found.holds(self.printed.relation, digits_of(self.printed))

    @property
    def agrees(self) -> bool | None:
        """Whether the printed P lies between those found, or in the possible range; None where nothing is known."""
        within = self.found or self.possible
        if self.printed is None or within is None:
            return None
        return within.agrees(self.printed.relation, digits_of(self.printed))


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedComparison:
    """A P value between the two parts of a whole, before treatment or of the change."""

    comparison: Comparison
    names: tuple[str, str]
    title: str
    p: CheckedP


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CheckedGroup:
    """The P values of one group: one for each pair, and those between its parts."""

    pairs: tuple[CheckedP, ...]
    comparisons: tuple[CheckedComparison, ...]


def checked_group(exact: ExactGroup, comparisons: tuple[Comparison, ...]) -> CheckedGroup:
    """Ask every P value of the group."""
    group = exact.group
    joint = _joint_search(exact)
    pairs = []
    for pair, scores in zip(group.pairs, exact.scores, strict=True):
        found = None
        if joint is not None and (pair is group.whole or pair in group.parts):
            found = joint.whole if pair is group.whole else joint.leaves[group.parts.index(pair)]
        elif scores[0].feasible and scores[1].feasible and _few(pair):
            alone = rank_search(scores[0].feasible.lattice, scores[1].feasible.lattice)
            found = alone.whole if joint is None or len(alone.leaves) == 1 else None
        pairs.append(_checked(pair, found))
    return CheckedGroup(pairs=tuple(pairs), comparisons=tuple(_between(exact, comparisons, joint)))


def _few(pair: Pair) -> bool:
    return pair.n is not None and pair.n <= MOST_PATIENTS


def _joint_search(exact: ExactGroup) -> RankSearch | None:
    whole = exact.group.whole
    if whole is None or not exact.joint or not _few(whole):
        return None
    before, after = exact.scores[exact.group.pairs.index(whole)]
    if before.feasible is None or after.feasible is None or before.feasible.n != after.feasible.n:
        return None
    lattices = before.feasible.lattice, after.feasible.lattice
    same = len({len(lattice.leaves) for lattice in lattices}) == 1
    return rank_search(*lattices) if same and len(lattices[0].leaves) > 1 else None


def _checked(pair: Pair, found: FoundP | None) -> CheckedP:
    p = pair.follow_up.p
    before, after = printed_mean(pair.before), printed_mean(pair.after)
    means = isinstance(pair.before, MeanSummary) and isinstance(pair.after, MeanSummary)
    named = bool(p and p.test)
    if means and not (p and is_named(p, RANKED)):
        possible = paired_t_p(before, after) if before and after else None
        return CheckedP(printed=p, test="paired t", named=named, smallest=None, found=None, possible=possible)
    smallest = float(smallest_signed_rank_p(pair.n)) if pair.n else None
    return CheckedP(printed=p, test="signed rank", named=named, smallest=smallest, found=found, possible=None)


def _between(
    exact: ExactGroup, comparisons: tuple[Comparison, ...], joint: RankSearch | None
) -> list[CheckedComparison]:
    """The record's comparisons of the two parts of this group."""
    group = exact.group
    if len(group.parts) != 2:
        return []
    order = tuple(part.entry.cohort.id for part in group.parts)
    made = []
    for comparison in comparisons:
        if comparison.outcome != group.outcome or set(comparison.cohorts) != set(order):
            continue
        found = None if joint is None else {"baseline": joint.baseline, "change": joint.change}.get(comparison.of)
        p = CheckedP(printed=comparison.p, test="rank sum", named=False, smallest=None, found=found, possible=None)
        names = (group.name_of(group.parts[0]), group.name_of(group.parts[1]))
        made.append(CheckedComparison(comparison=comparison, names=names, title=group.title, p=p))
    return made
