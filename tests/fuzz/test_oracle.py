"""The oracle sees what it is there to see: each way of failing is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from metasacro.evidence.reported import Reported
from metasacro.problems import Location
from metasacro.records import scalars, tables
from metasacro.records.nodes import Scalar
from tests.fuzz.oracle import Broken, coded, safe_csv, safe_json, safe_text, same_number
from tests.fuzz.registry import TARGETS
from tests.fuzz.seeds import RECORD
from tests.fuzz.targets import record
from tests.fuzz.test_corpus import replayed

FOUND = scalars.read_scalar(scalars.shape.Number(), "x", Location(file="one.yaml", line=1), "sd", "")
assert not isinstance(FOUND, str | Reported | tuple)


@pytest.mark.parametrize(
    "failing",
    [
        lambda: same_number(Reported(text="9", location=None), "9.0"),
        lambda: coded([replace(FOUND, code="MS900")]),  # type: ignore[type-var] # a problem
        lambda: coded([replace(FOUND, location=None)]),  # type: ignore[type-var] # a problem
        lambda: coded([replace(FOUND, message="a\x1b[2J")]),  # type: ignore[type-var] # a problem
        lambda: safe_text("a\tb", "a page"),
        lambda: safe_text("a\u202eb", "a page"),
        lambda: safe_csv("a,b\n1,=1+1\n"),
        lambda: safe_csv("a,b\n1,-1+1\n"),
        lambda: safe_json('{"a": NaN}'),
    ],
)
def test_a_broken_promise_is_seen(failing: Callable[[], None]) -> None:
    """A changed number, a fault, no place, a control character, a formula, no JSON."""
    with pytest.raises(Broken):
        failing()


def test_what_is_promised_passes() -> None:
    """Numbers below zero are no formulas."""
    same_number(Reported(text="-.50", location=None), "-.50")
    safe_csv("a,b\n-1.5e-05,'=1+1\n")
    assert safe_json('{"a": 1}') == {"a": 1}


def test_a_changed_number_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that drops a decimal nobody misses: `1.10` as `1.1`."""
    kept = tables.plain_value

    def careless(kind: Any, node: Any, document: Any) -> Any:
        number = isinstance(node, Scalar) and node.text == "1.10"
        return kept(kind, node._replace(text="1.1") if number else node, document)

    record.run(RECORD.encode())
    monkeypatch.setattr(tables, "plain_value", careless)
    with pytest.raises(Broken):
        record.run(RECORD.encode())


def test_a_dropped_number_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that forgets the correlation."""
    kept = record.read_study

    def forgetful(source: Any) -> Any:
        study, problems = kept(source)
        assert study is not None
        first = study.results[0]
        left = tuple(replace(entry, correlation=None) for entry in first.follow_ups)
        return replace(study, results=(replace(first, follow_ups=left), *study.results[1:])), problems

    monkeypatch.setattr(record, "read_study", forgetful)
    with pytest.raises(Broken, match="no number of the file is dropped"):
        record.run(RECORD.encode())


def test_a_process_with_limits_names_the_file(tmp_path: Path) -> None:
    """What breaks a promise ends the replay with the file's name and the traceback."""
    (tmp_path / "input").mkdir()
    done = replayed("number", tmp_path)
    assert done.returncode == 1
    assert f"{tmp_path / 'input'} breaks a promise" in done.stderr


def test_every_target_stands_in_a_file_of_its_name() -> None:
    """And says what it is about."""
    for target in TARGETS.values():
        module = __import__(f"tests.fuzz.targets.{target.name}", fromlist=["run"])
        assert module.__doc__
        assert callable(module.run)
