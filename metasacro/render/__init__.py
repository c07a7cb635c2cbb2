"""Cells become terminal text, CSV and JSON. Renderers do not know each other."""
