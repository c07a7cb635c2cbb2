"""The fields of a study record, declared once: the reader, the schema, `explain` and the manual all read this table."""

from __future__ import annotations

from metasacro.records.adjudication_fields import ADJUDICATED
from metasacro.records.finding_fields import BANDED, REGISTRATION, RESOLVED, SAID_TO_BE, SOFTWARE, STEP
from metasacro.records.judgement_fields import RISK_OF_BIAS
from metasacro.records.shape import (
    LABEL,
    Bounds,
    Choice,
    Field,
    Identifier,
    ListOf,
    Number,
    Period,
    PValue,
    Reasons,
    Shape,
    Table,
    Text,
)

#: How a value was seen. The order is the order of trust.
SEEN = ("full text", "abstract", "secondary source", "title only")
#: What is counted. Patients are the unit of a pool; the others are kept and never mixed in.
UNITS = ("patients", "procedures", "fractures", "lesions")
ETIOLOGIES = ("cancer", "noncancer", "mixed")

#: More patients than any register holds; a longer number is a slip of the pen.
MOST_PATIENTS = 100_000_000
COUNT = Number(whole=True, least=0, most=MOST_PATIENTS)
SIZE = Number(whole=True, least=1, most=MOST_PATIENTS)
ANY = Number()
POSITIVE = Number(above=0)

WHERE = Field(name="where", kind=Text(), help="where in the paper the value stands", example="Table 4")
SEEN_HERE = Field(
    name="seen", kind=Choice(options=SEEN), help="how this value was seen, where it differs from the record"
)
COHORT = Field(name="cohort", kind=Identifier(), required=True, help="which of the record's cohorts", example="all")
SCALE = Field(name="scale", kind=Bounds(), help="the scale's ends", example="0-10")
UNIT = Field(name="unit", kind=Choice(options=UNITS), help="what the denominator counts", example="patients")
PERCENT = Field(
    name="percent", kind=Number(least=0, most=100), help="the percentage as printed, without the sign", example="93"
)
ASSUMED = Field(
    name="assumed",
    kind=Reasons(),
    help="fields whose value the paper does not print, each with the reason for the value used",
)
DERIVED = Field(name="derived", kind=Reasons(), help="fields computed from printed values, each with the arithmetic")

#: A mean with its spread, or a median with its quartiles or range: whatever the paper printed, and nothing else.
SUMMARY = (
    Field(name="n", kind=SIZE, may_be_unreported=True, help="how many were measured", example="27"),
    Field(name="mean", kind=ANY, help="mean as printed", example="9.2"),
    Field(name="sd", kind=POSITIVE, may_be_unreported=True, help="standard deviation as printed", example="1.1"),
    Field(name="se", kind=POSITIVE, help="standard error of the mean as printed", example="0.2"),
    Field(
        name="ci",
        kind=ListOf(item=ANY, length=2),
        help="95 % confidence interval of the mean as printed",
        example="[8.8, 9.6]",
    ),
    Field(
        name="plus_minus",
        kind=POSITIVE,
        help="a `±` value that the paper does not name: SD, SE or half an interval",
        example="2.8",
    ),
    SAID_TO_BE,
    Field(name="median", kind=ANY, help="median as printed", example="9.0"),
    Field(name="q1", kind=ANY, help="lower quartile as printed", example="8.0"),
    Field(name="q3", kind=ANY, help="upper quartile as printed", example="10.0"),
    Field(name="min", kind=ANY, help="smallest value as printed", example="2"),
    Field(name="max", kind=ANY, help="largest value as printed", example="10"),
    WHERE,
    SEEN_HERE,
)

TIME = Field(
    name="time", kind=Period(), may_be_unreported=True, required=True, help="time since treatment", example="4 weeks"
)
TIME_PRINTED = Field(name="time_printed", kind=Text(), help="the time in the paper's words", example="mean 27 days")
P = Field(name="p", kind=PValue(), help="P value against baseline, as printed", example="<.001")
TEST = Field(name="test", kind=Text(), help="the test behind the P value", example="Wilcoxon signed rank")
CORRELATION = Field(
    name="r", kind=Number(least=-1, most=1), help="correlation of baseline and follow-up, where the paper reports it"
)

BASELINE = Shape(name="baseline", help="scores before treatment", fields=SUMMARY)
FOLLOW_UP = Shape(
    name="follow_up",
    named_by=("time",),
    help="scores after treatment, one entry a time",
    fields=(TIME, TIME_PRINTED, *SUMMARY, P, TEST, CORRELATION),
)
CHANGE = Shape(
    name="change",
    named_by=("time",),
    help="a printed mean change, follow-up minus baseline (less pain is negative)",
    fields=(TIME, TIME_PRINTED, *SUMMARY, P, TEST),
)
LEVEL = Shape(
    name="levels",
    named_by=("level",),
    help="counts of an ordered scale, best first",
    fields=(
        Field(name="level", kind=LABEL, required=True, help="the level in a few words", example="complete resolution"),
        Field(name="count", kind=COUNT, required=True, help="how many stand at this level"),
        PERCENT,
        WHERE,
        DERIVED,
    ),
)
COUNTED = Shape(
    name="counted",
    help="a count that the pool uses instead of the printed one",
    fields=(
        Field(name="events", kind=COUNT, required=True, help="the count used"),
        Field(name="reason", kind=Text(), required=True, help="why it differs from the printed count"),
    ),
)
#: Counts with their denominator and its unit.
EVENTS = (
    Field(
        name="events",
        kind=COUNT,
        may_be_unreported=True,
        help="how many had it; `not reported` is never 0",
        example="0",
    ),
    Field(name="of", kind=SIZE, may_be_unreported=True, help="the denominator", example="53"),
    UNIT,
    PERCENT,
)
RESULT = Shape(
    name="results",
    named_by=("outcome", "measure", "cohort"),
    help="one entry for each outcome, cohort and way of measuring it",
    fields=(
        Field(
            name="outcome",
            kind=Identifier(),
            required=True,
            help="an outcome's name, as in the protocol",
            example="pain",
        ),
        COHORT,
        Field(name="measure", kind=Identifier(), help="which of several measures of the outcome", example="rest"),
        Field(name="instrument", kind=Text(), help="the scale's name", example="VAS"),
        SCALE,
        STEP,
        Field(name="definition", kind=Text(), help="what the paper counts as the outcome"),
        *EVENTS,
        WHERE,
        SEEN_HERE,
        Field(name="counted", kind=Table(shape=COUNTED), help=COUNTED.help),
        Field(name="baseline", kind=Table(shape=BASELINE), help=BASELINE.help),
        Field(name="follow_up", kind=ListOf(item=Table(shape=FOLLOW_UP)), help=FOLLOW_UP.help),
        Field(name="change", kind=ListOf(item=Table(shape=CHANGE)), help=CHANGE.help),
        Field(name="levels", kind=ListOf(item=Table(shape=LEVEL)), help=LEVEL.help),
        ASSUMED,
        DERIVED,
    ),
)
CHARACTERISTIC = Shape(
    name="characteristics",
    named_by=("name",),
    help="who was treated and how: a count, or a mean or median",
    fields=(
        Field(name="name", kind=Text(), required=True, help="the characteristic", example="age under 70 years"),
        COHORT,
        BANDED,
        *EVENTS,
        *(field for field in SUMMARY if field.name not in ("where", "seen")),
        Field(name="measured_in", kind=Text(), help="unit of a mean or median", example="years"),
        SCALE,
        STEP,
        WHERE,
        SEEN_HERE,
        ASSUMED,
        DERIVED,
    ),
)
COHORT_SHAPE = Shape(
    name="cohorts",
    named_by=("cohort",),
    help="groups of patients; a part names the whole it belongs to",
    fields=(
        Field(
            name="cohort", kind=Identifier(), required=True, help="the cohort's name in this record", example="cancer"
        ),
        Field(name="label", kind=LABEL, help="what the tables call it", example="cancer-related fractures"),
        Field(name="part_of", kind=Identifier(), help="the cohort that contains it", example="all"),
        Field(name="etiology", kind=Choice(options=ETIOLOGIES), help="why the sacrum broke", example="cancer"),
        Field(
            name="n",
            kind=SIZE,
            required=True,
            may_be_unreported=True,
            help="how many patients",
            example="53",
        ),
        WHERE,
        SEEN_HERE,
        ASSUMED,
        DERIVED,
    ),
)
COMPARISON = Shape(
    name="comparisons",
    named_by=("outcome",),
    help="P values between cohorts",
    fields=(
        Field(name="outcome", kind=Identifier(), required=True, help="the outcome compared", example="pain"),
        Field(name="cohorts", kind=ListOf(item=Identifier(), length=2), required=True, help="the two cohorts"),
        Field(
            name="of", kind=Choice(options=("baseline", "follow-up", "change")), required=True, help="what was compared"
        ),
        Field(name="p", kind=PValue(), may_be_unreported=True, required=True, help="P value as printed", example=".02"),
        TEST,
        WHERE,
        SEEN_HERE,
    ),
)
DISCREPANCY = Shape(
    name="discrepancies",
    named_by=("about",),
    help="what does not agree, inside the paper or between sources, and how it was counted",
    fields=(
        Field(name="about", kind=Text(), required=True, help="the value or statement", example="major complications"),
        Field(name="says", kind=Text(), required=True, help="what disagrees with what"),
        Field(name="counted", kind=Text(), help="what this record does about it"),
        Field(
            name="outcome",
            kind=Identifier(),
            help="the outcome whose pooled table shows this",
            example="major_complication",
        ),
    ),
)
OVERLAP = Shape(
    name="overlaps",
    named_by=("study",),
    help="records that may hold some of the same patients",
    fields=(
        Field(name="study", kind=Identifier(), required=True, help="the other record", example="choi2017"),
        Field(name="reason", kind=Text(), required=True, help="what points to it: centre, dates, authors"),
    ),
)
ACCRUAL = Shape(
    name="accrual",
    help="when patients were treated",
    fields=(
        Field(name="from", kind=Text(), required=True, help="first month or year", example="2004-01"),
        Field(name="to", kind=Text(), required=True, help="last month or year", example="2013-09"),
        WHERE,
    ),
)
STUDY = Shape(
    name="study record",
    named_by=("study",),
    help="one published series: who was treated, what was measured, where each value stands",
    fields=(
        Field(
            name="study",
            kind=Identifier(),
            required=True,
            help="the record's name, equal to its file's name",
            example="gupta2014",
        ),
        Field(name="label", kind=LABEL, required=True, help="what tables call it", example="Gupta 2014"),
        Field(name="citation", kind=Identifier(), required=True, help="its key in references.bib", example="gupta2014"),
        Field(name="seen", kind=Choice(options=SEEN), required=True, help="how the values were seen"),
        Field(name="read_at", kind=ListOf(item=Text()), help="addresses of the pages that were read"),
        Field(
            name="design", kind=Text(), help="design in the field's words", example="retrospective single-centre series"
        ),
        Field(name="centre", kind=Text(), help="where patients were treated"),
        Field(name="accrual", kind=Table(shape=ACCRUAL), help=ACCRUAL.help),
        Field(name="guidance", kind=Text(), help="imaging guidance", example="CT"),
        SOFTWARE,
        REGISTRATION,
        Field(
            name="cohorts", kind=ListOf(item=Table(shape=COHORT_SHAPE), least=1), required=True, help=COHORT_SHAPE.help
        ),
        Field(name="characteristics", kind=ListOf(item=Table(shape=CHARACTERISTIC)), help=CHARACTERISTIC.help),
        Field(name="results", kind=ListOf(item=Table(shape=RESULT)), help=RESULT.help),
        Field(name="comparisons", kind=ListOf(item=Table(shape=COMPARISON)), help=COMPARISON.help),
        Field(name="discrepancies", kind=ListOf(item=Table(shape=DISCREPANCY)), help=DISCREPANCY.help),
        Field(name="overlaps", kind=ListOf(item=Table(shape=OVERLAP)), help=OVERLAP.help),
        RISK_OF_BIAS,
        Field(name="resolved", kind=ListOf(item=Table(shape=RESOLVED)), help=RESOLVED.help),
        ADJUDICATED,
        Field(name="notes", kind=ListOf(item=Text()), help="anything a reader of the record should know"),
    ),
)
