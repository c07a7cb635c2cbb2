"""Even rules on a stretched axis: integrals over the positive half-line or a stretch of it, to all digits.

τ = c e^(π/2 sinh t) on the half-line and τ = u/(1 + e^(−a − π sinh t)) from 0 to u make a smooth integrand fall off
doubly exponentially at both ends, where the trapezoidal rule converges faster than any power of its step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats

#: Beyond this t the stretched axis spans 26 orders of magnitude each way.
_END = 4.35


def half_line_rule(center: float, count: int) -> tuple[Floats, Floats]:
    """Nodes x and logarithms of weights with ∫ f(x) dx = Σ weight f(x) over x > 0; `center` is where f lives.

    >>> x, log_weight = half_line_rule(1.0, 101)
    >>> round(float((np.exp(log_weight) * np.exp(-x)).sum()), 12)
    1.0
    """
    t = np.linspace(-_END, _END, count)
    log_x = np.log(center) + 0.5 * np.pi * np.sinh(t)
    return np.exp(log_x), log_x + np.log(0.5 * np.pi * np.cosh(t) * (t[1] - t[0]))


def stretch_rule(upper: Floats, center: float, count: int) -> tuple[Floats, Floats]:
    """The same from 0 to each of `upper`, (m,): nodes and logarithms of weights, (m, count).

    >>> x, log_weight = stretch_rule(np.array([1.0, 2.0]), 0.1, 201)
    >>> (np.exp(log_weight) * 3 * x**2).sum(axis=1).round(12).tolist()
    [1.0, 8.0]
    """
    t = np.linspace(-_END, _END, count)
    share = np.minimum(center / upper, 0.5)
    a = np.log(share / (1.0 - share))[:, None] + np.pi * np.sinh(t)
    log_rise, log_rest = -np.logaddexp(0.0, -a), -np.logaddexp(0.0, a)
    log_u = np.log(upper)[:, None]
    return np.exp(log_u + log_rise), log_u + log_rise + log_rest + np.log(np.pi * np.cosh(t) * (t[1] - t[0]))
