"""What a reference file says of one publication."""

from __future__ import annotations

import re
import unicodedata

from metasacro.problems import Location
from metasacro.values.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One publication. What the file does not say is empty; every text is safe to print."""

    key: str  #: proposed name of a record: `smith2020`; equal ones of a file get a letter
    kind: str = "article"  #: the type of a BibTeX entry
    authors: tuple[str, ...] = ()  #: `Smith, A. B.`
    title: str = ""
    journal: str = ""
    year: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    url: str = ""
    own_key: str = ""  #: the key in the file, where it has keys
    location: Location  #: where its entry begins

    @property
    def label(self) -> str:
        """What tables call it: `Smith 2020`."""
        name = family_name(self.authors[0]) if self.authors else self.title.split(" ")[0]
        return f"{name} {self.year}".strip()


def family_name(author: str) -> str:
    """`Smith, A. B.`, `A. B. Smith` and `Smith AB` → `Smith`."""
    if "," in author:
        return author.partition(",")[0].strip()
    words = author.split()
    initials = len(words) > 1 and re.fullmatch(r"[A-Z]{1,3}", words[-1])
    return " ".join(words[:-1]) if initials else (words or [""])[-1]


def proposed_key(authors: tuple[str, ...], title: str, year: str) -> str:
    """Family name of the first author and the year, in the letters that a record's name may have.

    >>> proposed_key(("Özdemir-Müller, Å.",), "", "2020")
    'ozdemirmuller2020'
    """
    words = family_name(authors[0]) if authors else next(iter(title.split()), "")
    plain = unicodedata.normalize("NFKD", re.sub(r"\\[A-Za-z]+ ?", "", words).replace("ß", "ss").replace("ø", "o"))
    name = re.sub(r"[^a-z0-9]", "", plain.lower().replace("ø", "o"))[:40] or "reference"
    return name + re.sub(r"[^0-9]", "", year)[:4]


def year_of(date: str) -> str:
    """The first four digits in a row that can be a year."""
    found = re.search(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)", date)
    return found.group() if found else ""


def doi_of(text: str) -> str:
    """A DOI without the address of its resolver, or nothing."""
    found = re.search(r"10\.\d{4,9}/[^\s\"<>{}]+", text)
    return found.group().rstrip(".,;") if found else ""
