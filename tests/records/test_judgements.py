"""What people judge is read as they wrote it, with the line on which it stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from metasacro.evidence.appraisal_tools import Light
from metasacro.evidence.evidence_base import EvidenceBase
from metasacro.evidence.study import Study
from metasacro.problems import Location
from metasacro.records.folder import load

GOOD = Path(__file__).parent / "good"

APPRAISED = """\
risk_of_bias:
  - tool: {tool}
    by: {by}
    items:
      - {{item: 1, answer: {answer}, reason: as the paper says, where: Table 1}}
"""


@pytest.fixture(scope="module")
def evidence() -> EvidenceBase:
    return load(GOOD)


@pytest.fixture
def appraised(read: Callable[..., Any]) -> Callable[..., Study]:
    """The usual record with one appraisal."""

    def reading(tool: str = "jbi", by: str = "A. Reader", answer: str = "yes") -> Study:
        found = read(more=APPRAISED.format(tool=tool, by=by, answer=answer))
        assert found.codes == []
        assert found.study is not None
        return found.study

    return reading


def told(location: Location | None) -> str:
    """The line from the value on."""
    assert location is not None
    return location.text[location.column - 1 :][: location.length]


@pytest.mark.parametrize(
    ("tool", "answer", "light"),
    [
        ("jbi", "yes", Light.LOW),
        ("jbi", "no", Light.HIGH),
        ("jbi", '"yes"', Light.LOW),
        ("jbi", "unclear", Light.SOME),
        ("jbi", "not applicable", Light.NOT_APPLICABLE),
        ("nih", "no", Light.HIGH),
        ("nih", "cannot determine", Light.SOME),
        ("nih", "not reported", Light.SOME),
        ("minors", "0", Light.HIGH),
        ("minors", "1", Light.SOME),
        ("minors", "2", Light.LOW),
    ],
)
def test_an_answer_stays_a_word(tool: str, answer: str, light: Light, appraised: Callable[..., Study]) -> None:
    """A bare `yes` is no truth value and a bare 0 no number."""
    (appraisal,) = appraised(tool=tool, answer=answer).risk_of_bias
    (item,) = appraisal.items
    assert item.answer == answer.strip('"')
    assert appraisal.light(1) is light


def test_an_item_leads_to_its_line_and_to_the_paper(appraised: Callable[..., Study]) -> None:
    """The line of the answer, and the place that the reader named."""
    (appraisal,) = appraised(answer="unclear").risk_of_bias
    answered = appraisal.answered(1)
    assert answered is not None
    assert (answered.reason, answered.source.where) == ("as the paper says", "Table 1")
    assert told(answered.source.location) == "unclear"
    assert told(appraisal.source.location) == "jbi"


def test_an_item_without_an_entry_is_not_appraised(appraised: Callable[..., Study]) -> None:
    """It is not taken for an item of no concern."""
    (appraisal,) = appraised().risk_of_bias
    assert [appraisal.light(item.number) for item in appraisal.tool.items[1:]] == [Light.NOT_APPRAISED] * 9


@pytest.mark.parametrize(("by", "names"), [("A. Reader", ("A. Reader",)), ("[A, B]", ("A", "B"))])
def test_one_reader_or_several(by: str, names: tuple[str, ...], appraised: Callable[..., Study]) -> None:
    """One name needs no brackets."""
    (appraisal,) = appraised(by=by).risk_of_bias
    assert appraisal.by == names


def test_two_readers_use_one_tool(read: Callable[..., Any]) -> None:
    """Each appraises on their own; that is two appraisals, not one judged twice."""
    one, other = (APPRAISED.format(tool="jbi", by=by, answer="yes") for by in ("A", "B"))
    found = read(more=one + other.partition("\n")[2])
    assert found.codes == []
    assert [appraisal.by for appraisal in found.study.risk_of_bias] == [("A",), ("B",)]


def test_a_record_need_not_be_appraised(evidence: EvidenceBase) -> None:
    """Then it has no appraisal, and nothing stands for one."""
    assert evidence.studies["smith2020"].risk_of_bias == ()
    assert [appraisal.tool.key for appraisal in evidence.studies["jones2021"].risk_of_bias] == ["jbi", "nih", "minors"]


def test_certainty_is_what_people_wrote(evidence: EvidenceBase) -> None:
    """Level, who decided, and each domain with its line."""
    pain, leak = evidence.protocol.outcomes
    assert leak.certainty is None
    assert pain.certainty is not None
    assert (pain.certainty.level, pain.certainty.by) == ("very low", ("the panel",))
    assert [(entry.domain, entry.change) for entry in pain.certainty.reasons] == [
        ("risk of bias", -1),
        ("imprecision", 0),
    ]
    assert told(pain.certainty.location) == "very low"
    assert [told(entry.location) for entry in pain.certainty.reasons] == ["-1", "0"]


def test_the_flow_keeps_what_was_not_counted(evidence: EvidenceBase) -> None:
    """`not reported` is `None`, an empty list of exclusions is none, and every number has its line."""
    flow = evidence.protocol.flow
    assert flow is not None
    assert flow.databases is not None
    assert flow.others is not None
    assert flow.arms == (flow.databases, flow.others)
    assert flow.others.websites is None
    assert flow.others.reports.excluded == ()
    assert flow.databases.screened is not None
    assert told(flow.databases.screened.location) == "15"
    excluded = flow.databases.reports.excluded or ()
    assert [(entry.reason, str(entry.n)) for entry in excluded] == [("no usable number", "2"), ("another bone", "1")]
