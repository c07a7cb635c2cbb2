"""What a paper prints of a cohort: extremes, and quartiles rounded half up to one decimal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from metasacro.moments.summary import COLUMNS

Summary = Literal["S1", "S2", "S3"]
SUMMARIES: tuple[Summary, ...] = ("S1", "S2", "S3")


@dataclass(frozen=True)
class Prints:
    """The different prints of many cohorts of one size, and which cohort has which."""

    n: int
    top: int
    summary: Summary
    definition: str  #: of the quartiles
    rows: np.ndarray  #: (m, 3 or 5), no row twice
    row_of: np.ndarray  #: (replicates,)

    @property
    def names(self) -> tuple[str, ...]:
        return COLUMNS[self.summary]

    def texts(self, row: int) -> dict[str, str]:
        """As printed: whole extremes, one decimal of the others."""
        return {
            name: f"{value:.0f}" if name in ("min", "max") else f"{value:.1f}"
            for name, value in zip(self.names, self.rows[row], strict=True)
        }


def prints(samples: np.ndarray, top: int, summary: Summary, definition: str = "hazen") -> Prints:
    """Of samples in ascending order, (replicates, n)."""
    quartiles = np.quantile(samples, (0.25, 0.5, 0.75), axis=1, method=definition)
    rounded = np.floor(quartiles * 10 + 0.5) / 10  # exact: on whole scores these are quarters
    numbers = dict(zip(("q1", "median", "q3"), rounded, strict=True)) | {"min": samples[:, 0], "max": samples[:, -1]}
    rows, row_of = np.unique(
        np.stack([numbers[name] for name in COLUMNS[summary]], axis=1), axis=0, return_inverse=True
    )
    return Prints(samples.shape[1], top, summary, definition, rows, row_of.ravel())
