"""The fields of one entry become a mean or a median, typed as the paper printed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.evidence.summary import MeanSummary, MedianSummary, Summary
from metasacro.problems import Problem, problem

if TYPE_CHECKING:
    from metasacro.evidence.reported import Source
    from metasacro.records.tables import Row

SPREADS = ("sd", "se", "ci", "plus_minus")
QUARTILES = ("q1", "q3")
RANGE = ("min", "max")


def read_summary(row: Row, source: Source) -> Summary | list[Problem]:
    """A mean with at most one kind of spread, or a median with quartiles, range or both."""
    problems: list[Problem] = []

    def refuse(name: str, reason: str, hint: str = "") -> None:
        problems.append(problem("MS123", row.at(name), trail=row.trail, hint=hint, reason=reason))

    has_mean, has_median = "mean" in row, "median" in row
    if has_mean == has_median:
        reason = "it has a mean and a median" if has_mean else "it has neither `mean` nor `median`"
        refuse("mean", reason, "write two entries, or record the one that the paper prints with its spread")
        return problems
    if "n" not in row:
        refuse("n", "`n` is missing", "write the number measured, or `n: not reported`")
    for low, high in (QUARTILES, RANGE):
        if (low in row) != (high in row):
            refuse(low if low in row else high, f"`{low}` and `{high}` come together")
    spreads = [name for name in SPREADS if row[name] is not None]
    if has_median:
        for name in SPREADS:
            if name in row:
                refuse(name, f"a median is not printed with `{name}`", "if the paper does, record it in `notes`")
        if row["q1"] is None and row["min"] is None:
            refuse("median", "a median needs `q1` and `q3`, or `min` and `max`")
    elif len(spreads) > 1:
        refuse(
            spreads[1], f"`{spreads[0]}` and `{spreads[1]}` say the same thing twice", "keep the one that is printed"
        )
    elif not spreads and "sd" not in row and "q1" not in row:
        refuse("mean", "its spread is missing", "write `sd`, `se`, `ci` or `plus_minus`, or `sd: not reported`")
    if problems:
        return problems
    if has_median:
        return MedianSummary(
            n=row["n"], median=row["median"], q1=row["q1"], q3=row["q3"], min=row["min"], max=row["max"], source=source
        )
    return MeanSummary(
        n=row["n"],
        mean=row["mean"],
        sd=row["sd"],
        se=row["se"],
        interval=row["ci"],
        plus_minus=row["plus_minus"],
        said_to_be=row["said_to_be"],
        q1=row["q1"],
        q3=row["q3"],
        min=row["min"],
        max=row["max"],
        source=source,
    )
