"""Other machines, people and days, as far as a process can be told that it is there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from metasacro.records.evidence_files import shipped_folder
from tests.commands.running import CHECKOUT


@dataclass(frozen=True, kw_only=True)
class Machine:
    """`set`: variables; `umask`: rights that new files lack; `moved`: whether the evidence is a copy elsewhere.

    `python`: the words that start an interpreter there.
    """

    name: str
    python: tuple[str, ...] = (sys.executable,)
    set: Mapping[str, str] = field(default_factory=dict)
    umask: int = 0o022
    moved: bool = False


#: numpy takes its own loops for what a processor lacks; the mathematical library of C likewise; OpenBLAS likewise.
OLD_PROCESSOR = {
    "NPY_DISABLE_CPU_FEATURES": "X86_V3",
    "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4,-AVX512F",
    "OPENBLAS_CORETYPE": "Prescott",
}

MACHINES = (
    Machine(name="here"),
    Machine(
        name="an old processor in Turkey",
        set={**OLD_PROCESSOR, "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "Europe/Istanbul"},
        moved=True,
    ),
    Machine(
        name="a German desk",
        set={
            "LC_ALL": "de_DE.UTF-8",
            "TZ": "Pacific/Kiritimati",
            "PYTHONHASHSEED": "1",
            "OPENBLAS_NUM_THREADS": "2",
            "OMP_NUM_THREADS": "2",
            "OPENBLAS_CORETYPE": "Nehalem",
            "COLUMNS": "57",
            "TERM": "xterm-256color",
            "FORCE_COLOR": "1",
        },
        umask=0o077,
    ),
    Machine(
        name="a bare server",
        set={
            "LC_ALL": "POSIX",
            "PYTHONUTF8": "0",
            "PYTHONCOERCECLOCALE": "0",
            "PYTHONHASHSEED": "0",
            "TERM": "dumb",
            "SOURCE_DATE_EPOCH": "0",
            "OPENBLAS_CORETYPE": "Haswell",
            "GLIBC_TUNABLES": OLD_PROCESSOR["GLIBC_TUNABLES"],
        },
        umask=0o002,
        moved=True,
    ),
)


#: The emulator, as Debian's qemu-user-static names it, that runs programs for another processor.
EMULATOR = "qemu-aarch64-static"


def arm(place: Path) -> Machine:
    """The machine that arm.sh makes in a folder."""
    root = place / "root"
    return Machine(
        name="an ARM processor",
        python=(EMULATOR, "-L", str(root), str(root / "usr" / "bin" / "python3.11")),
        set={"PYTHONPATH": os.pathsep.join([str(CHECKOUT), str(place / "site")]), "LC_ALL": "C.UTF-8"},
        moved=True,
    )


def locales(folder: Path) -> Mapping[str, str]:
    """Where Turkish and German locales are that this machine may lack, as variables; none where none can be made."""
    if shutil.which("localedef") is None:
        return {}
    for name in ("tr_TR", "de_DE"):
        made = folder / f"{name}.UTF-8"
        if not made.exists():
            subprocess.run(["localedef", "-i", name, "-f", "UTF-8", str(made)], capture_output=True)
        if not made.exists():
            return {}
    return {"LOCPATH": str(folder)}


def evidence(machine: Machine, place: Path) -> Path:
    """The shipped evidence, or a copy with other times, whose files were made last to first."""
    if not machine.moved:
        return shipped_folder()
    folder = place / "a folder with a space" / "studies"
    folder.mkdir(parents=True)
    for number, path in enumerate(sorted(shipped_folder().iterdir(), reverse=True)):
        if path.is_file():
            shutil.copyfile(path, folder / path.name)
            os.utime(folder / path.name, (10**9 + number, 10**9 - number))
    return folder


@contextmanager
def at(machine: Machine, place: Path, more: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """The environment of a process there; nothing of ours but the search path."""
    home = place / "home"
    home.mkdir()
    yield {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(home),
        "PYTHONPATH": str(CHECKOUT),
        "METASACRO_CACHE": "off",
        **more,
        **machine.set,
    }
