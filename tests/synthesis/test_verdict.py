"""One verdict about a converted mean and SD, wherever it is asked."""

from __future__ import annotations

import pytest

from metasacro.synthesis.single_center.exact_scores import exact_groups
from metasacro.synthesis.single_center.score_groups import score_groups
from metasacro.synthesis.verdict import judge
from tests.synthesis.shipped import evidence


@pytest.mark.parametrize("study", ["gupta2014", "kortman2013"])
def test_the_reanalysis_asks_what_convert_asks(study: str) -> None:
    """Each score's verdict is that of the same mean, SD and feasible set."""
    groups = exact_groups(score_groups(evidence().studies[study]))
    scores = [score for exact in groups for pair in exact.scores for score in pair]
    assert scores != []
    for score in scores:
        if score.converted is None or score.feasible is None or score.feasible.sd is None:
            assert score.verdict is None
        else:
            assert score.verdict == judge(score.converted.mean, score.converted.sd, score.feasible)[0].value
