"""The papers that the numbers come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.evidence.reported import Source
from metasacro.evidence.trace import Trace
from metasacro.views.report.methods import DOI
from metasacro.views.report.parts import Listing, Paragraph, Phrase, Section

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase, Reference

#: Braces of BibTeX and its dash between pages.
PLAIN = str.maketrans({"{": "", "}": ""})


def references_section(evidence: EvidenceBase) -> Section:
    """Every record's paper, by label."""
    cited = sorted((study.label, study.citation) for study in evidence.studies.values())
    items = tuple(_entry(label, evidence.references[key]) for label, key in cited if key in evidence.references)
    parts = tuple(of_reference(evidence.references[key]) for _, key in cited if key in evidence.references)
    return Section(
        id="references",
        title="References",
        blocks=(Listing(items=items),),
        trace=Trace(what="the bibliography", parts=parts) if parts else None,
    )


def of_reference(reference: Reference) -> Trace:
    """Its entry in the bibliography."""
    place = Source(study=reference.key, where="", seen="", location=reference.location)
    return Trace(what="reference", printed=reference.key, sources=(place,))


def _entry(label: str, reference: Reference) -> Paragraph:
    fields = {name: " ".join(value.translate(PLAIN).split()) for name, value in reference.fields.items()}
    pages = fields.get("pages", "").replace("--", "–")
    volume = f" {fields['volume']}" if fields.get("volume") else ""
    place = f"{volume}:{pages}" if volume and pages else volume or (f" {pages}" if pages else "")
    journal = fields.get("journal") or fields.get("booktitle") or fields.get("publisher") or ""
    told = (
        f"{label}: {fields.get('author', 'no author')} ({fields.get('year', 'no year')}). {fields.get('title', '')}. "
    )
    trace = of_reference(reference)
    phrases = [Phrase(text=f"{told}{journal}{place}. ".replace(". .", "."), trace=trace)]
    if doi := fields.get("doi"):
        phrases.append(Phrase(text=f"doi:{doi}", link=DOI + doi))
    return Paragraph(phrases=tuple(phrases))
