"""From effects and their variances, or from counts, to one answer.

Batched calls, `(..., k)` in and arrays of shape `(...)` out, end in `_batch`.
"""

from metasacro.pooling.binomial_normal import binomial_normal_batch
from metasacro.pooling.count_batches import (
    beta_binomial_batch,
    binomial_normal_two_groups_batch,
    poisson_normal_batch,
    poisson_normal_two_groups_batch,
)
from metasacro.pooling.random_effects import random_effects_batch

__all__ = [
    "beta_binomial_batch",
    "binomial_normal_batch",
    "binomial_normal_two_groups_batch",
    "poisson_normal_batch",
    "poisson_normal_two_groups_batch",
    "random_effects_batch",
]
