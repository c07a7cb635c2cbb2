"""Structures that crash or exhaust parsers: each is one coded problem, in bounded time and memory."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from metasacro.records import yaml_text

#: Seconds in which any file must be refused on a slow machine; most take milliseconds.
SOON = 10.0


def limited_check(folder: Path) -> subprocess.CompletedProcess[str]:
    """`metasacro check` in a process of 1 GiB and 20 s, because a parser may crash the interpreter."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
        resource.setrlimit(resource.RLIMIT_CPU, (20, 20))

    return subprocess.run(
        [sys.executable, "-m", "metasacro", "check", str(folder)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        preexec_fn=limit,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2]), "PYTHONIOENCODING": "utf-8"},
    )


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("[" * 30_000, "MS106", 1),
        ("label: " + "{a: " * 30_000, "MS106", 1),
        ("- " * 30_000, "MS106", 1),
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", "MS107", 1),
        ("a: &a [*a]\n", "MS107", 1),
        ("a: &a {x: 1}\n" + "b:\n  <<: *a\n" * 1_000, "MS107", 1),
        ("a:\n  <<: {x: 1}\n" * 1_000, "MS108", 2),
    ],
    ids=["brackets", "braces", "dashes", "alias bomb", "cycle", "merge bomb", "merges"],
)
def test_a_bomb_is_named_by_a_process_with_limits(text: str, code: str, line: int, folder: Any) -> None:
    """1 GiB and 20 s of CPU are plenty: the bomb and its place are printed in a screen, and the exit code is 1."""
    folder.write("smith2020.yaml", text)
    start = time.perf_counter()
    done = limited_check(folder.path)
    assert done.returncode == 1, done.stderr[-500:]
    assert f"error[{code}]" in done.stderr
    assert f"smith2020.yaml:{line}:" in done.stderr
    assert len(done.stderr) < 2_000
    assert time.perf_counter() - start < SOON


@pytest.fixture(params=["C parser", "Python parser"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both parsers of PyYAML: the C one is missing where no wheel fits. The Python one is 20 times slower."""
    if request.param == "Python parser":
        monkeypatch.setattr(yaml_text, "Loader", yaml.SafeLoader)
    return str(request.param)


ODD: dict[str, Callable[[int], str]] = {
    "one line of texts": lambda size: "notes: [" + "a," * (size // 2) + "]",
    "one line of lists": lambda size: "notes: [" + "[]," * (size // 3) + "]",
    "one line of fields": lambda size: "{" + ",".join(f"a{number}: 1" for number in range(size // 10)) + "}",
    "many fields": lambda size: "".join(f"a{number}: 1\n" for number in range(size // 10)),
    "long fields": lambda size: "".join(f'"{"x" * 900}{number}": 1\n' for number in range(size // 910)),
    "long list": lambda size: "notes:\n" + "- a\n" * (size // 4),
    "long text": lambda size: "notes: " + "a b " * (size // 4),
    "open quotes": lambda size: "notes: [" + "'" * size,
    "question marks": lambda size: "notes: " + "? " * (size // 2),
    "long directive": lambda size: "%YAML " + "1" * min(size, 5_000) + ".1\n---\na: b\n",
    "tag directive": lambda size: "%TAG ! tag:example.org,2020:\n---\na: !x " + "b" * size,
    "remarks": lambda size: "#\n" * (size // 2),
    "spaces": lambda size: " " * size,
    "tabs": lambda size: "a:\t" + "\t" * size,
    "colons": lambda size: ":" * size,
    "dashes": lambda size: "-" * size,
    "bars": lambda size: "a: |\n" + " \n" * (size // 2),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_near_the_limit_is_refused_soon(name: str, parser: str, read: Callable[..., Any]) -> None:
    """No structure takes more than seconds, or prints more than 101 problems of a few lines."""
    size = 256_000 if parser == "C parser" else 16_000
    text = ODD[name](size)
    start = time.perf_counter()
    reading = read(text)
    taken = time.perf_counter() - start
    assert 1 <= len(reading.problems) <= 101
    assert taken < SOON
    assert max(len(line) for line in reading.printed.splitlines()) < 600


def test_parts_of_parts_without_end_are_refused_soon(read: Callable[..., Any]) -> None:
    """A chain of 5,000 cohorts is neither followed to its end nor left to end in a recursion error."""
    chain = "".join(f"  - {{cohort: c{number}, part_of: c{number - 1}, n: 5}}\n" for number in range(1, 5_000))
    start = time.perf_counter()
    reading = read(
        "study: smith2020\nlabel: S\ncitation: s\nseen: abstract\ncohorts:\n  - {cohort: c0, n: 5}\n" + chain
    )
    assert reading.codes == ["MS209"]
    assert time.perf_counter() - start < SOON


def test_a_bomb_among_records_leaves_the_others_read(folder: Any) -> None:
    """The other record of the folder is read, and pooled if one asks to leave the broken one out."""
    folder.write("smith2020.yaml", "[" * 30_000)
    base, problems = folder.read(skip_invalid=True)
    assert [found.code for found in problems] == ["MS106"]
    assert list(base.studies) == ["jones2021"]
    assert base.skipped == ("smith2020",)
