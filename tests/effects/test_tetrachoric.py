"""The tetrachoric correlation where its table has a corner."""

import numpy as np
import pytest

from metasacro.effects.tetrachoric import tetrachoric_correlation


@pytest.mark.parametrize(
    ("cells", "r"),
    [
        ((0, 10, 10, 30), -1),
        ((0, 10, 30, 20), -1),
        ((2, 0, 47, 19), 1),
        ((10, 0, 10, 30), 1),
        ((2, 47, 0, 19), 1),
        ((10, 10, 0, 30), 1),
        ((30, 20, 10, 0), -1),
        ((10, 20, 30, 0), -1),
        ((10, 0, 0, 10), 1),
    ],
    ids=str,
)
def test_with_an_empty_cell_it_is_1_or_minus_1_and_has_no_variance(cells: tuple[float, ...], r: float) -> None:
    """The integral is flat at both ends, so the root there is found to a hundredth only; nobody is shown it."""
    with np.errstate(all="ignore"):  # as `effect_sizes` calls it
        yi, vi = tetrachoric_correlation(*(np.array([float(cell)]) for cell in cells))
    assert float(yi[0]) == pytest.approx(r, abs=0.01)
    assert vi.dtype == np.float64
    assert np.isnan(vi).all()


@pytest.mark.parametrize("cells", [(1, 10, 12, 30), (10, 1, 12, 30), (10, 12, 1, 30), (10, 12, 30, 1)], ids=str)
def test_a_cell_of_one_person_has_a_variance(cells: tuple[float, ...]) -> None:
    _, vi = tetrachoric_correlation(*(np.array([float(cell)]) for cell in cells))
    assert 0 < float(vi[0]) < 0.1


def test_a_square_of_tables_answers_as_its_tables() -> None:
    """By symmetry: r = sin(2π(ai/n − ¼)) where all margins are one half."""
    same, other = np.array([[40.0, 30.0, 25.0], [10.0, 45.0, 20.0]]), np.array([[10.0, 20.0, 25.0], [40.0, 5.0, 30.0]])
    yi, vi = tetrachoric_correlation(same, other, other, same)
    assert yi == pytest.approx(np.sin(2 * np.pi * (same / 100 - 0.25)), rel=1e-12, abs=1e-15)
    rows = [tetrachoric_correlation(a, b, b, a)[1] for a, b in zip(same, other, strict=True)]
    assert vi == pytest.approx(np.array(rows), rel=1e-13)
