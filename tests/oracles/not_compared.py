"""Reference cases that no test compares, and why."""

import re

#: (topic, pattern of the id, why).
REASONS = (
    ("rare", r"/ML_nAGQ1$", "Laplace's approximation of one group, off by up to 50 % in τ²; ours is the integral"),
    ("rare", r"kearon1998_sens/PLO", "counts that are not whole, which a binomial model refuses"),
    ("medians", r"/metamean_bc_naive/", "one draw of a Monte Carlo method"),
    ("medians", r"/pool_qe_two_locshift/", "quantile estimation with one shape for both groups is not offered"),
    ("medians", r"/pool_mean_qe_two_naive/", "the difference of means by quantile estimation is not offered"),
    ("metapkg", r"/OR_SSW_default$", "weights by sample size are not offered"),
    ("metapkg", r"/metainc/.*/Cochran$", "Cochran's weights for rates are not offered; Mantel–Haenszel is"),
)


def reason(topic: str, identity: str) -> str | None:
    """Why a case is not compared, if that is known."""
    return next((why for of, pattern, why in REASONS if of == topic and re.search(pattern, identity)), None)
