"""Maximum likelihood of counts with normal random effects, with variances of 0 looked for on purpose."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.pooling.mixed_counts_likelihood import Derivatives, mixed_likelihood
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Booleans, Floats
    from metasacro.pooling.mixed_counts_likelihood import MixedCounts

#: SDs from which the search starts: a small and a large one.
_STARTS = (0.3, 1.2)

#: An SD of log odds or log rates beyond which nothing is searched.
_FAR = 25.0

#: Below this an SD is on its way to 0, where another candidate stands.
_ZERO = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Maximum:
    """The highest point found."""

    beta: Floats
    sd: Floats  #: exactly 0 on the boundary
    height: float
    covariance: Floats  #: (size + d, size + d) inverse observed information; `nan` for what is fixed at 0
    converged: bool


def highest(model: MixedCounts, *, zero: tuple[bool, ...] = ()) -> Maximum:
    """The global maximum over beta and sd ≥ 0; `zero` fixes SDs at 0.

    Each choice of which SDs are 0 is fitted, from several starts where some are not, and the highest is taken; of two
    as high, the one with more zeros.
    """
    d = model.loadings.shape[-1]
    fixed = zero or (False,) * d
    beta = _climb(model, np.zeros(model.size), np.zeros(d), np.zeros(d, dtype=np.bool_)).beta
    best: Maximum | None = None
    for free in sorted(product((False, True), repeat=d), key=sum):
        if any(f and z for f, z in zip(free, fixed, strict=True)):
            continue
        for start in _STARTS if any(free) else (0.0,):
            sd = np.where(free, start, 0.0)
            found = _climb(model, beta, sd, np.array(free, dtype=np.bool_))
            inside = bool((found.sd[list(free)] > _ZERO).all())
            if inside and (best is None or found.height > best.height + 1e-11 * (1.0 + abs(best.height))):
                best = found
    assert best is not None  # the choice of all zeros always stands
    return best


def _climb(model: MixedCounts, beta: Floats, sd: Floats, free: Booleans) -> Maximum:
    """Newton's steps from a start, with the curvature made negative where it is not, and halved where they fall."""
    d = sd.size
    use = np.concatenate([np.ones(model.size, dtype=np.bool_), free])
    here = np.concatenate([beta, sd])
    at = _at(model, here)
    converged = False
    for _ in range(100):
        slope, bend = at.slope[use], -at.curvature[np.ix_(use, use)]
        values, vectors = np.linalg.eigh(bend)
        values = np.maximum(np.abs(values), 1e-10 * np.abs(values).max() + 1e-300)
        step = vectors @ ((vectors.T @ slope) / values)
        step *= min(1.0, 2.0 / np.abs(step).max()) if step.any() else 1.0
        if (np.abs(step) <= 1e-11 * (1.0 + np.abs(here[use]))).all():
            converged = True
            break
        share = 1.0
        for _ in range(20):
            there = here.copy()
            there[use] += share * step
            ahead = _at(model, there)
            if ahead.height >= at.height - 1e-13 * abs(at.height):
                break
            share *= 0.5
        else:
            converged = bool((np.abs(step) <= 1e-6 * (1.0 + np.abs(here[use]))).all())
            break
        here, at = there, ahead
        if d and np.abs(here[model.size :]).max() > _FAR:
            break
    covariance = np.full((use.size, use.size), np.nan)
    covariance[np.ix_(use, use)] = np.linalg.pinv(-at.curvature[np.ix_(use, use)], hermitian=True)
    return Maximum(
        beta=here[: model.size],
        sd=np.abs(here[model.size :]),
        height=at.height,
        covariance=covariance,
        converged=converged,
    )


def _at(model: MixedCounts, here: Floats) -> Derivatives:
    return mixed_likelihood(model, here[: model.size], here[model.size :])


def profile(model: MixedCounts, fit: Maximum, first_sd: float) -> float:
    """The highest log-likelihood with sd 0 held at `first_sd`."""
    sd = fit.sd.copy()
    sd[0] = first_sd
    free = np.ones(sd.size, dtype=np.bool_)
    free[0] = False
    return _climb(model, fit.beta, sd, free & (sd > 0)).height
