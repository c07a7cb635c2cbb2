"""Pain before and after as the abstracts and the seed's Table 4 print it, and plain formulas: nothing of metasacro."""

from tests.second_opinion.whole_point_scores import mean_sd_and_doubt

#: n, before, after: a mean with its SD, or a median between its quartiles.
PRINTED = (
    (27, ("8.0", "9.0", "10.0"), ("0.0", "3.0", "5.8")),  # Gupta 2014, Table 4
    (204, (9.2, 1.1), (1.9, 1.7)),  # Kortman 2013, insufficiency fractures
    (39, (9.0, 0.9), (2.6, 2.4)),  # Kortman 2013, lesions
    (58, (5.3, 2.0), (1.7, 1.8)),  # Pereira 2013
    (29, ("4", "7", "8.5"), ("1", "2", "3.5")),  # Dougherty 2014, at rest
    (19, (8.0, 1.9), (3.0, 1.1)),  # Kamel 2009, 4 weeks
)
CORRELATION = 0.5

#: A mean with its SD; or quartiles as printed.
Summary = tuple[float, float] | tuple[str, str, str]


def moments(n: int, summary: Summary) -> tuple[float, float, float]:
    """Mean, SD, and the variance of the mean because quartiles leave it open."""
    if len(summary) == 2:
        return summary[0], summary[1], 0.0
    return mean_sd_and_doubt(n, *summary)


def change(n: int, before: Summary, after: Summary) -> tuple[float, float]:
    """The mean change and its variance."""
    (mean_before, sd_before, doubt_before), (mean_after, sd_after, doubt_after) = moments(n, before), moments(n, after)
    squares = sd_before**2 + sd_after**2 - 2 * CORRELATION * sd_before * sd_after
    return mean_after - mean_before, squares / n + doubt_before + doubt_after


def reduction(yi: float) -> float:
    """A change of pain as its reduction."""
    return -yi
