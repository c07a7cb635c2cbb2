"""A paper prints as what one needs to find it."""

from unicodedata import normalize

from metasacro.literature import PAPERS


def test_a_paper_prints_authors_year_journal_and_doi() -> None:
    """In one line."""
    assert str(PAPERS["viechtbauer2005"]) == (
        "Viechtbauer 2005, J Educ Behav Stat 30:261, doi:10.3102/10769986030003261"
    )


def test_every_key_begins_with_its_first_author() -> None:
    """So that a key in a docstring is readable without the table."""
    umlauts = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
    written = {key: normalize("NFKD", paper.authors.lower().translate(umlauts)) for key, paper in PAPERS.items()}
    first = {key: "".join(c for c in authors if c.isalpha() and c.isascii()) for key, authors in written.items()}
    assert [key for key, authors in first.items() if not authors.startswith(key.rstrip("0123456789"))] == []
