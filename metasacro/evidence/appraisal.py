"""A reader's appraisal of a study, item by item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.evidence.appraisal_tools import Light
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.appraisal_tools import AppraisalTool
    from metasacro.evidence.reported import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisedItem:
    """The answer to one item. `source.where` is the place in the paper, `source.location` the line of the answer."""

    item: int
    answer: str
    reason: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal:
    """One reading of a study with one tool. Its answers are shown beside the study and never become a score."""

    tool: AppraisalTool
    by: tuple[str, ...]  #: who judged
    items: tuple[AppraisedItem, ...]  #: in the order of the record; items without an answer are not among them
    source: Source

    def answered(self, number: int) -> AppraisedItem | None:
        """The answer to the tool's item of that number; `None` where nobody has appraised it."""
        return next((item for item in self.items if item.item == number), None)

    def light(self, number: int) -> Light:
        """What the answer to that item means."""
        answered = self.answered(number)
        return Light.NOT_APPRAISED if answered is None else self.tool.lights[answered.answer]
