"""How each number of the reanalysis of one record came to be."""
