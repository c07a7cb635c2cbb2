"""The conversions that can be asked for, and the formulas they are made of."""

from collections.abc import Mapping
from types import MappingProxyType

from metasacro.literature import Method
from metasacro.moments.conversion import CONVERSION
from metasacro.moments.luo import LUO
from metasacro.moments.shi import SHI
from metasacro.moments.shi_skewness import SKEWNESS
from metasacro.moments.wan import WAN

#: Key → way from a printed summary to a mean and SD; the first is the default.
CONVERSIONS: Mapping[str, Method] = MappingProxyType({CONVERSION.key: CONVERSION})

#: Key → one formula, for `explain`.
FORMULAS: Mapping[str, Method] = MappingProxyType({method.key: method for method in (LUO, WAN, SHI, SKEWNESS)})
