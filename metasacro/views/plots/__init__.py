"""Results as plot data: coordinates, words for who cannot see them, and the table of the numbers. One kind a file."""
