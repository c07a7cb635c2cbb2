"""A manifest comes from anybody: what it says is read, or it is refused with the reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from metasacro.problems import Problem
from metasacro.problems.printable import UNSAFE
from metasacro.records.manifest_text import LAYOUT, MOST_BYTES, Recorded, read_manifest, strict_json

ONE, TWO = "1" * 64, "2" * 64


def good() -> dict[str, Any]:
    """A made-up manifest."""
    return {
        "layout": LAYOUT,
        "command": "pool",
        "options": {"outcome": ["pain", "leak"], "level": 0.9, "trace": True, "format": "json"},
        "seed": 7,
        "version": "0.1.0",
        "packages": {"python": "3.11.0", "numpy": "1.26.0"},
        "protocol": {"sha256": ONE},
        "inputs": {"smith2020.yaml": ONE},
        "outputs": {"pool.json": TWO, "figures/forest.svg": ONE},
    }


def read(folder: Path, text: str) -> Recorded | Problem:
    path = folder / "a.manifest.json"
    path.write_text(text, encoding="utf-8")
    return read_manifest(path, "a.manifest.json")


def test_everything_that_it_says_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, json.dumps(good())) == Recorded(
        command="pool",
        options={"outcome": ("pain", "leak"), "level": 0.9, "trace": True, "format": "json"},
        seed=7,
        versions={"metasacro": "0.1.0", "python": "3.11.0", "numpy": "1.26.0"},
        protocol={"sha256": ONE},
        inputs={"smith2020.yaml": ONE},
        outputs={"pool.json": TWO, "figures/forest.svg": ONE},
    )


def test_a_run_without_chance_has_no_seed(tmp_path: Path) -> None:
    found = read(tmp_path, json.dumps({**good(), "seed": None, "options": {}}))
    assert isinstance(found, Recorded)
    assert (found.seed, found.options) == (None, {})


def without(name: str) -> Callable[[dict[str, Any]], object]:
    return lambda document: document.pop(name)


def with_(**fields: object) -> Callable[[dict[str, Any]], object]:
    return lambda document: document.update(fields)


BELOW = "names no file beside the manifest"
UNSOUND: list[tuple[Callable[[dict[str, Any]], object], str]] = [
    (with_(layout="metasacro manifest 2"), f"`layout` is not `{LAYOUT}`"),
    (without("layout"), f"`layout` is not `{LAYOUT}`"),
    (without("seed"), "`seed` is missing"),
    (with_(then=1), "nothing is known of `then`"),
    (with_(seed=True), "`seed` is neither a whole number nor null"),
    (with_(seed=-1), "`seed` is neither a whole number nor null"),
    (with_(seed=1.0), "`seed` is neither a whole number nor null"),
    (with_(protocol=[]), "`protocol` is no object"),
    (with_(outputs=[]), "`outputs` is no object of texts"),
    (with_(outputs={}), "`outputs` names no file"),
    (with_(outputs={"a": "1"}), "`a` in `outputs` has no SHA-256"),
    (with_(outputs={"a": ONE + "\n"}), "`a` in `outputs` has no SHA-256"),
    *((with_(outputs={name: ONE}), BELOW) for name in ("", "../a", "/a", "a/", "a//b", "./a", "a\\b", "c:a", "a\x07")),
    (with_(inputs={"a.yaml": 1}), "`inputs` is no object of texts"),
    (with_(inputs={"a/b.yaml": ONE}), "`a/b.yaml` names no file of a folder of evidence"),
    (with_(inputs={"..": ONE}), "`..` names no file of a folder of evidence"),
    (with_(command=1), "`command` is no text"),
    (with_(version=None), "`version` is no text"),
    (with_(packages={"numpy": 2}), "`packages` is no object of texts"),
    (with_(options=[]), "`options` is no object"),
    (with_(options={"--level": 1}), "`--level` is no option"),
    (with_(options={"level": None}), "the option `level` has no plain value"),
    (with_(options={"level": {}}), "the option `level` has no plain value"),
    (with_(options={"outcome": ["pain", []]}), "the option `outcome` has no plain value"),
    (with_(options={"outcome": "a\x1b[2J"}), "the option `outcome` has no plain value"),
]


@pytest.mark.parametrize(("change", "reason"), UNSOUND)
def test_an_unsound_manifest_is_refused_with_its_reason(
    change: Callable[[dict[str, Any]], object], reason: str, tmp_path: Path
) -> None:
    """Nothing is guessed."""
    document = good()
    change(document)
    found = read(tmp_path, json.dumps(document))
    assert isinstance(found, Problem)
    assert (found.code, str(found.location)) == ("MS198", "a.manifest.json:1:1")
    assert reason in found.message
    assert not UNSAFE.search(found.message)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[]", "it is no JSON object"),
        ("", "its JSON cannot be understood (Expecting value"),
        ('{"a": 1, "a": 2}', "its JSON cannot be understood (a name stands twice)"),
        ('{"a": NaN}', "its JSON cannot be understood (NaN is no number)"),
        ("[" * 100_000, "its JSON cannot be understood (it is nested too deep)"),
        ("9" * 5_000, "its JSON cannot be understood (Exceeds the limit"),
    ],
    ids=["list", "empty", "twice", "nan", "deep", "digits"],
)
def test_what_is_no_json_object_is_refused(text: str, reason: str, tmp_path: Path) -> None:
    found = read(tmp_path, text)
    assert isinstance(found, Problem)
    assert found.code == "MS198"
    assert reason in found.message


@pytest.mark.parametrize(("text", "code"), [("\x1b[2J", "MS104"), (" " * (MOST_BYTES + 1), "MS102")])
def test_a_file_that_is_no_text_of_its_size_is_refused_before(text: str, code: str, tmp_path: Path) -> None:
    found = read(tmp_path, text)
    assert isinstance(found, Problem)
    assert found.code == code


@pytest.mark.parametrize("text", ["-Infinity", '{"a": {"b": 1, "b": 1}}'])
def test_json_is_read_strictly_at_every_depth(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no number|stands twice"):
        strict_json(f"[{text}]")
