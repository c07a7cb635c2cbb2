"""The tools with which readers appraise case series: their items, the answers to them, and what each answer means.

The questions are paraphrased; a reader who appraises works with the tool itself, which its `citation` leads to. An
answer is a light and never a number: items differ in weight from review to review, so nothing here adds them up.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from metasacro.values.frozen import dataclass


class Light(Enum):
    """What an answer says about one item."""

    LOW = "low concern"
    SOME = "some concern"
    HIGH = "high concern"
    NOT_APPLICABLE = "not applicable"
    NOT_APPRAISED = "not appraised"  #: nobody has answered, which is not the same as no concern

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolItem:
    """One question of a tool."""

    number: int
    column: str  #: what a table calls it, in a word or two
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalTool:
    """A tool by its key: its items, and the light of each answer that it allows."""

    key: str
    name: str
    source: str  #: key of the paper that presents it, or what else does in words
    lights: Mapping[str, Light]
    items: tuple[ToolItem, ...]

    @property
    def citation(self) -> str:
        """Where the tool itself is found."""
        from metasacro.literature import PAPERS

        return str(PAPERS[self.source]) if self.source in PAPERS else self.source

    def item(self, number: int) -> ToolItem | None:
        """The item of that number, or `None` if the tool has none."""
        return next((item for item in self.items if item.number == number), None)


def _items(*pairs: tuple[str, str]) -> tuple[ToolItem, ...]:
    """The items in the tool's order, numbered from 1."""
    return tuple(
        ToolItem(number=number, column=column, question=question)
        for number, (column, question) in enumerate(pairs, start=1)
    )


#: Munn 2020, Table 1: ten questions.
JBI = AppraisalTool(
    key="jbi",
    name="JBI checklist for case series",
    source="munn2020",
    lights={"yes": Light.LOW, "no": Light.HIGH, "unclear": Light.SOME, "not applicable": Light.NOT_APPLICABLE},
    items=_items(
        ("inclusion criteria", "Does the paper say who could be included and who could not?"),
        ("condition measured", "Was the condition measured in everyone by one dependable standard?"),
        ("condition identified", "Was the condition established in everyone by methods known to be valid?"),
        ("consecutive", "Were patients taken one after the other, without picking?"),
        ("complete", "Were all eligible patients of the period included?"),
        ("demographics", "Are age, sex and the like of the patients described?"),
        ("clinical picture", "Is the patients' clinical state described: disease, severity, earlier treatment?"),
        ("outcomes", "Are the results of treatment or of follow-up told for the patients?"),
        ("site", "Is the centre described well enough to judge whom its patients stand for?"),
        ("statistics", "Do the statistics suit the data and the question?"),
    ),
)

#: Nine questions. `not reported` is an answer of the tool: the paper is silent, so the concern is that of
#: `cannot determine`.
NIH = AppraisalTool(
    key="nih",
    name="NIH quality assessment tool for case series",
    source="National Heart, Lung, and Blood Institute, Study Quality Assessment Tools (2013)",
    lights={
        "yes": Light.LOW,
        "no": Light.HIGH,
        "cannot determine": Light.SOME,
        "not reported": Light.SOME,
        "not applicable": Light.NOT_APPLICABLE,
    },
    items=_items(
        ("objective", "Does the paper say what it wanted to find out?"),
        ("population", "Are the patients described in full, with a definition of a case?"),
        ("consecutive", "Were patients taken one after the other?"),
        ("comparable", "Are the patients alike enough to be read as one group?"),
        ("intervention", "Is the treatment described so that it could be repeated?"),
        ("outcome measures", "Are the outcomes defined, valid, and measured alike in everyone?"),
        ("follow-up", "Was follow-up long enough for the outcome?"),
        ("statistics", "Are the statistical methods described?"),
        ("results", "Are the results described?"),
    ),
)

#: Slim 2003: the eight items for studies without a comparator. 0: not reported; 1: reported, but inadequate; 2: both
#: reported and adequate.
MINORS = AppraisalTool(
    key="minors",
    name="MINORS, items for non-comparative studies",
    source="slim2003",
    lights={"0": Light.HIGH, "1": Light.SOME, "2": Light.LOW},
    items=_items(
        ("aim", "Is the aim stated, precise and relevant?"),
        ("consecutive", "Were all eligible patients of the period included?"),
        ("prospective data", "Were data collected by a plan made before the study began?"),
        ("endpoints", "Do the endpoints answer the aim, and are they assessed in all patients?"),
        ("unbiased assessment", "Were endpoints assessed blind, or is it said why they were not?"),
        ("follow-up", "Was follow-up long enough for the main endpoint and for harms?"),
        ("losses", "Did follow-up lose 5 % of the patients at most?"),
        ("study size", "Was the number of patients calculated beforehand?"),
    ),
)

#: The tools by key, in the order in which choices are printed.
APPRAISAL_TOOLS: Mapping[str, AppraisalTool] = MappingProxyType({tool.key: tool for tool in (JBI, NIH, MINORS)})

#: Every answer that some tool allows.
ANSWERS: tuple[str, ...] = tuple(dict.fromkeys(answer for tool in APPRAISAL_TOOLS.values() for answer in tool.lights))
