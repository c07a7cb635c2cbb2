"""The same formulas in arithmetic of a hundred digits, written from the papers and not from the program."""
