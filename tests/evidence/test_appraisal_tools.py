"""The tools of appraisal: their items, their answers, and what is not made of them."""

from __future__ import annotations

import pytest

from metasacro.evidence.appraisal import Appraisal
from metasacro.evidence.appraisal_tools import ANSWERS, APPRAISAL_TOOLS, AppraisalTool, Light

TOOLS = list(APPRAISAL_TOOLS.values())


@pytest.mark.parametrize(("key", "items"), [("jbi", 10), ("nih", 9), ("minors", 8)])
def test_a_tool_has_its_items(key: str, items: int) -> None:
    """Numbered from 1, as the tool numbers them."""
    tool = APPRAISAL_TOOLS[key]
    assert [item.number for item in tool.items] == list(range(1, items + 1))
    assert tool.item(items) is tool.items[-1]
    assert tool.item(items + 1) is None


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.key)
def test_an_item_fits_a_column(tool: AppraisalTool) -> None:
    """Its name is short and stands for one item only; its question is a question."""
    columns = [item.column for item in tool.items]
    assert len(set(columns)) == len(columns)
    assert max(map(len, columns)) <= 20
    assert [item.question for item in tool.items if not item.question.endswith("?")] == []


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.key)
def test_every_answer_has_a_light(tool: AppraisalTool) -> None:
    """One answer of no concern, one of high concern; `not appraised` is no answer."""
    lights = list(tool.lights.values())
    assert lights.count(Light.LOW) == 1
    assert lights.count(Light.HIGH) == 1
    assert Light.SOME in lights
    assert Light.NOT_APPRAISED not in lights
    assert set(tool.lights) <= set(ANSWERS)


def test_a_tool_is_cited() -> None:
    """By the paper where there is one; the NIH tool is a page of an institute."""
    citations = {tool.key: tool.citation for tool in TOOLS}
    assert "doi:10.11124/JBISRIR-D-19-00099" in citations["jbi"]
    assert "doi:10.1046/j.1445-2197.2003.02748.x" in citations["minors"]
    assert citations["nih"].startswith("National Heart, Lung, and Blood Institute")


def test_an_appraisal_has_no_score() -> None:
    """Answers are shown; nothing adds them up or makes a weight of them."""
    public = {name for name in dir(Appraisal) if not name.startswith("_")}
    assert public == {"answered", "by", "items", "light", "source", "tool"}
