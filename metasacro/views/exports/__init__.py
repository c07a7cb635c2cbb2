"""Results and evidence in the shape that other programs read: one program a file."""
