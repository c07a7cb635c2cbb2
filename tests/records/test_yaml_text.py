"""The structure of a file: what its parser refuses, and what we refuse of the rest, with its place."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from metasacro.problems import Problem
from metasacro.records import yaml_text
from metasacro.records.file_text import FileText
from metasacro.records.yaml_text import parse_yaml


def refused(text: str) -> Problem:
    found = parse_yaml(FileText(file="a.yaml", text=text, digest=""))
    assert isinstance(found, Problem)
    return found


@pytest.mark.parametrize("parser", ["C parser", "Python parser"])
@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("label: a\n&name seen: abstract\n", "MS107", "a.yaml:2:1"),
        ("label: a\n!!str seen: abstract\n", "MS109", "a.yaml:2:1"),
        ("- {label: a, &name seen: abstract}\n", "MS107", "a.yaml:1:14"),
        ("label: a\n*name : abstract\n", "MS107", "a.yaml:2:1"),
    ],
)
def test_a_field_s_name_is_a_plain_word_too(
    text: str, code: str, place: str, parser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An anchor, an alias or a tag before a name is refused like one before a value, by both parsers alike."""
    if parser == "Python parser":
        monkeypatch.setattr(yaml_text, "Loader", yaml.SafeLoader)
    found = refused(text)
    assert (found.code, str(found.location)) == (code, place)


@pytest.mark.parametrize("loader", [yaml_text.Loader, yaml.SafeLoader], ids=["usual", "Python"])
def test_a_version_of_thousands_of_digits_is_refused(loader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python's own parser makes a number of it, which Python refuses without a place."""
    monkeypatch.setattr(yaml_text, "Loader", loader)
    found = refused(f"%YAML {'9' * 5_000}.1\n---\nlabel: a\n")
    assert found.location is not None
    assert (found.code, found.location.line) == ("MS105", 1)
    assert len(found.message) < 300


@pytest.mark.parametrize("loader", [yaml_text.Loader, yaml.SafeLoader], ids=["usual", "Python"])
def test_a_sign_that_yaml_does_not_have_is_refused(loader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader of files refuses it before; a parser that is given it all the same does not fail."""
    monkeypatch.setattr(yaml_text, "Loader", loader)
    found = refused("label: a\x00b\n")
    assert (found.code, str(found.location)) == ("MS105", "a.yaml:1:1")
    assert "\x00" not in found.message
