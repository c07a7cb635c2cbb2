"""Pain before and after as the abstracts and the seed's Table 4 print it, and plain formulas: nothing of metasacro."""

from scipy import stats

#: n, before, after: a mean with its SD, or a median between its quartiles.
PRINTED = (
    (27, (8.0, 9.0, 10.0), (0.0, 3.0, 5.8)),  # Gupta 2014, Table 4
    (204, (9.2, 1.1), (1.9, 1.7)),  # Kortman 2013, insufficiency fractures
    (39, (9.0, 0.9), (2.6, 2.4)),  # Kortman 2013, lesions
    (58, (5.3, 2.0), (1.7, 1.8)),  # Pereira 2013
    (29, (4.0, 7.0, 8.5), (1.0, 2.0, 3.5)),  # Dougherty 2014, at rest
    (19, (8.0, 1.9), (3.0, 1.1)),  # Kamel 2009, 4 weeks
)
CORRELATION = 0.5


def moments(n: int, summary: tuple[float, ...]) -> tuple[float, float]:
    """Mean and SD; of quartiles by Luo 2018 and Wan 2014."""
    if len(summary) == 2:
        return summary[0], summary[1]
    q1, median, q3 = summary
    weight = 0.7 + 0.39 / n
    mean = weight * (q1 + q3) / 2 + (1 - weight) * median
    return mean, (q3 - q1) / (2 * float(stats.norm.ppf((0.75 * n - 0.125) / (n + 0.25))))


def change(n: int, before: tuple[float, ...], after: tuple[float, ...]) -> tuple[float, float]:
    """The mean change and its variance."""
    (mean_before, sd_before), (mean_after, sd_after) = moments(n, before), moments(n, after)
    squares = sd_before**2 + sd_after**2 - 2 * CORRELATION * sd_before * sd_after
    return mean_after - mean_before, squares / n


YI_VI = tuple(change(*row) for row in PRINTED)


def reduction(yi: float) -> float:
    """A change of pain as its reduction."""
    return -yi
