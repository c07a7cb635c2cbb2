"""A manifest as written by a run becomes values, or a coded problem. It may come from anybody: nothing is guessed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from metasacro.problems import Problem, problem
from metasacro.problems.printable import UNSAFE, printable
from metasacro.records.file_text import read_text
from metasacro.records.nodes import place

#: Which layout a manifest has; what is not known is refused.
LAYOUT = "metasacro manifest 1"

#: Ten thousand records are named in a megabyte.
MOST_BYTES = 4 * 1024 * 1024

_DIGEST = re.compile("[0-9a-f]{64}")
_OPTION = re.compile("[a-z][a-z0-9-]{0,40}")
_FIELDS = ("layout", "command", "options", "seed", "version", "packages", "protocol", "inputs", "outputs")

Value: TypeAlias = bool | int | float | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What a manifest says. `inputs` and `outputs`: name → SHA-256; inputs are named without their folder."""

    command: str
    options: Mapping[str, Value | tuple[Value, ...]]
    seed: int | None
    versions: Mapping[str, str]  #: ours first, as `metasacro`
    protocol: Mapping[str, Any]
    inputs: Mapping[str, str]
    outputs: Mapping[str, str]


class _UnsoundError(ValueError):
    """What is wrong with it."""


def read_manifest(path: Path, file: str) -> Recorded | Problem:
    """Read the manifest; `file` is what messages call it."""
    source = read_text(path, file, most=MOST_BYTES)
    if isinstance(source, Problem):
        return source
    try:
        return _recorded(strict_json(source.text))
    except ValueError as error:  # _UnsoundError, and json's own
        reason = str(error) if isinstance(error, _UnsoundError) else f"its JSON cannot be understood ({error})"
        return problem("MS198", place(file, (), 0, 0), reason=printable(reason, 200))


def strict_json(text: str) -> Any:
    """JSON without names that stand twice and without numbers that JSON does not have; raises `ValueError`.

    >>> strict_json('{"k": 3}')
    {'k': 3}
    """
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError:
        raise ValueError("it is nested too deep") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no number")


def _recorded(document: Any) -> Recorded:
    if not isinstance(document, dict):
        raise _UnsoundError("it is no JSON object")
    if document.get("layout") != LAYOUT:
        raise _UnsoundError(f"`layout` is not `{LAYOUT}`")
    missing = [name for name in _FIELDS if name not in document]
    strange = [name for name in document if name not in _FIELDS]
    if missing or strange:
        raise _UnsoundError(f"`{missing[0]}` is missing" if missing else f"nothing is known of `{strange[0]}`")
    seed, protocol = document["seed"], document["protocol"]
    if seed is not None and (type(seed) is not int or seed < 0):
        raise _UnsoundError("`seed` is neither a whole number nor null")
    if not isinstance(protocol, dict):
        raise _UnsoundError("`protocol` is no object")
    outputs = _digests(document, "outputs")
    for name in outputs:
        if not _below(name):
            raise _UnsoundError(f"`{name}` names no file beside the manifest")
    if not outputs:
        raise _UnsoundError("`outputs` names no file")
    inputs = _digests(document, "inputs")
    for name in inputs:
        if not _below(name) or "/" in name:
            raise _UnsoundError(f"`{name}` names no file of a folder of evidence")
    return Recorded(
        command=_text(document, "command"),
        options=_options(document["options"]),
        seed=seed,
        versions={"metasacro": _text(document, "version"), **_texts(document, "packages")},
        protocol=protocol,
        inputs=inputs,
        outputs=outputs,
    )


def _text(document: Mapping[str, Any], name: str) -> str:
    if not isinstance(document[name], str):
        raise _UnsoundError(f"`{name}` is no text")
    return str(document[name])


def _texts(document: Mapping[str, Any], name: str) -> dict[str, str]:
    found = document[name]
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise _UnsoundError(f"`{name}` is no object of texts")
    return found


def _digests(document: Mapping[str, Any], name: str) -> dict[str, str]:
    found = _texts(document, name)
    for file, digest in found.items():
        if not _DIGEST.fullmatch(digest):
            raise _UnsoundError(f"`{file}` in `{name}` has no SHA-256")
    return found


def _below(name: str) -> bool:
    """Whether it is a relative name that stays in its folder, on any system."""
    parts = name.split("/")
    return not (UNSAFE.search(name) or "\\" in name or ":" in name or any(part in ("", ".", "..") for part in parts))


def _options(found: Any) -> dict[str, Value | tuple[Value, ...]]:
    if not isinstance(found, dict):
        raise _UnsoundError("`options` is no object")
    options: dict[str, Value | tuple[Value, ...]] = {}
    for name, value in found.items():
        if not _OPTION.fullmatch(name):
            raise _UnsoundError(f"`{name}` is no option")
        several = isinstance(value, list)
        values = tuple(value) if several else (value,)
        if not _plain(values):
            raise _UnsoundError(f"the option `{name}` has no plain value")
        options[name] = values if several else value
    return options


def _plain(values: Iterable[Any]) -> bool:
    return all(
        isinstance(value, bool | int | float) or (isinstance(value, str) and not UNSAFE.search(value))
        for value in values
    )
