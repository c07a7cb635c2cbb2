"""The average over the cohorts of a table."""

import numpy as np
import pytest

from metasacro.effects.cohort_average import weighted_average
from tests.tolerances import CLOSED


def test_each_table_of_a_batch_has_its_own_average_which_fits_its_cohorts() -> None:
    values = np.array([[1.0, 4.0, np.nan], [2.0, 8.0, 5.0]])
    weights = np.array([[2.0, 1.0, 5.0], [1.0, np.nan, 3.0]])
    average = weighted_average(values, weights)
    assert average.shape == (2, 1)
    assert average[:, 0].tolist() == pytest.approx([(2 * 1 + 1 * 4) / 3, (1 * 2 + 3 * 5) / 4], rel=CLOSED)
