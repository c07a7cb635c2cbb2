"""The whole table: every case, by the test that shows it to the program."""

from __future__ import annotations

from tests.hostile import (
    character_cases,
    companion_cases,
    file_cases,
    import_cases,
    number_cases,
    structure_cases,
    text_cases,
    volume_cases,
)
from tests.hostile.case import Case

#: Records that could crash or hang a process.
ALONE: tuple[Case, ...] = (*structure_cases.ALONE, *file_cases.ALONE)
#: Records that are read in one folder.
TOGETHER: tuple[Case, ...] = (
    *structure_cases.TOGETHER,
    *number_cases.TOGETHER,
    *character_cases.TOGETHER,
    *file_cases.TOGETHER,
)
#: What is no file: its test makes it.
GIT = Case(
    row="git",
    name="git",
    told="filters of contents, a watcher of files, a program for signatures",
    meets="none is started",
)
FOLDER = Case(row="names", name="folder", told="an escape sequence in the name of the folder", meets="no sign of it")
ZEROS = Case(row="decimals", name="zeros", told="`mean: 3.10`", meets="read as printed")
FULL = Case(row="half-written", name="full", told="a disk that is full", meets="exit code 2; the old file stays whole")
MARK = Case(row="encodings", name="mark", told="UTF-8 with its mark", meets="read")
#: Name of the test below tests/hostile → what it shows to the program.
TABLE: dict[str, tuple[Case, ...]] = {
    "test_records.py": (*ALONE, *TOGETHER, MARK),
    "test_injection.py": (*text_cases.CASES, ZEROS),
    "test_companions.py": (*companion_cases.PROTOCOLS, *companion_cases.BIBLIOGRAPHIES),
    "test_imports.py": import_cases.CASES,
    "test_volume.py": (*volume_cases.FOLDERS, *volume_cases.FIELDS, *volume_cases.IN_PLACE),
    "test_git.py": (GIT,),
    "test_half_written.py": (FULL,),
    "test_folder_names.py": (FOLDER,),
}
