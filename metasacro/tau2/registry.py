"""The estimators of τ² that can be asked for, and its interval."""

from collections.abc import Mapping
from types import MappingProxyType

from metasacro.literature import Method
from metasacro.tau2.dersimonian_laird import DL
from metasacro.tau2.equal_effects import EE
from metasacro.tau2.paule_mandel import PM
from metasacro.tau2.q_profile import QP
from metasacro.tau2.restricted_maximum_likelihood import REML

#: Key → estimator, in the order in which choices are printed.
ESTIMATORS: Mapping[str, Method] = MappingProxyType({method.key: method for method in (REML, DL, PM, EE)})

#: Key → interval of τ².
INTERVALS: Mapping[str, Method] = MappingProxyType({QP.key: QP})
