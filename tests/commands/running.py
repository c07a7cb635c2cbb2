"""A command as a user starts it: another process, from the checkout."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
#: What a user's shell may have set, and a test must not inherit.
UNSET = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "TERM", "PYTHONIOENCODING", "METASACRO_TRACEBACK")


@dataclass(frozen=True)
class Ended:
    """How a process ended."""

    code: int
    out: str
    err: str


def environment(**more: str) -> dict[str, str]:
    """The environment of the process; paths of coverage and the like are kept."""
    kept = {name: value for name, value in os.environ.items() if name not in UNSET}
    return {**kept, "PYTHONPATH": str(CHECKOUT), "PYTHONWARNINGS": "error", **more}


def run(arguments: Sequence[str], folder: Path = CHECKOUT, **more: str) -> Ended:
    """Run `metasacro` with these arguments in `folder`."""
    done = subprocess.run(
        [sys.executable, "-m", "metasacro", *arguments],
        cwd=folder,
        env=environment(**more),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    return Ended(code=done.returncode, out=done.stdout, err=done.stderr)
