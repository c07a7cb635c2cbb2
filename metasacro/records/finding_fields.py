"""Fields that hold what the questions of integrity need, and a person's answers to them."""

from __future__ import annotations

from metasacro.records.shape import Choice, Field, Number, Shape, Table, Text

#: What a ± can be said to be.
SPREAD_NAMES = ("sd", "se", "ci")

SAID_TO_BE = Field(
    name="said_to_be",
    kind=Choice(options=SPREAD_NAMES),
    help="what the paper says its `plus_minus` is, where that is doubted; `ci` is half a 95 % interval",
    example="sd",
)
STEP = Field(
    name="step",
    kind=Number(above=0),
    help="the smallest difference of two values, where they come in steps: 1 for whole numbers",
    example="1",
)
SOFTWARE = Field(
    name="software", kind=Text(), help="the statistical software that the paper names", example="MedCalc 12.7.7"
)
REGISTRATION = Field(
    name="registration", kind=Text(), help="the study's number in a register of trials", example="NCT01234567"
)

BAND = Shape(
    name="band",
    help="the ends between which these patients lie, on the scale of another characteristic",
    fields=(
        Field(name="of", kind=Text(), required=True, help="the characteristic that is divided", example="age"),
        Field(name="from", kind=Number(), help="the lower end, included; without it, the scale's", example="70"),
        Field(name="below", kind=Number(), help="the upper end, not included; without it, the scale's", example="80"),
    ),
)
BANDED = Field(name="band", kind=Table(shape=BAND), help=BAND.help)

RESOLVED = Shape(
    name="resolved",
    named_by=("code",),
    help="findings of `metasacro check` that a person has looked at, each with the reason why it stands",
    fields=(
        Field(name="code", kind=Text(), required=True, help="the finding's code", example="MS241"),
        Field(
            name="about",
            kind=Text(),
            help="words of the finding's trail, where only some findings of the code are meant",
            example="age",
        ),
        Field(
            name="reason",
            kind=Text(),
            required=True,
            help="why it stands, or what was done about it",
            example="kept as an unnamed ±; it enters no pool",
        ),
        Field(name="by", kind=Text(), help="who decided", example="A. Reader"),
        Field(name="date", kind=Text(), help="when", example="2024-05-01"),
    ),
)
