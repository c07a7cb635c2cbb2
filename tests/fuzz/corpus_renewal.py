"""The committed corpus again, from what long runs have kept: `python -m tests.fuzz.corpus_renewal [TARGET…]`.

libFuzzer's merge keeps the smallest inputs that together reach everything; of them the first few stay, because the
tests read them all in every run.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
from pathlib import Path

from tests.fuzz.coverage_guided import CORPUS, KEPT, inside
from tests.fuzz.registry import TARGETS, Target

#: Files of a target that the tests replay; a command takes up to a second for each.
OF_READER, OF_COMMAND = 26, 8
#: A larger input is kept only in `.fuzz`.
MOST_BYTES = 6_000


def renew(target: Target, kept: Path) -> int:
    """Merge into the committed corpus of one target; how many files it has then."""
    with tempfile.TemporaryDirectory(prefix="metasacro-fuzz-") as temporary:
        begun, merged = (Path(temporary) / name for name in ("seeds", "merged"))
        for folder in (begun, merged):
            folder.mkdir()
        for number, data in enumerate(target.seeds()):
            (begun / f"seed-{number}").write_bytes(data)
        sources = [
            begun,
            *(folder for folder in (CORPUS / target.name, kept / "corpus" / target.name) if folder.is_dir()),
        ]
        told = inside(target.name, Path(temporary) / "finds", 3_600, ["-merge=1", *map(str, (merged, *sources))])
        files = sorted((path.read_bytes() for path in merged.iterdir()), key=lambda data: (len(data), data))
        assert files, told.stderr[-2_000:]
        own = CORPUS / target.name
        shutil.rmtree(own, ignore_errors=True)
        own.mkdir(parents=True)
        for data in spread(
            [data for data in files if len(data) <= MOST_BYTES], OF_COMMAND if target.deep else OF_READER
        ):
            (own / hashlib.sha1(data, usedforsecurity=False).hexdigest()).write_bytes(data)
        return len(list(own.iterdir()))


def spread(files: list[bytes], most: int) -> list[bytes]:
    """As many as may be kept, from the shortest to the longest at even distances."""
    if len(files) <= most:
        return files
    return [files[round(place * (len(files) - 1) / (most - 1))] for place in range(most)]


if __name__ == "__main__":
    for name in sys.argv[1:] or TARGETS:
        print(f"{name}: {renew(TARGETS[name], KEPT)} files", flush=True)
