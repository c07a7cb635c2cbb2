"""15x: files of references, and the records that are begun from them."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

CITATIONS: tuple[Code, ...] = (
    Code(
        code="MS150",
        severity=Severity.ERROR,
        message="this is neither RIS nor NBIB nor BibTeX",
        why="The format is told by the text: `TY  -` begins an entry of RIS, `PMID-` one of NBIB, `@article{` one of "
        "BibTeX.",
        fix="Export the references again in one of these formats, as UTF-8.",
    ),
    Code(
        code="MS151",
        severity=Severity.ERROR,
        message="this line belongs to no entry: {text}",
        why="It may be the rest of an entry whose beginning is lost.",
        fix="Take the line out, or begin the entry above it: `TY  - JOUR` in RIS, `PMID- ` in NBIB.",
    ),
    Code(
        code="MS152",
        severity=Severity.ERROR,
        message="the entry that begins here does not end",
        why="The file may be cut; what is missing cannot be known.",
        fix="Export the entry again, or end it with `ER  - `.",
    ),
    Code(
        code="MS153",
        severity=Severity.ERROR,
        message="the entry has no title, author, DOI, PMID or address",
        why="Nobody could find the publication again.",
        fix="Add one of them, or take the entry out.",
    ),
    Code(
        code="MS154",
        severity=Severity.ERROR,
        message="the entry has a value of more than {most} 000 characters, or thousands of lines",
        why="No reference is that long; most often an entry does not end and swallows what follows.",
        fix="Export the entry again.",
    ),
    Code(
        code="MS155",
        severity=Severity.ERROR,
        message="the entry cannot be understood: {said}",
        why="A citation that cannot be read would be left out of the records.",
        fix="Mend the entry: each needs a key of its own, and braces that close.",
    ),
    Code(
        code="MS156",
        severity=Severity.ERROR,
        message="`{name}` exists already",
        why="A record holds what somebody typed; it is never overwritten.",
        fix="Take another name, or go on in the file that exists.",
    ),
    Code(
        code="MS157",
        severity=Severity.ERROR,
        message="{said}",
        why="A record rests on one publication.",
        fix="Name the entry with `--entry`: its place in the file, its key or its proposed name.",
    ),
    Code(
        code="MS158",
        severity=Severity.ERROR,
        message="`{key}` is another publication in the bibliography: its DOI is {doi}",
        why="The record would cite a paper that it does not come from.",
        fix="Take another name for the record, or mend the entry of the bibliography.",
    ),
    Code(
        code="MS159",
        severity=Severity.ERROR,
        message="the file is left as it is: {said}",
        why="Laying out may change where things stand, and nothing else.",
        fix="Move the remark to a line of its own above its field.",
    ),
)
