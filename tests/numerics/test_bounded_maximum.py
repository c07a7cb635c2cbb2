"""The bounded maximum of functions whose maximum is known."""

from __future__ import annotations

import numpy as np
import pytest

from metasacro.numerics.bounded_maximum import Surface, bounded_maximum

SQUARE = np.array([[2.0, 0.6], [0.6, 1.0]])


def bowl(top: list[float], scale: float = 1.0) -> object:
    """A quadratic upside down; `scale` is that of its heights."""

    def surface(x: np.ndarray) -> Surface:
        off = x - np.array(top)
        return Surface(-scale * off @ SQUARE @ off, -2 * scale * SQUARE @ off, -2 * scale * SQUARE, 2 * scale * SQUARE)

    return surface


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
@pytest.mark.parametrize("start", [[0.0, 0.0], [9.0, 0.2], [0.4, 0.3]])
def test_a_maximum_inside_is_found_with_its_surface(start: list[float], scale: float) -> None:
    top = bounded_maximum(bowl([0.4, 0.7], scale), np.array(start))  # type: ignore[arg-type]
    assert top.point == pytest.approx([0.4, 0.7], abs=1e-9)
    assert top.stationary
    assert top.surface.height == pytest.approx(0.0, abs=1e-12 * scale)
    assert top.surface.gradient == pytest.approx([0.0, 0.0], abs=1e-8 * scale)


@pytest.mark.parametrize("lower", [0, 0.5, [0.5, 0.0], [-2.0, -3.0]])
@pytest.mark.parametrize("top", [[0.4, -0.7], [-0.3, -0.7], [-0.3, 2.0]])
def test_beyond_a_bound_the_best_point_lies_on_it(lower: float | list[float], top: list[float]) -> None:
    found = bounded_maximum(bowl(top), np.array([3.0, 3.0]), np.array(lower))  # type: ignore[arg-type]
    low = np.broadcast_to(np.asarray(lower, dtype=float), (2,))
    grid = np.stack(np.meshgrid(*(np.linspace(edge, 3.0, 701) for edge in low), indexing="ij"), axis=-1) - top
    heights = -np.einsum("abi,ij,abj->ab", grid, SQUARE, grid)
    assert (found.point >= low).all()
    assert found.surface.height >= heights.max() - 1e-12
    assert found.stationary


def test_where_the_curvature_is_no_help_the_information_or_the_slope_is() -> None:
    """1/(1 + x²) bends upwards beyond 0.58, and its information may be singular as well."""
    for information in (1.0, 0.0):

        def hill(x: np.ndarray, information: float = information) -> Surface:
            u = float(x[0]) - 1.0
            height = 1 / (1 + u * u)
            second = np.array([[(6 * u * u - 2) * height**3]])
            return Surface(height, np.array([-2 * u * height**2]), second, np.array([[information]]))

        found = bounded_maximum(hill, np.array([4.0]))
        assert found.point == pytest.approx([1.0], abs=1e-7)
        assert found.stationary
