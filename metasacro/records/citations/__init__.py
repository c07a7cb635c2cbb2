"""Files of references: RIS, PubMed's NBIB and BibTeX become citations, and a citation becomes an entry of BibTeX."""
