"""The process that fuzzes one target: limits, instrumentation, libFuzzer. Finds are kept apart by where they arise."""

from __future__ import annotations

import hashlib
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.fuzz.limits import limit, soon

ROOT = Path(__file__).resolve().parents[2]
#: Instrumented: what stands between the bytes and the answer. The kernel's arithmetic has no bytes in it.
COVERED = (
    *("metasacro.records", "metasacro.evidence", "metasacro.problems", "metasacro.commands", "metasacro.integrity"),
    *("metasacro.synthesis", "metasacro.views", "metasacro.figures", "metasacro.render", "bibtexparser"),
)


def signature(fault: BaseException) -> str:
    """Two finds are one if they are raised at the same lines of the program."""
    frames = [frame for frame in traceback.extract_tb(fault.__traceback__) if str(ROOT) in frame.filename]
    promise = str(fault).partition(":")[0] if isinstance(fault, AssertionError) else ""
    told = [type(fault).__name__, promise, *(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-3:])]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:10]


def watched(run: Callable[[bytes], None], finds: Path, name: str) -> Callable[[bytes], None]:
    """The target; what it raises is written down once, with the input, and fuzzing goes on."""
    finds.mkdir(parents=True, exist_ok=True)

    def one(data: bytes) -> None:
        try:
            with soon():
                run(data)
        except Exception as fault:
            path = finds / f"{name}-{signature(fault)}"
            if not path.exists():
                path.write_bytes(data)
                told = "".join(traceback.format_exception(fault))
                path.with_suffix(".txt").write_text(told[-6_000:], encoding="utf-8", errors="replace")

    return one


def fuzz(name: str, finds: Path, seconds: int, arguments: list[str]) -> None:
    """Run libFuzzer with these arguments; it ends the process."""
    import atheris  # here, because the tests look at every file and most machines do not have it

    limit(seconds)
    # The hook stays: a command imports most of what it runs when it runs.
    atheris.instrument_imports(include=list(COVERED), enable_loader_override=False).__enter__()
    from tests.fuzz.mutation import mutated
    from tests.fuzz.readable import readable
    from tests.fuzz.registry import TARGETS

    target = TARGETS[name]
    one = watched(target.run, finds, name)
    for data in target.seeds()[:2]:
        one(data)  # what a command imports when it runs is instrumented now, and no input waits for it

    def changed(data: bytes, most: int, seed: int) -> bytes:
        """Most often a change of the file's own kind, else one of libFuzzer's; for a command also a new record."""
        random = Random(seed)
        if target.deep and random.random() < 0.4:
            return readable(random)[:most]
        if random.random() < 0.25:
            return atheris.Mutate(data, len(data) + 8)[:most]
        return mutated(data, random, most)

    # libFuzzer starts itself again to merge a corpus: its name is then the command that began this process.
    own = " ".join([sys.executable, "-m", "tests.fuzz.inside", *sys.argv[1:4]])
    atheris.Setup([own, *arguments], one, custom_mutator=changed, internal_libfuzzer=True)
    atheris.Fuzz()


if __name__ == "__main__":
    fuzz(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
