"""What fuzzing found, mended since: the input, and what was wrong. Each is tried again in every run of the tests."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Find:
    """A file of `finds/`, the target that it is for, and what was wrong."""

    file: str
    target: str
    was: str


FINDS = (
    Find(
        "pmid-without-a-space.nbib", "citations", "an NBIB file whose only `PMID -` has no space behind it: a traceback"
    ),
    Find(
        "two-lines-in-a-name.bib", "citations", "the name of a BibTeX field reached the terminal with its line breaks"
    ),
    Find("no-number.csv", "covidence", "`import --from covidence` of a table without `Covidence #`: a traceback"),
    Find(
        "one-field-of-b.yaml", "reconciliation", "a field that only the second reader has, decided for b: a traceback"
    ),
    Find("fine-steps-wide-scale.yaml", "check", "steps of 1e-15 on a scale to 1e15: every possible sum was listed"),
    Find("nothing-between-quotes.csv", "covidence", "a CSV file of quotes and nothing between them: a traceback"),
    Find(
        "a-string-alone.bib", "citations", "a BibTeX file of a `@string` and no entry: neither a reference nor a code"
    ),
    Find("two-lines-in-a-key.bib", "bibliography", "a key of `references.bib` was kept with its line break"),
    Find("without-main.txt", "span", "`diff ^main`: all that a branch does not hold was taken for a commit"),
)
