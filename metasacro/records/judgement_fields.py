"""Fields that hold what people judge: the appraisal of a study, the certainty of an outcome."""

from __future__ import annotations

from metasacro.evidence.appraisal_tools import ANSWERS, APPRAISAL_TOOLS
from metasacro.evidence.certainty import DOMAINS, LEVELS
from metasacro.records.shape import Choice, Field, ListOf, Number, Shape, Table, Text

BY = Field(
    name="by",
    kind=ListOf(item=Text(), least=1, or_one=True),
    required=True,
    help="who judged",
    example="[A. Reader, B. Reader]",
)

ITEM = Shape(
    name="item",
    named_by=("item",),
    help="the answers, one entry an item of the tool; an item without an entry is not appraised",
    fields=(
        Field(
            name="item",
            kind=Number(whole=True, least=1),
            required=True,
            help="the item's number in the tool",
            example="4",
        ),
        Field(
            name="answer",
            kind=Choice(options=tuple(answer for answer in ANSWERS if answer != "not reported")),
            required=True,
            may_be_unreported=True,
            help="one of the tool's answers; `not reported` is an answer of `nih` only",
            example="unclear",
        ),
        Field(
            name="reason",
            kind=Text(),
            required=True,
            help="why this answer, in the reader's own words",
            example="the paper does not say whether every patient of the period was included",
        ),
        Field(name="where", kind=Text(), help="the place in the paper that the answer rests on", example="Methods"),
    ),
)
APPRAISAL = Shape(
    name="appraisal",
    named_by=("tool",),
    help="appraisals of the study, item by item, each by one tool; never summed into a score or a weight",
    fields=(
        Field(
            name="tool",
            kind=Choice(options=tuple(APPRAISAL_TOOLS)),
            required=True,
            help="`jbi`: JBI checklist for case series; `nih`: NIH tool for case series; `minors`: MINORS, the items "
            "for studies without a comparator",
            example="jbi",
        ),
        BY,
        Field(name="items", kind=ListOf(item=Table(shape=ITEM), least=1), required=True, help=ITEM.help),
    ),
)
RISK_OF_BIAS = Field(name="risk_of_bias", kind=ListOf(item=Table(shape=APPRAISAL)), help=APPRAISAL.help)

CERTAINTY_REASON = Shape(
    name="reason",
    named_by=("domain",),
    help="what moved the level, or was considered and did not, by domain",
    fields=(
        Field(
            name="domain", kind=Choice(options=DOMAINS), required=True, help="what was judged", example="imprecision"
        ),
        Field(
            name="change",
            kind=Number(whole=True, least=-3, most=2),
            required=True,
            help="levels down (negative) or up; 0 where the domain was considered and changed nothing",
            example="-1",
        ),
        Field(
            name="reason", kind=Text(), required=True, help="why", example="the interval includes no important change"
        ),
    ),
)
CERTAINTY = Shape(
    name="certainty",
    help="how certain people are of the pooled answer; they decide it, the program does not",
    fields=(
        Field(name="level", kind=Choice(options=LEVELS), required=True, help="the level", example="very low"),
        BY,
        Field(
            name="reasons",
            kind=ListOf(item=Table(shape=CERTAINTY_REASON), least=1),
            required=True,
            help=CERTAINTY_REASON.help,
        ),
    ),
)
CERTAIN = Field(name="certainty", kind=Table(shape=CERTAINTY), help=CERTAINTY.help)
