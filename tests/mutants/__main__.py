"""Try the mutants of the kernel: `python -m tests.mutants [FOLDER | FILE …]`, below metasacro; without any, all of it.

Writes the counts of each file, and the survivors without an argument, into tests/mutants/RESULTS.md. With
`--survivors` it tries only the mutants that survived last time, argued or not; with `--open` only those of them that
have no argument. With tests/… among the names, only these tests are witnesses: quicker by the minutes that all others
take without a fault, and never kinder.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.mutants.court import Court
from tests.mutants.ledger import record, survivors
from tests.mutants.mutant import ROOT, Mutant
from tests.mutants.selection import KERNEL, tests_of

#: What was imported before pytest is not rewritten by it, and does not need to be.
IGNORED = "ignore::pytest.PytestAssertRewriteWarning"
OPTIONS = ["-p", "no:cacheprovider", "-s", "-q", "--no-header", "--tb=no", "-W", IGNORED]


def files_of(names: Sequence[str]) -> dict[str, list[Path]]:
    """The files asked for, by the folder of the kernel they are in."""
    found: dict[str, list[Path]] = {}
    for name in names or KERNEL:
        place = ROOT / "metasacro" / name
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]:
            if path.name != "__init__.py":
                found.setdefault(path.relative_to(ROOT / "metasacro").parts[0], []).append(path)
    return found


def main(arguments: Sequence[str]) -> int:
    again, gaps = "--survivors" in arguments, "--open" in arguments
    chosen = {entry.name for entry in survivors() if again or not entry.because} if again or gaps else None

    def taken(file: Path, verdicts: dict[Mutant, str]) -> None:
        record(file, verdicts, whole=chosen is None, argued_stand=gaps and not again)

    named = [name for name in arguments if not name.startswith("-")]
    tests = [name for name in named if name.startswith("tests/")]
    for folder, files in files_of([name for name in named if name not in tests]).items():
        code = pytest.main([*OPTIONS, *(tests or tests_of(folder))], plugins=[Court(files, taken, chosen)])
        if code not in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
            return int(code)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
