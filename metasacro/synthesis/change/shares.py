"""How much of a movement each of several changes caused: parts that add up to the whole."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence

from metasacro.values.frozen import dataclass

#: So many changes have 2^8 = 256 combinations, and as many pools.
MOST_EXACT = 8
#: Orders that are drawn where there are more; each is also gone through backwards, which steadies the mean.
ORDERS = 32
SEED = 20_260_101

Vector = tuple[float, ...]
#: The answer when just these changes are made, or None where there is none.
Game = Callable[[frozenset[int]], Vector | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """The part of each change, in the order of the changes, and its standard error; `orders` is 0 for exact parts."""

    parts: tuple[Vector, ...]
    errors: tuple[Vector, ...]
    orders: int


def shares(count: int, answer: Game, most_exact: int = MOST_EXACT) -> Shares | None:
    """The Shapley value of each change: its mean effect over all orders in which the changes could be made.

        part(i) = Σ over S without i of  |S|! (n − |S| − 1)! / n! · (v(S ∪ {i}) − v(S))

    v(S) is the answer with the changes S made and the others not. In every order the steps lead from the old answer to
    the new one, so their means add up to the whole movement, whatever v is; a change that never moves the answer has 0,
    and two that do the same have the same part. With more than `most_exact` changes the mean is taken over random
    orders and the same orders backwards, with its standard error (from the spread between such pairs).

    Returns None where some v(S) that is needed does not exist.

    References: Shapley 1953, A value for n-person games, Ann. Math. Stud. 28:307.
    """
    known: dict[frozenset[int], Vector | None] = {}

    def remembered(made: frozenset[int]) -> Vector | None:
        if made not in known:
            known[made] = answer(made)
        return known[made]

    return _exact(count, remembered) if count <= most_exact else _sampled(count, remembered)


def _exact(count: int, answer: Game) -> Shares | None:
    answers: list[Vector] = []
    for bits in range(2**count):
        found = answer(frozenset(i for i in range(count) if bits >> i & 1))
        if found is None:
            return None
        answers.append(found)
    width = range(len(answers[0]))
    weights = [math.factorial(size) * math.factorial(count - size - 1) / math.factorial(count) for size in range(count)]
    parts = []
    for i in range(count):
        steps = [(weights[bits.bit_count()], bits) for bits in range(2**count) if not bits >> i & 1]
        parts.append(
            tuple(
                math.fsum(weight * (answers[bits | 1 << i][at] - answers[bits][at]) for weight, bits in steps)
                for at in width
            )
        )
    return Shares(parts=tuple(parts), errors=tuple(tuple(0.0 for _ in width) for _ in parts), orders=0)


def _sampled(count: int, answer: Game) -> Shares | None:
    draw = random.Random(SEED)
    pairs: list[list[Vector]] = []
    for _ in range(ORDERS):
        order = draw.sample(range(count), count)
        forth, back = _steps(order, answer), _steps(order[::-1], answer)
        if forth is None or back is None:
            return None
        pairs.append(
            [
                tuple((a + b) / 2 for a, b in zip(one, other, strict=True))
                for one, other in zip(forth, back, strict=True)
            ]
        )
    width = range(len(pairs[0][0]))
    parts = tuple(tuple(math.fsum(pair[i][at] for pair in pairs) / ORDERS for at in width) for i in range(count))
    errors = tuple(tuple(_error([pair[i][at] for pair in pairs], parts[i][at]) for at in width) for i in range(count))
    return Shares(parts=parts, errors=errors, orders=2 * ORDERS)


def _steps(order: Sequence[int], answer: Game) -> list[Vector] | None:
    """What each change moves when the changes are made in this order."""
    made: frozenset[int] = frozenset()
    here = answer(made)
    found: dict[int, Vector] = {}
    for i in order:
        made |= {i}
        there = answer(made)
        if here is None or there is None:
            return None
        found[i] = tuple(b - a for a, b in zip(here, there, strict=True))
        here = there
    return [found[i] for i in range(len(order))]


def _error(values: Sequence[float], mean: float) -> float:
    """The standard error of a mean."""
    spread = math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1)
    return math.sqrt(spread / len(values))
