"""What was pooled, as arrays under metafor's names."""

import numpy as np

from tests.synthesis.shipped import analysis


def test_the_effects_of_scores_are_the_changes_that_were_pooled() -> None:
    found = analysis("pain")
    assert found.pooled is not None
    assert found.pooled.yi is not None
    assert found.effects.yi.tolist() == found.pooled.yi.tolist()
    assert found.effects.measure == "MC"
    assert found.effects.labels[0] == "Gupta 2014"


def test_the_effects_of_counts_have_no_log_odds_where_nothing_happened() -> None:
    effects = analysis("major_complication").effects
    assert np.isnan(effects.yi).tolist() == [True, False, False, True]
    assert [caution.code for caution in effects.cautions] != []
