"""Tables for a manuscript in LaTeX."""
