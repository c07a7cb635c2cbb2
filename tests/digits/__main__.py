"""`make digits`: exact answers to every question of the table, then the page of the manual.

A file of exact answers that is there is kept, as the long designs take minutes; delete it to have it again.
"""

from __future__ import annotations

from tests.digits import page, references
from tests.digits.committed import REST, file_of, write
from tests.digits.designs import KEYS, design_of


def main() -> None:
    if not file_of(REST).exists():
        write(REST, references.of_the_rest())
    for key in KEYS:
        if not file_of(key).exists():
            write(key, references.of_design(design_of(key)))
    page.write()


if __name__ == "__main__":
    main()
