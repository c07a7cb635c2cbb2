"""The record of a paper that has just been found: what is known of it, and where to type the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from metasacro.evidence.protocol import Outcome
from metasacro.records.citations.citation import Citation
from metasacro.records.record_writing import Trail, record_text
from metasacro.records.study_fields import ETIOLOGIES, SEEN, UNITS

#: Left for a person: `check` names the line until something stands there.
OPEN = ""
#: How the measures of a protocol are recorded: these as counts, all others as scores before and after.
COUNTED = ("PLO",)


def new_record(key: str, citation_key: str, citation: Citation | None, outcomes: Sequence[Outcome]) -> str:
    """The text of a record called `key`: every field that its outcomes need, with a remark that says what to type.

    Nothing is guessed. A value that only the paper can give is left open, and `check` names its line.
    """
    comments: dict[Trail, str] = {
        (): "Type what the paper prints, as it prints it: `9.0` is not `9`. Where it does not say a value that this "
        "file asks for, write `not reported` if the field allows it, or take the line out; never write 0 for it. "
        "`metasacro check` names every line that is still open.",
        ("label",): "what tables call it, as in Smith 2020",
        ("citation",): "its key in references.bib",
        ("seen",): ", ".join(SEEN),
        ("cohorts", 0): "one entry a group of patients; a part of another group names it with `part_of: all`",
        ("cohorts", 0, "etiology"): f"{', '.join(ETIOLOGIES)}; take the line out if the paper does not say",
        ("cohorts", 0, "n"): "how many patients",
        ("cohorts", 0, "where"): "the place in the paper, as in Table 1",
    }
    fields: dict[str, Any] = {
        "study": key,
        "label": citation.label if citation else OPEN,
        "citation": citation_key,
        "seen": OPEN,
        "read_at": [f"https://doi.org/{citation.doi}"] if citation and citation.doi else None,
        "cohorts": [{"cohort": "all", "etiology": OPEN, "n": OPEN, "where": OPEN}],
        "results": [_result(outcome, position, comments) for position, outcome in enumerate(outcomes)],
    }
    if fields["read_at"]:
        comments[("read_at",)] = "the pages that you read; this one comes from the reference"
    return record_text(fields, comments=comments)


def _result(outcome: Outcome, position: int, comments: dict[Trail, str]) -> dict[str, Any]:
    here: Trail = ("results", position)
    result: dict[str, Any] = {"outcome": outcome.id, "cohort": "all"}
    comments[(*here, "where")] = "the place in the paper, as in Table 2"
    if outcome.measure in COUNTED:
        comments[here] = f"{outcome.label}: a count; take the entry out if the paper does not report it"
        comments[(*here, "definition")] = "what the paper counts as this outcome"
        comments[(*here, "events")] = "how many had it: 0 only if the paper says none, else `not reported`"
        comments[(*here, "of")] = "of how many"
        comments[(*here, "unit")] = "as counted: " + ", ".join(UNITS)
        return {**result, "definition": OPEN, "events": OPEN, "of": OPEN, "unit": "patients", "where": OPEN}
    comments[here] = f"{outcome.label}: scores before and after; take the entry out if the paper does not report it"
    comments[(*here, "instrument")] = "the scale's name, as in VAS"
    comments[(*here, "scale")] = "the ends of the scale in the paper, as in 0-10"
    comments[(*here, "baseline")] = (
        "mean with sd (or se, ci, or plus_minus for an unnamed ±); or median with q1 and q3, or min and max"
    )
    comments[(*here, "baseline", "n")] = "how many were measured"
    comments[(*here, "follow_up")] = "one entry a time; after the first, copy its lines"
    comments[(*here, "follow_up", 0, "time")] = "since treatment, as in 4 weeks"
    comments[(*here, "follow_up", 0, "p")] = "as printed, as in <.001; take the line out if there is none"
    summary = {"n": OPEN, "mean": OPEN, "sd": OPEN}
    return {
        **result,
        "instrument": OPEN,
        "scale": OPEN,
        "where": OPEN,
        "baseline": dict(summary),
        "follow_up": [{"time": OPEN, **summary, "p": OPEN}],
    }
