"""`make fuzz`: each target in a process with limits, led by the coverage of the program; what it found is told.

    python -m tests.fuzz.coverage_guided --seconds 600             every target in turn
    python -m tests.fuzz.coverage_guided --seconds 60 record pool  two of them

Inputs that reach new lines are kept in `.fuzz/corpus` and begin the next run; finds, each with its traceback, lie in
`.fuzz/finds`. Exits with 1 if there is one.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz.limits import HANG
from tests.fuzz.registry import TARGETS, Target

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(__file__).parent / "corpus"
KEPT = ROOT / ".fuzz"
#: Processor seconds besides those asked for: loading, and the input that is being read at the end.
SPARE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What one process did."""

    executions: int
    edges: int
    finds: tuple[Path, ...]
    ended: str  #: why it ended early; empty: it did not


def fuzz(target: Target, seconds: int, kept: Path) -> Ran:
    """Fuzz one target for so many seconds."""
    finds = kept / "finds"
    own = kept / "corpus" / target.name
    for folder in (finds, own):
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="metasacro-fuzz-") as temporary:
        for number, data in enumerate(target.seeds()):
            (Path(temporary) / f"seed-{number}").write_bytes(data)
        committed = [str(folder) for folder in (CORPUS / target.name,) if folder.is_dir()]
        # `inside` tells a hang by processor time; libFuzzer's clock is the wall's, and there for what blocks.
        options = [f"-max_total_time={seconds}", f"-timeout={10 * HANG}", f"-max_len={target.longest}"]
        options += [
            "-report_slow_units=100000",
            "-print_final_stats=1",
            f"-artifact_prefix={finds}/{target.name}-",
            "-rss_limit_mb=3000",
        ]
        told = inside(target.name, finds, seconds + SPARE, [*options, str(own), *committed, temporary])
    edges = [int(number) for number in re.findall(r"cov: (\d+)", told.stderr)]
    executed = re.findall(r"number_of_executed_units: (\d+)", told.stderr)
    new = tuple(sorted(path for path in finds.glob(f"{target.name}-*") if path.suffix != ".txt"))
    ended = "" if told.returncode == 0 else told.stderr[-2_000:]
    return Ran(executions=int(executed[-1]) if executed else 0, edges=max(edges, default=0), finds=new, ended=ended)


def inside(name: str, finds: Path, seconds: int, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """A process with limits that fuzzes, or does what else libFuzzer is asked for."""
    return subprocess.run(
        [sys.executable, "-m", "tests.fuzz.inside", name, str(finds), str(seconds), *arguments],
        cwd=ROOT,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def main() -> int:
    """Fuzz what was asked for, and tell."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.fuzz.coverage_guided", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)}")
    parser.add_argument("--seconds", type=int, default=600, help="for each target (default: 600)")
    parser.add_argument("--kept", type=Path, default=KEPT, help="where inputs and finds are kept (default: .fuzz)")
    parser.add_argument("--at-once", type=int, default=1, help="how many targets at the same time (default: 1)")
    asked = parser.parse_args()
    names = asked.targets or list(TARGETS)
    with ThreadPoolExecutor(asked.at_once) as threads:
        every = threads.map(lambda name: fuzz(TARGETS[name], asked.seconds, asked.kept), names)
        found = sum(_tell(name, ran) for name, ran in zip(names, every, strict=True))
    return 1 if found else 0


def _tell(name: str, ran: Ran) -> int:
    """Print what a process did; how much of it is wrong."""
    print(f"{name}: {ran.executions} executions, {ran.edges} edges, {len(ran.finds)} finds", flush=True)
    for path in ran.finds:
        print(f"  {path}", flush=True)
    if ran.ended:
        print(f"  the process ended early: {ran.ended}", flush=True)
    return len(ran.finds) + bool(ran.ended and not ran.finds)


if __name__ == "__main__":
    sys.exit(main())
