"""The tests and intervals of the pooled effect that can be asked for."""

from collections.abc import Mapping
from types import MappingProxyType

from metasacro.literature import Method
from metasacro.pooling.hartung_knapp import ADHOC, KNHA
from metasacro.pooling.wald import T, Z

#: Key → test, in the order in which choices are printed.
TESTS: Mapping[str, Method] = MappingProxyType({method.key: method for method in (ADHOC, KNHA, T, Z)})
