"""Compare what the last `pytest --cov` measured with the table: `python -m tests.coverage [--write]`."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from coverage import Coverage

from tests.coverage.gaps import TABLE, known, measured, table, worse


def main(arguments: Sequence[str]) -> int:
    data = Coverage()
    data.load()
    share = data.report(file=sys.stdout)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "coverage.json"
        data.json_report(outfile=str(path))
        now = measured(json.loads(path.read_text(encoding="utf-8")))
    if "--write" in arguments:
        TABLE.write_text(table(now), encoding="utf-8")
        return 0
    found = worse(now, known())
    print(f"{share:.2f} % of lines and branches", *found, sep="\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
