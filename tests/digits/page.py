"""The page of the manual: which digits of which number are right, on which design."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import numpy as np

from tests.digits import committed, inputs, metafor
from tests.digits.answers import of_design, of_the_rest
from tests.digits.designs import KEYS, LONG, SMALL, Design, design_of
from tests.digits.floors import EXCEPTIONS, FLOOR
from tests.digits.kept import digits_kept
from tests.digits.references import MOST_GENQM, PRECISION, Key

PAGE = Path(__file__).resolve().parents[2] / "docs" / "digits.md"
MADE = "<!-- Written by `make digits`. Change the program or tests/digits, not this page. -->"

TITLES = {
    "tails": "Tails and quantiles",
    "effects": "Effect sizes, the ways back, exact intervals",
    "medians": "Medians to means and SDs",
    "counts": "Sparse and huge tables of counts",
    "regression": "Meta-regression",
}


def measured_of(name: str) -> dict[Key, float]:
    """Digits kept in every cell of one design, or of `REST`."""
    exact = committed.read(name)
    answers = dict(of_the_rest() if name == committed.REST else of_design(design_of(name)))
    missing = set(exact) ^ set(answers)
    assert not missing, f"only one side answers {sorted(missing)[:3]}"
    return {key: digits_kept(value, exact[key]) for key, value in answers.items()}


def measured() -> dict[Key, float]:
    return {key: digits for name in (*KEYS, committed.REST) for key, digits in measured_of(name).items()}


def whole(digits: float | None) -> str:
    """Digits rounded down, as one says "at least"."""
    return "" if digits is None else "16" if digits >= 15.95 else str(math.floor(digits))


def condition(design: Design) -> float:
    """By how much Q magnifies relative errors of effects and variances: (2 Σ w|r y| + Q)/Q."""
    w = 1.0 / design.vi
    mu = design.yi[0] + (w * (design.yi - design.yi[0])).sum() / w.sum()
    r = design.yi - mu
    q = (w * r * r).sum()
    return float((2.0 * (w * abs(r * design.yi)).sum() + q) / q)


def design_table() -> Iterator[str]:
    yield "| Design | What it is | Condition |"
    yield "|---|---|---|"
    for key in KEYS:
        design = design_of(key)
        yield f"| {key} | {design.words} | 1e{math.log10(condition(design)):.0f} |"


def grid(cells: dict[Key, float], part: str) -> Iterator[str]:
    """Rows are quantities, columns designs."""
    rows = list(dict.fromkeys(row for (of, row, _) in cells if of == part))
    yield "| | " + " | ".join(KEYS) + " |"
    yield "|---" * (len(KEYS) + 1) + "|"
    for row in rows:
        yield f"| {row} | " + " | ".join(whole(cells.get((part, row, key))) for key in KEYS) + " |"


def listed(cells: dict[Key, float], part: str) -> Iterator[str]:
    """A row a quantity, with the digits at each of its inputs behind it."""
    yield "| | Digits kept at each input |"
    yield "|---|---|"
    found = [(row, column, digits) for (of, row, column), digits in cells.items() if of == part]
    for row, group in groupby(sorted(found, key=lambda each: order(found, each[0])), key=lambda each: each[0]):
        each = " · ".join(f"({column}) **{whole(digits)}**" for _, column, digits in group)
        yield f"| {row} | {each} |"


def order(found: list[tuple[str, str, float]], row: str) -> int:
    return next(i for i, each in enumerate(found) if each[0] == row)


def regression_table(cells: dict[Key, float]) -> Iterator[str]:
    designs = inputs.regressions()
    yield "| | " + " | ".join(designs) + " |"
    yield "|---" * (len(designs) + 1) + "|"
    conditions = (np.linalg.cond(x / np.sqrt((x**2).sum(axis=0))) for x in designs.values())
    yield "| *condition of the columns, scaled* | " + " | ".join(f"1e{math.log10(c):.0f}" for c in conditions) + " |"
    rows = list(dict.fromkeys(row for (part, row, _) in cells if part == "regression"))
    for row in rows:
        yield f"| {row} | " + " | ".join(whole(cells.get(("regression", row, key))) for key in designs) + " |"


def beside_metafor(cells: dict[Key, float]) -> Iterator[str]:
    """Our digits, and metafor's behind a stroke."""
    _, theirs = metafor.read()
    yield "| | " + " | ".join(metafor.ASKED) + " |"
    yield "|---" * (len(metafor.ASKED) + 1) + "|"
    exact = {key: value for name in metafor.ASKED for key, value in committed.read(name).items()}
    for part, row in dict.fromkeys((part, row) for part, row, _ in theirs):
        both = []
        for name in metafor.ASKED:
            key = (part, row, name)
            if key not in theirs or key not in exact:
                both.append("")
            elif math.isnan(theirs[key]):
                both.append(f"{whole(cells[key])} / –")
            else:
                both.append(f"{whole(cells[key])} / {whole(digits_kept(theirs[key], exact[key]))}")
        yield f"| {'τ² ' if part == 'tau2' else ''}{row} | " + " | ".join(both) + " |"


def reasons() -> Iterator[str]:
    yield "| Cells | Floor | Why |"
    yield "|---|---|---|"
    for each in EXCEPTIONS:
        yield f"| {each.words} | {each.floor:g} | {each.why} |"


def text(cells: dict[Key, float]) -> str:
    """The whole page."""
    versions, _ = metafor.read()
    long = max(LONG.values())
    parts: list[str | Iterable[str]] = [
        MADE,
        "# Digits",
        (
            "How many digits of a number are right. Every quantity below was computed a second time, from the formulas "
            f"of the papers and in arithmetic of {PRECISION} digits (mpmath), and compared: digits kept = −log10 of "
            "the relative error, rounded down. A double holds 16. What is compared are the numbers as they are stored, "
            "so that a rounding of the input is not counted as a loss. A long design is a block of cohorts that comes "
            "many times, which is why its sums can be had exactly; the program is given all cohorts, one by one."
        ),
        (
            f"{len(cells):,} numbers are compared, of {len(SMALL)} short designs and of up to {long:,} cohorts. Each "
            f"keeps {FLOOR:g} digits or more but for those listed under [Exceptions](#exceptions), and a test asks for "
            "it. A number too small for a double is rightly 0 and counts as 16; one on the boundary τ² = 0 is right "
            "only if it is 0."
        ),
        "## Designs",
        (
            "The condition says by how much Q magnifies a relative error of effects and variances. Where it is 1e8, "
            "eight digits are lost before any program starts if the input was rounded to 16."
        ),
        design_table(),
        "## τ² by every estimator, with its standard error",
        grid(cells, "tau2"),
        "## The pooled answer",
        grid(cells, "pooled"),
    ]
    for part in ("tails", "effects", "medians", "counts"):
        parts += [f"## {TITLES[part]}", listed(cells, part)]
    parts += [
        f"## {TITLES['regression']}",
        regression_table(cells),
        "## Beside metafor",
        (
            f"Digits of ours / of {versions.replace(', ', ' under ')}, called with its defaults. Its iterations "
            "stop at tolerances that can be tightened; a dash is where it gave no answer."
        ),
        beside_metafor(cells),
        "## Exceptions",
        reasons(),
        (
            f"GENQM of more than {MOST_GENQM:,} cohorts is left out: it asks for some ten probabilities, each a "
            "sum over all cohorts at some hundred points. A prediction interval of two cohorts does not exist."
        ),
        (
            "`make digits` computes what is missing of the exact answers in `tests/digits/exact` and writes this page. "
            "The last digit kept depends on the order in which a machine adds; a test allows one digit either way."
        ),
    ]
    blocks = (part if isinstance(part, str) else "\n".join(part) for part in parts)
    return "\n\n".join(blocks) + "\n"


def write() -> None:
    PAGE.write_text(text(measured()), encoding="utf-8")
