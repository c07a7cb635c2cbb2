"""From effects and their variances, or from counts, to one answer.

Batched calls, `(..., k)` in and arrays of shape `(...)` out, end in `_batch`; each is loaded at its first use, because
the registries of this folder are read where nothing is pooled.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from metasacro.pooling.binomial_normal import binomial_normal_batch as binomial_normal_batch
    from metasacro.pooling.count_batches import (
        beta_binomial_batch as beta_binomial_batch,
    )
    from metasacro.pooling.count_batches import (
        binomial_normal_two_groups_batch as binomial_normal_two_groups_batch,
    )
    from metasacro.pooling.count_batches import (
        poisson_normal_batch as poisson_normal_batch,
    )
    from metasacro.pooling.count_batches import (
        poisson_normal_two_groups_batch as poisson_normal_two_groups_batch,
    )
    from metasacro.pooling.random_effects import random_effects_batch as random_effects_batch

#: Name → the module that defines it.
_HOMES = {
    "beta_binomial_batch": "count_batches",
    "binomial_normal_batch": "binomial_normal",
    "binomial_normal_two_groups_batch": "count_batches",
    "poisson_normal_batch": "count_batches",
    "poisson_normal_two_groups_batch": "count_batches",
    "random_effects_batch": "random_effects",
}

__all__ = [
    "beta_binomial_batch",
    "binomial_normal_batch",
    "binomial_normal_two_groups_batch",
    "poisson_normal_batch",
    "poisson_normal_two_groups_batch",
    "random_effects_batch",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
