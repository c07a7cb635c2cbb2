"""The flow of studies as the PRISMA2020 package and its Shiny app read it.

Columns and names of rows are those of the package's own template, `PRISMA.csv`. What is drawn in a box is `boxtext`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from metasacro.problems import Caution, Refusal, caution
from metasacro.views.exports.parcel import Parcel, Sheet, Value

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.evidence.flow import ExcludedReports, Flow
    from metasacro.evidence.reported import Reported

COLUMNS = ("data", "node", "box", "description", "boxtext", "tooltips", "url", "n")

#: What stands for an absent value: the package reads it as missing, and never as 0.
ABSENT = "NA"

#: Name of the row, node, box, text in the box; in the order of the template. Rows without a name are headings.
ROWS = (
    ("", "node4", "prevstud", "Previous studies"),
    ("previous_studies", "node5", "box1", "Studies included in previous version of review"),
    ("previous_reports", "", "box1", "Reports of studies included in previous version of review"),
    ("", "node6", "newstud", "Identification of new studies via databases and registers"),
    ("database_results", "node7", "box2", "Databases"),
    ("register_results", "", "box2", "Registers"),
    ("", "node16", "othstud", "Identification of new studies via other methods"),
    ("website_results", "node17", "box11", "Websites"),
    ("organisation_results", "", "box11", "Organisations"),
    ("citations_results", "", "box11", "Citation searching"),
    ("duplicates", "node8", "box3", "Duplicate records"),
    ("excluded_automatic", "", "box3", "Records marked as ineligible by automation tools"),
    ("excluded_other", "", "box3", "Records removed for other reasons"),
    ("records_screened", "node9", "box4", "Records screened"),
    ("records_excluded", "node10", "box5", "Records excluded"),
    ("dbr_sought_reports", "node11", "box6", "Reports sought for retrieval"),
    ("dbr_notretrieved_reports", "node12", "box7", "Reports not retrieved"),
    ("other_sought_reports", "node18", "box12", "Reports sought for retrieval"),
    ("other_notretrieved_reports", "node19", "box13", "Reports not retrieved"),
    ("dbr_assessed", "node13", "box8", "Reports assessed for eligibility"),
    ("dbr_excluded", "node14", "box9", "Reports excluded"),
    ("other_assessed", "node20", "box14", "Reports assessed for eligibility"),
    ("other_excluded", "node21", "box15", "Reports excluded"),
    ("new_studies", "node15", "box10", "New studies included in review"),
    ("new_reports", "", "box10", "Reports of new included studies"),
    ("total_studies", "node22", "box16", "Total studies included in review"),
    ("total_reports", "", "box16", "Reports of total included studies"),
    ("identification", "node1", "identification", "Identification"),
    ("screening", "node2", "screening", "Screening"),
    ("included", "node3", "included", "Included"),
)


def prisma_parcel(evidence: EvidenceBase) -> Parcel:
    """Raises `Refusal` (MS606) where the protocol has no flow."""
    flow = evidence.protocol.flow
    if flow is None:
        raise Refusal("MS606")
    numbers = dict(_numbers(flow))
    rows = tuple(
        {
            "data": name or ABSENT,
            "node": node or ABSENT,
            "box": box,
            "description": text,
            "boxtext": text,
            "tooltips": ABSENT,
            "url": ABSENT,
            "n": numbers.get(name, ABSENT),
        }
        for name, node, box, text in ROWS
    )
    return Parcel(sheets=(Sheet(file="PRISMA.csv", columns=COLUMNS, rows=rows),), unheld=tuple(_unheld(flow, numbers)))


def _numbers(flow: Flow) -> Iterator[tuple[str, Value]]:
    """The numbers that stand in the protocol; an arm that the review does not have gives none."""
    if flow.databases is not None:
        arm = flow.databases
        yield "database_results", _n(arm.databases)
        yield "register_results", _n(arm.registers)
        yield "duplicates", _n(arm.duplicates)
        yield "excluded_automatic", _n(arm.automation)
        yield "excluded_other", _n(arm.other_removed)
        yield "records_screened", _n(arm.screened)
        yield "records_excluded", _n(arm.excluded)
    if flow.others is not None:
        yield "website_results", _n(flow.others.websites)
        yield "organisation_results", _n(flow.others.organisations)
        yield "citations_results", _n(flow.others.citation_searching)
    for prefix, one in (("dbr", flow.databases), ("other", flow.others)):
        if one is not None:
            yield f"{prefix}_sought_reports", _n(one.reports.sought)
            yield f"{prefix}_notretrieved_reports", _n(one.reports.not_retrieved)
            yield f"{prefix}_assessed", _n(one.reports.assessed)
            yield f"{prefix}_excluded", _reasons(one.reports.excluded)
    yield "new_studies", _n(flow.studies)
    yield "new_reports", _n(flow.reports)


def _n(number: Reported | None) -> Value:
    return ABSENT if number is None else int(number.value)


def _reasons(excluded: tuple[ExcludedReports, ...] | None) -> Value:
    """`reason, number; reason, number`: the package cuts at `;` and `,`, which a reason may therefore not have."""
    if excluded is None:
        return ABSENT
    return "; ".join(f"{_uncut(entry.reason)}, {_n(entry.n)}" for entry in excluded) or "None, 0"


def _uncut(reason: str) -> str:
    return reason.replace(";", " /").replace(",", " /")


def _unheld(flow: Flow, numbers: Mapping[str, Value]) -> Iterator[Caution]:
    unknown = [name for name, value in numbers.items() if value == ABSENT]
    if unknown:
        what = f"the words `not reported`; `{ABSENT}` stands at {', '.join(unknown)}"
        yield caution("MS610", target="prisma", what=what)
    if flow.databases is None:
        yield caution("MS610", target="prisma", what="a review without databases; `NA` stands in their boxes")
    if flow.others is not None and flow.others.other is not None:
        what = f"records found in other ways than websites, organisations and citations ({flow.others.other})"
        yield caution("MS610", target="prisma", what=what)
    excluded = [entry for arm in flow.arms for entry in arm.reports.excluded or ()]
    cut = [entry.reason for entry in excluded if _uncut(entry.reason) != entry.reason]
    if cut:
        yield caution(
            "MS610", target="prisma", what=f"commas and semicolons in reasons; ` /` stands in {len(cut)} of them"
        )
    if flow.reason:
        yield caution("MS610", target="prisma", what="the protocol's words about what was counted")
