"""A folder of made-up records for measuring how fast they are read. No number in it means anything."""

from __future__ import annotations

import random
from pathlib import Path

SEED = 20_240_601


def record(name: str, dice: random.Random) -> str:
    """Sixty lines: a cohort in two parts, who they were, scores, complications."""
    n = dice.randrange(20, 200)
    part = dice.randrange(5, n - 5)
    tumours, leaks = dice.randrange(n), dice.randrange(n)
    before = [f"{dice.uniform(6, 9):.1f}" for _ in range(3)]
    after = [f"{dice.uniform(1, 5):.1f}" for _ in range(6)]
    return f"""# made up, for measuring
study: {name}
label: {name.capitalize()}
citation: shared
seen: full text
design: retrospective single-centre series, consecutive
centre: a made-up hospital
accrual: {{from: "2010-01", to: "2014-12"}}
guidance: fluoroscopy

cohorts:
  - cohort: all
    label: all patients
    etiology: mixed
    n: {n}
    where: Table 1
  - cohort: fracture
    part_of: all
    etiology: noncancer
    n: {part}
    where: Table 1

characteristics:
  - name: tumour
    cohort: all
    events: {tumours}
    of: {n}
    unit: patients
    where: Table 1
  - name: age
    cohort: all
    n: {n}
    mean: {dice.uniform(60, 80):.1f}
    sd: {dice.uniform(5, 12):.1f}
    measured_in: years
    where: Table 1

results:
  - outcome: pain
    cohort: all
    instrument: VAS
    scale: 0-10
    where: Table 2
    baseline: {{n: {n}, mean: {before[0]}, sd: 1.{dice.randrange(10)}}}
    follow_up:
      - {{time: 1 month, n: {n}, mean: {after[0]}, sd: 1.{dice.randrange(10)}, p: <0.001}}
      - {{time: 6 months, n: {n}, mean: {after[1]}, sd: 1.{dice.randrange(10)}}}
  - outcome: pain
    cohort: fracture
    instrument: VAS
    scale: 0-10
    where: Table 2
    baseline: {{n: {part}, median: 8, q1: 7, q3: 9}}
    follow_up:
      - {{time: 1 month, n: {part}, median: 3, q1: 2, q3: 4}}
  - outcome: leakage
    cohort: all
    events: {leaks}
    of: {n}
    unit: patients
    where: page {dice.randrange(1, 9)}
notes:
  - what is written here is made up
"""


def write_records(folder: Path, count: int) -> None:
    """The same files for the same count."""
    dice = random.Random(SEED)
    for number in range(count):
        name = f"made{number:05d}"
        (folder / f"{name}.yaml").write_text(record(name, dice), encoding="utf-8")
