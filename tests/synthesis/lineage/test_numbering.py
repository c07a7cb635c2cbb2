"""Steps under names: each once, whoever rests on it."""

from __future__ import annotations

from metasacro.evidence.trace import PROGRAM, Trace
from metasacro.synthesis.lineage.document import traces_document
from metasacro.synthesis.lineage.numbering import number

LEVEL = Trace(what="level", printed="0.95", origin=PROGRAM)
FIRST = Trace(what="first", numbers={"change": 1.5, "n": 3}, parts=(LEVEL,))
SECOND = Trace(what="second", numbers={"upper": float("inf")}, parts=(LEVEL, FIRST))


def test_equal_steps_are_one_and_the_nearest_is_named_first() -> None:
    numbered = number([SECOND, FIRST, Trace(what="level", printed="0.95", origin=PROGRAM)])
    assert {name: step.what for name, step in numbered.steps.items()} == {"t1": "second", "t2": "level", "t3": "first"}
    assert numbered.name(FIRST) == "t3"
    assert numbered.parts(SECOND) == ("t2", "t3")


def test_steps_as_plain_values() -> None:
    found = traces_document(number([SECOND]))
    assert found["t2"] == {
        "what": "level",
        "printed": "0.95",
        "numbers": {},
        "how": None,
        "methods": [],
        "sources": [],
        "origin": PROGRAM,
        "parts": [],
    }
    assert found["t3"]["numbers"] == {"change": 1.5, "n": 3}
    assert found["t1"]["numbers"] == {"upper": None}
    assert found["t1"]["parts"] == ["t2", "t3"]
