"""The fields of `protocol.yaml`: what is decided before the numbers are seen, each decision with its reason."""

from __future__ import annotations

from metasacro.evidence.protocol import STUDY_SETS
from metasacro.records.finding_fields import RESOLVED
from metasacro.records.flow_fields import FLOW
from metasacro.records.judgement_fields import CERTAIN
from metasacro.records.shape import (
    LABEL,
    Bounds,
    Choice,
    Field,
    Identifier,
    ListOf,
    Number,
    Period,
    Shape,
    Table,
    Text,
)

REASON = Field(name="reason", kind=Text(), required=True, help="why this choice")
#: An interval of coverage 1 has no ends.
FRACTION = Number(above=0, most=0.9999)

INDEX = Shape(
    name="index_study",
    help="the single-centre cohort that is reanalysed beside the pool",
    fields=(Field(name="study", kind=Identifier(), required=True, help="its record", example="gupta2014"), REASON),
)
LEVEL = Shape(
    name="level",
    help="coverage of every interval",
    fields=(Field(name="value", kind=FRACTION, required=True, help="a fraction", example="0.95"), REASON),
)
CORRELATION = Shape(
    name="correlation",
    help="correlation of baseline and follow-up scores where a paper does not report it",
    fields=(
        Field(name="value", kind=Number(least=-1, most=1), required=True, help="the value used", example="0.5"),
        Field(
            name="grid",
            kind=ListOf(item=Number(least=-1, most=1), least=1, most=50),
            required=True,
            help="values to try",
            example="[0.3, 0.5, 0.7, 0.9]",
        ),
        REASON,
    ),
)
TIME = Shape(
    name="time",
    help="which follow-up enters the pool",
    fields=(
        Field(
            name="target",
            kind=Period(),
            required=True,
            help="the nearest reported time to this is used",
            example="1 month",
        ),
        Field(name="earliest", kind=Period(), required=True, help="times before this are left out", example="1 day"),
        Field(name="latest", kind=Period(), required=True, help="times after this are left out", example="6 months"),
        Field(
            name="unstated",
            kind=Choice(options=("include", "leave out")),
            required=True,
            help="what to do with a follow-up whose time the source does not state",
        ),
        REASON,
    ),
)
METHOD_CHOICE = Shape(
    name="method choice",
    help="a method by its key",
    fields=(Field(name="method", kind=Text(), required=True, help="the method's key", example="REML"), REASON),
)
ESTIMATION = Shape(
    name="estimation",
    help="how numbers are converted and pooled",
    fields=(
        Field(
            name="tau2", kind=Table(shape=METHOD_CHOICE), required=True, help="estimator of the between-study variance"
        ),
        Field(
            name="test", kind=Table(shape=METHOD_CHOICE), required=True, help="test and interval of the pooled answer"
        ),
        Field(
            name="conversion", kind=Table(shape=METHOD_CHOICE), required=True, help="how medians become means and SDs"
        ),
        Field(
            name="prediction",
            kind=Table(shape=METHOD_CHOICE),
            help="convention of the prediction interval of scores; NNF where it is not given",
        ),
    ),
)
STUDY_SET = Shape(
    name="study_sets",
    help="records that belong together",
    fields=(Field(name="studies", kind=ListOf(item=Identifier()), required=True, help="their records"), REASON),
)
SETS = Shape(
    name="study_sets",
    help="every record stands in exactly one set; `all` means both",
    fields=(
        Field(name="main", kind=Table(shape=STUDY_SET), required=True, help="the set that is pooled by default"),
        Field(name="extended", kind=Table(shape=STUDY_SET), required=True, help="all other records"),
    ),
)
DIFFERENCE = Shape(
    name="important_difference",
    help="the smallest change that patients would call important",
    fields=(
        Field(name="value", kind=Number(above=0), required=True, help="in the outcome's unit", example="2"),
        REASON,
    ),
)
OUTCOME = Shape(
    name="outcomes",
    named_by=("outcome",),
    help="what is pooled, in the order of importance",
    fields=(
        Field(name="outcome", kind=Identifier(), required=True, help="its name in the records", example="pain"),
        Field(name="label", kind=LABEL, required=True, help="what tables call it", example="Pain reduction"),
        Field(
            name="measure",
            kind=Choice(options=("MC", "PLO")),
            required=True,
            help="effect measure, by metafor's key: MC mean change, PLO logit proportion",
        ),
        Field(
            name="better",
            kind=Choice(options=("lower", "higher")),
            required=True,
            help="which direction is good for patients",
        ),
        Field(name="unit", kind=LABEL, help="unit of a score", example="points"),
        Field(name="scale", kind=Bounds(), help="the scale that a score must be on to be pooled", example="0-10"),
        Field(
            name="measures",
            kind=ListOf(item=Identifier()),
            help="which measure to take where a record has several, first choice first",
            example="[overall, rest]",
        ),
        Field(
            name="cohorts",
            kind=Choice(options=("whole", "parts")),
            required=True,
            help="pool the largest reported cohort of each record, or its smallest disjoint parts",
        ),
        Field(name="subtotals", kind=Choice(options=("etiology",)), help="print subtotals by this"),
        Field(name="study_set", kind=Choice(options=STUDY_SETS), help="pool this set by default"),
        Field(name="important_difference", kind=Table(shape=DIFFERENCE), help=DIFFERENCE.help),
        REASON,
        CERTAIN,
    ),
)
OVERLAP = Shape(
    name="overlaps",
    help="records that may hold the same patients, and which of them counts",
    fields=(
        Field(name="outcome", kind=Identifier(), required=True, help="the outcome concerned"),
        Field(name="keep", kind=Identifier(), required=True, help="the record that counts"),
        Field(name="leave_out", kind=ListOf(item=Identifier()), required=True, help="the records that do not"),
        REASON,
    ),
)
PANEL_ROW = Shape(
    name="panel",
    help="what the reanalysis of the index study shows",
    fields=(
        Field(
            name="scores",
            kind=ListOf(item=Identifier()),
            required=True,
            help="outcomes with scores before and after",
            example="[pain, mobility]",
        ),
        Field(
            name="counts",
            kind=ListOf(item=Identifier()),
            required=True,
            help="outcomes that are counts",
            example="[response]",
        ),
        REASON,
    ),
)
PROTOCOL = Shape(
    name="protocol",
    help="every choice behind the pooled numbers, with its reason",
    fields=(
        Field(name="title", kind=Text(), required=True, help="the synthesis in a line"),
        Field(name="question", kind=Text(), required=True, help="who, what, compared with what, and which outcome"),
        Field(name="index_study", kind=Table(shape=INDEX), required=True, help=INDEX.help),
        Field(name="level", kind=Table(shape=LEVEL), required=True, help=LEVEL.help),
        Field(name="correlation", kind=Table(shape=CORRELATION), required=True, help=CORRELATION.help),
        Field(name="time", kind=Table(shape=TIME), required=True, help=TIME.help),
        Field(name="estimation", kind=Table(shape=ESTIMATION), required=True, help=ESTIMATION.help),
        Field(name="study_sets", kind=Table(shape=SETS), required=True, help=SETS.help),
        Field(name="outcomes", kind=ListOf(item=Table(shape=OUTCOME), least=1), required=True, help=OUTCOME.help),
        Field(name="panel", kind=Table(shape=PANEL_ROW), required=True, help=PANEL_ROW.help),
        Field(name="overlaps", kind=ListOf(item=Table(shape=OVERLAP)), help=OVERLAP.help),
        FLOW,
        Field(name="resolved", kind=ListOf(item=Table(shape=RESOLVED)), help=RESOLVED.help),
    ),
)
