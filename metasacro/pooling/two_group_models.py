"""Three models of an effect between two groups: fixed cohort intercepts, random ones, and conditional on the totals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.binomial import log_binomial, log_binomial_coefficient
from metasacro.pooling.count_families import Binomial, Hypergeometric, Poisson
from metasacro.pooling.mixed_counts_fit import highest
from metasacro.pooling.mixed_counts_likelihood import MixedCounts

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats
    from metasacro.pooling.count_families import Family
    from metasacro.pooling.mixed_counts_fit import Maximum
    from metasacro.pooling.two_group_counts import TwoGroups

#: The random effect of the group is halved between the two (coded ½ and −½), so that both vary alike.
_HALVES = ((0.5,), (-0.5,))

#: Key → what it is.
MODELS = {
    "UM.FS": "fixed cohort intercepts",
    "UM.RS": "random cohort intercepts",
    "CM.EL": "conditional on the total of events, exact likelihood",
}


def two_group_model(groups: TwoGroups, model: str, x: Floats | None = None) -> MixedCounts:
    """The model as a likelihood; parameter 0 of beta is the effect theta, sd 0 its SD tau between cohorts.

    UM.FS: eta1 = alpha_i + (theta + tau u)/2, eta2 = alpha_i − (theta + tau u)/2, with eta the logit, or the log rate.
    UM.RS: the same with alpha_i ~ N(gamma, sigma²), independent of u.
    CM.EL: group 1's events given the total: noncentral hypergeometric with log odds ratio theta + tau u; of rates,
    binomial with logit theta + tau u + ln(t1/t2).

    With moderators `x`, (k, p), theta is x_i b, and b are the first p parameters.
    """
    k = groups.a.size
    x = np.ones((k, 1)) if x is None else x
    p = x.shape[1]
    slots = np.broadcast_to(np.arange(p), (k, p))
    if model == "CM.EL":
        return MixedCounts(
            family=_conditional(groups),
            offset=np.log(groups.n1 / groups.n2)[:, None] if groups.rates else np.zeros((k, 1)),
            fixed=x[:, None, :],
            index=slots,
            loadings=np.ones((1, 1)),
            size=p,
        )
    events, n = np.stack([groups.a, groups.c], axis=1), np.stack([groups.n1, groups.n2], axis=1)
    own = np.full((k, 1), p) if model == "UM.RS" else p + np.arange(k)[:, None]
    halves = np.stack([0.5 * x, -0.5 * x], axis=1)
    return MixedCounts(
        family=Poisson(events) if groups.rates else Binomial(events, n),
        offset=np.log(n) if groups.rates else np.zeros((k, 2)),
        fixed=np.concatenate([halves, np.ones((k, 2, 1))], axis=2),
        index=np.concatenate([slots, own], axis=1),
        loadings=np.array([[0.5, 1.0], [-0.5, 1.0]]) if model == "UM.RS" else np.array(_HALVES),
        size=p + 1 if model == "UM.RS" else p + k,
    )


def heterogeneity(groups: TwoGroups, model: str, common: Maximum) -> float:
    """Likelihood-ratio statistic: each cohort its own effect against one common effect, under the same model."""
    return max(0.0, 2.0 * (_saturated(groups, model) - common.height))


def _saturated(groups: TwoGroups, model: str) -> float:
    """Log-likelihood where each cohort has an effect of its own."""
    if model == "UM.RS":
        return _own_effects_random_intercepts(groups)
    if model == "CM.EL" and not groups.rates:
        low, high = _support(groups)
        inside = groups.rows((groups.a > low) & (groups.a < high))  # at an end the best probability is 1
        k = inside.a.size
        own = MixedCounts(
            family=_conditional(inside),
            offset=np.zeros((k, 1)),
            fixed=np.ones((k, 1, 1)),
            index=np.arange(k)[:, None],
            loadings=np.zeros((1, 0)),
            size=k,
        )
        return highest(own).height if k else 0.0
    if groups.rates and model == "UM.FS":
        rates = Poisson(np.stack([groups.a, groups.c], axis=1))
        return float(rates(np.log(np.maximum(rates.x, 1e-300))[..., None])[0].sum())
    pairs = [(groups.a, groups.a + groups.c)] if groups.rates else [(groups.a, groups.n1), (groups.c, groups.n2)]
    return float(sum((log_binomial(x, n, x / n) + log_binomial_coefficient(x, n)).sum() for x, n in pairs))


def _own_effects_random_intercepts(groups: TwoGroups) -> float:
    """The same under UM.RS: where group 1 has none or only events, its effect is infinite and it has probability 1."""
    k = groups.a.size
    certain = (groups.a == 0) if groups.rates else (groups.a == 0) | (groups.a == groups.n1)
    seen = np.stack([~certain, np.ones(k)], axis=1)
    x, n = np.stack([groups.a, groups.c], axis=1) * seen, np.stack([groups.n1, groups.n2], axis=1)
    effects = np.cumsum(~certain)  # where none is looked for its design is 0, and any index will do
    full = MixedCounts(
        family=_Seen(Poisson(x) if groups.rates else Binomial(x, n * seen), seen),
        offset=np.log(n) if groups.rates else np.zeros((k, 2)),
        fixed=np.stack([np.ones((k, 2)), seen * [1.0, 0.0]], axis=2),
        index=np.stack([np.zeros_like(effects), effects], axis=1),
        loadings=np.ones((2, 1)),
        size=1 + int(effects[-1]),
    )
    return highest(full).height


class _Seen:
    """A family of which some counts are left out."""

    def __init__(self, family: Family, seen: Floats) -> None:
        self.family, self.seen = family, seen[..., None]

    def __call__(self, eta: Floats) -> tuple[Floats, Floats, Floats]:
        height, slope, bend = self.family(eta)
        return height * self.seen, slope * self.seen, bend * self.seen


def at_one_end(groups: TwoGroups) -> bool:
    """True where every cohort has as few events in group 1 as its total allows, or every one as many: no finite effect.

    >>> from metasacro.pooling.two_group_counts import two_by_two
    >>> at_one_end(two_by_two("OR", {"ai": [0, 0], "n1i": [9, 8], "ci": [2, 3], "n2i": [9, 8]}))
    True
    """
    low, high = _support(groups)
    return bool((groups.a == low).all() or (groups.a == high).all())


def _support(groups: TwoGroups) -> tuple[Floats, Floats]:
    """Fewest and most events of group 1 given the total."""
    m = groups.a + groups.c
    if groups.rates:
        return np.zeros_like(m), m
    return np.maximum(0.0, m - groups.n2), np.minimum(m, groups.n1)


def _conditional(groups: TwoGroups) -> Family:
    m = groups.a + groups.c
    if groups.rates:
        return Binomial(groups.a[:, None], m[:, None])
    return Hypergeometric(groups.a, m, groups.n1, groups.n2)
