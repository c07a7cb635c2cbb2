"""The terminal, by rich: at any width, with or without colour, with or without Unicode."""
