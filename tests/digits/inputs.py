"""What is asked besides the pooled designs: tails, effect sizes, conversions, tables of counts, meta-regressions."""

from __future__ import annotations

import numpy as np

#: Function of `metasacro.numerics` → its arguments, from the ordinary to the far tail.
TAILS: dict[str, tuple[tuple[float, ...], ...]] = {
    "normal_two_sided": ((1e-8,), (1.0,), (5.0,), (20.0,), (37.0,)),
    "normal_quantile": ((1e-300,), (1e-50,), (1e-10,), (0.025,), (0.4999999,), (0.975,)),
    "student_two_sided": (
        (1e-9, 3.0), (2.0, 1.0), (2.0, 2.0), (3.0, 9.0), (50.0, 5.0), (1e10, 1.0), (1e5, 30.0), (6.0, 1e6),
    ),
    "student_quantile": (
        (0.975, 1.0), (0.975, 2.0), (0.975, 9.0), (0.975, 999.0), (0.975, 1e6), (0.9999, 1.0), (0.999999999, 4.0),
    ),
    "chi_square_upper": (
        (1e-10, 1.0), (3.0, 1.0), (27.0, 9.0), (300.0, 9.0), (1300.0, 9.0), (1e3, 999.0), (1001000.0, 1e6),
        (1.1e6, 1e6),
    ),
    "chi_square_quantile": (
        (0.025, 1.0), (0.975, 1.0), (0.025, 9.0), (0.975, 9.0), (1e-12, 9.0), (0.975, 999.0), (0.025, 1e6), (0.5, 1e6),
    ),
    "f_upper": ((4.0, 2.0, 10.0), (1e-6, 2.0, 10.0), (1e6, 3.0, 8.0), (1.1, 500.0, 5e4), (50.0, 10.0, 1e4)),
    "beta_quantile": (
        (0.025, 3.0, 18.0), (0.975, 4.0, 17.0), (0.025, 1.0, 1e6), (1e-10, 0.5, 0.5), (0.975, 5e5, 5e5),
        (0.5, 1e-2, 3.0),
    ),
    "log_binomial_coefficient": ((2.0, 5.0), (10.0, 53.0), (1.0, 1e6), (5e5, 1e6), (3.0, 1e12)),
}  # fmt: skip  # a row a function, to be read as a table

#: Measure → the numbers of one cohort, in the order of its columns.
EFFECTS: dict[str, tuple[tuple[float, ...], ...]] = {
    "SMD": (
        (5.5, 1.25, 20, 4.25, 1.5, 22), (3.0, 1.0, 2, 1.0, 2.0, 2), (1e8 + 0.5, 1.0, 50, 1e8, 1.0, 50),
        (1e-12, 2e-12, 30, 3e-12, 1e-12, 30), (1.25, 1.0, 1e6, 1.0, 1.0, 1e6),
    ),
    "MD": ((55.0, 47.0, 155, 75.0, 64.0, 156), (1e8 + 0.5, 1.0, 50, 1e8, 1e-8, 50)),
    "MC": (
        (2.5, 1.5, 6.5, 1.25, 20, 0.5), (2.5, 1.5, 6.5, 1.5, 20, 0.999999),
        (2.5, 1.5000001, 6.5, 1.5, 20, 0.9999999999),
        (2.5e-12, 1.5e-12, 6.5e-12, 1.25e-12, 20, -0.5),
    ),
    "OR": ((12, 38, 5, 45), (1, 999_999, 2, 999_998), (500_001, 499_999, 500_000, 500_000), (3, 1e12, 7, 1e12)),
    "RR": ((12, 38, 5, 45), (1, 999_999, 2, 999_998), (500_001, 499_999, 500_000, 500_000), (999_999, 1, 999_998, 2)),
    "RD": ((12, 38, 5, 45), (1, 999_999, 2, 999_998), (500_001, 499_999, 500_000, 500_001), (3, 1e12, 7, 1e12)),
    "PLO": ((4, 50), (1, 1e9), (500_001, 1_000_000), (999_999, 1_000_000)),
    "PFT": ((4, 50), (0, 10), (1, 1e9), (999_999, 1_000_000), (10, 10)),
}  # fmt: skip  # the same

#: The names of a measure's columns.
COLUMNS = {
    "SMD": "m1i sd1i n1i m2i sd2i n2i",
    "MD": "m1i sd1i n1i m2i sd2i n2i",
    "MC": "m1i sd1i m2i sd2i ni ri",
    "OR": "ai bi ci di",
    "RR": "ai bi ci di",
    "RD": "ai bi ci di",
    "PLO": "xi ni",
    "PFT": "xi ni",
}

#: The way back → its arguments.
BACK: dict[str, tuple[tuple[float, ...], ...]] = {
    "ratio": ((-700.0,), (0.5,), (700.0,)),
    "share_of_log_odds": ((-700.0,), (-2.5,), (30.0,)),
    "share_of_double_arcsine": ((0.29, 50.0), (0.06, 1000.0), (0.0011, 1e6), (1.5697, 1e6), (0.785, 1e6)),
}

#: Events and people for the exact interval.
SHARES = ((0, 10), (3, 20), (10, 10), (1, 1_000_000), (500_000, 1_000_000), (999_999, 1_000_000), (7, 1_000_000_000))

#: n, smallest, first quartile, median, third quartile, largest.
MEDIANS = (
    (5, 2.0, 4.0, 6.0, 10.0, 14.0), (25, 0.0, 1.5, 3.0, 5.5, 10.0), (1_000_000, 2.0, 4.0, 6.0, 10.0, 14.0),
    (25, 1e8, 1e8 + 1.5, 1e8 + 3.0, 1e8 + 5.5, 1e8 + 10.0), (25, 2e-12, 4e-12, 6e-12, 10e-12, 14e-12),
)  # fmt: skip  # the same

#: Tables a b c d, a row a cohort.
TABLES: dict[str, tuple[tuple[int, int, int, int], ...]] = {
    "ordinary": ((12, 38, 5, 45), (7, 93, 3, 87), (20, 30, 11, 39)),
    "rare": ((0, 53, 3, 114), (1, 43, 3, 32), (0, 1000, 1, 999)),
    "huge": ((300_001, 700_000, 299_999, 700_001), (1, 9_999_999, 3, 9_999_997), (12, 38, 5, 45)),
    "near no effect": ((500_001, 499_999, 500_000, 500_000), (250_000, 750_001, 250_001, 750_000)),
}

_YEARS = np.arange(2001.0, 2016.0)


def regressions() -> dict[str, np.ndarray]:
    """Designs of fifteen cohorts, from the ordinary to the nearly dependent."""
    one = np.ones(15)
    return {
        "one moderator": np.column_stack([one, (_YEARS - 2001.0) / 4.0]),
        "scales 1e-9 to 1e9": np.column_stack([one, (_YEARS - 2008.0) * 1e-9, ((_YEARS * 7) % 5) * 1e9]),
        "year and its square": np.column_stack([one, _YEARS, _YEARS**2]),
        "nearly the same twice": np.column_stack(
            [one, _YEARS - 2008.0, (_YEARS - 2008.0) + ((_YEARS * 3) % 7) * 2**-24]
        ),
    }
