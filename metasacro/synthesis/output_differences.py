"""Where two versions of an output differ: values of JSON, cells of CSV, lines of other text."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from metasacro.records.manifest_text import strict_json

#: What says how the answers of a JSON file came to be; it is compared by itself.
MANIFEST = "manifest"

#: Characters of a line round the first that differs.
_ROUND = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One place of a file; `None` where one side has no such place."""

    file: str
    where: str
    old: str | None
    new: str | None


def differences(file: str, old: bytes, new: bytes, versions: Mapping[str, str]) -> tuple[Difference, ...]:
    """Every place that differs, apart from `versions`: what was printed of the packages then → what is now.

    >>> differences("a.csv", b"k,q\\n3,1.5\\n", b"k,q\\n3,1.6\\n", {})
    (Difference(file='a.csv', where='line 2, q', old='1.5', new='1.6'),)
    """
    ending = file.rpartition(".")[2]
    try:
        before, after = old.decode(), new.decode()
    except UnicodeDecodeError:
        return () if old == new else (Difference(file=file, where="its bytes", old=None, new=None),)
    if ending == "json":
        try:
            pairs = _merged(dict(_leaves(strict_json(before))), dict(_leaves(strict_json(after))))
        except (ValueError, RecursionError):  # nobody's JSON: a stranger's file
            pairs = _lines(before, after, versions)
    elif ending == "csv":
        pairs = _merged(dict(_cells(before)), dict(_cells(after)))
    else:
        pairs = _lines(before, after, versions)
    return tuple(Difference(file=file, where=where, old=was, new=now) for where, was, now in pairs)


Place = tuple[str, str | None, str | None]


def _merged(was: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Place]:
    for where in dict.fromkeys((*was, *now)):
        if was.get(where) != now.get(where):
            yield where, was.get(where), now.get(where)


def _leaves(value: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Path → value as Python writes it, in which every bit of a number shows."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if where or key != MANIFEST:
                yield from _leaves(inner, f"{where}.{key}" if where else key)
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _leaves(inner, f"{where}[{position}]")
    else:
        yield where, value if isinstance(value, str) else repr(value)


def _cells(text: str) -> Iterator[tuple[str, str]]:
    rows = list(csv.reader(text.splitlines()))
    heads = rows[0] if rows else []
    for line, row in enumerate(rows, start=1):
        for position, cell in enumerate(row):
            name = heads[position] if line > 1 and position < len(heads) else f"column {position + 1}"
            yield f"line {line}, {name}", cell


def _lines(old: str, new: str, versions: Mapping[str, str]) -> Iterator[Place]:
    for line, (was, now) in enumerate(zip_longest(old.splitlines(), new.splitlines()), start=1):
        if was == now:
            continue
        if was is None or now is None:
            yield f"line {line}", was and was[: 2 * _ROUND], now and now[: 2 * _ROUND]
        elif (aligned := _under(was, versions)) != now:
            first = next((at for at, (a, b) in enumerate(zip(aligned, now, strict=False)) if a != b), 0)
            part = slice(max(0, first - _ROUND), first + _ROUND)
            yield f"line {line}", aligned[part], now[part]


def _under(line: str, versions: Mapping[str, str]) -> str:
    """The line with today's versions in the place of those that it was written under."""
    for was, now in versions.items():
        line = line.replace(was, now)
    return line
