"""The rules of integrity, in the order in which they are asked."""

from metasacro.integrity.rule import Rule
from metasacro.integrity.rules.comparisons import COMPARISONS
from metasacro.integrity.rules.dates import DATES
from metasacro.integrity.rules.flow import FLOW
from metasacro.integrity.rules.granularity import GRANULARITY
from metasacro.integrity.rules.order import ORDER
from metasacro.integrity.rules.overlap import OVERLAP
from metasacro.integrity.rules.p_values import ATTAINABLE, CHANGES, RECOMPUTED
from metasacro.integrity.rules.percentages import PERCENTAGES
from metasacro.integrity.rules.plus_minus import PLUS_MINUS
from metasacro.integrity.rules.quantiles import QUANTILES
from metasacro.integrity.rules.samples import SAMPLES
from metasacro.integrity.rules.skewness import SKEWNESS
from metasacro.integrity.rules.spreads import SPREADS
from metasacro.integrity.rules.subgroups import SUBGROUPS
from metasacro.integrity.rules.totals import DENOMINATORS, PARTS, TOTALS

#: Every rule.
RULES: tuple[Rule, ...] = (
    PERCENTAGES,
    TOTALS,
    PARTS,
    DENOMINATORS,
    ORDER,
    GRANULARITY,
    SPREADS,
    SKEWNESS,
    SAMPLES,
    PLUS_MINUS,
    QUANTILES,
    ATTAINABLE,
    RECOMPUTED,
    CHANGES,
    COMPARISONS,
    SUBGROUPS,
    DATES,
    OVERLAP,
    FLOW,
)
