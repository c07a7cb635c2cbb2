"""What is named like a record and is no small regular file, and names that are no names."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from tests.hostile.case import Case, Maker
from tests.hostile.evidence import broken


def _link(target: str) -> Maker:
    return lambda path: path.symlink_to(target)


def _socket(path: Path) -> None:
    """Bound from its folder, because the name of a socket may have a hundred bytes."""
    here = os.open(".", os.O_RDONLY)
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)
        os.close(here)


def _sparse(path: Path) -> None:
    with path.open("wb") as handle:
        handle.truncate(2**30)


def _named(study: str, name: str, told: str, code: str = "MS117", at: str = "1:8") -> Case:
    return Case(row="names", name=name, told=told, code=code, at=at, content=broken(study))


#: Each is read by a process of its own, because it could hang it.
ALONE = (
    Case(row="not-files", name="pipe", told="a pipe that nobody writes into", code="MS101", make=os.mkfifo),
    Case(row="not-files", name="zero", told="a link to /dev/zero", code="MS101", make=_link("/dev/zero")),
    Case(row="not-files", name="gigabyte", told="a file of 1 GiB that takes no room", code="MS102", make=_sparse),
)

#: These are read together, in one folder.
TOGETHER = (
    Case(row="not-files", name="link", told="a link to a file outside", code="MS101", make=_link("/etc/passwd")),
    Case(row="not-files", name="beside", told="a link to the record beside it", code="MS101", make=_link("good1.yaml")),
    Case(row="not-files", name="itself", told="a link to itself", code="MS101", make=_link("itself.yaml")),
    Case(row="not-files", name="socket", told="a socket", code="MS101", make=_socket),
    Case(row="not-files", name="directory", told="a folder named `*.yaml`", code="MS101", make=Path.mkdir),
    Case(row="not-files", name="empty", told="nothing", code="MS125"),
    _named("../../away", "away", "`study: ../../away`"),
    _named("/etc/passwd", "absolute", "`study: /etc/passwd`"),
    _named("CON", "capitals", "`study: CON`"),
    _named("con", "con", "`study: con`"),
    _named("nul", "device", "`study: nul`"),
    _named("x" * 300, "long", "a name of 300 letters"),
    _named("Good1", "twin", "`study: Good1` beside `good1`"),
    _named("good1", "other", "`study: good1` in another file", "MS128"),
    _named('"a\\0b"', "cut", "a NUL in the name", "MS104"),
    _named('"a\\nb"', "broken-line", "a line break in the name"),
    Case(
        row="names",
        name="escape\x1b[2J\u202e\n",
        told="an escape sequence in the file's own name",
        code="MS128",
        at="1:8",
        content=broken("escape"),
    ),
)
