"""Tables and the report as HTML: one file that asks nothing of a network."""
