"""Fields that hold where the values of a record come from that two readers extracted differently."""

from __future__ import annotations

from metasacro.records.shape import Choice, Field, Identifier, ListOf, Shape, Table, Text

#: Whose value stands in the record.
ORIGINS = ("a", "b", "neither")
#: What a decision says before somebody has decided.
UNDECIDED = "undecided"

FIELD = Field(
    name="field",
    kind=Text(),
    required=True,
    help="the way to the value, as `metasacro reconcile` prints it",
    example="results · pain · all · baseline · sd",
)
FIRST = Field(
    name="a", kind=Text(), may_be_unreported=True, help="what the first reader had; left out: nothing", example="1.9"
)
SECOND = Field(
    name="b", kind=Text(), may_be_unreported=True, help="what the second reader had; left out: nothing", example="1.6"
)

ADJUDICATED_ENTRY = Shape(
    name="adjudicated",
    named_by=("field",),
    help="values that two readers extracted differently: what each had, whose stands in the record, and why; "
    "`metasacro reconcile` writes it",
    fields=(
        FIELD,
        FIRST,
        SECOND,
        Field(
            name="decision",
            kind=Choice(options=ORIGINS),
            required=True,
            help="whose value stands in the record",
            example="b",
        ),
        Field(name="reason", kind=Text(), required=True, help="why", example="Table 2 prints 1.6"),
        Field(name="by", kind=Text(), help="who decided", example="C. Reader"),
    ),
)
ADJUDICATED = Field(name="adjudicated", kind=ListOf(item=Table(shape=ADJUDICATED_ENTRY)), help=ADJUDICATED_ENTRY.help)

DECISION = Shape(
    name="decisions",
    named_by=("study", "field"),
    help="a difference of two extractions, and what was decided",
    fields=(
        Field(name="study", kind=Identifier(), required=True, help="the record"),
        FIELD,
        FIRST,
        SECOND,
        Field(name="where", kind=Text(), help="where the two values stand"),
        Field(
            name="decision",
            kind=Choice(options=(UNDECIDED, *ORIGINS)),
            required=True,
            help="whose value is right",
        ),
        Field(name="value", kind=Text(), may_be_unreported=True, help="the right value, where it is neither"),
        Field(name="reason", kind=Text(), required=True, help="why"),
    ),
)
DECISIONS = Shape(
    name="decisions file",
    help="what was decided where two extractions differ",
    fields=(
        Field(name="by", kind=Text(), help="who decided"),
        Field(name="decisions", kind=ListOf(item=Table(shape=DECISION)), required=True, help=DECISION.help),
    ),
)
