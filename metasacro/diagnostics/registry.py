"""The questions that can be put to a pooled answer."""

from collections.abc import Mapping
from types import MappingProxyType

from metasacro.diagnostics.baujat import BAUJAT
from metasacro.diagnostics.best_linear_prediction import BEST_LINEAR_PREDICTION
from metasacro.diagnostics.cumulative import CUMULATIVE
from metasacro.diagnostics.deeks import DEEKS
from metasacro.diagnostics.excess_significance import EXCESS_SIGNIFICANCE
from metasacro.diagnostics.fail_safe_n import FAIL_SAFE_N
from metasacro.diagnostics.gosh import GOSH
from metasacro.diagnostics.harbord import HARBORD
from metasacro.diagnostics.henmi_copas import HENMI_COPAS
from metasacro.diagnostics.influence import INFLUENCE
from metasacro.diagnostics.leave_one_out import LEAVE_ONE_OUT
from metasacro.diagnostics.macaskill import MACASKILL
from metasacro.diagnostics.pet_peese import PET_PEESE
from metasacro.diagnostics.peters import PETERS
from metasacro.diagnostics.rank_test import RANK_TEST
from metasacro.diagnostics.regression_test import REGRESSION_TEST
from metasacro.diagnostics.trim_and_fill import TRIM_AND_FILL
from metasacro.literature import Method

#: Key → what the answer rests on.
SENSITIVITY: Mapping[str, Method] = MappingProxyType(
    {method.key: method for method in (LEAVE_ONE_OUT, CUMULATIVE, INFLUENCE, BAUJAT, BEST_LINEAR_PREDICTION, GOSH)}
)

#: Key → what may be missing from it.
SMALL_STUDIES: Mapping[str, Method] = MappingProxyType(
    {
        method.key: method
        for method in (
            REGRESSION_TEST,
            RANK_TEST,
            HARBORD,
            PETERS,
            MACASKILL,
            DEEKS,
            TRIM_AND_FILL,
            PET_PEESE,
            HENMI_COPAS,
            EXCESS_SIGNIFICANCE,
            FAIL_SAFE_N,
        )
    }
)
