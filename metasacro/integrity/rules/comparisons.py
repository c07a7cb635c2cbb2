"""P values between two cohorts, computed again from their counts or their means."""

from __future__ import annotations

from collections.abc import Iterator

from metasacro.evidence.reported import Reported
from metasacro.evidence.study import Comparison, PValue, Result, Study
from metasacro.evidence.summary import Summary
from metasacro.integrity.percentages import counts_with_percent
from metasacro.integrity.rank_tests import smallest_rank_sum_p
from metasacro.integrity.recomputed_p import PRange, two_by_two_p, two_sample_t_p
from metasacro.integrity.rule import Answers, StudyRule, answer
from metasacro.integrity.rules.p_values import MOST_PAIRS, RANKED, digits_of, is_named, printed_mean
from metasacro.values.frozen import dataclass

#: Beyond these, percentages leave so many counts, or counts so many tables, that hardly any P is impossible.
MOST_TABLES = 100
MOST_COUNTED = 10_000


def p_is_of_groups(study: Study) -> Answers:
    """MS252: a test of the counts gives the P. MS253: a t test of the means does. MS256: a rank test can."""
    for comparison in study.comparisons:
        p = comparison.p
        if p is None:
            continue
        yield from _of_counts(study, comparison, p)
        yield from _of_scores(study, comparison, p)


def _of_counts(study: Study, comparison: Comparison, p: PValue) -> Answers:
    first, second = (_counts(study, comparison, cohort) for cohort in comparison.cohorts)
    if not 0 < len(first) * len(second) <= MOST_TABLES or max(first[0].of, second[0].of) > MOST_COUNTED:
        return
    tables = [(one, other) for one in first for other in second]
    computed = [two_by_two_p(one.events, one.of, other.events, other.of) for one, other in tables]
    fits = any(
        PRange(lower=value, upper=value).agrees(p.relation, digits_of(p))
        for found in computed
        for value in found.values()
    )
    (one, other), shown = tables[0], computed[0]
    assumed = [
        f"that the {count.percent} % of `{cohort}` are of its {count.of} patients"
        for count, cohort in zip(tables[0], comparison.cohorts, strict=True)
        if count.percent
    ]
    yield answer(
        "MS252",
        fits,
        comparison.source.location,
        trail=_trail(study, comparison),
        hint=f"this assumes {' and '.join(assumed) or 'the printed counts'}",
        p=p.text,
        first=f"{one.events} of {one.of}",
        second=f"{other.events} of {other.of}",
        computed=", ".join(f"{value:.3f} ({name})" for name, value in shown.items()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Count:
    """A count, or what a percentage of a cohort implies."""

    events: int
    of: int
    percent: Reported | None


def _counts(study: Study, comparison: Comparison, cohort: str) -> list[_Count]:
    """What the one entry of this outcome and cohort says; every count that its percentage allows, if it gives none."""
    entries = [
        result.events
        for result in study.results
        if (result.outcome, result.cohort) == (comparison.outcome, cohort) and result.events
    ]
    if len(entries) != 1 or comparison.of != "follow-up":
        return []
    found, size = entries[0], study.cohort(cohort).n
    of = found.of or size
    if of is None:
        return []
    if found.events is not None:
        return [_Count(events=int(found.events.value), of=int(of.value), percent=None)] if found.of else []
    if found.percent is None:
        return []
    counts = counts_with_percent(found.percent.text, int(of.value))[: MOST_TABLES + 1]
    return [_Count(events=count, of=int(of.value), percent=found.percent) for count in counts]


def _of_scores(study: Study, comparison: Comparison, p: PValue) -> Answers:
    pairs = list(_score_pairs(study, comparison))
    sizes = [(one.n, other.n) for one, other in pairs if one.n and other.n]
    n1, n2 = (int(size.value) for size in sizes[0]) if sizes else (0, 0)
    if 0 < n1 + n2 <= MOST_PAIRS and is_named(p, ("mann", "rank sum", "rank-sum")):
        smallest = float(smallest_rank_sum_p(n1, n2))
        fits = PRange(lower=smallest, upper=1.0).agrees(p.relation, digits_of(p))
        yield answer(
            "MS256",
            fits,
            comparison.source.location,
            trail=_trail(study, comparison),
            hint="this assumes an exact test",
            p=p.text,
            n1=n1,
            n2=n2,
            smallest=f"{smallest:.2g}",
        )
    ranges = [
        two_sample_t_p(one, other)
        for first, second in pairs
        if (one := printed_mean(first)) and (other := printed_mean(second))
    ]
    if ranges and not is_named(p, RANKED):
        fits = any(found.agrees(p.relation, digits_of(p)) for found in ranges)
        yield answer(
            "MS253",
            fits,
            comparison.source.location,
            trail=_trail(study, comparison),
            hint=f"this assumes {p.test or 'a t test, which the record does not name'}",
            p=p.text,
            lower=f"{min(found.lower for found in ranges):.2g}",
            upper=f"{max(found.upper for found in ranges):.2g}",
        )


def _score_pairs(study: Study, comparison: Comparison) -> Iterator[tuple[Summary, Summary]]:
    """The two cohorts' summaries that may be the ones compared."""
    results: list[Result] = []
    for cohort in comparison.cohorts:
        found = [one for one in study.results if (one.outcome, one.cohort) == (comparison.outcome, cohort)]
        if len(found) != 1:
            return
        results += found
    first, second = results
    if comparison.of == "baseline" and first.baseline and second.baseline:
        yield first.baseline, second.baseline
    kinds = {"follow-up": (first.follow_ups, second.follow_ups), "change": (first.changes, second.changes)}
    for one in kinds.get(comparison.of, ((), ()))[0]:
        for other in kinds[comparison.of][1]:
            if (one.time and one.time.days) == (other.time and other.time.days):
                yield one.summary, other.summary


def _trail(study: Study, comparison: Comparison) -> str:
    return f"{study.id} · {comparison.outcome} · {' against '.join(comparison.cohorts)} · {comparison.of}"


COMPARISONS = StudyRule(
    key="comparisons",
    codes=("MS252", "MS253", "MS256"),
    question="Does a test of two cohorts' numbers give the printed P?",
    ask=p_is_of_groups,
)
