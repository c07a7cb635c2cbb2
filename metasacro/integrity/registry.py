"""The rules of integrity, in the order in which they are asked, and the tests that they are made of."""

from metasacro.integrity.rule import Rule
from metasacro.integrity.rules.comparisons import COMPARISONS
from metasacro.integrity.rules.dates import DATES
from metasacro.integrity.rules.granularity import GRANULARITY
from metasacro.integrity.rules.order import ORDER
from metasacro.integrity.rules.overlap import OVERLAP
from metasacro.integrity.rules.p_values import ATTAINABLE, CHANGES, RECOMPUTED
from metasacro.integrity.rules.percentages import PERCENTAGES
from metasacro.integrity.rules.plus_minus import PLUS_MINUS
from metasacro.integrity.rules.quantiles import QUANTILES
from metasacro.integrity.rules.samples import SAMPLES
from metasacro.integrity.rules.spreads import SPREADS
from metasacro.integrity.rules.totals import DENOMINATORS, PARTS, TOTALS
from metasacro.literature import Method, Registry

#: Every rule.
RULES: tuple[Rule, ...] = (
    PERCENTAGES,
    TOTALS,
    PARTS,
    DENOMINATORS,
    ORDER,
    GRANULARITY,
    SPREADS,
    SAMPLES,
    PLUS_MINUS,
    QUANTILES,
    ATTAINABLE,
    RECOMPUTED,
    CHANGES,
    COMPARISONS,
    DATES,
    OVERLAP,
)

#: Key → a test of printed numbers, for `explain`.
TESTS: Registry[Method] = Registry(
    "metasacro.integrity",
    {
        "percent": "percentages.PERCENT",
        "grim": "grim.GRIM",
        "grimmer": "grimmer.GRIMMER",
        "debit": "debit.DEBIT",
        "spread-bounds": "spread_bounds.SPREAD_BOUNDS",
        "plus-minus": "plus_minus.PLUS_MINUS",
        "implied-sd": "implied_sd.IMPLIED_SD",
        "signed-rank-p": "rank_tests.SIGNED_RANK",
        "paired-t-p": "recomputed_p.PAIRED_T",
        "signed-rank-test": "sampled_rank_tests.SIGNED_RANK_P",
        "rank-search": "rank_search.RANK_SEARCH",
    },
)
