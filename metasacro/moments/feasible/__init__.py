"""Every sample that agrees with what a paper printed: exact bounds, counts and distributions."""
