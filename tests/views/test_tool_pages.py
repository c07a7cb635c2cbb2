"""`metasacro explain jbi` says what a reader needs who fills in an appraisal."""

from __future__ import annotations

import pytest

from metasacro.evidence.appraisal_tools import APPRAISAL_TOOLS, AppraisalTool
from metasacro.views.explanations import WIDTH, explain, explainable


@pytest.mark.parametrize("tool", APPRAISAL_TOOLS.values(), ids=lambda tool: tool.key)
def test_a_tool_has_a_page(tool: AppraisalTool) -> None:
    """Every item by its number, every answer with its meaning, and where the tool itself is found."""
    (page,) = explain(tool.key.upper())
    assert page.startswith(f"{tool.key} · {tool.name}\n")
    lines = page.splitlines()
    assert [
        item.number for item in tool.items if not any(line.startswith(f"{item.number:>2}  ") for line in lines)
    ] == []
    assert [answer for answer, light in tool.lights.items() if f"    {answer}: {light}" not in lines] == []
    assert tool.citation.split(",")[0] in page
    assert max(map(len, lines)) <= WIDTH


def test_tools_are_listed() -> None:
    """Beside codes, methods and fields."""
    assert explainable()["tools of appraisal"] == list(APPRAISAL_TOOLS)
