"""The estimators of τ² that can be asked for, and its interval."""

from collections.abc import Mapping
from types import MappingProxyType

from metasacro.literature import Method
from metasacro.tau2.dersimonian_laird import DL
from metasacro.tau2.empirical_bayes import EB
from metasacro.tau2.equal_effects import EE
from metasacro.tau2.generalized_q_interval import GQ
from metasacro.tau2.generalized_q_median import GENQM
from metasacro.tau2.generalized_q_moment import GENQ
from metasacro.tau2.hedges import HE
from metasacro.tau2.hunter_schmidt import HS
from metasacro.tau2.hunter_schmidt_corrected import HSK
from metasacro.tau2.iterated_dersimonian_laird import DLIT
from metasacro.tau2.iterated_sidik_jonkman import SJIT
from metasacro.tau2.maximum_likelihood import ML
from metasacro.tau2.paule_mandel import PM
from metasacro.tau2.paule_mandel_median import PMM
from metasacro.tau2.q_profile import QP
from metasacro.tau2.restricted_maximum_likelihood import REML
from metasacro.tau2.sidik_jonkman import SJ

#: Key → estimator, in the order in which choices are printed.
ESTIMATORS: Mapping[str, Method] = MappingProxyType(
    {method.key: method for method in (REML, DL, PM, EE, ML, EB, SJ, HE, HS, HSK, PMM, GENQ, GENQM, DLIT, SJIT)}
)

#: Estimators that take weights of one's own, with which the effects are then also pooled.
WEIGHTED = frozenset({GENQ.key, GENQM.key})

#: Key → interval of τ².
INTERVALS: Mapping[str, Method] = MappingProxyType({method.key: method for method in (QP, GQ)})
