"""The catalogue: one table a hundred, merged here."""

from collections.abc import Mapping
from types import MappingProxyType

from metasacro.problems.catalogue.assembly import ASSEMBLY
from metasacro.problems.catalogue.change import CHANGE
from metasacro.problems.catalogue.citations import CITATIONS
from metasacro.problems.catalogue.contradictions import CONTRADICTIONS
from metasacro.problems.catalogue.conversion import CONVERSION
from metasacro.problems.catalogue.degeneracy import DEGENERACY
from metasacro.problems.catalogue.dependence import DEPENDENCE
from metasacro.problems.catalogue.diagnosis import DIAGNOSIS
from metasacro.problems.catalogue.estimation import ESTIMATION
from metasacro.problems.catalogue.exports import EXPORTS
from metasacro.problems.catalogue.faults import FAULTS
from metasacro.problems.catalogue.feasible import FEASIBLE
from metasacro.problems.catalogue.imports import IMPORTS
from metasacro.problems.catalogue.integrity_cohorts import INTEGRITY_COHORTS
from metasacro.problems.catalogue.integrity_counts import INTEGRITY_COUNTS
from metasacro.problems.catalogue.integrity_flow import INTEGRITY_FLOW
from metasacro.problems.catalogue.integrity_p_values import INTEGRITY_P_VALUES
from metasacro.problems.catalogue.integrity_scores import INTEGRITY_SCORES
from metasacro.problems.catalogue.long_jobs import LONG_JOBS
from metasacro.problems.catalogue.medians import MEDIANS
from metasacro.problems.catalogue.output import OUTPUT
from metasacro.problems.catalogue.prediction import PREDICTION
from metasacro.problems.catalogue.rare_events import RARE_EVENTS
from metasacro.problems.catalogue.reanalysis import REANALYSIS
from metasacro.problems.catalogue.records import RECORDS
from metasacro.problems.catalogue.regression import REGRESSION
from metasacro.problems.catalogue.second_opinion import SECOND_OPINION
from metasacro.problems.catalogue.selection import SELECTION
from metasacro.problems.catalogue.subgroups import SUBGROUPS
from metasacro.problems.catalogue.summary_rows import SUMMARY_ROWS
from metasacro.problems.catalogue.writing import WRITING
from metasacro.problems.code import Code

CATALOGUE: Mapping[str, Code] = MappingProxyType(
    {
        entry.code: entry
        for entry in (
            *RECORDS,
            *WRITING,
            *IMPORTS,
            *CITATIONS,
            *CONTRADICTIONS,
            *INTEGRITY_COUNTS,
            *INTEGRITY_SCORES,
            *INTEGRITY_P_VALUES,
            *INTEGRITY_COHORTS,
            *INTEGRITY_FLOW,
            *CONVERSION,
            *FEASIBLE,
            *MEDIANS,
            *REANALYSIS,
            *ESTIMATION,
            *RARE_EVENTS,
            *PREDICTION,
            *DEPENDENCE,
            *DEGENERACY,
            *ASSEMBLY,
            *DIAGNOSIS,
            *SELECTION,
            *REGRESSION,
            *SUMMARY_ROWS,
            *SUBGROUPS,
            *OUTPUT,
            *EXPORTS,
            *SECOND_OPINION,
            *LONG_JOBS,
            *CHANGE,
            *FAULTS,
        )
    }
)

__all__ = ["CATALOGUE"]
