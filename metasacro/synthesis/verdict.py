"""Whether a converted mean and SD belong to some sample that prints like the paper."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from metasacro.moments.feasible.feasible_set import Bounds, FeasibleSet


class Verdict(Enum):
    """What the exact set says of a mean and an SD."""

    POSSIBLE = "possible"
    AVERAGE = "average of possible samples"  #: of the whole set, so no single sample need have it
    MEAN = "mean impossible"
    SD = "SD impossible"
    BOTH = "mean and SD impossible"
    PAIR = "pair impossible"  #: each alone is possible, not both together


def judge(mean: float, sd: float, samples: FeasibleSet) -> tuple[Verdict, Bounds | None]:
    """Whether some consistent sample has this mean and SD, and the SDs at this mean."""
    slack = 1e-12 * max(abs(samples.mean.lower), abs(samples.mean.upper))  # of a mean that was itself computed
    of_mean = samples.mean.lower - slack <= mean <= samples.mean.upper + slack
    at_mean = samples.sd_at(mean) if of_mean else None
    if samples.contains(mean, sd):
        return Verdict.POSSIBLE, at_mean
    of_sd = samples.sd is not None and samples.sd.lower * (1 - 1e-12) <= sd <= samples.sd.upper * (1 + 1e-12)
    if not of_mean:
        return (Verdict.MEAN if of_sd else Verdict.BOTH), None
    return (Verdict.PAIR if of_sd else Verdict.SD), at_mean
