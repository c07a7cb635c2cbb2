"""What points to patients that two records have in common."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from metasacro.integrity.treatment_dates import days_meant
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import Reference
    from metasacro.evidence.study import Study

#: Words of a centre's name that tell nothing apart.
_COMMON = frozenset({"hospital", "university", "clinic", "center", "centre", "medical", "the", "of", "and", "general"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPatients:
    """The signs that two records share patients; what is not known is neither for nor against."""

    same_paper: str  #: the DOI or registration that both have
    authors: tuple[str, ...]  #: family names in both
    centre: bool
    dates: bool | None  #: whether the times of treatment overlap, where both are known

    @property
    def suspected(self) -> bool:
        """One paper, or a centre or authors in common and no dates that rule it out.

        One author in common may be a namesake or have moved, so authors alone count from three; with the same centre,
        or with dates that are known to overlap, one is enough.
        """
        if self.same_paper:
            return True
        if self.dates is False:
            return False
        return (
            len(self.authors) >= 3
            or (bool(self.authors) and (self.centre or self.dates is True))
            or (self.centre and self.dates is True)
        )

    def told(self) -> str:
        """The signs, in words."""
        signs = [self.same_paper] if self.same_paper else []
        signs += ["the same centre"] if self.centre else []
        signs += [f"authors in common ({', '.join(self.authors)})"] if self.authors else []
        dates = {True: "overlapping dates of treatment", False: "dates of treatment that do not overlap"}
        return ", ".join([*signs, "dates of treatment not known" if self.dates is None else dates[self.dates]])


def shared_patients(
    first: Study, second: Study, cited: Reference | None, also_cited: Reference | None
) -> SharedPatients:
    """The signs that two records share patients, from their centres, dates, registrations and bibliography entries."""
    doi, other_doi = (_doi(reference) for reference in (cited, also_cited))
    same_paper = f"the same DOI, {doi}" if doi and doi == other_doi else ""
    if not same_paper and first.registration and first.registration.lower() == second.registration.lower():
        same_paper = f"the same registration, {first.registration}"
    names = _family_names(cited) & _family_names(also_cited)
    return SharedPatients(
        same_paper=same_paper,
        authors=tuple(sorted(names)),
        centre=same_centre(first.centre, second.centre),
        dates=dates_overlap(first, second),
    )


def same_centre(first: str, second: str) -> bool:
    """Whether one name of a centre has all telling words of the other: two or more, or the one that both begin with.

    >>> same_centre("Leon Wiltse hospital", "Wiltse Hospital, Leon, Anyang"), same_centre("Mayo Clinic", "")
    (True, False)
    """
    words, others = _telling(first), _telling(second)
    shared = set(words) & set(others)
    if not shared or len(shared) < min(len(set(words)), len(set(others))):
        return False
    return len(shared) > 1 or words[0] == others[0]


def _telling(name: str) -> list[str]:
    return [word for word in re.findall(r"\w+", _plain(name)) if word not in _COMMON]


def dates_overlap(first: Study, second: Study) -> bool | None:
    """Whether the times of treatment overlap; `None` where one of them is not known."""
    if first.accrual is None or second.accrual is None:
        return None
    meant = [days_meant(text) for study in (first, second) for text in study.accrual or ()]
    if None in meant:
        return None
    (start, _), (_, end), (other_start, _), (_, other_end) = (days for days in meant if days)
    return max(start, other_start) <= min(end, other_end)


def traces(study: Study, cited: Reference | None) -> frozenset[str]:
    """Everything by which a record can be tied to another: two records without a trace in common share no sign."""
    papers = {trace for trace in (_doi(cited), study.registration.lower()) if trace}
    return frozenset(papers | _family_names(cited) | set(_telling(study.centre)))


def _family_names(reference: Reference | None) -> frozenset[str]:
    """Family names with initials, as `Gupta, A. C.` gives `gupta a`."""
    names = []
    for author in (reference.fields.get("author", "") if reference else "").split(" and "):
        family, _, given = author.partition(",")
        if given.strip():
            names.append(f"{_plain(family).strip()} {_plain(given).strip()[:1]}")
    return frozenset(names)


def _plain(text: str) -> str:
    """Lower case without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(sign))


def _doi(reference: Reference | None) -> str:
    return (reference.fields.get("doi", "") if reference else "").lower()
