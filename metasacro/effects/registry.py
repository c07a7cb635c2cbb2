"""The effect measures that can be asked for."""

from collections.abc import Mapping
from types import MappingProxyType

from metasacro.effects.clopper_pearson import CLOPPER_PEARSON
from metasacro.effects.logit_proportion import PLO
from metasacro.effects.mean_change import MC
from metasacro.effects.measure import Measure
from metasacro.effects.raw_mean import MN
from metasacro.effects.raw_proportion import PR
from metasacro.literature import Method

#: Key → measure, in the order in which choices are printed.
MEASURES: Mapping[str, Measure] = MappingProxyType({measure.key: measure for measure in (MC, MN, PLO, PR)})

#: Key → interval of one cohort that does not come from yi and vi.
INTERVALS: Mapping[str, Method] = MappingProxyType({CLOPPER_PEARSON.key: CLOPPER_PEARSON})
