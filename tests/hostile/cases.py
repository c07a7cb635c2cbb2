"""The whole table: every case of a record, of other files of a folder, and of files to be imported."""

from __future__ import annotations

from tests.hostile import character_cases, file_cases, number_cases, structure_cases
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
