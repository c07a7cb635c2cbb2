"""16x and 17x: files of other programs, from which records are drafted."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

IMPORTS: tuple[Code, ...] = (
    Code(
        code="MS160",
        severity=Severity.ERROR,
        message="two columns are called `{name}`",
        why="Which of the two holds the value would be a guess.",
        fix="Rename one of them.",
    ),
    Code(
        code="MS161",
        severity=Severity.ERROR,
        message="{found} cells under {wanted} columns",
        why="A shifted cell would put a number under another name.",
        fix="Give each row as many cells as the header has; leave cells empty for what is not printed.",
    ),
    Code(
        code="MS162",
        severity=Severity.ERROR,
        message="the table {reason}",
        why="A table has a line with the names of its columns and at least one row below it.",
        fix="Save the sheet again as CSV in UTF-8, with one line of names above the rows.",
    ),
    Code(
        code="MS163",
        severity=Severity.ERROR,
        message="`{text}` has a decimal {sign}, and the decimal sign of this file is the {other}",
        why="`1,234` is a little more than one, or more than a thousand. Numbers are never read in two ways.",
        fix="Write `decimal: comma` into the mapping if the whole file has decimal commas; else correct the cell.",
    ),
    Code(
        code="MS164",
        severity=Severity.ERROR,
        message="{what} stands twice; the first is on line {first}",
        why="The same patients would be counted twice, or one of two values would silently win.",
        fix="Delete one row. If they are different groups or measures, tell them apart in `cohort` or `measure`.",
    ),
    Code(
        code="MS165",
        severity=Severity.ERROR,
        message="`{name}` is `{text}` here and `{other}` on line {first}",
        why="A record has one value for it, and which is right cannot be told from the file.",
        fix="Correct one of them, or leave the cell empty in all rows but one.",
    ),
    Code(
        code="MS166",
        severity=Severity.ERROR,
        message="`{file}` exists and is not overwritten",
        why="An import knows nothing of what a person has written into the file since.",
        fix="Import into another folder and move over by hand what is new, or give the study another name.",
    ),
    Code(
        code="MS167",
        severity=Severity.ERROR,
        message="the mapping names `{name}`, which the file does not have",
        why="A column that was renamed would be left out without a word.",
        fix="Correct the name; `--save-map` writes a mapping with the names that the file has.",
    ),
    Code(
        code="MS168",
        severity=Severity.ERROR,
        message="`{text}` is no place in a record: {reason}",
        why="Where a value goes is said in the names of fields, so that nothing is guessed.",
        fix="Write a field such as `label`, `cohort.n`, `pain.baseline.mean`, `pain.follow_up.1 month.sd`, "
        "`leak.events`, or `unmapped`.",
    ),
    Code(
        code="MS169",
        severity=Severity.ERROR,
        message="no `{name}` for this row",
        why="A value belongs to a study, to one of its cohorts and to an outcome; none of these is guessed.",
        fix="Map a column to it, or write the name under `constants` in the mapping, as in `cohort: all`.",
    ),
    Code(
        code="MS170",
        severity=Severity.ERROR,
        message="what kind of file `{name}` is cannot be told",
        why="The kind is told by the ending of the name and by the first line, and never guessed from the rest.",
        fix="Say it with `--from`: csv, covidence, ris, nbib, bibtex or rm5.",
    ),
    Code(
        code="MS171",
        severity=Severity.ERROR,
        message="the file has {what}, which is refused",
        why="Through them an XML file can read other files of this machine, ask addresses, or grow until memory is "
        "full. RevMan writes none.",
        fix="Save the review again in RevMan, or delete the `<!DOCTYPE …>`.",
    ),
    Code(
        code="MS172",
        severity=Severity.ERROR,
        message="the XML cannot be understood: {said}",
        why="The structure of the file is broken at this place, so nothing after it can be trusted.",
        fix="Save the review again in RevMan 5 as RM5.",
    ),
    Code(
        code="MS173",
        severity=Severity.ERROR,
        message="the file is not a RevMan 5 review: its root is `{root}`",
        why="Only the elements of an RM5 file have a known meaning.",
        fix="Save the review in RevMan 5 as RM5. RevMan Web exports CSV instead.",
    ),
    Code(
        code="MS174",
        severity=Severity.ERROR,
        message="`{text}` and `{other}` would both be the record `{study}`",
        why="A record's name is made of the letters and digits of the study's name, and one name holds one study.",
        fix="Give them names that differ, such as `smith2020a` and `smith2020b`, in the column that is mapped to "
        "`study`.",
    ),
    Code(
        code="MS190",
        severity=Severity.ERROR,
        message="more than {most}",
        why="No review and no search has so many. The file is damaged or made to fill the memory of whoever opens it.",
        fix="Check that it is the right file, or split it.",
    ),
    Code(
        code="MS175",
        severity=Severity.ERROR,
        message="nothing was written: {reason}",
        why="Files are written all together or not at all, so that a folder is never left half imported.",
        fix="Mend the cause, and run the command again.",
    ),
    Code(
        code="MS176",
        severity=Severity.ERROR,
        message="no column says which study a row is about",
        why="A value without a study belongs to no record.",
        fix="Call the column `study`, or write a mapping: `--save-map FILE` begins one with every column of the file.",
    ),
)
