"""metafor's answers to the designs of up to a thousand cohorts, as `metafor.R` wrote them.

`python -m tests.digits.metafor` asks again; it needs R with metafor. Effects and variances go there as hexadecimal
fractions, which lose nothing.
"""

from __future__ import annotations

import csv
import subprocess
import tempfile
from pathlib import Path

from tests.digits.designs import KEYS, design_of
from tests.digits.references import Key

HERE = Path(__file__).parent
ANSWERS = HERE / "metafor.csv"
ASKED = [key for key in KEYS if design_of(key).yi.size <= 1000]


def read() -> tuple[str, dict[Key, float]]:
    """The versions, and the answers; nan where metafor stopped."""
    first, *lines = ANSWERS.read_text(encoding="utf-8").splitlines()
    return first.removeprefix("# "), {
        (part, row, column): float(value) for part, row, column, value in csv.reader(lines)
    }


def ask() -> None:
    with tempfile.TemporaryDirectory() as folder:
        designs = Path(folder) / "designs.csv"
        with designs.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(["design", "yi", "vi", "weight"])
            for key in ASKED:
                design = design_of(key)
                columns = (design.yi, design.vi, design.weights)
                out.writerows([key, *(float(x).hex() for x in row)] for row in zip(*columns, strict=True))
        subprocess.run(["Rscript", str(HERE / "metafor.R"), str(designs), str(ANSWERS)], check=True)


if __name__ == "__main__":
    ask()
