"""A folder of evidence with good records, for hostile files to lie in."""

from __future__ import annotations

from pathlib import Path

from tests.synthesis.small_folder import count, record, scores, write_folder

#: The records that are good, and their labels.
GOOD = {"good1": "Good1", "good2": "Good2", "good3": "Good3"}


def good_records() -> dict[str, str]:
    """Three cohorts with scores and counts."""
    return {
        name: record(name, f"{scores('mean: 8, sd: 2', f'mean: {after}, sd: 2')}\n{count(events)}")
        for name, after, events in (("good1", "3", 1), ("good2", "4", 0), ("good3", "4.5", 2))
    }


def good_folder(path: Path) -> Path:
    """The folder, without anything hostile in it."""
    return write_folder(path, good_records())


def broken(
    name: str, *, mean: str = "3.1", sd: str = "2.4", n: str = "27", events: str = "1", of: str = "27", **fields: str
) -> bytes:
    """A record with one value written otherwise; its mean stands on line 17, its SD on line 18."""
    top = {"study": name, "label": "Smith 2020", "citation": "good1", "seen": "full text", **fields}
    lines = [*(f"{field}: {value}" for field, value in top.items() if field != "more")]
    lines += ["cohorts:", "  - cohort: all", "    n: 27", "results:", "  - outcome: pain", "    cohort: all"]
    lines += ["    scale: 0-10", "    where: Table 2", "    baseline: {n: 27, mean: 8.2, sd: 1.9}", "    follow_up:"]
    lines += ["      - time: 1 month", f"        n: {n}", f"        mean: {mean}", f"        sd: {sd}"]
    lines += ["  - outcome: harm", "    cohort: all", f"    events: {events}", f"    of: {of}", "    unit: patients"]
    lines += ["    where: Table 3", *([fields["more"]] if "more" in fields else [])]
    return ("\n".join(lines) + "\n").encode("utf-8", "surrogatepass")
