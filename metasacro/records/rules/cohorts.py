"""Rules of cohorts: they nest, and what names them must find them."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from metasacro.evidence.study import Characteristic, Result, Study
from metasacro.problems import Location, Problem, problem


def cohort_names_differ(study: Study) -> Iterator[Problem]:
    """Two cohorts of one record never share a name."""
    seen: set[str] = set()
    for cohort in study.cohorts:
        if cohort.id in seen:
            yield problem("MS140", cohort.source.location, trail=study.id, cohort=cohort.id)
        seen.add(cohort.id)


#: No paper needs more than three or four levels of parts.
DEEPEST = 10


def whole_is_known(study: Study) -> Iterator[Problem]:
    """`part_of` names another cohort of the record, and following it ends."""
    parents = {cohort.id: cohort.part_of for cohort in study.cohorts}
    for cohort in study.cohorts:
        if cohort.part_of is not None and cohort.part_of not in parents:
            yield _unknown(study, cohort.part_of, cohort.source.location, f"{study.id} · {cohort.id}")
            continue
        seen = {cohort.id}
        above = cohort.part_of
        while above is not None:
            if above in seen:
                yield problem("MS208", cohort.source.location, trail=f"{study.id} · {cohort.id}", cohort=cohort.id)
                return
            if len(seen) > DEEPEST:
                at = cohort.source.location
                yield problem("MS209", at, trail=f"{study.id} · {cohort.id}", cohort=cohort.id, deepest=DEEPEST)
                return
            seen.add(above)
            above = parents.get(above)


def part_fits_whole(study: Study) -> Iterator[Problem]:
    """A part is not larger than its whole."""
    sizes = {cohort.id: cohort.n for cohort in study.cohorts}
    for cohort in study.cohorts:
        whole = sizes.get(cohort.part_of) if cohort.part_of else None
        if cohort.n and whole and cohort.n.value > whole.value:
            yield problem(
                "MS204",
                cohort.n.location,
                trail=f"{study.id} · {cohort.id}",
                cohort=cohort.id,
                n=cohort.n,
                whole=cohort.part_of,
                whole_n=whole,
            )


def cohort_is_known(study: Study) -> Iterator[Problem]:
    """Results, characteristics and comparisons name cohorts of the record."""
    names = {cohort.id for cohort in study.cohorts}
    entries: tuple[Result | Characteristic, ...] = (*study.results, *study.characteristics)
    for entry in entries:
        if entry.cohort not in names:
            yield _unknown(study, entry.cohort, entry.source.location, study.id)
    for comparison in study.comparisons:
        for name in comparison.cohorts:
            if name not in names:
                yield _unknown(study, name, comparison.source.location, study.id)


def _unknown(study: Study, name: str, at: Location | None, trail: str) -> Problem:
    close = get_close_matches(name, [cohort.id for cohort in study.cohorts], n=1)
    hint = f"did you mean `{close[0]}`?" if close else "add it to `cohorts`"
    return problem("MS130", at, trail=trail, hint=hint, cohort=name)
