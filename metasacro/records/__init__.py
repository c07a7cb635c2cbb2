"""The only door to YAML and BibTeX: text becomes evidence, or coded problems."""
