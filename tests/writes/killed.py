"""A process that is killed while it writes, again and again, each time one step later: `python -m tests.writes.killed`.

    killed.py FOLDER steps     killed at the n-th call that reaches the file system below FOLDER, for n = 1, 2, 3 …
    killed.py FOLDER bytes     killed by the kernel in the middle of writing a file, at many lengths

What is written are answers of the shipped evidence, some of them below another folder, and their manifest. Prints a
line of JSON a round: how the writer ended, and what stands in FOLDER as digests by name; then the same after a run that
nobody kills.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import shutil
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from metasacro.numerics.light_start import defer_unused
from metasacro.records.folder import load
from metasacro.render import files
from metasacro.render.json_text import json_text
from metasacro.synthesis.document import pool_document
from metasacro.synthesis.manifest import run_manifest
from metasacro.synthesis.run import analyse
from metasacro.synthesis.settings import Overrides

#: Of what the interpreter tells its auditors, what changes or reads a folder; `fsync` is told by ourselves.
EVENTS = {"open", "os.rename", "os.remove", "os.link", "os.mkdir", "os.chmod", "os.listdir", "fcntl.flock", "fsync"}
#: Lengths at which writing a file ends, before the one at which the largest is whole but for a byte.
LENGTHS = (0, 1, 100, 4095, 4096, 4097, 20_000)


def run_of(level: float) -> dict[str, bytes]:
    """The files of a run, the manifest last."""
    evidence = load()
    analyses = tuple(analyse(evidence, outcome, Overrides(level=level)) for outcome in evidence.protocol.outcomes[:2])
    made = {"pool.json": json_text(pool_document(evidence, analyses, None)).encode()}
    made |= {f"parts/{analysis.outcome.id}.txt": repr(analysis.pooled).encode() for analysis in analyses}
    told = run_manifest(evidence, command="pool", options={"level": level}, seed=None, outputs=made)
    return {**made, "pool.manifest.json": json_text(told).encode()}


def killed_at(step: int, folder: Path) -> None:
    """Kill this process at its n-th step below the folder; the step itself is not done."""
    done = 0
    place = str(folder)

    def audit(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal done
        if event not in EVENTS:
            return
        inside = any(os.fspath(each).startswith(place) for each in arguments if isinstance(each, str | Path))
        if inside or event in ("fcntl.flock", "fsync"):
            done += 1
            if done == step:
                os.kill(os.getpid(), signal.SIGKILL)

    plain = os.fsync

    def fsync(descriptor: int) -> None:
        sys.audit("fsync", descriptor)
        plain(descriptor)

    os.fsync = fsync
    sys.addaudithook(audit)


def killed_after(length: int) -> None:
    """Have the kernel kill this process when it writes more than so many bytes into a file."""
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (length, length))


def ended(prepare: Callable[[], None], folder: Path, run: Mapping[str, bytes]) -> int:
    """Write in a process of its own; the signal that ended it, 0 if none did."""
    child = os.fork()
    if child == 0:
        prepare()
        files.write_files(folder, run)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, status
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def standing(folder: Path) -> dict[str, str]:
    """Name → digest of everything in the folder."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def main(folder: Path, how: str) -> None:
    """One line for the old and the new run, then one for each round."""
    defer_unused()
    old, new = run_of(0.95), run_of(0.9)
    digests = [{name: hashlib.sha256(content).hexdigest() for name, content in run.items()} for run in (old, new)]
    print(json.dumps(digests))
    lengths = iter((*LENGTHS, len(new["pool.json"]) - 1))
    for step in range(1, 1000):
        shutil.rmtree(folder, ignore_errors=True)
        files.write_files(folder, old)
        length = next(lengths, None) if how == "bytes" else None
        if how == "bytes" and length is None:
            return
        by = ended(
            (lambda: killed_at(step, folder)) if length is None else (lambda: killed_after(length)),  # noqa: B023 - called within the round
            folder,
            new,
        )
        after = standing(folder)
        assert ended(lambda: None, folder, new) == 0
        print(json.dumps({"signal": by, "after": after, "next": standing(folder)}))
        if how == "steps" and by == 0:
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
