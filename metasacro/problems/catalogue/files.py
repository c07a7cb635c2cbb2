"""1xx: files that cannot be read as a record."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

FILES: tuple[Code, ...] = (
    Code(
        code="MS101",
        severity=Severity.ERROR,
        message="this file cannot be read: {reason}",
        why="A record is a regular file. Links, folders, pipes and devices named like records are refused, because "
        "they can lead anywhere or never end.",
        fix="Put the record itself into the folder and make it readable.",
    ),
    Code(
        code="MS102",
        severity=Severity.ERROR,
        message="too large: the limit is {most} thousand characters",
        why="A record of one study is a few kilobytes. A much larger file is a paste by mistake or an attack on the "
        "parser.",
        fix="Split it into one record a study, and keep data sets out of records.",
    ),
    Code(
        code="MS103",
        severity=Severity.ERROR,
        message="the file is not UTF-8 text: byte {byte} does not belong here",
        why="Another encoding would turn signs such as ± or – into other signs, silently.",
        fix="Save the file as UTF-8.",
    ),
    Code(
        code="MS104",
        severity=Severity.ERROR,
        message="the character {character} is not allowed",
        why="Control characters can rewrite what a terminal shows, and invisible ones can hide or reorder digits.",
        fix="Delete the character; it often comes with text copied from a PDF.",
        example='label: "Smith\\x1b[2J 2020"',
        instead="label: Smith 2020",
    ),
    Code(
        code="MS105",
        severity=Severity.ERROR,
        message="the YAML cannot be understood: {said}",
        why="The structure of the file is broken at this place, so nothing after it can be trusted.",
        fix="Mend this line or the one above; quotes round text that holds `: ` or `#` help most often.",
        example="label: Sacroplasty: a series",
        instead='label: "Sacroplasty: a series"',
    ),
    Code(
        code="MS106",
        severity=Severity.ERROR,
        message="nested more than {deepest} levels deep",
        why="No record needs it, and deep nesting can crash a parser.",
        fix="Remove the brackets or the indentation that was not meant.",
    ),
    Code(
        code="MS107",
        severity=Severity.ERROR,
        message="anchors and aliases (`&`, `*`) are not allowed",
        why="A value must stand where it is used, with its own place in the paper. Aliases can also multiply a small "
        "file into an endless one.",
        fix="Write the value out. If text begins with `&` or `*`, put it in quotes.",
        example="n: &n 27",
        instead="n: 27",
    ),
    Code(
        code="MS108",
        severity=Severity.ERROR,
        message="merge keys (`<<`) are not allowed",
        why="A merged value has no line of its own, so no printed number could be traced to it.",
        fix="Write the fields out.",
    ),
    Code(
        code="MS109",
        severity=Severity.ERROR,
        message="tags (`{tag}`) are not allowed",
        why="Types follow from the field. A tag can change a value or run code in other readers.",
        fix="Remove the tag. If text begins with `!`, put it in quotes.",
    ),
    Code(
        code="MS110",
        severity=Severity.ERROR,
        message="`{key}` stands twice; the first is on line {first}",
        why="Most readers keep the last value without a word, so one of two numbers would silently win.",
        fix="Keep the right one.",
        example="n: 27\nn: 53",
        instead="n: 27",
    ),
    Code(
        code="MS124",
        severity=Severity.ERROR,
        message="a second document begins here (`---`)",
        why="A file holds one study, so that its history is the study's history.",
        fix="Put the second record into a file of its own.",
    ),
    Code(
        code="MS125",
        severity=Severity.ERROR,
        message="the file is empty",
        why="An empty record may be a forgotten one.",
        fix="Fill it in, or delete the file.",
    ),
    Code(
        code="MS127",
        severity=Severity.ERROR,
        message="`{name}` looks like a record but is not named `*.yaml`",
        why="A file with another ending would be left out without a word.",
        fix="Give it the ending `.yaml`, or move it out of the folder.",
    ),
    Code(
        code="MS131",
        severity=Severity.ERROR,
        message="the bibliography cannot be understood: {said}",
        why="A citation that cannot be found cannot be checked.",
        fix="Mend the entry: each needs a key, and braces that close.",
    ),
    Code(
        code="MS132",
        severity=Severity.ERROR,
        message="there is no `{name}` in this folder",
        why="The protocol and the bibliography belong to the evidence: without them nothing is pooled.",
        fix="Add the file; the evidence shipped with the program shows one. Check the folder's name if it should be "
        "there.",
    ),
    Code(
        code="MS134",
        severity=Severity.ERROR,
        message="there is no folder `{folder}`",
        why="Evidence is read from a folder with one YAML record a study.",
        fix="Check the spelling. Without a folder, `metasacro pool` reads `studies/` here, or else the shipped "
        "evidence.",
    ),
    Code(
        code="MS137",
        severity=Severity.ERROR,
        message="a field name must be plain text",
        why="Lists and mappings as names have no meaning in a record.",
        fix="Write a name and a colon. If the value begins with `{` or `[`, put it in quotes.",
    ),
    Code(
        code="MS142",
        severity=Severity.ERROR,
        message="what stands after this `#` would be lost",
        why="After a space, `#` begins a remark, and YAML drops it. Text that holds a `#` would be cut short without "
        "a word.",
        fix="Put the whole text in quotes. If it is a remark, write a space after `#`.",
        example="label: Smith #2 2020",
        instead='label: "Smith #2 2020"',
    ),
    Code(
        code="MS143",
        severity=Severity.ERROR,
        message="the folder holds more than {most}",
        why="A folder of evidence holds one small record a study. So much in it was put there by mistake or by an "
        "attack.",
        fix="Check that this is the right folder, or split it.",
    ),
)
