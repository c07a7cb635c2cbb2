"""The bibliography as RIS reads it: values under rispy's names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias

from metasacro.problems import Caution, Refusal, caution

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase, Reference

Entry: TypeAlias = "Mapping[str, str | list[str]]"

#: Field of BibTeX → what rispy calls it.
SAME = {
    "title": "title",
    "journal": "journal_name",
    "year": "year",
    "volume": "volume",
    "number": "number",
    "doi": "doi",
    "publisher": "publisher",
    "howpublished": "type_of_work",
    "pmid": "accession_number",
    "pmcid": "custom2",
    "issn": "issn",
    "abstract": "abstract",
    "language": "language",
}
#: The same for fields that RIS holds as lists.
LISTS = {"url": "urls", "note": "notes"}

#: An author of this name stands for those who are not named.
OTHERS = "others"


def ris_entries(evidence: EvidenceBase) -> tuple[tuple[Entry, ...], tuple[Caution, ...]]:
    """Every reference in the order of the bibliography, and what RIS has no tag for.

    Raises `Refusal` (MS611) where there is none.
    """
    if not evidence.references:
        raise Refusal("MS611", target="ris", reason="`references.bib` has no entry")
    references = evidence.references.values()
    return tuple(_entry(reference) for reference in references), tuple(_unheld(list(references)))


def _entry(reference: Reference) -> Entry:
    fields = {name: value.replace("{", "").replace("}", "") for name, value in reference.fields.items()}
    made: dict[str, str | list[str]] = {
        "type_of_reference": "JOUR" if "journal" in fields else "GEN",
        "id": reference.key,
    }
    authors = [name.strip() for name in fields.get("author", "").split(" and ")]
    named = [name for name in authors if name and name != OTHERS]
    if named:
        made["authors"] = named
    made |= {theirs: fields[ours] for ours, theirs in SAME.items() if fields.get(ours)}
    made |= {theirs: [fields[ours]] for ours, theirs in LISTS.items() if fields.get(ours)}
    if fields.get("keywords"):
        made["keywords"] = [word.strip() for word in fields["keywords"].split(",") if word.strip()]
    first, _, last = fields.get("pages", "").partition("--")
    if first:
        made["start_page"] = first
    if last:
        made["end_page"] = last
    return made


def _unheld(references: list[Reference]) -> Iterator[Caution]:
    known = {"author", "pages", "keywords", *SAME, *LISTS}
    others = [entry.key for entry in references if entry.fields.get("author", "").endswith(f" and {OTHERS}")]
    if others:
        yield caution("MS610", target="ris", what=f"the word that more authors exist: {', '.join(others)}")
    left: dict[str, list[str]] = {}
    for entry in references:
        for name in entry.fields:
            if name not in known:
                left.setdefault(name, []).append(entry.key)
    for name, keys in left.items():
        yield caution("MS610", target="ris", what=f"the field `{name}` of {', '.join(keys)}")
