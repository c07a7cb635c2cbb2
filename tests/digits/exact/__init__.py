"""The same formulas in arithmetic of sixty digits and more, written from the papers and not from the program."""
