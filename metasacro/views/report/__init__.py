"""The report as data: sections of paragraphs, tables and pictures, the same for every target."""
