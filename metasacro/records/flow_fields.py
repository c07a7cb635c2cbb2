"""Fields of the flow of studies: the boxes of the PRISMA 2020 diagram for new reviews.

Every box of an arm is written out, with 0 or `not reported` where it must be: a missing box could be a forgotten one.
"""

from __future__ import annotations

from metasacro.records.shape import LABEL, Field, ListOf, Number, Shape, Table, Text

#: More records than any search finds; a longer number is a slip of the pen.
COUNT = Number(whole=True, least=0, most=100_000_000)


def _box(name: str, help: str, example: str = "") -> Field:
    return Field(name=name, kind=COUNT, required=True, may_be_unreported=True, help=help, example=example)


EXCLUDED = Shape(
    name="excluded_reports",
    named_by=("reason",),
    help="reports that were read and left out, by reason; `[]` where none was",
    fields=(
        Field(name="reason", kind=LABEL, required=True, help="why they were left out", example="no usable number"),
        _box("n", "how many", "3"),
    ),
)
#: What both arms end with.
RETRIEVAL = (
    _box("sought", "reports that were sought", "60"),
    _box("not_retrieved", "reports that could not be had", "2"),
    _box("assessed", "reports that were read to decide", "58"),
    Field(
        name="excluded_reports",
        kind=ListOf(item=Table(shape=EXCLUDED)),
        required=True,
        may_be_unreported=True,
        help=EXCLUDED.help,
    ),
)
DATABASES = Shape(
    name="databases_and_registers",
    help="records found by searching databases and registers; left out where none was searched",
    fields=(
        _box("databases", "records from databases", "412"),
        _box("registers", "records from registers of studies", "15"),
        _box("duplicates", "removed before screening: duplicates", "97"),
        _box("automation", "removed before screening: marked as ineligible by automation tools", "0"),
        _box("other_removed", "removed before screening: for other reasons", "0"),
        _box("screened", "records whose title or abstract was read", "330"),
        _box("excluded", "records excluded by that", "270"),
        *RETRIEVAL,
    ),
)
OTHERS = Shape(
    name="other_methods",
    help="records found in other ways; left out where there were none",
    fields=(
        _box("websites", "records from websites", "4"),
        _box("organisations", "records from organisations", "0"),
        _box("citation_searching", "records from reference lists and citing papers", "11"),
        _box("other", "records found in any other way", "0"),
        *RETRIEVAL,
    ),
)
INCLUDED = Shape(
    name="included",
    help="what entered the review",
    fields=(
        _box("studies", "studies included: the records of this folder", "23"),
        _box("reports", "reports of these studies", "25"),
    ),
)
FLOW_SHAPE = Shape(
    name="flow",
    help="how studies were found and chosen, by the boxes of the PRISMA 2020 diagram for new reviews",
    fields=(
        Field(name=DATABASES.name, kind=Table(shape=DATABASES), help=DATABASES.help),
        Field(name=OTHERS.name, kind=Table(shape=OTHERS), help=OTHERS.help),
        Field(name=INCLUDED.name, kind=Table(shape=INCLUDED), required=True, help=INCLUDED.help),
        Field(name="reason", kind=Text(), required=True, help="who counted what, and why the rest was not counted"),
    ),
)
FLOW = Field(name="flow", kind=Table(shape=FLOW_SHAPE), help=FLOW_SHAPE.help)
