"""P values before and after treatment: against what the test can give, and against the test computed again."""

from __future__ import annotations

from collections.abc import Iterator

from metasacro.evidence.study import FollowUp, PValue, Result, Study
from metasacro.evidence.summary import MeanSummary, Summary
from metasacro.evidence.trail import trail_of, when
from metasacro.integrity.rank_tests import smallest_approximate_signed_rank_p, smallest_signed_rank_p
from metasacro.integrity.recomputed_p import PRange, PrintedMean, one_sample_t_p, paired_t_p
from metasacro.integrity.rounding import rounded
from metasacro.integrity.rule import Answers, StudyRule, answer
from metasacro.problems import Problem, problem

#: Words in the name of a test of signs or signed ranks, whose P comes from counting patterns of signs.
SIGNED = ("signed", "sign test")
#: With more pairs than this every P that a paper prints is attainable.
MOST_PAIRS = 1_000
#: Words in the name of a test that looks at ranks, so that means and SDs say nothing about its P.
RANKED = (*SIGNED, "wilcoxon", "mann", "friedman", "kruskal", "rank")


def digits_of(p: PValue) -> str:
    """The printed number without its sign of relation."""
    return p.text.lstrip("<>=≤≥ ")


def is_named(p: PValue, words: tuple[str, ...]) -> bool:
    """Whether the test's name has one of the words."""
    return any(word in p.test.lower() for word in words)


def p_is_attainable(study: Study) -> Answers:
    """MS250: so few pairs can give so small a P. MS254: a P of 0 is none."""
    for result, entry, p in _tested(study):
        trail = trail_of(study, result, when(entry))
        at = entry.summary.source.location
        none = p.value == 0 and p.relation not in (">", "≥")
        yield answer("MS254", not none, at, trail=trail, p=p.text)
        n = _pairs(result, entry)
        if none or n is None or n > MOST_PAIRS or not is_named(p, SIGNED):
            continue
        smallest = float(smallest_signed_rank_p(n))
        fits = PRange(lower=smallest, upper=1.0).agrees(p.relation, digits_of(p))
        yield answer(
            "MS250",
            fits,
            at,
            trail=trail,
            hint=_approximation(p, n),
            p=p.text,
            n=n,
            smallest=f"{smallest:.2g}",
        )


def _approximation(p: PValue, n: int) -> str:
    """What the normal approximation could have given."""
    smallest = smallest_approximate_signed_rank_p(n)
    could = PRange(lower=smallest, upper=1.0).agrees(p.relation, digits_of(p))
    verdict = "would allow it" if could else "does not allow it either"
    return f"this assumes an exact test; the normal approximation, with {smallest:.2g} at least, {verdict}"


def p_is_of_scores(study: Study) -> Answers:
    """MS251: the P is that of a t test of the printed means and SDs, for some correlation."""
    for result, entry, p in _tested(study):
        if p.value == 0 or is_named(p, RANKED):
            continue
        found = _t_test(result, entry)
        if found is None:
            continue
        named = p.test or "a t test, which the record does not name"
        yield answer(
            "MS251",
            found.agrees(p.relation, digits_of(p)),
            entry.summary.source.location,
            trail=trail_of(study, result, when(entry)),
            hint=f"this assumes {named}; any correlation of before and after was allowed",
            p=p.text,
            lower=f"{found.lower:.2g}",
            upper=f"{found.upper:.2g}",
        )


def _t_test(result: Result, entry: FollowUp) -> PRange | None:
    after = printed_mean(entry.summary)
    if entry in result.changes:
        return one_sample_t_p(after) if after else None
    before = printed_mean(result.baseline)
    return paired_t_p(before, after) if before and after else None


def printed_mean(summary: Summary | None) -> PrintedMean | None:
    """Mean, SD and n, where all three are printed."""
    if not isinstance(summary, MeanSummary) or summary.sd is None or summary.n is None or summary.n.value < 2:
        return None
    return PrintedMean(mean=summary.mean.text, sd=summary.sd.text, n=int(summary.n.value))


def _tested(study: Study) -> Iterator[tuple[Result, FollowUp, PValue]]:
    """Every P value against baseline."""
    for result in study.results:
        for entry in (*result.follow_ups, *result.changes):
            if entry.p is not None:
                yield result, entry, entry.p


def _pairs(result: Result, entry: FollowUp) -> int | None:
    """How many pairs there are at most."""
    sizes = [summary.n for summary in (result.baseline, entry.summary) if summary is not None and summary.n]
    return min(int(size.value) for size in sizes) if sizes else None


def change_fits_scores(study: Study) -> Answers:
    """MS255: the SD of a change lies between the difference and the sum of the SDs before and after."""
    for result in study.results:
        before = printed_mean(result.baseline)
        for change in result.changes:
            same = [entry for entry in result.follow_ups if _time(entry) == _time(change)]
            spread, after = printed_mean(change.summary), printed_mean(same[0].summary) if same else None
            if before and spread and after:
                yield _spread_of_change(trail_of(study, result, when(change)), change, before, after)


def _spread_of_change(trail: str, change: FollowUp, before: PrintedMean, after: PrintedMean) -> Problem | None:
    assert isinstance(change.summary, MeanSummary)
    assert change.summary.sd is not None, "only asked where it is printed"
    s1, s2, printed = rounded(before.sd), rounded(after.sd), rounded(change.summary.sd.text)
    least, most = max(s1.lower - s2.upper, s2.lower - s1.upper), s1.upper + s2.upper
    if least <= printed.upper and printed.lower <= most:
        return None
    return problem(
        "MS255",
        change.summary.sd.location,
        trail=trail,
        hint="this assumes that the same patients were measured before and after",
        sd=change.summary.sd,
        before=before.sd,
        after=after.sd,
    )


def _time(entry: FollowUp) -> float | None:
    return entry.time.days if entry.time else None


ATTAINABLE = StudyRule(
    key="attainable-p",
    codes=("MS250", "MS254"),
    question="Can so few patients give so small a P?",
    ask=p_is_attainable,
)
RECOMPUTED = StudyRule(
    key="recomputed-p",
    codes=("MS251",),
    question="Does a test of the printed scores give the printed P?",
    ask=p_is_of_scores,
)
CHANGES = StudyRule(
    key="changes",
    codes=("MS255",),
    question="Is the SD of each change possible, given the SDs before and after?",
    ask=change_fits_scores,
)
