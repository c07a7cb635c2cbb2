"""Parts against totals, and denominators."""

from __future__ import annotations

from metasacro.evidence.reported import Reported
from metasacro.evidence.study import Cohort, Result, Study
from metasacro.evidence.summary import MedianSummary, Summary
from metasacro.evidence.trail import trail_of, when
from metasacro.integrity.families import DISJOINT, families
from metasacro.integrity.measurements import divided
from metasacro.integrity.rounding import rounded
from metasacro.integrity.rule import Answers, StudyRule, answer


def parts_fit_totals(study: Study) -> Answers:
    """MS223: disjoint cohorts fit into their whole. MS228: counts in bands do not exceed the number measured."""
    for whole in study.cohorts:
        if whole.n is None:
            continue
        largest = [_largest(study, whole.id, etiology) for etiology in DISJOINT]
        sizes = [part.n for part in largest if part and part.n]
        if len(sizes) == len(DISJOINT):
            total = sum(int(size.value) for size in sizes)
            fits = total <= whole.n.value
            yield answer(
                "MS223",
                fits,
                sizes[1].location,
                trail=f"{study.id} · {whole.id}",
                hint="this assumes that nobody counts as both cancer and noncancer",
                total=total,
                parts=" and ".join(f"`{part.id}`" for part in largest if part),
                n=whole.n,
                whole=whole.id,
            )
    for characteristic in study.characteristics:
        bands = divided(study, characteristic)
        if bands and characteristic.summary and characteristic.summary.n:
            total, n = sum(band.count for band in bands), characteristic.summary.n
            yield answer("MS228", total <= n.value, n.location, trail=trail_of(study, characteristic), total=total, n=n)


def _largest(study: Study, whole: str, etiology: str) -> Cohort | None:
    """The largest part of one etiology: parts of the same etiology may share patients."""
    parts = [part for part in study.cohorts if part.part_of == whole and part.etiology == etiology and part.n]
    return max(parts, key=lambda part: part.n.value if part.n else 0, default=None)


def results_of_parts_fit_whole(study: Study) -> Answers:
    """MS224: counts of disjoint parts fit the count of their whole. MS225: its centre lies between theirs."""
    for family in families(study):
        yield from _counts_agree(study, family.whole, family.parts)
        yield from _centres_agree(study, family.whole, family.parts)


def _counts_agree(study: Study, whole: Result, parts: tuple[Result, Result]) -> Answers:
    counts = [(entry.events.events, entry.events.of) for entry in (whole, *parts) if entry.events]
    if len(counts) <= len(parts) or any(events is None or of is None for events, of in counts):
        return
    (events, of), *rest = [(int(events.value), int(of.value)) for events, of in counts if events and of]
    summed, denominators = sum(part[0] for part in rest), sum(part[1] for part in rest)
    fits = summed <= events and denominators <= of and (denominators < of or summed == events)
    yield answer(
        "MS224",
        fits,
        whole.source.location,
        trail=trail_of(study, whole),
        hint=f"this assumes that `{parts[0].cohort}` and `{parts[1].cohort}` share nobody",
        parts=f"{summed} of {denominators}",
        whole=f"{events} of {of}",
    )


def _centres_agree(study: Study, whole: Result, parts: tuple[Result, Result]) -> Answers:
    if whole.baseline and parts[0].baseline and parts[1].baseline:
        yield from _between(study, whole, "baseline", [whole.baseline, parts[0].baseline, parts[1].baseline])
    for after in whole.follow_ups:
        same = [
            entry.summary
            for part in parts
            for entry in part.follow_ups
            if (entry.time and entry.time.days) == (after.time and after.time.days)
        ]
        if len(same) == len(parts):
            yield from _between(study, whole, when(after), [after.summary, *same])


def _between(study: Study, result: Result, moment: str, summaries: list[Summary]) -> Answers:
    """The median (or mean) of two samples together lies between theirs; asked only where the parts are the whole."""
    sizes = [int(summary.n.value) if summary.n else None for summary in summaries]
    kinds = {type(summary) for summary in summaries}
    if None in sizes or sizes[0] != sum(size for size in sizes[1:] if size) or len(kinds) > 1:
        return
    whole, first, second = (rounded(_centre(summary).text) for summary in summaries)
    fits = min(first.lower, second.lower) <= whole.upper and whole.lower <= max(first.upper, second.upper)
    centre = _centre(summaries[0])
    yield answer(
        "MS225",
        fits,
        centre.location,
        trail=trail_of(study, result, moment),
        hint="this assumes that the two parts share nobody and are the whole",
        kind="median" if isinstance(summaries[0], MedianSummary) else "mean",
        centre=centre,
        first=_centre(summaries[1]),
        second=_centre(summaries[2]),
    )


def _centre(summary: Summary) -> Reported:
    return summary.median if isinstance(summary, MedianSummary) else summary.mean


def denominators_fit_patients(study: Study) -> Answers:
    """MS226: at least one fracture, lesion or procedure a patient. MS227: not more are measured after than before."""
    sizes = {cohort.id: cohort.n for cohort in study.cohorts}
    for entry in study.entries:
        n = sizes.get(entry.cohort)
        if entry.events and entry.events.of and entry.events.unit not in (None, "patients") and n:
            of = entry.events.of
            yield answer(
                "MS226",
                of.value >= n.value,
                of.location,
                trail=trail_of(study, entry),
                of=of,
                unit=entry.events.unit,
                n=n,
            )
    for result in study.results:
        if result.baseline and result.baseline.n:
            for follow_up in result.follow_ups:
                if follow_up.summary.n:
                    before, after = result.baseline.n, follow_up.summary.n
                    yield answer(
                        "MS227",
                        after.value <= before.value,
                        after.location,
                        trail=trail_of(study, result, when(follow_up)),
                        before=before,
                        after=after,
                    )


TOTALS = StudyRule(
    key="totals",
    codes=("MS223", "MS228"),
    question="Do parts fit into their totals?",
    ask=parts_fit_totals,
)
PARTS = StudyRule(
    key="parts",
    codes=("MS224", "MS225"),
    question="Do the results of disjoint parts fit the result of the whole?",
    ask=results_of_parts_fit_whole,
)
DENOMINATORS = StudyRule(
    key="denominators",
    codes=("MS226", "MS227"),
    question="Does each denominator count what it says?",
    ask=denominators_fit_patients,
)
