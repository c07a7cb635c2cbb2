"""2xx, continued: dates that do not follow each other, and records that may share patients."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

INTEGRITY_COHORTS: tuple[Code, ...] = (
    Code(
        code="MS260",
        severity=Severity.CAUTION,
        message="treatment began in {start} and ended in {end}",
        why="It cannot end before it begins.",
        fix="Check `accrual` for swapped dates.",
    ),
    Code(
        code="MS261",
        severity=Severity.CAUTION,
        message="treatment ended in {end}, the paper is of {year}",
        why="Nobody is treated after the results are published.",
        fix="Check `accrual`, and the year in references.bib.",
    ),
    Code(
        code="MS262",
        severity=Severity.CAUTION,
        message="follow-up at {time}, with treatment from {start} on and a paper of {year}",
        why="Even the first patient cannot have been followed for so long.",
        fix="Check the time, `accrual`, and the year in references.bib.",
    ),
    Code(
        code="MS270",
        severity=Severity.CAUTION,
        message="`{study}` and `{other}` may share patients: {signs}",
        why="The same patients in two records count twice, and make a pooled answer look more certain than it is.",
        fix="Compare centre, dates, numbers and authors. Record what you find under `overlaps` of one of the two, or "
        "under `resolved` if they are different patients.",
        references=("hussein2022",),
    ),
    Code(
        code="MS271",
        severity=Severity.CAUTION,
        message="`{study}` and `{other}` have {signs}",
        why="Two records of one paper, or of one registered study, hold the same patients.",
        fix="Merge the records, or record under `overlaps` how they relate.",
        references=("hussein2022",),
    ),
    Code(
        code="MS272",
        severity=Severity.NOTE,
        message="`{other}` names `{study}` under `overlaps`, but not the other way round",
        why="A reader of this record should learn of the overlap too.",
        fix="Add the entry here.",
    ),
    Code(
        code="MS294",
        severity=Severity.CAUTION,
        message="kappa does not exist: both readers gave the same answer to all {n}",
        why="Where every judgement is the same, nothing shows whether the readers could tell two answers apart.",
        fix="Report the share of equal judgements.",
        references=("cohen1960",),
    ),
    Code(
        code="MS295",
        severity=Severity.CAUTION,
        message="no interval of kappa: its standard error from {n} judgements is 0",
        why="That happens where the readers agree on everything, or where one of them gave one answer throughout. An "
        "interval of no width would promise that it goes on for ever.",
        fix="Report how many judgements were compared.",
        references=("fleiss1969",),
    ),
)
