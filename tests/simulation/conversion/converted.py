"""Every way to convert, put to the same prints."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metasacro.moments.conversion_method import Conversion, obstacle
from metasacro.moments.feasible.one_cohort import feasible_moments
from metasacro.moments.feasible.set_estimate import set_estimate
from metasacro.moments.registry import CONVERSIONS
from metasacro.moments.summary import FiveNumbers
from metasacro.records.summary_rows import summary_row
from metasacro.synthesis.conversions import definitions_of
from tests.simulation.conversion.prints import Prints

#: The means and SDs of the cohorts themselves, as if the paper had printed them.
OBSERVED = "observed"

#: Ours, by how the consistent samples are weighted.
SETS = {"exact-set": "normal", "exact-set, equal": "equal"}

#: The recommended one as `convert` uses it where nobody says how the quartiles were computed.
FOUND = "exact-set, definition found"

METHODS = (OBSERVED, *CONVERSIONS, *SETS, FOUND)


#: Means, SDs and standard errors.
Three = tuple[np.ndarray, np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Converted:
    """A mean, an SD and a standard error for each cohort; `nan` where the method refuses."""

    mean: np.ndarray
    sd: np.ndarray
    se: np.ndarray
    possible: np.ndarray  #: 1 where some sample with this print has this mean and SD, else 0

    def of_cohorts(self, row_of: np.ndarray) -> Converted:
        """Given for prints, the same for cohorts."""
        return Converted(self.mean[row_of], self.sd[row_of], self.se[row_of], self.possible[row_of])


def observed(samples: np.ndarray) -> Converted:
    """Nothing is converted. Cohorts without spread cannot be pooled, so they count as refused."""
    mean, sd = samples.mean(axis=1), samples.std(axis=1, ddof=1)
    mean, sd = np.where(sd > 0, mean, np.nan), np.where(sd > 0, sd, np.nan)
    return Converted(mean, sd, sd / np.sqrt(samples.shape[1]), np.where(sd > 0, 1.0, np.nan))


def conversions(told: Prints) -> dict[str, Converted]:
    """Method → what it makes of each cohort's print; methods that do not know this summary are left out."""
    known = {key: record for key, record in CONVERSIONS.items() if told.summary in record.scenarios}
    moments = {key: _published(record, told) for key, record in known.items()}
    moments |= {key: _over_the_set(told, weights) for key, weights in SETS.items()}
    return _judged(told, moments)


def conversions_without_definition(told: Prints) -> dict[str, Converted]:
    """The default of other software and ours, with the definition of the quartiles known, and found by `convert`."""
    return _judged(
        told,
        {
            "luo/wan/shi": _published(CONVERSIONS["luo/wan/shi"], told),
            "exact-set": _over_the_set(told, "normal"),
            FOUND: _over_the_set(told, "normal", found=True),
        },
    )


def _judged(told: Prints, moments: dict[str, Three]) -> dict[str, Converted]:
    possible = _possible(told, {key: (mean, sd) for key, (mean, sd, _) in moments.items()})
    return {key: Converted(*three, possible[key]).of_cohorts(told.row_of) for key, three in moments.items()}


def _published(record: Conversion, told: Prints) -> Three:
    """Refused where `mean_sd` refuses. The standard error is that of an observed mean: sd/√n."""
    one = [FiveNumbers(n=told.n, scenario=told.summary, values=row[None, :]) for row in told.rows]
    spread = told.rows[:, -1] > told.rows[:, 0]
    usable = spread & np.array([obstacle(record, numbers) is None for numbers in one])
    mean, sd = np.full((2, len(told.rows)), np.nan)
    if usable.any():
        with np.errstate(over="ignore", invalid="ignore"):  # a fit that runs away is refused below
            mean[usable], sd[usable] = record.moments(one[0].with_values(told.rows[usable]))
    good = np.isfinite(mean) & np.isfinite(sd) & (np.nan_to_num(sd) > 0)
    mean, sd = np.where(good, mean, np.nan), np.where(good, sd, np.nan)
    return mean, sd, sd / np.sqrt(told.n)


def _over_the_set(told: Prints, weights: str, *, found: bool = False) -> Three:
    """An SD of 0, where the print leaves a single value, counts as refused: it cannot be pooled."""
    rows = []
    for row in range(len(told.rows)):
        texts = told.texts(row)
        cells = {"n": f"{told.n}", "scale": f"0-{told.top}", **texts}
        definition = definitions_of(summary_row(cells))[0] if found else told.definition
        made = set_estimate(told.n, lower=0, upper=told.top, weights=weights, definition=definition, **texts)
        rows.append((made.mean, made.sd, made.se_mean) if made.sd > 0 else (np.nan,) * 3)
    mean, sd, se = np.array(rows).T
    return mean, sd, se


def _possible(told: Prints, moments: dict[str, tuple[np.ndarray, np.ndarray]]) -> dict[str, np.ndarray]:
    """Whether each pair of a mean and an SD is that of a sample with the print."""
    found = {key: np.full(len(told.rows), np.nan) for key in moments}
    for row in range(len(told.rows)):
        samples = feasible_moments(told.n, lower=0, upper=told.top, definition=told.definition, **told.texts(row))
        for key, (mean, sd) in moments.items():
            if np.isfinite(mean[row]):
                found[key][row] = samples.contains(float(mean[row]), float(sd[row]))
    return found
