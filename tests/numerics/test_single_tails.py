"""One tail at a time is the tail of the arrays."""

from __future__ import annotations

import pytest

from metasacro.numerics.chi_square import chi_square_upper
from metasacro.numerics.normal import normal_two_sided
from metasacro.numerics.single_tails import chi_square_tail, normal_tail, student_point, student_tail
from metasacro.numerics.student import student_quantile, student_two_sided
from tests.tolerances import TAIL

DEGREES = (0.7, 1, 2, 3.3, 10, 57, 200.5, 999)


@pytest.mark.parametrize("df", DEGREES)
@pytest.mark.parametrize("t", [0.0, 1e-6, 0.3, 1.0, 1.96, 5.0, 40.0])
def test_students_tail_is_that_of_the_arrays(t: float, df: float) -> None:
    assert student_tail(t, df) == pytest.approx(float(student_two_sided(t, df)), rel=TAIL, abs=0)


@pytest.mark.parametrize("df", [df for df in DEGREES if df >= 1])
@pytest.mark.parametrize("p", [0.51, 0.75, 0.95, 0.975, 0.9995])
def test_students_quantile_is_that_of_the_arrays(p: float, df: float) -> None:
    assert student_point(p, df) == pytest.approx(float(student_quantile(p, df)), rel=TAIL, abs=0)


@pytest.mark.parametrize("x", [0.0, 1e-8, 0.5, 3.84, 20.0, 300.0])
def test_the_chi_square_tail_is_that_of_the_arrays(x: float) -> None:
    assert chi_square_tail(x) == pytest.approx(float(chi_square_upper(x, 1)), rel=TAIL, abs=0)


@pytest.mark.parametrize("z", [0.0, -1.0, 1.96, 12.0])
def test_the_normal_tail_is_that_of_the_arrays(z: float) -> None:
    assert normal_tail(z) == pytest.approx(float(normal_two_sided(z)), rel=TAIL, abs=0)


def test_an_infinite_t_has_no_tail() -> None:
    assert student_tail(float("inf"), 5) == 0.0
