"""Results become tables as data. Numbers are formatted here, once."""
