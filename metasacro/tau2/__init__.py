"""Estimators of the between-study variance τ², one a file, and the interval around it."""
