"""The reanalysis of one record by itself: its tables computed again, and what they leave possible."""
