"""A command on a folder with one fuzzed record, in this process: its exit code, and what it printed and wrote."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from metasacro.commands.exit_codes import FINE, NOT_ESTIMABLE, PROBLEMS, USAGE
from tests.fuzz.file import scratch
from tests.fuzz.oracle import must, safe_csv, safe_json, safe_text
from tests.fuzz.seeds import MEDIANS, RECORD, SMALL_PROTOCOL
from tests.synthesis.small_folder import count, record, scores

#: How a command may end. `FAULT` is our own fault, so it is none of them.
ENDS = (FINE, PROBLEMS, USAGE, NOT_ESTIMABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


@cache
def evidence() -> Path:
    """A folder with three records; `one` is the one that is fuzzed."""
    os.environ.update({"METASACRO_TRACEBACK": "1", "METASACRO_CACHE": "off", "COLUMNS": "120"})
    folder = scratch() / "studies"
    folder.mkdir()
    (folder / "protocol.yaml").write_text(SMALL_PROTOCOL, encoding="utf-8")
    three = MEDIANS.replace("study: one", "study: three").replace("citation: one", "citation: three")
    (folder / "three.yaml").write_text(three, encoding="utf-8")
    both = scores("mean: 7.9, sd: 1.4", "mean: 3.8, sd: 1.9") + "\n" + count(2)
    (folder / "two.yaml").write_text(record("two", both), encoding="utf-8")
    entries = (f"@article{{{name},\n  title = {{{name}}},\n}}\n" for name in ("one", "two", "three"))
    (folder / "references.bib").write_text("\n".join(entries), encoding="utf-8")
    (folder / "one.yaml").write_text(RECORD, encoding="utf-8")
    return folder


def run(data: bytes, *arguments: str) -> Ended:
    """The command on the folder in which these bytes are the record `one`."""
    (evidence() / "one.yaml").write_bytes(data)
    ended = _run([arguments[0], str(evidence()), *arguments[1:]])
    must(ended.code in ENDS, "an exit code that is promised", ended)
    must("Traceback" not in ended.err, "no traceback", ended.err)
    safe_text(ended.err, "standard error")
    safe_text(ended.out, "standard output")
    return ended


def _run(arguments: Sequence[str]) -> Ended:
    from metasacro.commands.main import main

    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    code: Any = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            main(list(arguments))
        except SystemExit as end:
            code = end.code or 0
    told = [stream.buffer.getvalue().decode("utf-8") for stream in (out, err)]  # type: ignore[attr-defined] # BytesIO
    return Ended(code=code, out=told[0], err=told[1])


def output() -> Path:
    """An empty folder to write into."""
    folder = scratch() / "out"
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def safe_files(folder: Path) -> list[Path]:
    """Every file written is safe as what its name says it is."""
    found = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.exists() else []
    for path in found:
        if path.suffix in (".png", ".pdf"):
            continue
        text = path.read_bytes().decode("utf-8")
        text = text.replace("\r\n", "\n") if path.suffix in (".csv", ".ris") else text.removeprefix("\ufeff")
        if path.suffix == ".csv":
            safe_csv(text)
        elif path.suffix in (".json", ".jsonld"):
            safe_json(text)
        elif path.suffix != ".yaml" and path.name != "references.bib":  # a crate holds the evidence as it stands
            safe_text(text, path.name)
    return found
