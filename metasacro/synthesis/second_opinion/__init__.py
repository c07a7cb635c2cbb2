"""A second opinion on every pooled number: the same data, computed again by other software and by other routes."""
