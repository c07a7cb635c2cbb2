"""The binomial–normal model by plain integration."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import integrate, stats

from metasacro import binomial_normal
from metasacro.synthesis.second_opinion.binomial_integral import binomial_integral
from metasacro.synthesis.second_opinion.by_scipy_counts import reply_about_counts
from metasacro.synthesis.second_opinion.question import Question


def question(x: list[float], n: list[float], *, interval: str = "test", test: str = "t") -> Question:
    return Question(
        key="x/", outcome="x", what="", counts=True, first=tuple(x), second=tuple(n), method="ML", test=test,
        level=0.95, interval=interval, prediction="CD", numbers=(),
    )  # fmt: skip


@pytest.mark.parametrize(("mu", "tau"), [(-2.0, 0.7), (0.5, 3.0), (-6.0, 0.05)])
def test_the_even_rule_is_the_integral(mu: float, tau: float) -> None:
    """Against scipy's adaptive quadrature of the same integrand."""
    x, n = np.array([0.0, 4.0, 20.0]), np.array([53.0, 43.0, 20.0])

    def density(z: float, events: float, people: float) -> float:
        share = 1.0 / (1.0 + math.exp(-(mu + tau * z)))
        return share**events * (1.0 - share) ** (people - events) * float(stats.norm.pdf(z))

    expected = sum(
        math.log(integrate.quad(density, -9, 9, args=pair, epsabs=0, epsrel=1e-11, limit=400)[0])
        for pair in zip(x, n, strict=True)
    )
    assert binomial_integral(x, n).at(mu, tau)[0] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("test", ["z", "t"])
@pytest.mark.parametrize("interval", ["test", "profile"])
def test_it_finds_what_the_kernel_finds(test: str, interval: str) -> None:
    """Nielweise's control arms: the maximum, its errors, and both profile intervals."""
    x, n = [4, 9, 2, 12, 6, 3], [53, 43, 58, 57, 60, 31]
    ours = binomial_normal(x, n, test=test, interval=interval)
    found = reply_about_counts(
        question([float(v) for v in x], [float(v) for v in n], interval=interval, test=test)
    ).values
    assert ours.interval is not None
    assert ours.tau2_interval is not None
    expected = {
        "estimate": ours.estimate, "se": ours.se, "tau2": ours.tau2, "se_tau2": ours.se_tau2, "q": ours.q,
        "lower": ours.interval.lower, "upper": ours.interval.upper, "p_value": ours.p_value,
        "tau2_lower": ours.tau2_interval.lower, "tau2_upper": ours.tau2_interval.upper,
    }  # fmt: skip
    assert {name: found[name] for name in expected} == pytest.approx(expected, rel=1e-6)


def test_counts_without_a_model_have_their_exact_interval() -> None:
    """Nobody had the event; or one cohort alone."""
    nobody = reply_about_counts(question([0.0, 0.0], [53.0, 44.0])).values
    assert "estimate" not in nobody
    assert nobody["exact_upper"] == pytest.approx(0.0373, abs=5e-5)
    alone = reply_about_counts(question([5.0], [10.0])).values
    ours = binomial_normal([5], [10])
    assert ours.interval is not None
    assert [alone["estimate"], alone["lower"], alone["upper"]] == pytest.approx(
        [0.0, ours.interval.lower, ours.interval.upper], rel=1e-9, abs=1e-12
    )
