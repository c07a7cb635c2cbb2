"""Shipped records reanalysed once for all tests of a run."""

from functools import cache

from metasacro.synthesis.single_center.exact_scores import ExactScore
from metasacro.synthesis.single_center.series import ScoreSection, SeriesReanalysis, reanalyze_series
from tests.synthesis.shipped import evidence


@cache
def series(study: str = "gupta2014") -> SeriesReanalysis:
    """One record in full."""
    return reanalyze_series(evidence(), study)


def section(outcome: str, study: str = "gupta2014") -> ScoreSection:
    """The scores of one outcome."""
    return next(found for found in series(study).scores if found.exact.group.outcome == outcome)


def score(outcome: str, cohort: str, moment: int) -> ExactScore:
    """One cell of the seed paper's Tables 4 to 6."""
    found = section(outcome)
    names = [found.exact.group.name_of(pair) for pair in found.exact.group.pairs]
    return found.exact.scores[names.index(cohort)][moment]
