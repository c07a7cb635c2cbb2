"""The conversions that can be asked for, and the formulas they are made of."""

from metasacro.literature import Method, Registry
from metasacro.moments.conversion_method import Conversion

#: Key → published way from a printed summary to a mean and SD; the first is what `mean_sd` takes.
CONVERSIONS: Registry[Conversion] = Registry(
    "metasacro.moments",
    {
        "luo/wan/shi": "luo_wan_shi.LUO_WAN_SHI",
        "luo/wan-table": "wan_table.LUO_WAN_TABLE",
        "hozo": "hozo.HOZO",
        "bland": "bland.BLAND",
        "hozo/wan/bland": "hozo_wan_bland.HOZO_WAN_BLAND",
        "yang": "yang.YANG",
        "shi-lognormal": "shi_log_normal.SHI_LOG_NORMAL",
        "qe": "quantile_estimation.QE",
        "bc": "box_cox_method.BC",
        "mln": "mln.MLN",
        "mln-jacobian": "mln.MLN_JACOBIAN",
    },
)

#: Key → conversion that knows the scale; what `pool` prefers.
SET_CONVERSIONS: Registry[Method] = Registry("metasacro.moments.feasible", {"exact-set": "set_estimate.ESTIMATE"})

#: Key → one formula, for `explain`.
FORMULAS: Registry[Method] = Registry(
    "metasacro.moments",
    {
        "luo": "luo.LUO",
        "wan": "wan.WAN",
        "shi": "shi.SHI",
        "shi-skewness": "shi_skewness.SKEWNESS",
        "bootstrap-error": "bootstrap.BOOTSTRAP_ERRORS",
    },
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
