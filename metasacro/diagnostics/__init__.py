"""Questions put to a pooled answer: what it rests on, and what may be missing from it."""
