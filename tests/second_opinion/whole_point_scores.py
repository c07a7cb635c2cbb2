"""Scores from 0 to 10 of which Hazen's quartiles are printed: the slow way to what the printed numbers leave open.

Every assignment of values to the pinned places is gone through; for each, the numbers of patients up to every score
are followed from 0 to 10 by plain multinomial sums. Populations lie on an even, fine grid.
"""

import math
from itertools import product

import numpy as np
from scipy import stats

TOP = 10
#: Populations: normal mean within 4 SDs of the printed median, SD from half a point to the whole scale.
OFFSETS, LOG_SDS = np.linspace(-4, 4, 121), np.linspace(math.log(0.5), math.log(TOP), 61)


def mean_sd_and_doubt(n: int, q1: str, median: str, q3: str) -> tuple[float, float, float]:
    """E x̄, √E s² and Var x̄ over samples and populations, given the print."""
    offset, log_sd = np.meshgrid(OFFSETS, LOG_SDS)
    sd = np.exp(log_sd).ravel()
    mean = float(median) + sd * offset.ravel()
    prior = sd * np.outer(np.where((LOG_SDS[0] == LOG_SDS) | (LOG_SDS[-1] == LOG_SDS), 0.5, 1.0), OFFSETS**0).ravel()
    edges = np.concatenate(([-np.inf], np.arange(TOP) + 0.5, [np.inf]))
    p = np.diff(stats.norm.cdf((edges[:, None] - mean) / sd), axis=0)
    total = np.zeros((4, len(sd)))
    for fixed in _pinned(n, q1, median, q3):
        total += _weigh(n, fixed, p)
    weight, first, second, squares = (row @ prior for row in total)
    average = first / weight / n
    variance = (squares / weight - second / weight / n) / (n - 1)
    return average, math.sqrt(variance), second / weight / n**2 - average**2


def _pinned(n: int, q1: str, median: str, q3: str) -> list[dict[int, int]]:
    """Place in order → score, for every way to print these quartiles."""
    choices = []
    for printed, exact in ((q1, n / 4 + 0.5), (median, (n + 1) / 2), (q3, 3 * n / 4 + 0.5)):
        place, share = int(exact), exact - int(exact)
        rounding = 0.5 * 10.0 ** -len(printed.partition(".")[2])
        pairs = [
            {place: low, place + 1: high} if share else {place: low}
            for low, high in product(range(TOP + 1), repeat=2)
            if low <= high
            and (share or low == high)
            and abs((1 - share) * low + share * high - float(printed)) < rounding + 1e-9
        ]
        choices.append(pairs)
    found = []
    for parts in product(*choices):
        fixed = {place: score for part in parts for place, score in part.items()}
        scores = [fixed[place] for place in sorted(fixed)]
        if scores == sorted(scores):
            found.append(fixed)
    return found


def _weigh(n: int, fixed: dict[int, int], p: np.ndarray) -> np.ndarray:
    """Σ over samples of their probability, times 1, Σx, (Σx)² and Σx²."""
    held = {0: np.stack((np.ones(p.shape[1]), *np.zeros((3, p.shape[1]))))}
    for score in range(TOP + 1):
        least = max((place for place, value in fixed.items() if value <= score), default=0)
        most = min((place - 1 for place, value in fixed.items() if value > score), default=n)
        following: dict[int, np.ndarray] = {}
        for count, (weight, first, second, squares) in held.items():
            for copies in range(max(least - count, 0), most - count + 1):
                factor = math.comb(n - count, copies) * p[score] ** copies
                more = copies * score
                row = np.stack(
                    (
                        weight,
                        first + more * weight,
                        second + 2 * more * first + more**2 * weight,
                        squares + more * score * weight,
                    )
                )
                following[count + copies] = following.get(count + copies, 0) + factor * row
        held = following
    return held.get(n, np.zeros((4, p.shape[1])))
