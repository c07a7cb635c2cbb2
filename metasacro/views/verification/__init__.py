"""The tables of `metasacro verify`."""
