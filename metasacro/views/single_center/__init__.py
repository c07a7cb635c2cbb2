"""The reanalysis of one record as tables."""
