"""How far to trust a pooled answer: the cautions that travel with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.student import student_quantile
from metasacro.pooling.prediction import FEWEST
from metasacro.problems import Caution, caution

if TYPE_CHECKING:
    from metasacro.pooling.pooled import PooledBatch

#: Below this number of cohorts τ² is poorly known (felsch2022: fewer than five).
FEW = 5

#: Below this number of cohorts τ² = 0 and a prediction interval are read with care.
NOT_MANY = 10


def cautions_of(
    batch: PooledBatch, *, method: str, test: str, level: float, empty_interval: bool, known: bool
) -> tuple[Caution, ...]:
    """The cautions of a batch of one analysis under the random-effects or the common-effect model.

    `known` says that τ² was given, not estimated, so that nothing is said about its estimation.
    """
    k = int(batch.k[0])
    if k == 1:
        return (caution("MS420"),)
    found: list[Caution] = []
    if method == "EE":
        found.append(caution("MS413"))
    elif not known:
        found += few_cohorts(k)
    if k == 2 and test != "z":
        found.append(caution("MS422", critical=float(student_quantile((1.0 + level) / 2.0, 1.0))))
    if not batch.converged[0]:
        found.append(caution("MS411", method=method))
    if empty_interval:
        found.append(caution("MS412", q=float(batch.q[0]), df=k - 1))
    if method != "EE" and not known and batch.tau2[0] == 0 and k < NOT_MANY:
        found.append(caution("MS423", k=k))
    if method != "EE":
        found += prediction_trust(k)
    if test in ("knha", "adhoc") and batch.hk_factor[0] < 1:
        verdict = "1 is used instead" if test == "adhoc" else "it is used as it is"
        found.append(caution("MS425", factor=float(batch.hk_factor[0]), verdict=verdict))
    return tuple(found)


def few_cohorts(k: int) -> list[Caution]:
    """MS421 below five cohorts."""
    return [caution("MS421", k=k)] if k < FEW else []


def prediction_trust(k: int) -> list[Caution]:
    """MS424 below ten cohorts, in the words that fit the number."""
    if k < FEWEST:
        return [caution("MS424", k=k, verdict=f"are too few; {FEWEST} are needed")]
    if k < FEW:
        return [caution("MS424", k=k, verdict="make it unreliable")]
    if k < NOT_MANY:
        return [caution("MS424", k=k, verdict="make it rough")]
    return []
