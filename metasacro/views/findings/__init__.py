"""The summary of findings: what is filed with a guideline, an outcome a row."""
