"""A process with limits that gives files to one target: `python -m tests.fuzz.replay TARGET FOLDER…`.

Exits with 1, and names the file, at the first that breaks a promise; prints how many there were.
"""

from __future__ import annotations

import sys
import traceback
from pathlib import Path

from tests.fuzz.limits import limit, soon
from tests.fuzz.registry import TARGETS

#: Seconds of the processor for all files of a target.
ALL = 120


def main(name: str, folders: list[str]) -> int:
    """Run the target on every file."""
    limit(ALL)
    run = TARGETS[name].run
    files = sorted(path for folder in folders for path in Path(folder).iterdir())
    for path in files:
        try:
            with soon():
                run(path.read_bytes())
        except Exception:
            print(f"{path} breaks a promise:\n{traceback.format_exc()[-4_000:]}", file=sys.stderr)
            return 1
    print(len(files))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
