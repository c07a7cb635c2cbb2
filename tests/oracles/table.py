"""How well every kind of reference case agrees, as a table in README.md.

`python -m tests.oracles.table FOLDER` runs the tests of this folder on the cases of FOLDER and writes the table;
without FOLDER it runs them on the committed cases, and says which of these no test compares.
"""

from __future__ import annotations

import json
import lzma
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.oracles.kinds import TOPICS, kind
from tests.oracles.ledger import LEDGER, TIERS
from tests.oracles.not_compared import REASONS, reason

HERE = Path(__file__).parent
README = HERE / "README.md"
BEGIN, END = "<!-- agreement: written by `make oracles ORACLES=FOLDER` -->\n", "<!-- end of agreement -->\n"

#: One case: its topic, its id and its kind.
Named = tuple[str, str, str]


def cases_in(folder: Path) -> list[Named]:
    """All cases of a folder."""
    found = []
    for topic in TOPICS:
        if (path := folder / f"{topic}.json.xz").exists():
            with lzma.open(path, "rt", encoding="utf-8") as file:
                content: list[dict[str, Any]] = json.load(file)["cases"]
            found += [(topic, case["id"], kind(topic, case)) for case in content]
    return found


def claimed(topic: str, identity: str) -> bool:
    """Whether a test of this run compared the case."""
    return identity in LEDGER.claimed.get(topic, ())


def unexplained(cases: list[Named], *, whole: bool) -> list[str]:
    """The cases that no test compared and no reason covers; of the whole folder also the reasons that cover nothing."""
    left = [(topic, name) for topic, name, _ in cases if not claimed(topic, name)]
    cases_left = [f"{topic}: {name} is compared by no test" for topic, name in left if reason(topic, name) is None]
    if not whole:
        return cases_left
    idle = [why for topic, pattern, why in REASONS if not any(t == topic and re.search(pattern, n) for t, n in left)]
    return cases_left + [f"no case is left out because of: {why}" for why in idle]


def printed(difference: float | None) -> str:
    """One digit of a relative difference."""
    if difference is None:
        return ""
    return f"{difference:.0e}" if difference else "0"


def rows(cases: list[Named], committed: list[Named]) -> list[list[str]]:
    """One row a kind of case: how many, and the worst relative difference by what was asked for."""
    within, kept = (Counter((topic, what) for topic, _, what in some) for some in (cases, committed))
    compared = Counter((topic, what) for topic, name, what in cases if claimed(topic, name))
    what_is = {(topic, name): what for topic, name, what in cases}
    worst: dict[tuple[str, str, str], float] = {}
    for (topic, name, tier), difference in LEDGER.worst.items():
        place = (topic, what_is[topic, name], tier)
        worst[place] = max(worst.get(place, 0.0), difference)
    found = []
    for topic, what in within:
        counts = [str(count[topic, what]) for count in (compared, within, kept)]
        shown = [worst.get((topic, what, tier)) for tier, _ in TIERS]
        found.append([f"`{topic}`", what, *counts, *map(printed, shown)])
    return found


def block(cases: list[Named], committed: list[Named]) -> str:
    """The table, what is left out of it and why."""
    head = ["file", "what", "cases compared", "cases", "committed", "closed forms, tails", "iterated", "looser"]
    lines = [head, ["---", "---", "--:", "--:", "--:", "--:", "--:", "--:"], *rows(cases, committed)]
    left = Counter(
        (topic, reason(topic, name) or f"{what}, without a reason")
        for topic, name, what in cases
        if not claimed(topic, name)
    )
    whole = sum(claimed(topic, name) for topic, name, _ in cases)
    text = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    reasons = "\n".join(f"- `{topic}`, {count}: {why}." for (topic, why), count in left.items())
    return (
        f"{whole:,} of {len(cases):,} cases are compared, in {LEDGER.numbers:,} numbers. The last three columns have\n"
        "the largest relative difference among the numbers asked to agree to 1e-9 or better, to 1e-7 or better, and\n"
        f"more loosely, for reasons told below.\n\n{text}\n\nNot compared:\n\n{reasons}\n"
    )


def main(folder: Path | None) -> int:
    """Run the tests, then write or check."""
    options = ["-q", "-p", "no:cacheprovider", f"--oracles={folder or HERE}"]
    if pytest.main([*options, str(HERE)]) != 0:
        return 1
    committed = cases_in(HERE)
    cases = cases_in(folder) if folder else committed
    if folder:
        before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        README.write_text(f"{before}{BEGIN}{block(cases, committed)}{END}{after}", encoding="utf-8")
    open_ends = unexplained(cases, whole=folder is not None)
    print("\n".join(open_ends))
    return 1 if open_ends else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if sys.argv[1:] else None))
