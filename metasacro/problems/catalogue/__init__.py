"""The catalogue: one table a hundred, merged here."""

from collections.abc import Mapping
from types import MappingProxyType

from metasacro.problems.catalogue.assembly import ASSEMBLY
from metasacro.problems.catalogue.contradictions import CONTRADICTIONS
from metasacro.problems.catalogue.conversion import CONVERSION
from metasacro.problems.catalogue.degeneracy import DEGENERACY
from metasacro.problems.catalogue.dependence import DEPENDENCE
from metasacro.problems.catalogue.diagnosis import DIAGNOSIS
from metasacro.problems.catalogue.estimation import ESTIMATION
from metasacro.problems.catalogue.faults import FAULTS
from metasacro.problems.catalogue.output import OUTPUT
from metasacro.problems.catalogue.rare_events import RARE_EVENTS
from metasacro.problems.catalogue.records import RECORDS
from metasacro.problems.catalogue.regression import REGRESSION
from metasacro.problems.catalogue.subgroups import SUBGROUPS
from metasacro.problems.code import Code

CATALOGUE: Mapping[str, Code] = MappingProxyType(
    {
        entry.code: entry
        for entry in (
            *RECORDS,
            *CONTRADICTIONS,
            *CONVERSION,
            *ESTIMATION,
            *RARE_EVENTS,
            *DEPENDENCE,
            *DEGENERACY,
            *ASSEMBLY,
            *DIAGNOSIS,
            *REGRESSION,
            *SUBGROUPS,
            *OUTPUT,
            *FAULTS,
        )
    }
)

__all__ = ["CATALOGUE"]
