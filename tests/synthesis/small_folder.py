"""A folder of evidence in a few lines: a protocol, a bibliography, and records made from what a test is about."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

from metasacro import load, pool
from metasacro.evidence.evidence_base import EvidenceBase
from metasacro.synthesis.analysis import Analysis

PROTOCOL = """\
title: A small synthesis
question: What changes?
index_study: {{study: {index}, reason: the first}}
level: {{value: 0.95, reason: convention}}
correlation: {{value: 0.5, grid: [0.3, 0.5, 0.7, 0.9], reason: convention}}
time:
  target: 30 days
  earliest: 1 day
  latest: 100 days
  unstated: {unstated}
  reason: short-term relief
estimation:
  tau2: {{method: REML, reason: convention}}
  test: {{method: adhoc, reason: convention}}
  conversion: {{method: {conversion}, reason: convention}}
study_sets:
  main: {{studies: [{main}], reason: read}}
  extended: {{studies: [{extended}], reason: the others}}
outcomes:
{outcomes}
panel: {{scores: [{scores}], counts: [{counts}], reason: shown}}
"""

#: An outcome of scores, and one of counts.
PAIN = """\
  - outcome: pain
    label: Pain reduction
    measure: MC
    better: lower
    unit: points
    scale: 0-10
    measures: [overall, rest]
    cohorts: whole
    reason: why it is done
"""
HARM = """\
  - outcome: harm
    label: Harm
    measure: PLO
    better: lower
    cohorts: whole
    reason: why not
"""


def record(name: str, results: str, cohorts: str = "- {cohort: all, n: 20, where: Table 1}") -> str:
    """A record with one cohort of 20, unless others are given."""
    return (
        f"study: {name}\nlabel: {name.capitalize()}\ncitation: {name}\nseen: full text\n"
        f"cohorts:\n{_block(cohorts)}results:\n{_block(results)}"
    )


def scores(before: str, after: str, more: str = "", cohort: str = "all", time: str = "30 days", n: int = 20) -> str:
    """A result with scores before and after: `scores("mean: 8, sd: 2", "mean: 4, sd: 2")`."""
    follow_up = f"{{time: {time}, n: {n}, {after}}}"
    return (
        f"- {{outcome: pain, cohort: {cohort}, scale: 0-10, where: Table 2, {more}"
        f"baseline: {{n: {n}, {before}}}, follow_up: [{follow_up}]}}"
    )


def count(events: int | str, of: int | str = 20, more: str = "", cohort: str = "all", unit: str = "patients") -> str:
    """A result with a count."""
    return f"- {{outcome: harm, cohort: {cohort}, events: {events}, of: {of}, unit: {unit}, {more}where: Table 3}}"


def write_folder(
    folder: Path,
    records: Mapping[str, str],
    *,
    extended: tuple[str, ...] = (),
    outcomes: str = PAIN + HARM,
    unstated: str = "include",
    more: str = "",
    index: str = "",
    conversion: str = "luo/wan/shi",
) -> Path:
    """Write the evidence; `records` holds each record's results, or the whole record where it says `study:`."""
    folder.mkdir(parents=True, exist_ok=True)
    index = index or next(iter(records))
    main = [name for name in records if name not in extended]
    text = PROTOCOL.format(
        main=", ".join(main),
        extended=", ".join(extended),
        outcomes=outcomes,
        unstated=unstated,
        index=index,
        conversion=conversion,
        scores="pain" if "outcome: pain" in records[index] else "",
        counts="harm" if "outcome: harm" in records[index] else "",
    )
    (folder / "protocol.yaml").write_text(text + more, encoding="utf-8")
    entries = (f"@article{{{name},\n  title = {{{name}}},\n}}\n" for name in records)
    (folder / "references.bib").write_text("\n".join(entries), encoding="utf-8")
    for name, content in records.items():
        whole = content if content.startswith("study:") else record(name, content)
        (folder / f"{name}.yaml").write_text(whole, encoding="utf-8")
    return folder


def evidence_of(folder: Path, records: Mapping[str, str], **choices: object) -> EvidenceBase:
    """The same, read."""
    return load(write_folder(folder, records, **choices))  # type: ignore[arg-type] # passed on by name


def pooled(folder: Path, outcome: str, records: Mapping[str, str], **choices: object) -> Analysis:
    """The same, pooled."""
    return pool(evidence_of(folder, records, **choices), outcome)


def labels(analysis: Analysis) -> list[str]:
    """What is in the pool."""
    return [row.entry.label for row in analysis.rows]


def reasons(analysis: Analysis) -> dict[str, str]:
    """What is not, and the code that says why."""
    return {entry.label: entry.reason.code for entry in analysis.left_out}


def codes(analysis: Analysis) -> list[str]:
    """The cautions, in their order."""
    return [caution.code for caution in analysis.cautions]


def _block(text: str) -> str:
    return "".join(f"  {line}\n" for line in dedent(text).strip().splitlines())
