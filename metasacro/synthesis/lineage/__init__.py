"""How each number of an analysis came to be: traces whose leaves are lines of the evidence."""
