"""What is proved of a score A − B, and where the proof just fails: by grids and by the tangents themselves."""

import numpy as np
import pytest

from metasacro.tau2 import score_bounds

#: Beside a place where a proof fails, on both sides; the proofs themselves spare 1e-6.
NEAR = 1e-5
H = np.linspace(0.0, 1.0, 200_001)


@pytest.mark.parametrize(("b1", "d1", "a2", "c2"), [(3.0, 5.0, 2.0, 5.0 / 3.0), (0.7, 0.9, 1.3, 117.0 / 140.0)])
def test_a_ratio_falls_where_the_terms_of_its_slope_at_the_two_ends_say_so(
    b1: float, d1: float, a2: float, c2: float
) -> None:
    """D/B at the lower end and 2C/A at the upper one are equal here; rising is the same with A and B exchanged."""
    assert d1 / b1 == pytest.approx(2.0 * c2 / a2)
    assert score_bounds.ratio_falls(b1, d1, a2, c2 * (1.0 + NEAR))
    assert not score_bounds.ratio_falls(b1, d1, a2, c2 * (1.0 - NEAR))
    assert score_bounds.ratio_rises(a2, c2 * (1.0 - NEAR), b1, d1)
    assert not score_bounds.ratio_rises(a2, c2 * (1.0 + NEAR), b1, d1)


#: b, d, c/a, s, r, and how far: shares of the nearest variance from 0 to 1, and heights inside and at both ends.
CASES = [
    (3.0, 7.0, 0.8, 0.5, 4.0, (0.0, 2.0)),
    (3.0, 1.5, 0.8, 0.5, 4.0, (0.0, 2.0)),
    (3.0, 7.0, 0.1, 0.5, 4.0, (0.0, 2.0)),
    (3.0, 7.0, 3.0, 0.5, 4.0, (0.0, 2.0)),
    (1.0, 0.9, 0.6, 1.0, 2.0, (0.0, 0.3)),
    (3.0, 5.0, 1.2, 0.9, 4.0, (-0.4, 0.0)),
    (3.0, 1.1, 0.4, 0.9, 4.0, (-0.4, 0.0)),
    (1.0, 1.5, 1.7, 0.5, 0.8, (-0.2, 0.0)),
]


@pytest.mark.parametrize(("b", "d", "ratio", "s", "r", "reach"), CASES)
def test_a_score_stays_negative_where_its_bound_does(
    b: float, d: float, ratio: float, s: float, r: float, reach: tuple[float, float]
) -> None:
    """The greatest A/B: shares of two terms, each at its highest between the ends."""
    h = reach[0] + (reach[1] - reach[0]) * H
    near = float(np.clip((ratio - 1.0 / r) / (1.0 / s - 1.0 / r), 0.0, 1.0))
    highest = [float(((1.0 + h * d / b) / (1.0 + h / of) ** 2).max()) for of in (s, r)]
    a = b / (near * highest[0] + (1.0 - near) * highest[1])
    for factor, proved in ((1.0 - NEAR, True), (1.0 + NEAR, False)):
        there = a * factor
        assert bool(score_bounds.stays_negative(there, b, ratio * there, d, s, r, *reach)) is proved


@pytest.mark.parametrize("b_share", [0.0, 0.4, 1.0])
@pytest.mark.parametrize(("s", "r", "c", "h"), [(0.5, 4.0, 0.3, 0.4), (0.5, 4.0, 2.0, -0.2), (0.5, 4.0, 0.01, -0.3)])
def test_a_score_stays_positive_where_its_bound_does(b_share: float, s: float, r: float, c: float, h: float) -> None:
    """A at its least against B at its greatest, which is A itself where that is nearest to it at the start."""
    near, far, a = 1.0 / s, 1.0 / r, 2.0
    d_of_b = far + b_share * (near - far) + (3.0 if b_share == 1.0 else -0.1 if b_share == 0.0 else 0.0)
    most = (1.0 + h * c / a) ** 2 * (b_share / (1.0 + h * near) + (1.0 - b_share) / (1.0 + h * far))
    b = a / max(1.0, most)
    for factor, proved in ((1.0 - NEAR, True), (1.0 + NEAR, False)):
        there = b * factor
        assert bool(score_bounds.stays_positive(a, there, c, d_of_b * there, s, r, h)) is proved


def test_with_equal_variances_there_is_no_span_to_share() -> None:
    """A = C·s and B = D·s: both bounds are then exact."""
    assert score_bounds.stays_negative(1.0, 1.0 + NEAR, 2.0, 2.0, 0.5, 0.5, 0.0, 10.0)
    assert not score_bounds.stays_negative(1.0, 1.0 - NEAR, 2.0, 2.0, 0.5, 0.5, 0.0, 10.0)
    assert score_bounds.stays_positive(1.0, 1.0 / 1.4 - NEAR, 2.0, 2.0 / 1.4, 0.5, 0.5, 0.2)
    assert not score_bounds.stays_positive(1.0, 1.0 / 1.4 + NEAR, 2.0, 2.0 / 1.4, 0.5, 0.5, 0.2)


@pytest.mark.parametrize("unit", [1.0, 0.4])
@pytest.mark.parametrize(
    ("a1", "c1", "a2", "c2", "width"),
    [(4.0, 5.0, 1.0, 0.1, 1.0), (2.0, 1.25, 1.0, 0.02, 0.7), (4.0, 3.8, 1.0, 0.02, 1.0), (4.0, 9.0, 1.0, 0.45, 1.1)],
)
def test_two_tangents_of_the_root_of_a_below_a_chord_of_b(
    a1: float, c1: float, a2: float, c2: float, width: float, unit: float
) -> None:
    """They are looked at where they meet, or near the end beyond which they do; a millionth is spared."""
    a1, a2, c1, c2, width = a1 / unit, a2 / unit, c1 / unit**2, c2 / unit**2, width * unit
    p1, p2, slope1, slope2 = a1**-0.5, a2**-0.5, c1 * a1**-1.5, c2 * a2**-1.5
    meet, _ = np.linalg.solve([[slope1, -1.0], [slope2, -1.0]], [-p1, slope2 * width - p2])
    at = float(np.clip(meet / width, 0.05, 0.95))
    most = max(p1 + slope1 * at * width, p2 - slope2 * (1.0 - at) * width)
    b1 = (1.0 - at) / (most**2 - at / a2)
    assert 0.0 < b1 < a1
    assert score_bounds.positive_until(a1, b1 * (1.0 - 10.0 * NEAR), c1, a2, c2, width)
    assert not score_bounds.positive_until(a1, b1 * (1.0 - 1e-9), c1, a2, c2, width)


def test_a_score_of_0_is_not_positive() -> None:
    """Though it be where 1/√A is all but straight, and well below the chord of 1/B; or A all but level."""
    assert score_bounds.positive_until(1.0, 1.0 - NEAR, 1.01, 0.25, 0.12375, 1.0)
    assert not score_bounds.positive_until(1.0, 1.0, 1.01, 0.25, 0.12375, 1.0)
    assert score_bounds.stays_positive(1.0, 1.0 - NEAR, 0.3, 0.1, 0.5, 4.0, -0.2)
    assert not score_bounds.stays_positive(1.0, 1.0, 0.3, 0.1, 0.5, 4.0, -0.2)


@pytest.mark.parametrize(("a", "b", "rise"), [(1.0, 1.0, 0.5), (0.8, 1.0, 0.5), (0.1, 2.0, 3.0)])
def test_a_parabola_above_a_line(a: float, b: float, rise: float) -> None:
    """(p + h rise)² and 1/B + h D/B² touch where D/B² = 2 p rise + 2 rise √(p² − 1/B)."""
    d = b * b * 2.0 * rise * (a**-0.5 + np.sqrt(1.0 / a - 1.0 / b))
    width = 0.7
    beyond = (a**-0.5 + rise * width) ** -2.0
    for factor, proved in ((1.0 - NEAR, True), (1.0 - 1e-9, False), (1.0 + NEAR, False)):
        assert bool(score_bounds.negative_beyond(a, b, d * factor, rise**-2.0)) is proved
        assert bool(score_bounds.negative_until(a, b, d * factor, beyond, width)) is proved
