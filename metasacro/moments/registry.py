"""The conversions that can be asked for, and the formulas they are made of."""

from metasacro.literature import Method, Registry

#: Key → way from a printed summary to a mean and SD; the first is the default.
CONVERSIONS: Registry[Method] = Registry("metasacro.moments", {"luo/wan/shi": "conversion.CONVERSION"})

#: Key → one formula, for `explain`.
FORMULAS: Registry[Method] = Registry(
    "metasacro.moments",
    {"luo": "luo.LUO", "wan": "wan.WAN", "shi": "shi.SHI", "shi-skewness": "shi_skewness.SKEWNESS"},
)

#: Key → an SD that a paper does not print, recovered from what it does.
RECOVERIES: Registry[Method] = Registry(
    "metasacro.moments",
    {"sd-of-group": "recovered_sd.SD_OF_GROUP", "sd-of-two-groups": "recovered_sd.SD_OF_TWO_GROUPS"},
)

#: Key → what a print leaves possible.
FEASIBLE: Registry[Method] = Registry(
    "metasacro.moments.feasible",
    {
        "feasible": "one_cohort.FEASIBLE",
        "feasible-nested": "nested_cohorts.NESTED",
        "feasible-change": "paired_change.CHANGE",
        "quantile-definition": "possible_definitions.DEFINITION",
    },
)
